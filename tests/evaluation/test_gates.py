"""Gates, each passed and each breached."""

import numpy as np
import pandas as pd
import pytest
from pydantic import ValidationError

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError
from busta.evaluation.gates import breached, evaluate_gates
from busta.evaluation.significance import HitRateBand
from busta.evaluation.thresholds import GateThresholds
from tests.forecasts import forecasts

RULES = BootstrapRules(draws=200, seed=7, level=0.95)
COLUMNS = [
    "name", "market", "data", "measured", "low", "high", "n", "reference", "threshold", "expected", "is_applied",
    "is_passed", "meaning",
]  # fmt: skip


def _probabilities(slope: float = 1.0) -> pd.DataFrame:
    rows = forecasts(slope=slope)
    model = rows["probability_over"]
    return rows.assign(probability_model=model, probability_stacked=rows["market_probability"])


def _gates(
    thresholds: GateThresholds, rows: pd.DataFrame | None = None, ablation: pd.DataFrame | None = None
) -> pd.DataFrame:
    made = _probabilities() if rows is None else rows
    return evaluate_gates(made, ablation, "moneyline", "real", thresholds, RULES, 10)


def _one(thresholds: GateThresholds, rows: pd.DataFrame | None = None) -> pd.Series:
    gates = _gates(thresholds, rows)
    assert len(gates) == 1
    return gates.iloc[0]


def _ablation(noise: float) -> pd.DataFrame:
    rows = forecasts()
    shift = np.random.default_rng(4).normal(0, noise, len(rows)) if noise else 0.0
    x = np.log(rows["probability_over"] / (1 - rows["probability_over"]))
    return rows.assign(step="schedule", probability_over=1 / (1 + np.exp(-(x + shift))))


def test_without_thresholds_nothing_is_measured() -> None:
    gates = _gates(GateThresholds())
    assert list(gates.columns) == COLUMNS
    assert gates.empty
    assert breached(gates).empty


@pytest.mark.parametrize(("limit", "passed"), [(0.25, True), (0.10, False)])
def test_the_brier_score_has_a_ceiling(limit: float, passed: bool) -> None:
    gate = _one(GateThresholds(brier_score_max=limit))
    squared = (_probabilities()["probability_model"] - _probabilities()["outcome"]) ** 2
    assert gate["measured"] == pytest.approx(squared.mean())
    assert gate["is_passed"] == passed
    assert gate["low"] < gate["measured"] < gate["high"]


@pytest.mark.parametrize(("slope", "passed"), [(1.0, True), (0.4, False)])
def test_the_calibration_error_stays_near_its_null_band(slope: float, passed: bool) -> None:
    assert _one(GateThresholds(ece_above_null_max=0.01), _probabilities(slope))["is_passed"] == passed


@pytest.mark.parametrize(("slope", "passed"), [(1.0, True), (0.7, False), (1.5, False)])
def test_the_calibration_slope_is_near_one(slope: float, passed: bool) -> None:
    assert _one(GateThresholds(calibration_slope_tolerance=0.1), _probabilities(slope))["is_passed"] == passed


@pytest.mark.parametrize(("noise", "passed"), [(1.0, [True, True]), (0.0, [False, False])])
def test_the_model_beats_its_baseline_beyond_chance(noise: float, passed: list[bool]) -> None:
    limits = GateThresholds(baseline_step="schedule", baseline_ratio_max=0.99)
    gates = _gates(limits, ablation=_ablation(noise))
    assert list(gates["name"]) == ["model_over_baseline", "model_minus_baseline"]
    assert list(gates["is_passed"]) == passed
    assert set(gates["reference"]) == {"schedule"}


@pytest.mark.parametrize("ablation", [None, _ablation(0.0).assign(step="elo")])
def test_a_baseline_that_was_not_made_is_an_error(ablation: pd.DataFrame | None) -> None:
    with pytest.raises(EvaluationError, match="ablation of the market moneyline with the step 'schedule'"):
        _gates(GateThresholds(baseline_step="schedule", baseline_ratio_max=0.99), ablation=ablation)


def test_the_model_stands_behind_the_close_but_not_far() -> None:
    rows = _probabilities().assign(probability_model=0.5)
    assert not _one(GateThresholds(model_minus_close_max=0.008), rows)["is_passed"]
    assert _one(GateThresholds(model_minus_close_max=0.5), rows)["is_passed"]


def test_a_model_as_good_as_the_close_asks_for_a_review() -> None:
    gate = _one(GateThresholds(leak_review_below=0.001))
    assert (gate["name"], gate["is_passed"]) == ("leak_review", False)
    assert _one(GateThresholds(leak_review_below=0.001), _probabilities().assign(probability_model=0.5))[
        "is_passed"
    ]


def test_the_blend_does_not_make_the_close_worse() -> None:
    assert _one(GateThresholds(blend_minus_close_max=0.0005))["is_passed"]
    worse = _probabilities().assign(probability_stacked=0.5)
    assert not _one(GateThresholds(blend_minus_close_max=0.0005), worse)["is_passed"]


@pytest.mark.parametrize(
    ("min_games", "applied", "passed"), [(1000, True, False), (2000, False, True), (5000, False, True)]
)
def test_a_hit_rate_outside_the_band_is_an_alarm_on_many_games(
    min_games: int, applied: bool, passed: bool
) -> None:
    gate = _one(GateThresholds(hit_rate=HitRateBand(0.48, 0.52, min_games)))
    assert (gate["is_applied"], gate["is_passed"]) == (applied, passed)
    assert gate["n"] == 2000


def test_a_coin_raises_no_alarm() -> None:
    rows = _probabilities()
    coin = rows.assign(probability_model=np.random.default_rng(1).permutation(rows["probability_model"]))
    assert _one(GateThresholds(hit_rate=HitRateBand(0.45, 0.55, 1000)), coin)["is_passed"]


def test_only_closing_quotes_are_the_close() -> None:
    rows = _probabilities()
    rows["market_moment"] = rows["market_moment"].where(rows.index % 2 == 0, "open")
    assert _one(GateThresholds(blend_minus_close_max=0.5), rows)["n"] == 1000


def test_pushes_are_not_measured() -> None:
    rows = _probabilities()
    rows.loc[::5, "outcome"] = np.nan
    assert _one(GateThresholds(brier_score_max=0.25), rows)["n"] == 1600


def test_a_gate_without_games_is_an_error() -> None:
    with pytest.raises(EvaluationError, match="Expected decided games of the market moneyline"):
        _gates(GateThresholds(brier_score_max=0.2), _probabilities().assign(market_probability=np.nan))


def test_breached_gates_are_those_applied_and_not_passed() -> None:
    limits = GateThresholds(
        brier_score_max=0.10, hit_rate=HitRateBand(0.48, 0.52, 5000), ece_above_null_max=0.01
    )
    gates = _gates(limits)
    assert list(breached(gates)["name"]) == ["brier_score"]
    assert gates["meaning"].str.endswith(".").all()
    assert set(gates["data"]) == {"real"}


def test_an_unknown_threshold_is_refused() -> None:
    with pytest.raises(ValidationError, match="brier_max"):
        GateThresholds.model_validate({"brier_max": 0.2})


def _edges(hit_rate: float, moved: float, n: int = 6000) -> pd.DataFrame:
    rows = [
        ("close", "all", 0.0, "hit_rate", hit_rate),
        ("open", "confirmed", 2.0, "closing_line_value", moved),
    ]
    table = pd.DataFrame(rows, columns=["moment", "games", "min_edge", "metric", "value"])
    return table.assign(n=n, low=table["value"] - 0.01, high=table["value"] + 0.01)


def _edge_gates(edges: pd.DataFrame) -> pd.DataFrame:
    limits = GateThresholds(hit_rate=HitRateBand(0.48, 0.52, 5000), closing_line_value_min_edge=2.0)
    gates = evaluate_gates(_probabilities(), None, "ats", "real", limits, RULES, 10, edges)
    return gates.set_index("name")


@pytest.mark.parametrize(("rate", "passed"), [(0.50, True), (0.54, False), (0.46, False)])
def test_the_alarm_looks_at_sides_before_calibration(rate: float, passed: bool) -> None:
    gate = _edge_gates(_edges(rate, 0.5)).loc["hit_rate_against_close"]
    assert (gate["measured"], gate["n"], gate["is_passed"]) == (rate, 6000, passed)


@pytest.mark.parametrize(("moved", "passed"), [(0.5, True), (0.005, False), (-0.5, False)])
def test_lines_must_move_towards_sides_at_confirmed_openings(moved: float, passed: bool) -> None:
    assert _edge_gates(_edges(0.5, moved)).loc["closing_line_value_at_open", "is_passed"] == passed


def test_without_confirmed_openings_nothing_is_asked_of_them() -> None:
    edges = _edges(0.5, 0.5)
    gate = _edge_gates(edges[edges["moment"] == "close"]).loc["closing_line_value_at_open"]
    assert not gate["is_applied"]
    assert gate["is_passed"]


def test_a_baseline_that_lacks_games_is_an_error() -> None:
    limits = GateThresholds(baseline_step="schedule", baseline_ratio_max=0.99)
    with pytest.raises(EvaluationError, match="for all 2000 games, was 1999"):
        _gates(limits, ablation=_ablation(0.5).iloc[1:])

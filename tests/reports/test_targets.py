from __future__ import annotations

import pandas as pd
import pytest

from busta.params.reporting import Target
from busta.reports.targets import target_rows


def _document(metric: str, value: float | None, low: float | None, high: float | None) -> dict[str, object]:
    score = {"value": value, "low": low, "high": high}
    close = {"value": 0.66, "low": 0.65, "high": 0.67}
    return {"markets": {"moneyline": {"scores": {"model": {metric: score}, "market": {metric: close}}}}}


def _target(metric: str = "accuracy", **bounds: float) -> Target:
    return Target(market="moneyline", metric=metric, context="Context.", **bounds)


@pytest.mark.parametrize(
    ("value", "low", "high", "verdict"),
    [
        (0.72, 0.71, 0.73, "Reached. The closing line does not reach it."),
        (0.72, 0.69, 0.75, "Reached on these games, not beyond chance."),
        (0.64, 0.63, 0.65, "Not reached."),
        (None, None, None, "Not measurable on these games."),
    ],
)
def test_reached_means_with_the_whole_interval(
    value: float | None, low: float | None, high: float | None, verdict: str
) -> None:
    rows = target_rows(_document("accuracy", value, low, high), [_target(at_least=0.70, at_most=0.85)])
    assert rows[0][1] == "accuracy 70.0 % to 85.0 %"
    assert rows[0][4].startswith(verdict)
    assert rows[0][4].endswith("Context.")


def test_one_sided_targets_say_their_side() -> None:
    document = _document("brier_score", 0.2, 0.19, 0.21)
    at_most = target_rows(document, [_target("brier_score", at_most=0.25)])
    at_least = target_rows(document, [_target("brier_score", at_least=0.1)])
    assert at_most[0][1] == "Brier score at most 0.2500"
    assert at_least[0][1] == "Brier score at least 0.1000"


def test_a_calibration_error_is_told_with_what_chance_gives() -> None:
    document = _document("ece", 0.02, 0.01, 0.03)
    document["markets"]["moneyline"]["scores"]["model"]["ece"] |= {"null_low": 0.01, "null_high": 0.024}
    document["markets"]["moneyline"]["scores"].pop("market")
    (row,) = target_rows(document, [_target("ece", at_most=0.1)])
    assert row[3] == "–"
    assert "Chance alone gives 0.0100 to 0.0240." in row[4]


def test_a_target_of_a_market_without_scores_is_passed_over() -> None:
    assert target_rows({"markets": {}}, [_target(at_least=0.5)]) == []


RETURNS = pd.DataFrame(
    {
        "market": ["moneyline", "moneyline", "ats"],
        "strategy": ["value", "random", "value"],
        "n_bets": [1400, 2800, 9],
        "roi": [0.021, -0.045, 0.9],
        "roi_low": [-0.01, -0.06, None],
        "roi_high": [0.05, -0.03, None],
    }
)


def _return(**changes: object) -> Target:
    told: dict[str, object] = {
        "market": "moneyline",
        "source": "backtest",
        "metric": "roi",
        "at_least": 0.05,
        "label": "flat stakes",
        "where": {"strategy": "value"},
        "beside": {"strategy": "random"},
        "context": "Context.",
    }
    return Target.model_validate(told | changes)


def test_a_return_stands_beside_that_of_the_market_with_its_bets() -> None:
    (row,) = target_rows(_document("roi", 0, 0, 0), [_return()], {"backtest": RETURNS})
    assert row == [
        "moneyline",
        "profit per unit staked (ROI) at least 5.0 %: flat stakes",
        "2.1 [-1.0, 5.0] % (1,400 bets)",
        "-4.5 [-6.0, -3.0] % (2,800 bets)",
        "Not reached. Context.",
    ]


@pytest.mark.parametrize(
    "tables",
    [None, {}, {"backtest": pd.DataFrame()}, {"backtest": RETURNS[RETURNS["strategy"] == "random"]}],
)
def test_what_was_not_measured_says_so_and_names_the_command(tables: dict[str, pd.DataFrame] | None) -> None:
    (row,) = target_rows(_document("roi", 0, 0, 0), [_return()], tables)
    assert row[2:4] == ["not measured in this run", "–"]
    assert row[4] == "`kedro run --pipelines=backtesting,reporting` measures it. Context."


def test_tuning_counts_games_and_may_have_nothing_beside_it() -> None:
    gains = pd.DataFrame(
        {"market": ["moneyline"], "learner": ["mean"], "n": [500], "change": [-0.001], "change_low": [-0.002],
         "change_high": [0.0]}
    )  # fmt: skip
    asked = _return(
        source="tuning", metric="change", at_least=None, at_most=-0.03, where={"learner": "mean"}, beside={}
    )
    (row,) = target_rows(_document("roi", 0, 0, 0), [asked], {"tuning": gains})
    assert row[2:4] == ["-0.1 [-0.2, 0.0] % (500 games)", "–"]

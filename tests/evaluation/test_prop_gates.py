"""Gates of player markets, each passed and each breached."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from busta.evaluation.prop_gates import PropThresholds, joint_prop_gates, prop_gates
from busta.evaluation.prop_scores import PROP_SCORE_COLUMNS


def _score(part: str, forecaster: str, metric: str, value: float, **more: Any) -> dict[str, Any]:
    row = {"part": part, "season": "all", "forecaster": forecaster, "metric": metric, "n": 900}
    return row | {"value": value, "low": value - 0.1, "high": value + 0.1} | more


def _gap(value: float, width: float = 0.02) -> dict[str, float]:
    return {"difference": value, "difference_low": value - width, "difference_high": value + width}


SCORES = pd.DataFrame(
    [
        _score("played", "model", "mae", 4.4),
        _score("played", "model", "rmse", 5.8),
        _score("played", "model", "crps", 3.1),
        _score("played", "model", "coverage", 0.805),
        _score("played", "season_average", "mae", 4.7, **_gap(0.3)),
        _score("played", "moving_mean", "mae", 4.5, **_gap(0.1)),
        _score("synthetic", "model", "ece", 0.01),
        _score("morning", "blend", "brier_score", 0.25, **_gap(-0.001, 0.0005)),
        _score("close", "blend", "brier_score", 0.25, **_gap(0.001, 0.0005)),
        _score("played", "model", "mae", 9.0) | {"season": "2001-02"},
    ],
    columns=PROP_SCORE_COLUMNS,
)


def _gates(**thresholds: Any) -> pd.DataFrame:
    return prop_gates(SCORES, "points", "real", PropThresholds(**thresholds)).set_index("name")


def test_without_thresholds_nothing_is_held() -> None:
    assert _gates().empty


@pytest.mark.parametrize(
    ("thresholds", "name", "measured"),
    [
        ({"mae_max": 4.5}, "mae", 4.4),
        ({"rmse_max": 5.9}, "rmse", 5.8),
        ({"crps_max": 3.15}, "crps", 3.1),
        ({"synthetic_ece_max": 0.02}, "synthetic_ece", 0.01),
        ({"coverage": (0.79, 0.81)}, "coverage", 0.805),
    ],
)
def test_all_seasons_together_are_held(thresholds: dict[str, Any], name: str, measured: float) -> None:
    gate = _gates(**thresholds).loc[name]
    assert gate["measured"] == measured
    assert gate["is_applied"]
    assert gate["is_passed"]


@pytest.mark.parametrize(
    ("thresholds", "name"),
    [
        ({"mae_max": 4.3}, "mae"),
        ({"rmse_max": 5.7}, "rmse"),
        ({"crps_max": 3.0}, "crps"),
        ({"synthetic_ece_max": 0.005}, "synthetic_ece"),
        ({"coverage": (0.79, 0.80)}, "coverage"),
        ({"coverage": (0.81, 0.82)}, "coverage"),
    ],
)
def test_what_lies_outside_is_breached(thresholds: dict[str, Any], name: str) -> None:
    assert not _gates(**thresholds).loc[name, "is_passed"]


def test_the_baseline_that_is_hardest_to_beat_decides() -> None:
    gate = _gates(beaten=["mae"]).loc["mae_minus_baselines"]
    assert gate["reference"] == "moving_mean"
    assert (gate["measured"], gate["low"], gate["high"]) == pytest.approx((-0.1, -0.12, -0.08))
    assert gate["is_passed"]
    assert "moving mean" in gate["expected"]


def test_a_gain_that_may_be_chance_beats_nobody() -> None:
    near = SCORES.copy()
    near.loc[near["forecaster"] == "moving_mean", ["difference", "difference_low"]] = [0.01, -0.01]
    gates = prop_gates(near, "points", "real", PropThresholds(beaten=("mae",)))
    assert not gates["is_passed"].any()


def test_a_blend_is_breached_only_where_it_is_shown_to_be_worse() -> None:
    gates = _gates(blend_not_worse=True)
    assert gates.loc["blend_not_worse_morning", "is_passed"]
    assert not gates.loc["blend_not_worse_close", "is_passed"]


def test_what_was_not_measured_is_not_applied() -> None:
    nothing = prop_gates(SCORES.iloc[:0], "points", "real", PropThresholds(mae_max=4.5, beaten=("mae",)))
    assert nothing["is_applied"].tolist() == [False]
    assert nothing["is_passed"].tolist() == [True]


def test_all_markets_together_are_held_to_the_end_of_the_interval() -> None:
    pooled = pd.DataFrame(
        [
            {"moment": "morning", "forecaster": "blend", "n": 50, **_gap(-0.001, 0.0012)},
            {"moment": "close", "forecaster": "blend", "n": 50, **_gap(0.001, 0.0012)},
            {"moment": "close", "forecaster": "market", "n": 50, **_gap(9.0)},
        ]
    )
    held = joint_prop_gates(pooled, "real", PropThresholds(blend_minus_market_max=0.0005)).set_index("name")
    assert held["is_passed"].to_dict() == {
        "blend_minus_market_morning": True,
        "blend_minus_market_close": False,
    }
    assert joint_prop_gates(pooled, "real", PropThresholds()).empty

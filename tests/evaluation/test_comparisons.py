"""Gains over named baselines."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.comparisons import ablation_columns, compare_forecasters

RULES = BootstrapRules(draws=200, seed=1, level=0.95)
TABLE = pd.DataFrame(
    {
        "game_date": pd.date_range("2020-01-01", periods=4),
        "outcome": [1.0, 0.0, 1.0, np.nan],
        "good": [0.9, 0.1, 0.9, 0.9],
        "coin": [0.5, 0.5, np.nan, 0.5],
    }
)


def test_a_pair_is_compared_on_the_decided_games_both_have() -> None:
    table = compare_forecasters(TABLE, {"coin": "coin", "good": "good"}, {"good": "good"}, RULES)
    (row,) = table.to_dict("records")
    assert (row["baseline"], row["n"]) == ("coin", 2)
    assert row["value"] == pytest.approx(0.01)
    assert row["difference"] == pytest.approx(0.01 - 0.25)
    assert row["change"] == pytest.approx(0.01 / 0.25 - 1)
    assert row["change_low"] <= row["change"] <= row["change_high"] < 0


def test_a_pair_without_common_games_has_no_row() -> None:
    nothing = TABLE.assign(coin=np.nan)
    assert compare_forecasters(nothing, {"coin": "coin"}, {"good": "good"}, RULES).empty


def test_the_last_step_of_an_ablation_is_the_market_itself_and_no_baseline() -> None:
    steps = pd.DataFrame(
        {"step": ["b", "b", "a", "a"], "game_id": ["1", "2"] * 2, "probability_over": [0.1, 0.2, 0.3, 0.4]}
    )
    wide = ablation_columns(steps)
    assert wide.columns.tolist() == ["game_id", "step b"]
    assert wide["step b"].tolist() == [0.1, 0.2]
    assert ablation_columns(None).columns.tolist() == ["game_id"]

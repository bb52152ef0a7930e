"""Tuned against default on the same games."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError
from busta.evaluation.tuning_gain import CLOSE, MEAN, TESTED_COLUMNS, forecast_both, tuning_gains
from tests.evaluation.studied import folds, question, rows

RULES = BootstrapRules(200, 1, 0.95)
DEFAULT = {"alpha": 1000.0, "clip": 4.0}


def document(alpha: float = 5.0) -> dict[str, Any]:
    chosen = {"hyperparameters": {"alpha": alpha, "clip": 4.0}, "loss": 0.66, "default_loss": 0.6875}
    return {"objective": "log_loss", "seasons": {"2004-05": chosen}}


def both(**changes: Any) -> pd.DataFrame:
    table = rows()
    return forecast_both(table, folds(table), question(), DEFAULT, {**document(), **changes})


def test_the_seasons_from_the_first_study_on_are_forecast_both_ways() -> None:
    table = both()
    assert list(table.columns) == TESTED_COLUMNS
    assert sorted(table["season"].unique()) == ["2004-05", "2005-06"]
    assert (table["probability_default"] != table["probability_tuned"]).all()


def test_the_same_hyperparameters_say_the_same() -> None:
    table = both(**document(alpha=1000.0))
    np.testing.assert_array_equal(table["probability_default"], table["probability_tuned"])


def test_where_nothing_was_tuned_there_is_nothing_to_compare() -> None:
    assert list(both(seasons={}).columns) == TESTED_COLUMNS
    assert both(seasons={}).empty
    with pytest.raises(EvaluationError, match="market 'ats': expected a learner that was tuned, was none"):
        tuning_gains({"ridge": both(seasons={})}, {"ridge": {}}, "ats", RULES)


def by_hand() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "season": ["2004-05", "2004-05", "2005-06", "2005-06"],
            "game_id": ["1", "2", "3", "4"],
            "game_date": pd.to_datetime(["2004-11-01", "2004-11-02", "2005-11-01", "2005-11-02"]),
            "outcome": [1.0, 0.0, 1.0, np.nan],
            "market_probability": [0.8, np.nan, 0.6, 0.5],
            "probability_default": [0.5, 0.5, 0.5, 0.5],
            "probability_tuned": [0.6, 0.4, 0.4, 0.9],
        }
    )


def gains(**tables: pd.DataFrame) -> pd.DataFrame:
    documents = {"ridge": document()}
    return tuning_gains(tables or {"ridge": by_hand()}, documents, "ats", RULES).set_index(
        ["learner", "season", "metric"]
    )


def test_differences_are_tuned_minus_default_on_decided_games() -> None:
    row = gains().loc[("ridge", "all", "brier_score")]
    assert row["n"] == 3
    assert row["default"] == pytest.approx(0.25)
    assert row["tuned"] == pytest.approx((0.16 + 0.16 + 0.36) / 3)
    assert row["difference"] == pytest.approx(row["tuned"] - row["default"])
    assert row["change"] == pytest.approx(row["tuned"] / row["default"] - 1)
    assert row["difference_low"] <= row["difference"] <= row["difference_high"]
    first = gains().loc[("ridge", "2004-05", "brier_score")]
    assert (first["n"], first["change"]) == (2, pytest.approx(0.16 / 0.25 - 1))


def test_what_the_inner_folds_promised_stands_beside_the_objective_alone() -> None:
    table = gains()
    assert table.loc[("ridge", "2005-06", "log_loss"), "promised"] == pytest.approx(0.66 / 0.6875 - 1)
    assert np.isnan(table.loc[("ridge", "all", "brier_score"), "promised"])
    assert np.isnan(table.loc[(MEAN, "all", "log_loss"), "promised"])


def test_the_mean_of_the_learners_is_taken_on_the_games_that_all_have() -> None:
    other = by_hand().iloc[:2].assign(probability_tuned=[0.9, 0.4])
    row = gains(ridge=by_hand(), xgboost=other).loc[(MEAN, "all", "brier_score")]
    odds = np.sqrt(0.6 / 0.4 * 0.9 / 0.1)
    assert row["n"] == 2
    assert row["tuned"] == pytest.approx(((1 - odds / (1 + odds)) ** 2 + 0.16) / 2)


def test_the_closing_line_stands_beside_it_where_there_is_one() -> None:
    row = gains().loc[(CLOSE, "all", "brier_score")]
    assert row["n"] == 2
    assert row["tuned"] == pytest.approx((0.04 + 0.16) / 2)
    without = gains(ridge=by_hand().assign(market_probability=np.nan))
    assert CLOSE not in without.index.get_level_values("learner")

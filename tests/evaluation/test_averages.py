from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.averages import AverageError, average_out_of_fold
from busta.evaluation.out_of_fold import OUT_OF_FOLD_COLUMNS


def _member(mean: float, sd: float, over: float, push: float = 0.0) -> pd.DataFrame:
    keys = {
        "season": ["2020-21", "2021-22"],
        "game_id": ["0000000001", "0000000002"],
        "game_date": pd.to_datetime(["2021-01-01", "2022-01-01"]),
        "player_id": pd.array([pd.NA, pd.NA], dtype="Int64"),
        "fold": ["2020-21", "2021-22"],
        "line": 4.0,
        "outcome": [1.0, np.nan],
        "actual": [7.0, np.nan],
    }
    said = {"mean": mean, "sd": sd, "probability_over": over, "probability_push": push}
    return pd.DataFrame(keys | said)


def test_distributions_are_averaged_and_probabilities_in_log_odds() -> None:
    made = average_out_of_fold([_member(2.0, 12.0, 0.5, 0.02), _member(5.0, 13.0, 0.8, 0.04)])
    assert list(made) == OUT_OF_FOLD_COLUMNS
    assert made[["mean", "sd"]].to_numpy() == pytest.approx(np.array([[3.5, 12.5]] * 2))
    # Odds of one and four: their geometric mean is two.
    assert made["probability_over"].to_numpy() == pytest.approx(2 / 3)
    assert made["probability_push"].to_numpy() == pytest.approx(0.03)
    assert made["actual"].isna().tolist() == [False, True]


def test_a_learner_without_a_distribution_counts_for_the_probability_alone() -> None:
    direct = _member(np.nan, np.nan, 0.8, np.nan)
    made = average_out_of_fold([direct, _member(2.0, 12.0, 0.5)])
    assert made["mean"].tolist() == [2.0, 2.0]
    assert made["probability_over"].to_numpy() == pytest.approx(2 / 3)
    assert average_out_of_fold([direct])["mean"].isna().all()


def test_a_learner_that_is_certain_can_be_averaged() -> None:
    made = average_out_of_fold([_member(90.0, 12.0, 1.0), _member(2.0, 12.0, 0.5)])
    assert made["probability_over"].between(0.99, 1, inclusive="neither").all()


def test_forecasts_of_other_games_are_not_averaged() -> None:
    with pytest.raises(AverageError, match=r"learner 2 of 2 \(1 rows\)"):
        average_out_of_fold([_member(2.0, 12.0, 0.5), _member(2.0, 12.0, 0.5).iloc[:1]])
    with pytest.raises(AverageError, match="expected at least one learner"):
        average_out_of_fold([])

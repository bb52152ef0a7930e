"""From forecasts of a quantity to out-of-fold probabilities at the market's lines."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from busta.probability.distributions import normal_over_push

OUT_OF_FOLD_COLUMNS = [
    "season",
    "game_id",
    "game_date",
    "player_id",
    "fold",
    "line",
    "outcome",
    "actual",
    "mean",
    "sd",
    "probability_over",
    "probability_push",
]


def out_of_fold(
    table: pd.DataFrame, forecasts: pd.DataFrame, is_push_possible: bool, impossible: ArrayLike = ()
) -> pd.DataFrame:
    """Put forecasts of tested rows beside what was asked and what happened.

    Parameters
    ----------
    table
        The market's training table, one row per game.
    forecasts
        One row per tested game: fold, game_id, player_id (null), mean, sd (units of Y; null for a learner that
        answers for one line only) and probability_direct (null for all others).
    is_push_possible
        Whether the quantity can equal the line.
    impossible
        Values that the quantity cannot take.

    Returns
    -------
    pandas.DataFrame
        One row per tested game by date, columns `OUT_OF_FOLD_COLUMNS`; unplayed games have no outcome and
        no actual. probability_over is that of over among over and under; a direct answer is learned from
        games without a push and says nothing of one, its probability_push is null.
    """
    rows = forecasts.merge(table, on=["game_id", "player_id"], how="left", validate="one_to_one")
    over, push = rows["probability_direct"].to_numpy(copy=True), np.full(len(rows), np.nan)
    by_mean = rows["mean"].notna().to_numpy()
    if by_mean.any():
        normal = rows.loc[by_mean, ["mean", "sd", "line"]]
        answer = normal_over_push(normal["mean"], normal["sd"], normal["line"], is_push_possible, impossible)
        over[by_mean], push[by_mean] = answer.over, answer.push
    rows = rows.assign(probability_over=over, probability_push=push)[OUT_OF_FOLD_COLUMNS]
    return rows.sort_values(["game_date", "game_id"], ignore_index=True)

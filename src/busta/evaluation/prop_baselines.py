"""What a forecaster without a model says of a player: his season average, his last games, a moving mean.

Every mean gets a distribution of its own, chosen and fitted on its own errors of earlier seasons as the model's is, so
that they can be asked for any line and scored like the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import EvaluationError, Floats
from busta.features.player_history import History
from busta.probability.season_distributions import (
    DistributionRules,
    SeasonDistributions,
    fit_season_distributions,
)

SEASON_AVERAGE, LAST_GAMES, MOVING_MEAN = "season_average", "last_games", "moving_mean"
BASELINES = (SEASON_AVERAGE, LAST_GAMES, MOVING_MEAN)


@dataclass(frozen=True)
class BaselineRules:
    """How the baselines look back.

    Attributes
    ----------
    last_games : int
        Games of the mean of the last ones.
    moving_weight : float
        Weight of the last game in the moving mean, in (0, 1].
    least_mean : float
        Distributions of counts need a mean above 0: the smallest they are given, in units of the quantity.
    """

    last_games: int
    moving_weight: float
    least_mean: float


def baseline_means(table: pd.DataFrame, rules: BaselineRules) -> pd.DataFrame:
    """Say of every question what each baseline says.

    Parameters
    ----------
    table : DataFrame
        The market's training table: `season`, `game_id`, `game_date`, `player_id`, `actual` (null: did not play).
    rules : BaselineRules

    Returns
    -------
    DataFrame
        One row per row of `table`: `game_id`, `player_id` and one column for each of `BASELINES`, in units of the
        quantity, as of the end of the day before. Where a man has not played this season yet, his season average is
        that of the season before; of a man nobody has seen, everything is the mean of all men so far.
    """
    played = table[table["actual"].notna()]
    history = History(played[["season", "game_id", "game_date", "player_id", "actual"]], by=["player_id"])
    past, actual = history.before(table), history.rows["actual"].to_numpy(dtype=np.float64)
    league = _mean_so_far(played, table)
    ten = past.mean(actual, past.from_last(rules.last_games))
    season = _filled(past.mean(actual, past.season), past.previous_season_mean(actual), ten, league)
    return table[["game_id", "player_id"]].assign(
        **{
            SEASON_AVERAGE: season,
            LAST_GAMES: _filled(ten, league),
            MOVING_MEAN: _filled(past.ema(actual, rules.moving_weight), league),
        }
    )


def fit_baseline(rows: pd.DataFrame, rules: DistributionRules, least_mean: float) -> SeasonDistributions:
    """Choose and fit a family around a baseline for every season, with all the choice that the model has.

    Parameters
    ----------
    rows : DataFrame
        `season`, `game_date`, `mean` of the baseline, `actual` of men who played.
    rules : DistributionRules
        Of the market.
    least_mean : float
        Smaller means are taken for this one.

    Returns
    -------
    SeasonDistributions
        As of the end of the season before each, see `busta.probability.season_distributions`.

    Raises
    ------
    EvaluationError
        When nobody played.
    """
    if rows.empty:
        raise EvaluationError("Expected at least one season to fit a baseline for, was none.")
    return fit_season_distributions(rows.assign(mean=rows["mean"].clip(lower=least_mean)), rules)


def _mean_so_far(played: pd.DataFrame, questions: pd.DataFrame) -> Floats:
    league = History(played.assign(league=0), ["league"])
    past = league.before(questions.assign(league=0))
    mean = past.mean(league.rows["actual"].to_numpy(dtype=np.float64))
    # On the first day of all there is nothing to look back on.
    return np.where(np.isfinite(mean), mean, 0.0)


def _filled(*columns: Floats) -> Floats:
    found = columns[0]
    for column in columns[1:]:
        found = np.where(np.isfinite(found), found, column)
    return found

"""More ways to sum up what a player has made of a quantity: extremes, trends, weights, and his place in the league."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from busta.features.groups import FeatureColumn
from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup, player_table
from busta.features.player_history import History, Past
from busta.nba.player_statistics import quantity, quantity_name
from busta.ratings.ranges import check_above_zero

GAMES = 10  # of the extremes and the slope
_SAID = {
    "min_10": f"least of his last {GAMES} games",
    "max_10": f"most of his last {GAMES} games",
    "median_5": "median of his last 5 games",
    "median_10": f"median of his last {GAMES} games",
    "sma_7": "mean of his last 7 games",
    "sma_15": "mean of his last 15 games",
    "ema_50": "moving mean, the last game weighing 0.5",
    "wma_5": "mean of his last 5 games weighing 1 to 5, the last most",
    "wma_10": f"mean of his last {GAMES} games weighing 1 to {GAMES}, the last most",
    "last": "last game",
}


@dataclass(frozen=True)
class ExtrasSettings:
    """Who is ranked.

    Attributes
    ----------
    rank_games
        Least games of the season that a man must have played to be ranked.
    """

    rank_games: int

    def __post_init__(self) -> None:
        check_above_zero("Extras of players", self, "rank_games")


def extras_features(
    questions: pd.DataFrame, player_games: pd.DataFrame, settings: ExtrasSettings, parts: Sequence[str]
) -> pd.DataFrame:
    """Describe extremes, trends and place of every player asked about.

    Parameters
    ----------
    questions, player_games
        ``feat_player_questions``, ``prm_player_games``.
    settings
        Who is ranked.
    parts
        The statistics of the sum.

    Returns
    -------
    pandas.DataFrame
        One row per question: the keys and the columns of `extras_group`, as of the end of the day before the game.
    """
    name = quantity_name(parts)
    history = History(player_games, ["player_id"])
    past, values = history.before(questions), quantity(history.rows, parts).to_numpy()
    made = _summaries(past, values)
    made["momentum_5"] = made["last"] - past.mean(values, past.from_last(5))
    made["slope_10"] = past.slope(values, GAMES)
    made["season_rank"] = season_rank(questions, history, values, settings.rank_games)
    return player_table(questions, {f"{name}_{key}": made[key] for key in made})


def _summaries(past: Past, x: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "min_10": past.minimum(x, GAMES),
        "max_10": past.maximum(x, GAMES),
        "median_5": past.median(x, 5),
        "median_10": past.median(x, GAMES),
        "sma_7": past.mean(x, past.from_last(7)),
        "sma_15": past.mean(x, past.from_last(15)),
        "ema_50": past.ema(x, 0.5),
        "wma_5": past.weighted_mean(x, 5),
        "wma_10": past.weighted_mean(x, GAMES),
        "last": past.last(x),
    }


def season_rank(questions: pd.DataFrame, history: History, values: np.ndarray, min_games: int) -> np.ndarray:
    """Rank every player asked about by his mean of the season so far, among all men of the league.

    Parameters
    ----------
    questions
        ``feat_player_questions``.
    history
        Box scores by player.
    values
        The statistic, one value per row of the history.
    min_games
        Games of the season that a man must have played to be ranked.

    Returns
    -------
    numpy.ndarray
        Share of the ranked men whose mean is at most his, 1 for the first; null where he is not ranked.
    """
    days = questions[["season", "game_date"]].drop_duplicates()
    men = history.rows[["season", "player_id"]].drop_duplicates()
    ranked = days.merge(men, on="season")
    past = history.before(ranked)
    ranked["mean"] = past.mean(values, past.season)
    ranked = ranked[past.end - past.season >= min_games]
    rank = ranked.groupby("game_date")["mean"].rank(method="max", pct=True)
    keys = ["game_date", "player_id"]
    found = questions[keys].merge(ranked[keys].assign(rank=rank), how="left", on=keys, validate="many_to_one")
    return found["rank"].to_numpy()


def extras_group(parts: Sequence[str]) -> PlayerFeatureGroup:
    """Make the group of more summaries of a quantity.

    Parameters
    ----------
    parts
        The statistics of the sum.

    Returns
    -------
    PlayerFeatureGroup
        ``extras_<quantity>``.
    """
    name = quantity_name(parts)
    what = " + ".join(parts).replace("_", " ").capitalize()
    columns = {
        f"{name}_{key}": FeatureColumn(f"{what}: {said}.", "a game", "league_mean")
        for key, said in _SAID.items()
    } | {
        f"{name}_momentum_5": FeatureColumn(
            f"{what}: last game less the mean of the last 5.", "a game", "zero"
        ),
        f"{name}_slope_10": FeatureColumn(
            f"{what}: least-squares slope over his last {GAMES} games.", "a game, each game", "zero"
        ),
        f"{name}_season_rank": FeatureColumn(
            f"{what}: share of the men of the league with at most his mean of the season.",
            "share",
            "league_mean",
            prior=0.5,
        ),
    }
    function = partial(extras_features, parts=tuple(parts))
    return PlayerFeatureGroup(
        f"extras_{name}", function, (QUESTIONS, "prm_player_games"), columns, theme="extras"
    )

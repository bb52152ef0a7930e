"""The statistics of a player in one game that can be asked for, and their sums."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

# Name of the statistic to its column in the box scores of players.
PLAYER_STATISTICS = {
    "points": "points",
    "rebounds": "reb",
    "assists": "ast",
    "threes": "fg3m",
    "steals": "stl",
    "blocks": "blk",
    "turnovers": "tov",
    "minutes": "minutes",
    "offensive_rebounds": "oreb",
    "defensive_rebounds": "dreb",
    "field_goals": "fgm",
    "field_goal_attempts": "fga",
    "three_attempts": "fg3a",
    "free_throws": "ftm",
    "free_throw_attempts": "fta",
    "fouls": "pf",
}


class StatisticError(ValueError):
    """A statistic of players is not one of those that the box scores count."""


def quantity_name(parts: Sequence[str]) -> str:
    """Name a sum of statistics.

    Parameters
    ----------
    parts
        Names of `PLAYER_STATISTICS`.

    Returns
    -------
    str
        The parts joined by underscores: ``points_rebounds_assists``.
    """
    return "_".join(_known(parts))


def quantity(box: pd.DataFrame, parts: Sequence[str]) -> pd.Series:
    """Add up statistics of every row of a box score.

    Parameters
    ----------
    box
        Rows of ``prm_player_games``, or of ``prm_team_games`` (the same columns, of the whole team).
    parts
        Names of `PLAYER_STATISTICS`.

    Returns
    -------
    pandas.Series
        The sum as float, index of the box score; null where a part was not counted.

    Raises
    ------
    StatisticError
        If a part is not known, stands twice, or there is none.
    """
    columns = [PLAYER_STATISTICS[part] for part in _known(parts)]
    return box[columns].astype(float).sum(axis=1, skipna=False)


def _known(parts: Sequence[str]) -> Sequence[str]:
    unknown = [part for part in parts if part not in PLAYER_STATISTICS]
    if unknown:
        raise StatisticError(
            f"Statistic of a player: expected one of {', '.join(PLAYER_STATISTICS)}, was {unknown[0]!r}."
        )
    if not parts or len(set(parts)) < len(parts):
        raise StatisticError(f"Parts of a sum: expected one or more, each once, was {list(parts)}.")
    return parts

"""What holds in every box score."""

from __future__ import annotations

import pandas as pd

STATISTICS = (
    "points", "fgm", "fga", "fg3m", "fg3a", "ftm", "fta",
    "oreb", "dreb", "reb", "ast", "stl", "blk", "tov", "pf",
)  # fmt: skip
REGULATION_MINUTES = 240.0
OVERTIME_MINUTES = 25.0
MEN_ON_THE_FLOOR = 5


def points_of_shots(box: pd.DataFrame) -> pd.Series:
    """Count the points of the shots made.

    Parameters
    ----------
    box
        Rows with ``fgm, fg3m, ftm``; ``fgm`` includes the threes.

    Returns
    -------
    pandas.Series
        ``2 fgm + fg3m + ftm``.
    """
    return 2 * box["fgm"] + box["fg3m"] + box["ftm"]


def points_add_up(box: pd.DataFrame) -> pd.Series:
    """Check points against shots made.

    Parameters
    ----------
    box
        Rows with ``points, fgm, fg3m, ftm``.

    Returns
    -------
    pandas.Series
        Boolean; true where nothing is known.
    """
    expected = points_of_shots(box)
    return (expected == box["points"]) | expected.isna() | box["points"].isna()


def rebounds_add_up(box: pd.DataFrame) -> pd.Series:
    """Check rebounds against their two kinds.

    Parameters
    ----------
    box
        Rows with ``oreb, dreb, reb``.

    Returns
    -------
    pandas.Series
        Boolean; true where nothing is known.
    """
    expected = box["oreb"] + box["dreb"]
    return (expected == box["reb"]) | expected.isna() | box["reb"].isna()


def made_within_attempted(box: pd.DataFrame) -> pd.Series:
    """Check that no more shots went in than were taken.

    Parameters
    ----------
    box
        Rows with ``fgm, fga, fg3m, fg3a, ftm, fta``.

    Returns
    -------
    pandas.Series
        Boolean; true where nothing is known.
    """
    wrong = (box["fgm"] > box["fga"]) | (box["fg3m"] > box["fg3a"]) | (box["ftm"] > box["fta"])
    return ~(wrong | (box["fg3m"] > box["fgm"]))


def regular_minutes(minutes: pd.Series) -> pd.Series:
    """Take the rounding out of a team's minutes.

    The league adds up rounded player minutes, so a game without overtime stands at 238 to 242.

    Parameters
    ----------
    minutes
        Team minutes as published.

    Returns
    -------
    pandas.Series
        240, and 25 more for every overtime.
    """
    overtimes = ((minutes - REGULATION_MINUTES) / OVERTIME_MINUTES).round().clip(lower=0)
    return REGULATION_MINUTES + OVERTIME_MINUTES * overtimes


def team_points(players: pd.DataFrame) -> pd.DataFrame:
    """Add up the players' points.

    Parameters
    ----------
    players
        Rows with ``game_id, team_id, points``, one per player.

    Returns
    -------
    pandas.DataFrame
        One row per team of a game: ``game_id, team_id, player_points``.
    """
    totals = players.groupby(["game_id", "team_id"])["points"].sum()
    return totals.rename("player_points").reset_index()

"""Which of several snapshots of a game counts as its morning, and which is the last."""

from __future__ import annotations

import pandas as pd

from busta.nba.calendar import LEAGUE_ZONE


def is_morning(rows: pd.DataFrame, until: str) -> pd.Series:
    """Tell the snapshots of the morning of the game's day.

    Parameters
    ----------
    rows
        Rows with ``quoted_at_utc`` and ``game_date``.
    until
        US Eastern time of day ``HH:MM`` at which the morning ends; a snapshot of that minute still counts.

    Returns
    -------
    pandas.Series
        Boolean; false for a snapshot of an earlier day, and for one later on the day.
    """
    return _clock(rows).between(rows["game_date"], _end(rows, until))


def is_after_morning(rows: pd.DataFrame, until: str) -> pd.Series:
    """Tell the snapshots taken when the morning of the game's day was over.

    Parameters
    ----------
    rows, until
        As in `is_morning`.

    Returns
    -------
    pandas.Series
        Boolean.
    """
    return _clock(rows) > _end(rows, until)


def last_of_game(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep the last snapshot of every game.

    Parameters
    ----------
    rows
        Rows with ``game_id`` and ``quoted_at_utc``.

    Returns
    -------
    pandas.DataFrame
        All rows of that moment.
    """
    return rows[rows["quoted_at_utc"].eq(rows.groupby("game_id")["quoted_at_utc"].transform("max"))]


def _clock(rows: pd.DataFrame) -> pd.Series:
    return rows["quoted_at_utc"].dt.tz_convert(LEAGUE_ZONE).dt.tz_localize(None)


def _end(rows: pd.DataFrame, until: str) -> pd.Series:
    return rows["game_date"] + pd.Timedelta(f"{until}:00")

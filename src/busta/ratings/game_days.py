"""Walking through a table day by day, so that a state is updated after the whole day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

# One row per team and game: the first columns of every table of ratings and features.
TEAM_GAME_KEYS = ["season", "game_id", "team_id", "game_date"]


@dataclass(frozen=True)
class GameDay:
    """The rows of one calendar day.

    Attributes
    ----------
    rows
        Positions of the day's rows in the walked table.
    days_since
        Days since the previous game day, 0 on the first.
    is_new_season
        True on the first day of every season but the first.
    """

    rows: slice
    days_since: int
    is_new_season: bool


def walk_days(table: pd.DataFrame) -> Iterator[GameDay]:
    """Walk a table of games from the first day to the last.

    Parameters
    ----------
    table
        Rows with ``season`` and ``game_date``, sorted by ``game_date``.

    Yields
    ------
    GameDay
        One per calendar day with at least one row.

    Raises
    ------
    ValueError
        If the rows are not sorted by day.
    """
    if not table["game_date"].is_monotonic_increasing:
        raise ValueError("The games to walk through: expected rows sorted by game_date, was unsorted.")
    days = table["game_date"].to_numpy().astype("datetime64[D]").astype(np.int64)
    seasons = table["season"].to_numpy()
    starts = np.flatnonzero(np.diff(days, prepend=np.iinfo(np.int64).min // 2))
    stops = [*starts[1:].tolist(), len(days)]
    for start, stop in zip(starts.tolist(), stops, strict=False):
        before = max(start - 1, 0)
        yield GameDay(
            rows=slice(start, stop),
            days_since=int(days[start] - days[before]),
            is_new_season=bool(seasons[start] != seasons[before]),
        )

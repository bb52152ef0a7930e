"""Small tables of players, written by hand in the tests of their features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

FIRST = pd.Timestamp("2020-11-01").as_unit("us")
STATISTICS = ("points", "reb", "ast", "fg3m", "fga", "fg3a", "fta", "oreb", "dreb", "stl", "blk", "tov", "pf")


def box(days: Sequence[int], minutes: Sequence[float], **columns: Any) -> pd.DataFrame:
    """Box rows of player 1 of team 1, one a day; a statistic that is not named is zero."""
    dates = FIRST + pd.to_timedelta(list(days), unit="D")
    year = dates.year - (dates.month < 7)
    keys = {
        "season": [f"{y}-{(y + 1) % 100:02d}" for y in year],
        "game_id": [f"{day:010d}" for day in days],
        "game_date": dates.astype("datetime64[us]"),
        "team_id": 1,
        "player_id": 1,
        "minutes": [float(value) for value in minutes],
    }
    return pd.DataFrame(keys | dict.fromkeys(STATISTICS, 0.0) | columns)


def questions(days: Sequence[int], **columns: Any) -> pd.DataFrame:
    """Questions about player 1 of team 1 at home to team 2, one a day."""
    rows = box(days, [0.0] * len(days))[["season", "game_id", "game_date", "team_id", "player_id"]]
    return rows.assign(season_type="regular", opponent_id=2, is_home=True).assign(**columns)

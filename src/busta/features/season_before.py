"""What was told of a player when the season before was over."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from busta.nba.calendar import season_label


def of_season_before(questions: pd.DataFrame, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """Look up what a table of seasons says of each player's season before.

    Parameters
    ----------
    questions
        Rows with ``season, game_date, player_id``.
    table
        One row per ``season`` and ``player_id``, with ``usable_from`` and the columns.
    columns
        Columns to look up.

    Returns
    -------
    pandas.DataFrame
        In the order of the questions; null where there is no row, or it may not be used yet.
    """
    last = table[["season", "player_id", "usable_from", *columns]]
    last = last.assign(season=season_label(table["season"].str[:4].astype("int64") + 1))
    keys = ["season", "player_id"]
    found = questions[[*keys, "game_date"]].merge(last, how="left", on=keys, validate="many_to_one")
    return found[list(columns)].where(found["usable_from"] <= found["game_date"])

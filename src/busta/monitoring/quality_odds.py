"""Lines and prices: can they be, are they near each other, and is there one for every game?"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.monitoring.quality_sums import check_covered_games
from busta.monitoring.quality_table import Row
from busta.params.quality import Limits

# What every archive has sooner or later: a game without it is a gap.
_CLOSE = "close"


def by_market(table: str, rows: pd.DataFrame, markets: tuple[str, ...]) -> Mapping[str, pd.DataFrame]:
    """Take a table of quotes apart, for what can be of one market cannot be of another.

    Parameters
    ----------
    table
        Its name.
    rows
        The table, with ``market``.
    markets
        Which markets.

    Returns
    -------
    dict
        ``<table> of <market>`` to its rows, with ``line_from_median``: how far the line is from the median of the
        quotes on the same game (and player) and market.
    """
    keys = ["game_id", "player_id"] if rows["player_id"].notna().any() else ["game_id"]
    parts = {f"{table} of {market}": rows[rows["market"] == market] for market in markets}
    return {
        name: part.assign(line_from_median=part["line"] - part.groupby(keys)["line"].transform("median"))
        for name, part in parts.items()
    }


def check_closing_lines(games: pd.DataFrame, lines: pd.DataFrame, limits: Limits) -> list[Row]:
    """Count played games without a closing line.

    Parameters
    ----------
    games
        ``prm_games``.
    lines
        ``prm_market_lines``.
    limits
        On the share of games, among the seasons that have any.

    Returns
    -------
    list of dict
        One row per market on games.
    """
    close = lines[lines["moment"] == _CLOSE]
    found: list[Row] = []
    for market, part in close.groupby("market", sort=True):
        what = f"closing line of {market}"
        found += check_covered_games("market_lines", games, part["game_id"], what, limits)
    return found

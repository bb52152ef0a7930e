"""Lines in units of the quantity Y: signs of spreads, and one main line out of several books."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd


def line_of_favourite(spread: pd.Series, is_home_favourite: pd.Series) -> pd.Series:
    """Line of an ATS market from a spread without sign and the side it favours.

    Parameters
    ----------
    spread
        Points the favourite gives, 0 or more; missing stays missing.
    is_home_favourite
        True where the home team gives the points.

    Returns
    -------
    pandas.Series
        The line L: the home margin that must be exceeded. A home team at -4.5 has 4.5, at +4.5 has -4.5.
    """
    line = spread.where(is_home_favourite, -spread)
    return line.where(line.ne(0), spread.abs())


def main_lines(quotes: pd.DataFrame, keys: Sequence[str]) -> pd.Series:
    """Mark the rows that quote the main line of their market.

    The main line is the *offered* line nearest to the median over all rows of the market; of two equally
    near the one that more rows quote, then the smaller.

    Parameters
    ----------
    quotes
        One row per market and book with a column ``line``; columns ``keys`` say which market.
    keys
        Columns that make a market; missing values in them count as a value.

    Returns
    -------
    pandas.Series
        Boolean, aligned with ``quotes``: true where the row's line is the main line.
    """
    market = quotes.groupby(list(keys), dropna=False, sort=False).ngroup()
    frame = pd.DataFrame({"market": market, "line": quotes["line"]})
    frame["distance"] = (frame["line"] - frame.groupby("market")["line"].transform("median")).abs()
    frame["rows"] = -frame.groupby(["market", "line"])["line"].transform("size")
    order = frame.sort_values(["market", "distance", "rows", "line"]).drop_duplicates("market")
    chosen = order.set_index("market")["line"]
    return frame["line"].eq(frame["market"].map(chosen))

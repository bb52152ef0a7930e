"""Pairs of cells that make one quote: two prices, or two sides of one spread."""

from __future__ import annotations

import pandas as pd

from busta.odds.margin import overround
from busta.params.odds import Bounds
from busta.sources.cells import CellReader


def american_pair(
    cells: CellReader, over_column: str, under_column: str, sums: Bounds
) -> tuple[pd.Series, pd.Series]:
    """Read the American odds of both selections.

    Parameters
    ----------
    cells
        Reader of the file.
    over_column, under_column
        Columns with the odds of over (home) and of under (away).
    sums
        Possible sums of the two implied probabilities.

    Returns
    -------
    tuple
        Decimal odds of over and of under, missing where there are none or where they were refused.
    """
    return possible_pair(cells, cells.american(over_column), cells.american(under_column), over_column, sums)


def possible_pair(
    cells: CellReader, over: pd.Series, under: pd.Series, column: str, sums: Bounds
) -> tuple[pd.Series, pd.Series]:
    """Take away two prices that cannot stand together, such as both sides a favourite by far.

    Parameters
    ----------
    cells
        Reader of the file, to report what is refused.
    over, under
        Decimal odds of the two selections.
    column
        Column that is named in the refusal.
    sums
        Possible sums of the two implied probabilities.

    Returns
    -------
    tuple
        The two prices, missing where they were refused.
    """
    total = pd.Series(overround(over, under), index=over.index)
    bad = total.notna() & ~total.between(sums.low, sums.high)
    cells.refuse(bad, column, f"two prices whose implied probabilities sum to {sums.low:g} to {sums.high:g}")
    return over.where(~bad), under.where(~bad)


def mirrored_line(cells: CellReader, home_column: str, away_column: str, spread: Bounds) -> pd.Series:
    """Read the signed spreads of both teams, which have to mirror.

    Parameters
    ----------
    cells
        Reader of the file.
    home_column, away_column
        Columns with the signed spreads (home -4.5 means home favoured).
    spread
        Possible size of a spread.

    Returns
    -------
    pandas.Series
        The line L, minus the home spread; missing where a side is missing or where the two do not mirror.
    """
    home = cells.numbers(home_column, -spread.high, spread.high, "spread")
    away = cells.numbers(away_column, -spread.high, spread.high, "spread")
    bad = home.notna() & away.notna() & home.ne(-away)
    cells.refuse(bad, home_column, f"minus the spread in {away_column}")
    return (0.0 - home).where(~bad & away.notna())


def same_line(cells: CellReader, over_column: str, under_column: str, total: Bounds) -> pd.Series:
    """Read the lines of over and under, which have to be equal.

    Parameters
    ----------
    cells
        Reader of the file.
    over_column, under_column
        Columns with the lines of the two selections.
    total
        Possible size of a total.

    Returns
    -------
    pandas.Series
        The line L; missing where a side is missing or where the two differ.
    """
    over = cells.numbers(over_column, total.low, total.high, "total")
    under = cells.numbers(under_column, total.low, total.high, "total")
    bad = over.notna() & under.notna() & over.ne(under)
    cells.refuse(bad, over_column, f"the total in {under_column}")
    return over.where(~bad & under.notna())

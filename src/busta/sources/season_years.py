"""Archives that name a season by its second year, and hold what is known only once it is over."""

from __future__ import annotations

import pandas as pd

from busta.nba.calendar import next_season_begins, season_label
from busta.sources.cells import CellReader

_FIRST, _LAST = 1947, 2150


def seasons_of_years(cells: CellReader, column: str = "year") -> pd.Series:
    """Read a column of second years.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Seasons such as ``2019-20``, missing where refused.
    """
    years = pd.to_numeric(cells.file.rows[column], errors="coerce").astype("float64")
    is_good = years.between(_FIRST, _LAST) & years.mod(1).eq(0)
    cells.refuse(~is_good, column, f"the second year of a season, from {_FIRST} to {_LAST}")
    return season_label(years.where(is_good, _FIRST) - 1).where(is_good)


def with_usable_from(rows: pd.DataFrame) -> pd.DataFrame:
    """Say of values of whole seasons from which day they may be used.

    Parameters
    ----------
    rows
        Rows with ``season``.

    Returns
    -------
    pandas.DataFrame
        With ``usable_from``, the first day of the next season.
    """
    return rows.assign(usable_from=next_season_begins(rows["season"]))

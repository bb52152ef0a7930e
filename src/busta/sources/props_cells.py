"""Cells of player props: files of a million rows and a few hundred distinct texts, each of which is read once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

import numpy as np
import pandas as pd

from busta.nba.calendar import LEAGUE_ZONE
from busta.nba.teams import team_ids
from busta.params.props import PlausibleProps
from busta.sources.cells import CellReader
from busta.sources.quote_cells import american_pair


def texts(cells: CellReader, column: str) -> pd.Series:
    """Read a column of text; as `CellReader.text`, fast where few texts are repeated often.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Text; an empty or missing cell is ``""``.
    """
    return _each_distinct(cells, column, lambda distinct: distinct)


def names(cells: CellReader, column: str) -> pd.Series:
    """Read a column of names of players.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Names as written; an empty cell is refused.
    """
    found = texts(cells, column)
    cells.refuse(found.eq(""), column, "the name of a player")
    return found


def times(cells: CellReader, column: str) -> pd.Series:
    """Read a column of UTC time stamps, as text or as times without a zone.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Moments in UTC, missing where the stamp was refused.
    """
    found = _each_distinct(cells, column, _moments)
    cells.refuse(found.isna(), column, "a UTC time stamp such as 2024-03-02T13:58:29Z")
    return found


def days(cells: CellReader, column: str) -> pd.Series:
    """Read a column of dates as ``2024-03-02``.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Midnights, missing where the date was refused.
    """

    def read(distinct: pd.Series) -> pd.Series:
        return pd.to_datetime(distinct, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")

    found = _each_distinct(cells, column, read)
    cells.refuse(found.isna(), column, "a date as 2024-03-02")
    return found


def teams(cells: CellReader, column: str) -> pd.Series:
    """Read a column of team names, every one of which has to be known.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Team ids, Int64, missing where the name was refused.
    """
    found = _each_distinct(cells, column, team_ids)
    cells.refuse(found.isna(), column, "the name of an NBA team")
    return found


def known_teams(cells: CellReader, column: str, pattern: str) -> pd.Series:
    """Read the team that stands somewhere in a cell.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.
    pattern
        Regular expression whose first group is the name.

    Returns
    -------
    pandas.Series
        Team ids, Int64, missing where the pattern or the name does not fit; nothing is refused.
    """

    def read(distinct: pd.Series) -> pd.Series:
        return team_ids(distinct.str.extract(pattern)[0].astype("str").fillna(""))

    return _each_distinct(cells, column, read)


def markets(cells: CellReader, column: str) -> pd.Series:
    """Read a column of kinds of props.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Market ids; missing for a kind that is known to be no market, and for an unknown one, which is refused.
    """
    kinds = _kinds(cells.source)
    is_known = _each_distinct(cells, column, lambda distinct: distinct.isin(list(kinds)))
    cells.refuse(~is_known, column, "one of " + ", ".join(kinds))
    found = {kind: market for kind, market in kinds.items() if market}
    return _each_distinct(cells, column, lambda distinct: distinct.map(found).astype("str"))


def books(cells: CellReader, column: str) -> pd.Series:
    """Read a column of bookmakers.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        Names in small letters, the same for one bookmaker in every source; a new one keeps his own.
    """

    def read(distinct: pd.Series) -> pd.Series:
        small = distinct.str.lower()
        return small.map(_books()).fillna(small).astype("str")

    found = _each_distinct(cells, column, read)
    cells.refuse(found.eq(""), column, "the name of a bookmaker")
    return found


def lines(cells: CellReader, column: str, plausible: PlausibleProps) -> pd.Series:
    """Read a column of lines.

    Parameters
    ----------
    cells
        Reader of the file.
    column
        Name of the column.
    plausible
        What a number can be.

    Returns
    -------
    pandas.Series
        L in units of the statistic, missing where it was refused; an empty cell is refused.
    """
    found = cells.numbers(column, plausible.line.low, plausible.line.high, "line of a player")
    raw = cells.file.rows[column]
    cells.refuse(raw.isna() | raw.astype("str").eq(""), column, "the line of a player")
    return found


def prices(cells: CellReader, over: str, under: str, plausible: PlausibleProps) -> dict[str, pd.Series]:
    """Read the American odds of both sides.

    Parameters
    ----------
    cells
        Reader of the file.
    over, under
        Names of the columns.
    plausible
        What a number can be.

    Returns
    -------
    dict
        Decimal ``price_over`` and ``price_under``, missing where there is none or where they were refused.
    """
    found = american_pair(cells, over, under, plausible.overround)
    return dict(zip(("price_over", "price_under"), found, strict=True))


def page_date(seen: pd.Series, day_begins: str) -> pd.Series:
    """Find the day whose games a page is about.

    Parameters
    ----------
    seen
        Moments in UTC.
    day_begins
        US Eastern time of day ``HH:MM``: a page of before is about the day before, whose games may still be on.

    Returns
    -------
    pandas.Series
        US Eastern midnights.
    """
    local = seen.dt.tz_convert(LEAGUE_ZONE).dt.tz_localize(None)
    return (local - pd.Timedelta(f"{day_begins}:00")).dt.normalize()


def numbered(rows: pd.DataFrame, columns: Sequence[str]) -> pd.Series:
    """Number the distinct combinations of some columns; as ``groupby(...).ngroup()``, several times as fast.

    Parameters
    ----------
    rows
        Any rows.
    columns
        Columns whose values together are one combination; a missing value is a value.

    Returns
    -------
    pandas.Series
        From 0 in the order of appearance; the index of `rows`.
    """
    found = np.zeros(len(rows), dtype="int64")
    for column in columns:
        codes, distinct = pd.factorize(rows[column], use_na_sentinel=False)
        # Numbered anew after each column: the product of all counts could be too large a number.
        found = pd.factorize(found * max(len(distinct), 1) + codes)[0]
    return pd.Series(found, index=rows.index, dtype="int64")


def _each_distinct(cells: CellReader, column: str, read: Callable[[pd.Series], pd.Series]) -> pd.Series:
    codes, distinct = pd.factorize(cells.file.rows[column], use_na_sentinel=False)
    clean = pd.Series(distinct).astype("str").fillna("").str.strip()
    return read(clean).take(codes).set_axis(cells.index)


def _moments(distinct: pd.Series) -> pd.Series:
    found = pd.to_datetime(distinct, format="ISO8601", errors="coerce", utc=True)
    return found.astype("datetime64[us, UTC]")


@cache
def _kinds(source: str) -> dict[str, str]:
    table = _table("prop_kinds.csv")
    own = table[table["source"] == source]
    return dict(zip(own["kind"], own["market"], strict=True))


@cache
def _books() -> dict[str, str]:
    table = _table("prop_books.csv")
    return dict(zip(table["alias"], table["book"], strict=True))


def _table(name: str) -> pd.DataFrame:
    with files("busta.sources").joinpath(name).open(encoding="utf-8") as handle:
        return pd.read_csv(handle, dtype=str, keep_default_na=False)

"""Whole rows: a row with a wrong cell is refused, and so is the second of two rows that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from busta.sources.cells import CellReader
from busta.sources.parsed import REFUSAL_COLUMNS, Parsed


def numbers(
    cells: CellReader, columns: Mapping[str, str], low: float, high: float, *, is_optional: bool = False
) -> pd.DataFrame:
    """Read several columns of numbers with the same bounds.

    Parameters
    ----------
    cells
        The file.
    columns
        Column of the file to name of the result.
    low, high
        Smallest and largest possible value.
    is_optional
        Whether a cell may be empty.

    Returns
    -------
    pandas.DataFrame
        Floats, missing where the cell is empty or refused.
    """
    read = {}
    for column, name in columns.items():
        raw = cells.file.rows[column]
        values = pd.to_numeric(raw, errors="coerce").astype("float64")
        bad = ~values.between(low, high)
        if is_optional:
            bad &= ~(raw.isna() | raw.astype("str").str.strip().eq(""))
        cells.refuse(bad, column, f"a number from {low:g} to {high:g}")
        read[name] = values.mask(bad)
    return pd.DataFrame(read, index=cells.index)


def ids(cells: CellReader, column: str, digits: int) -> pd.Series:
    """Read a column of ids of a fixed number of digits.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.
    digits
        Length of an id; a number that lost its leading zeros is refused.

    Returns
    -------
    pandas.Series
        Text as it is.
    """
    text = cells.text(column)
    cells.refuse(~text.str.fullmatch(rf"\d{{{digits}}}"), column, f"{digits} digits, with leading zeros")
    return text


def whole_numbers(cells: CellReader, column: str) -> pd.Series:
    """Read a column of positive whole numbers that name something.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.

    Returns
    -------
    pandas.Series
        ``Int64``, missing where refused.
    """
    values = pd.to_numeric(cells.file.rows[column], errors="coerce").astype("float64")
    bad = ~(values.gt(0) & values.mod(1).eq(0))
    cells.refuse(bad, column, "a whole number above 0")
    return values.mask(bad).astype("Int64")


def good_rows(cells: CellReader, rows: pd.DataFrame, types: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Keep the rows of which no cell was refused.

    Parameters
    ----------
    cells
        The file, after its columns were read.
    rows
        Typed rows on the lines of the file.
    types
        Types that columns have once nothing is missing in them any more.

    Returns
    -------
    pandas.DataFrame
        The rows without those refused.
    """
    return rows[~rows.index.isin(cells.refused["row"])].astype(dict(types or {}))


def refuse_rows(
    parsed: Parsed, source: str, bad: pd.Series, column: str, expected: pd.Series | str
) -> Parsed:
    """Take rows out of what an adapter read.

    Parameters
    ----------
    parsed
        Rows of all files with ``file`` and ``row``.
    source
        Name of the source.
    bad
        Boolean, aligned with ``parsed.rows``.
    column
        The column that is wrong; one of the rows.
    expected
        What would have been right, for all rows or for each.

    Returns
    -------
    Parsed
        Without these rows, with their refusals.
    """
    if not bad.any():
        return parsed
    out = parsed.rows[bad]
    refused = out[["file", "row"]].assign(
        source=source,
        column=column,
        value=out[column].astype("str").fillna(""),
        expected=expected if isinstance(expected, str) else expected[bad],
    )
    types = {"source": "str", "column": "str", "value": "str", "expected": "str"}
    refused = refused[list(REFUSAL_COLUMNS)].astype(types)
    rows = parsed.rows[~bad].reset_index(drop=True)
    return replace(parsed, rows=rows, refused=pd.concat([parsed.refused, refused], ignore_index=True))


def first_only(parsed: Parsed, source: str, keys: Sequence[str], column: str) -> Parsed:
    """Keep the first of several rows with the same keys, over all files.

    Parameters
    ----------
    parsed
        Rows of all files.
    source
        Name of the source.
    keys
        Columns that together name a row.
    column
        The key that the refusal shows.

    Returns
    -------
    Parsed
        Without the later rows.
    """
    rows = parsed.rows
    bad = rows.duplicated(list(keys))
    if not bad.any():
        return parsed
    first = rows.drop_duplicates(list(keys))[[*keys, "file", "row"]]
    seen = rows[[*keys]].merge(first, on=list(keys), how="left").set_axis(rows.index)
    where = "one row for " + ", ".join(keys) + "; the first is line "
    expected = where + seen["row"].astype("str") + " of " + seen["file"]
    return refuse_rows(parsed, source, bad, column, expected)

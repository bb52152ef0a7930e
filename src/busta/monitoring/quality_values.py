"""Checks of values: are they there, of the right type, possible, usual, and there once?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pandera.pandas as pa
from pandera.engines.pandas_engine import Engine

from busta.monitoring.quality_table import Row, measured, told_count
from busta.params.quality import Known, Limits, OutlierRules


def check_missing(
    table: str, rows: pd.DataFrame, limits: Limits, known: Mapping[str, Known] | None = None
) -> list[Row]:
    """Count empty values.

    Parameters
    ----------
    table
        Its name.
    rows
        The table.
    limits
        For every column without a known gap.
    known
        Column to the gap that is expected there.

    Returns
    -------
    list of dict
        One row per column.
    """
    gaps = known or {}
    empty = rows.isna().sum()
    return [_missing(table, str(name), len(rows), int(bad), limits, gaps) for name, bad in empty.items()]


def _missing(table: str, column: str, n: int, bad: int, limits: Limits, known: Mapping[str, Known]) -> Row:
    told = f"{table}: {told_count(bad, n)} values of {column} are missing"
    if column not in known:
        return measured("missing", table, column, (n, bad), limits, f"{told}.")
    gap = known[column]
    allowed = Limits(warning=max(gap.share, limits.warning or 0.0), error=None)
    return measured("missing", table, column, (n, bad), allowed, f"{told}. Known: {gap.because}.")


def check_types(
    table: str, rows: pd.DataFrame, contract: type[pa.DataFrameModel], limits: Limits
) -> list[Row]:
    """Compare the columns of a table, and their types, with its contract.

    Parameters
    ----------
    table
        Its name.
    rows
        The table.
    contract
        Of `busta.schemas.primary`.
    limits
        On the share of columns.

    Returns
    -------
    list of dict
        One row: columns of the contract, and those that are absent or of another type.
    """
    columns = contract.to_schema().columns
    wrong = [told for name, column in columns.items() if (told := _wrong_type(name, column, rows))]
    told = f"{table}: {len(columns)} columns are there, each of the type that its contract says."
    if wrong:
        told = f"{table}: expected the columns of its contract, was {'; '.join(wrong)}."
    return [measured("types", table, "", (len(columns), len(wrong)), limits, told)]


def _wrong_type(name: str, column: pa.Column, rows: pd.DataFrame) -> str:
    if name not in rows.columns:
        return f"no column {name}"
    found = Engine.dtype(rows[name].dtype)
    is_right = column.dtype is None or column.dtype.check(found)
    return "" if is_right else f"{name} of type {found}, expected {column.dtype}"


def check_ranges(
    table: str, rows: pd.DataFrame, ranges: Mapping[str, tuple[float, float]], limits: Limits
) -> list[Row]:
    """Count values that cannot be.

    Parameters
    ----------
    table
        Its name.
    rows
        The table.
    ranges
        Column to the least and the largest value that can be. A column that is not there, or holds no numbers, is
        passed over: that is a matter of its type.
    limits
        On the share of values outside.

    Returns
    -------
    list of dict
        One row per column. Missing values are not looked at.
    """
    found = []
    for column, (low, high) in ranges.items():
        if _holds_numbers(rows, column):
            values = rows[column].dropna()
            outside = values[(values < low) | (values > high)]
            told = f"{table}: {told_count(len(outside), len(values))} values of {column} lie outside"
            told += f" {low:g} to {high:g}"
            told += f", {_examples(rows, outside)}." if len(outside) else "."
            found.append(measured("ranges", table, column, (len(values), len(outside)), limits, told))
    return found


def check_outliers(table: str, rows: pd.DataFrame, rules: OutlierRules, limits: Limits) -> list[Row]:
    """Count values far from the mean of their season.

    Parameters
    ----------
    table
        Its name.
    rows
        The table, with ``season``.
    rules
        How far is far, and which columns are looked at.
    limits
        On the share of such values.

    Returns
    -------
    list of dict
        One row per column. Counts of a box score are skewed: a percent or two lie far out and are right.
    """
    columns = [name for name in rules.columns.get(table, []) if _holds_numbers(rows, name)]
    return [_outliers(table, rows, column, rules, limits) for column in columns]


def _outliers(table: str, rows: pd.DataFrame, column: str, rules: OutlierRules, limits: Limits) -> Row:
    values = rows[column].dropna().astype("float64")
    groups = values.groupby(rows.loc[values.index, "season"])
    is_enough = groups.transform("size") >= rules.least_rows
    spread = groups.transform("std").where(lambda s: s > 0)
    distance = ((values - groups.transform("mean")) / spread).abs().where(is_enough).fillna(0.0)
    far = distance[distance > rules.standard_deviations].sort_values(ascending=False, kind="stable")
    where = f"more than {rules.standard_deviations:g} standard deviations from the mean of their season"
    told = f"{table}: {told_count(len(far), int(is_enough.sum()))} values of {column} lie {where}"
    if len(far):
        told += f"; the farthest, {far.iloc[0]:.1f} of them: {_examples(rows, values[far.index])}"
    return measured("outliers", table, column, (int(is_enough.sum()), len(far)), limits, f"{told}.")


def check_duplicates(table: str, rows: pd.DataFrame, key: Sequence[str], limits: Limits) -> list[Row]:
    """Count rows that repeat the key of an earlier row.

    Parameters
    ----------
    table
        Its name.
    rows
        The table.
    key
        Columns that tell rows apart.
    limits
        On the share of such rows.

    Returns
    -------
    list of dict
        One row.
    """
    repeated = rows[rows.duplicated(list(key))]
    told = f"{table}: {told_count(len(repeated), len(rows))} rows repeat another in {', '.join(key)}"
    if len(repeated):
        first = repeated.iloc[0]
        told += f", for example {', '.join(f'{name} {first[name]}' for name in key)}"
    return [measured("duplicates", table, ", ".join(key), (len(rows), len(repeated)), limits, f"{told}.")]


def _holds_numbers(rows: pd.DataFrame, column: str) -> bool:
    return column in rows.columns and pd.api.types.is_numeric_dtype(rows[column].dtype)


def _examples(rows: pd.DataFrame, values: pd.Series) -> str:
    row, value = values.index[0], values.iloc[0]
    who = "player_name" if "player_name" in rows.columns else "player_id"
    names = [name for name in ("game_id", who, "team_id", "source", "book") if name in rows.columns]
    known = rows.loc[row, names].dropna()
    told = ", ".join(
        f"{str(name).removesuffix('_name').removesuffix('_id')} {known[name]}" for name in known.index
    )
    return f"for example {value:g}" + (f" ({told})" if told else "")

"""Columns of a table in PostgreSQL, and how a table goes there and comes back: every bit, and every null."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import psycopg
import pyarrow as pa
import pyarrow.csv as pc
from kedro.io import DatasetError

from busta.datasets.postgres_server import UPGRADE

# The table's own account of its rows; no table of the code has these columns.
SAVED, GONE = "saved_at_utc", "gone_at_utc"
MICROSECONDS, UTC = pa.timestamp("us"), pa.timestamp("us", "UTC")
_ARROW = {
    "text": pa.string(),
    "bigint": pa.int64(),
    "double precision": pa.float64(),
    "boolean": pa.bool_(),
    "date": MICROSECONDS,
    "timestamp with time zone": UTC,
}
_NULLABLE = {pa.int64(): pd.Int64Dtype(), pa.bool_(): pd.BooleanDtype()}
_REFLECT = """
select attname, format_type(atttypid, null), attnotnull, attgenerated <> '',
  attnum = any (coalesce((select conkey from pg_constraint
    where conrelid = attrelid and contype = 'p'), array[]::smallint[]))
from pg_attribute where attrelid = to_regclass(%s) and attnum > 0 and not attisdropped order by attnum
"""


@dataclass(frozen=True)
class Column:
    """A column of a table in PostgreSQL.

    Attributes
    ----------
    name
        Its name.
    kind
        Its type in PostgreSQL.
    is_required
        Whether it takes no null.
    is_generated
        Whether PostgreSQL computes it: a key in which a null is a value of its own.
    is_key
        Whether it is part of the primary key.
    """

    name: str
    kind: str
    is_required: bool
    is_generated: bool
    is_key: bool

    @property
    def is_own(self) -> bool:
        """Whether a table of the code has this column."""
        return not self.is_generated and self.name not in (SAVED, GONE)

    @property
    def arrow(self) -> pa.DataType:
        """Type in memory; a day is its midnight."""
        return _ARROW[self.kind]

    @property
    def pandas(self) -> object:
        """Dtype of the column as it is loaded: the types of the contracts."""
        if self.arrow == pa.string():
            return pd.StringDtype(na_value=float("nan"))
        if not self.is_required and self.arrow in _NULLABLE:
            return _NULLABLE[self.arrow]
        return self.arrow.to_pandas_dtype() if self.arrow != UTC else pd.DatetimeTZDtype("us", "UTC")


def read_columns(cursor: psycopg.Cursor, table: str) -> list[Column]:
    """Ask the server for the columns of a table.

    Parameters
    ----------
    cursor
        Within a transaction.
    table
        Its name.

    Returns
    -------
    list of Column
        In the order of the table.

    Raises
    ------
    DatasetError
        If there is no such table, or it has a column of a type that no table of the code has.
    """
    cursor.execute(_REFLECT, (table,))
    columns = [Column(*row) for row in cursor.fetchall()]
    if not columns:
        raise DatasetError(f"expected a table {table} in the database, there is none: {UPGRADE}")
    foreign = [f"{column.name} {column.kind}" for column in columns if column.kind not in _ARROW]
    if foreign:
        raise DatasetError(f"{table}: expected columns of {', '.join(_ARROW)}, was {', '.join(foreign)}")
    return columns


def require_known(table: str, wanted: Sequence[str], columns: Sequence[Column]) -> None:
    """Refuse columns that a table in the database has not.

    Parameters
    ----------
    table
        Its name.
    wanted
        Names of the columns in the code.
    columns
        Columns in the database.

    Raises
    ------
    DatasetError
        Names the columns, and says what to do.
    """
    known = {column.name for column in columns if column.is_own}
    lacking = [name for name in wanted if name not in known]
    if lacking:
        raise DatasetError(
            f"the code has {_named(lacking)} that table {table} of the database has not: {UPGRADE}; if that changes "
            "nothing, the column lacks a migration (docs/recipes/postgres.md)"
        )


def require_same(table: str, wanted: Sequence[str], columns: Sequence[Column]) -> None:
    """Refuse a table of the code whose columns are not those in the database.

    Parameters
    ----------
    table
        Its name.
    wanted
        Names of the columns in the code.
    columns
        Columns in the database.

    Raises
    ------
    DatasetError
        Names the columns that one has and the other has not, and says what to do.
    """
    require_known(table, wanted, columns)
    known = [column.name for column in columns if column.is_own]
    unknown = [name for name in known if name not in wanted]
    if unknown or len(wanted) != len(known):
        raise DatasetError(
            f"table {table} of the database has {_named(unknown or wanted)} that the code has not, or has twice: the "
            "database belongs to another version of busta; use that one, or run `busta database downgrade`"
        )


def _named(names: Sequence[str]) -> str:
    return f"the column{'s' if len(names) > 1 else ''} {', '.join(map(str, names))}"


def to_csv(frame: pd.DataFrame, columns: Sequence[Column], table: str) -> memoryview:
    """Write a table as PostgreSQL's COPY reads it.

    Parameters
    ----------
    frame
        Any table with these columns.
    columns
        Columns in the database, in the order to write them.
    table
        Its name, for messages.

    Returns
    -------
    memoryview
        CSV without header: texts in quotes, a null empty and without quotes, floats with every digit they need.

    Raises
    ------
    DatasetError
        If a value does not fit the type of its column without loss.
    """
    arrays = [_as_arrow(frame[column.name], column, table) for column in columns]
    buffer = io.BytesIO()
    content = pa.table(arrays, names=[column.name for column in columns])
    pc.write_csv(content, buffer, pc.WriteOptions(include_header=False, quoting_style="needed"))
    return buffer.getbuffer()


def _as_arrow(values: pd.Series, column: Column, table: str) -> pa.Array:
    if isinstance(values.dtype, pd.CategoricalDtype):
        values = values.astype(values.cat.categories.dtype)
    kind = column.arrow
    if kind in (MICROSECONDS, UTC):
        values, kind = _instants(values, column, table), MICROSECONDS
    if isinstance(values.dtype, pd.StringDtype) and kind != pa.string() and values.notna().any():
        raise DatasetError(_misfit(values, column, table, "a text is no number"))
    try:
        return pa.array(values, type=kind, from_pandas=True)
    except (pa.ArrowException, TypeError, ValueError, OverflowError) as error:
        raise DatasetError(_misfit(values, column, table, str(error))) from None


def _instants(values: pd.Series, column: Column, table: str) -> pd.Series:
    if not pd.api.types.is_datetime64_any_dtype(values):
        if values.notna().any():
            raise DatasetError(_misfit(values, column, table, "no times"))
        return values
    if (values.dt.tz is not None) != (column.arrow == UTC):
        raise DatasetError(_misfit(values, column, table, "a time needs its zone, a day has none"))
    if column.kind == "date" and (values.dropna() != values.dropna().dt.normalize()).any():
        raise DatasetError(_misfit(values, column, table, "a day is given as its midnight"))
    # In UTC, without saying so: the connection's own zone is UTC.
    return values if column.kind == "date" else values.dt.tz_convert(None)


def _misfit(values: pd.Series, column: Column, table: str, said: str) -> str:
    return f"{table}.{column.name}: expected values that fit {column.kind}, was {values.dtype}: {said}"


def from_csv(content: bytes, columns: Sequence[Column]) -> pd.DataFrame:
    """Read what PostgreSQL's COPY writes.

    Parameters
    ----------
    content
        CSV without header, as `to_csv` writes it; times in UTC, without a zone.
    columns
        Its columns.

    Returns
    -------
    pandas.DataFrame
        One row per line, with the dtypes that the columns say; no rows are a table all the same.
    """
    kinds = {column.name: MICROSECONDS if column.arrow == UTC else column.arrow for column in columns}
    if content:
        table = pc.read_csv(
            pa.BufferReader(content),
            pc.ReadOptions(column_names=list(kinds), use_threads=False),
            pc.ParseOptions(newlines_in_values=True, ignore_empty_lines=False),
            _conversion(kinds),
        )
    else:
        table = pa.table({name: pa.array([], kind) for name, kind in kinds.items()})
    return pd.DataFrame({column.name: _as_pandas(table[column.name], column) for column in columns})


def _conversion(kinds: dict[str, pa.DataType]) -> pc.ConvertOptions:
    return pc.ConvertOptions(
        column_types=kinds,
        null_values=[""],
        true_values=["t"],
        false_values=["f"],
        strings_can_be_null=True,
        quoted_strings_can_be_null=False,
    )


def _as_pandas(values: pa.ChunkedArray, column: Column) -> pd.Series:
    zoned = values.cast(UTC) if column.arrow == UTC else values
    if isinstance(column.pandas, pd.Int64Dtype | pd.BooleanDtype):
        return zoned.to_pandas(types_mapper=_NULLABLE.get)
    return zoned.to_pandas().astype(column.pandas)

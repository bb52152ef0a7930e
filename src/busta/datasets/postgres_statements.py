"""What is asked of PostgreSQL to save and load a table: statements whose names and values are quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import LiteralString

from psycopg import sql

from busta.datasets.postgres_columns import GONE, SAVED, UTC, Column

_INCOMING = sql.Identifier("incoming_rows")
_GONE = sql.Identifier(GONE)


def make_incoming(table: str) -> sql.Composed:
    """Make a table for the rows to be saved, of this transaction alone.

    Parameters
    ----------
    table
        Where they are to go.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    make = "create temporary table {} (like {} including defaults including generated) on commit drop"
    return statement(make, _INCOMING, sql.Identifier(table))


def copy_in(columns: Sequence[Column]) -> sql.Composed:
    """Take the rows to be saved as CSV.

    Parameters
    ----------
    columns
        In the order of the CSV.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    return statement("copy {} ({}) from stdin (format csv)", _INCOMING, _names(columns))


def count_incoming() -> sql.Composed:
    """Let the server know how many rows are to be saved, so that it plans for them.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    return statement("analyze {}", _INCOMING)


def upsert(table: str, columns: Sequence[Column]) -> sql.Composed:
    """Add the rows of new keys, and change those that differ from what is there.

    Parameters
    ----------
    table
        Where the rows go.
    columns
        All its columns.

    Returns
    -------
    psycopg.sql.Composed
        The statement; a row that is there to the bit is not touched.
    """
    own = [column for column in columns if column.is_own]
    keys = [column for column in columns if column.is_key]
    # A key may hold 0.0 where -0.0 is saved: they are one key, and the bits of the last one stay.
    changed = [column for column in own if not column.is_key or column.kind == "double precision"]
    same = [_same_key(keys), *map(_same_bits, changed), statement("kept.{} is null", _GONE)]
    updates = [statement("{0} = excluded.{0}", sql.Identifier(column.name)) for column in changed]
    updates += [statement("{} = now()", sql.Identifier(SAVED)), statement("{} = null", _GONE)]
    return statement(
        "insert into {0} ({1}) select {1} from {2} new where not exists (select from {0} kept where {3}) order by {4} "
        "on conflict ({4}) do update set {5}",
        sql.Identifier(table),
        _names(own),
        _INCOMING,
        _all(same),
        _names(keys),
        sql.SQL(", ").join(updates),
    )


def mark_gone(table: str, columns: Sequence[Column], part: Mapping[str, str]) -> sql.Composed:
    """Mark the rows whose keys are no longer among those that are saved.

    Parameters
    ----------
    table
        Where the rows go.
    columns
        All its columns.
    part
        Column and value of the part of the table that is saved.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    keys = [column for column in columns if column.is_key]
    query = "update {} kept set {} = now() where {} and not exists (select from {} new where {})"
    return statement(query, sql.Identifier(table), _GONE, _current(part), _INCOMING, _same_key(keys))


def count_current(table: str, part: Mapping[str, str]) -> sql.Composed:
    """Count the rows that a load would give.

    Parameters
    ----------
    table, part
        The table, and which part of it.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    return statement("select count(*) from {} kept where {}", sql.Identifier(table), _current(part))


def copy_out(
    table: str,
    columns: Sequence[Column],
    order_by: Sequence[str],
    part: Mapping[str, str],
    limit: int | None = None,
) -> sql.Composed:
    """Give the rows of a table as CSV, as `busta.datasets.postgres_columns.from_csv` reads it.

    Parameters
    ----------
    table, part
        The table, and which part of it.
    columns
        Which columns to give, in this order.
    order_by
        Columns that the rows are sorted by.
    limit
        How many rows; all unless it is told.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    texts = [column for column in columns if column.kind == "text"]
    return statement(
        "copy (select {} from {} kept where {} order by {} limit {}) to stdout (format csv{})",
        sql.SQL(", ").join(map(_given, columns)),
        sql.Identifier(table),
        _current(part),
        sql.SQL(", ").join(map(sql.Identifier, order_by)),
        sql.Literal(limit),
        statement(", force_quote ({})", _names(texts)) if texts else sql.SQL(""),
    )


def statement(text: LiteralString, *parts: sql.Composable) -> sql.Composed:
    """Put names and values into a statement.

    Parameters
    ----------
    text
        With braces where they go.
    *parts
        Quoted by their kind.

    Returns
    -------
    psycopg.sql.Composed
        The statement.
    """
    return sql.SQL(text).format(*parts)


def _given(column: Column) -> sql.Composed:
    instant = "{0} at time zone 'UTC' as {0}" if column.arrow == UTC else "{0}"
    return statement(instant, sql.Identifier(column.name))


def _current(part: Mapping[str, str]) -> sql.Composed:
    within = [
        statement("kept.{} = {}", sql.Identifier(name), sql.Literal(value)) for name, value in part.items()
    ]
    return _all([statement("kept.{} is null", _GONE), *within])


def _same_key(keys: Sequence[Column]) -> sql.Composed:
    return _all([statement("kept.{0} = new.{0}", sql.Identifier(column.name)) for column in keys])


def _same_bits(column: Column) -> sql.Composed:
    bits = "float8send({})" if column.kind == "double precision" else "{}"
    sides = [statement("{}.{}", sql.SQL(side), sql.Identifier(column.name)) for side in ("kept", "new")]
    return sql.SQL(" is not distinct from ").join([statement(bits, side) for side in sides])


def _names(columns: Sequence[Column]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(column.name) for column in columns)


def _all(conditions: Sequence[sql.Composable]) -> sql.Composed:
    return sql.SQL(" and ").join(conditions)

"""Tables in PostgreSQL: saved by key as a whole or not at all, loaded as they were saved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import psycopg
from kedro.io import DatasetError
from kedro_datasets._typing import TablePreview
from kedro_datasets.pandas import SQLTableDataset
from psycopg import sql
from sqlalchemy import Connection, Engine

from busta.datasets import postgres_statements as statements
from busta.datasets.postgres_columns import (
    Column,
    from_csv,
    read_columns,
    require_known,
    require_same,
    to_csv,
)
from busta.datasets.postgres_server import address_of, connected, engine_for

_CHUNK = 2**20


class PostgresTableDataset(SQLTableDataset):
    """A table, or a part of one, in a PostgreSQL database that `busta database upgrade` has prepared.

    A save is one transaction. Rows with a known key are changed where they differ, others are added; a row that the
    saved table no longer has stays in the database with the moment at which it went (``gone_at_utc``), and comes
    back when it is saved again. A load gives the rows of the last save, in the order of `order_by`, with its columns in
    their order and with the dtypes of the contracts; the index is not kept. Two saves of one table wait for each other.

    Parameters
    ----------
    table_name
        Name of the table.
    credentials
        ``con``: the address of the database, see `busta.datasets.postgres_server.EXAMPLE`.
    order_by
        Columns by which a load is sorted, as texts of code points and with nulls last; then by the primary key.
    part
        Column and value of the part of the table that this is: a column that is added to a table on its way in, and
        taken away on its way out, unless the table has it itself.
    metadata
        Not used here; read by Kedro-Viz.
    """

    # What kind of data a run writes, e.g. "DATA: FABRICATED": set for the run. A database takes one kind.
    kind_of_data: str | None = None
    engines: dict[str, Engine] = {}  # noqa: RUF012  # of the base class: one for every address

    def __init__(
        self,
        *,
        table_name: str,
        credentials: dict[str, Any],
        order_by: Sequence[str] = (),
        part: Mapping[str, str] | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        url = address_of(str(credentials.get("con") or ""))
        address = {"con": url.render_as_string(hide_password=False)}
        super().__init__(table_name=table_name, credentials=address, metadata=metadata)
        self._table = table_name
        self._order_by = tuple(order_by)
        self._part = dict(part or {})

    @classmethod
    def create_connection(cls, connection_str: str, connection_args: dict | None = None) -> None:
        """Prepare connections to a database once for all its tables.

        Parameters
        ----------
        connection_str
            Its address.
        connection_args
            Not used.
        """
        cls.engines[connection_str] = engine_for(address_of(connection_str))

    def load(self) -> pd.DataFrame:
        """Read the rows of the last save.

        Returns
        -------
        pandas.DataFrame
            As it was saved, sorted.

        Raises
        ------
        DatasetError
            If there is no connection, nothing was saved yet, or the database holds another kind of data.
        """
        return self._read()

    def preview(self, nrows: int = 5) -> TablePreview:
        """Show the first rows of the last save in Kedro-Viz.

        Parameters
        ----------
        nrows
            How many.

        Returns
        -------
        TablePreview
            Rows as texts; a null is empty.
        """
        return TablePreview(self._read(nrows).astype("str").fillna("").to_dict(orient="split"))

    def save(self, data: pd.DataFrame) -> None:
        """Make the table, or its part, what is given.

        Parameters
        ----------
        data
            With exactly the columns of the table.

        Raises
        ------
        DatasetError
            If there is no connection, the columns are others, a value does not fit, a key is there twice, or the
            database holds another kind of data. Nothing is changed then.
        """
        with connected(self.engine, self._table) as connection, _cursor(connection) as cursor:
            _take_kind(cursor, self.kind_of_data, self.engine)
            columns = read_columns(cursor, self._table)
            frame = self._with_part(data)
            require_same(self._table, list(frame.columns), columns)
            self._lock(cursor)
            self._copy_in(cursor, frame, [column for column in columns if column.is_own])
            self._merge(cursor, columns, frame)
            self._remember(cursor, data)

    def _exists(self) -> bool:
        with connected(self.engine, self._table) as connection, _cursor(connection) as cursor:
            return _saved(cursor, self._table, self._part) is not None

    def _describe(self) -> dict[str, Any]:
        return {"table_name": self._table, "part": self._part, "order_by": self._order_by}

    def _with_part(self, data: pd.DataFrame) -> pd.DataFrame:
        for name, value in self._part.items():
            others = data.loc[data[name].ne(value), name] if name in data.columns else pd.Series(dtype="str")
            if len(others):
                raise DatasetError(f"{self._table}: expected {name} {value!r} only, was {others.iloc[0]!r}")
        return data.assign(
            **{name: pd.Series(value, data.index, "str") for name, value in self._part.items()}
        )

    def _read(self, limit: int | None = None) -> pd.DataFrame:
        with connected(self.engine, self._table) as connection, _cursor(connection) as cursor:
            if self.kind_of_data:
                _require_kind(cursor, self.kind_of_data, self.engine)
            names = self._saved_columns(cursor)
            known = {column.name: column for column in read_columns(cursor, self._table)}
            # A column that joined the table since then is not loaded: the contract says that it is absent.
            require_known(self._table, names, list(known.values()))
            columns = [known[name] for name in names]
            return from_csv(self._copy_out(cursor, columns, list(known.values()), limit), columns)

    def _saved_columns(self, cursor: psycopg.Cursor) -> list[str]:
        names = _saved(cursor, self._table, self._part)
        if names is None:
            part = "".join(f", {name} {value}" for name, value in self._part.items())
            raise DatasetError(
                f"nothing was saved in table {self._table}{part} yet: run the stage that makes it first"
            )
        return names

    def _lock(self, cursor: psycopg.Cursor) -> None:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", (f"busta.{self._table}",))

    def _copy_in(self, cursor: psycopg.Cursor, frame: pd.DataFrame, columns: list[Column]) -> None:
        content = to_csv(frame, columns, self._table)
        cursor.execute(statements.make_incoming(self._table))
        with cursor.copy(statements.copy_in(columns)) as copy:
            for start in range(0, len(content), _CHUNK):
                copy.write(content[start : start + _CHUNK])
        cursor.execute(statements.count_incoming())

    def _merge(self, cursor: psycopg.Cursor, columns: list[Column], frame: pd.DataFrame) -> None:
        try:
            cursor.execute(statements.upsert(self._table, columns))
        except psycopg.errors.CardinalityViolation:
            raise DatasetError(_twice(self._table, columns, frame)) from None
        cursor.execute(statements.mark_gone(self._table, columns, self._part))
        cursor.execute(statements.count_current(self._table, self._part))
        # A row that is given twice and was there already is not met twice by the statement above.
        if cursor.fetchone() != (len(frame),):
            raise DatasetError(_twice(self._table, columns, frame))

    def _remember(self, cursor: psycopg.Cursor, data: pd.DataFrame) -> None:
        cursor.execute(
            "insert into table_saves (table_name, part, columns, rows) values (%s, %s, %s, %s) "
            "on conflict (table_name, part) do update "
            "set columns = excluded.columns, rows = excluded.rows, saved_at_utc = now()",
            (self._table, _part_name(self._part), list(map(str, data.columns)), len(data)),
        )

    def _copy_out(
        self, cursor: psycopg.Cursor, columns: list[Column], known: list[Column], limit: int | None
    ) -> bytes:
        keys = [column.name for column in known if column.is_key and column.name not in self._order_by]
        order = [*self._order_by, *keys]
        with cursor.copy(statements.copy_out(self._table, columns, order, self._part, limit)) as copy:
            return b"".join(copy)


def _twice(table: str, columns: Sequence[Column], frame: pd.DataFrame) -> str:
    # A generated key bears the name of the column whose nulls it turns into a value.
    keys = [
        column.name.removesuffix("_key") if column.is_generated else column.name
        for column in columns
        if column.is_key
    ]
    again = frame.loc[frame.duplicated(keys), keys]
    if again.empty:
        named = ", ".join(keys)
        return (
            f"{table}: expected every key once, a null is there beside the value that stands for it ({named})"
        )
    first = ", ".join(f"{name} {value}" for name, value in again.iloc[0].items())
    return f"{table}: expected every key once, {len(again)} rows have the key of another one, the first is {first}"


def _take_kind(cursor: psycopg.Cursor, kind: str | None, engine: Engine) -> None:
    if not kind:
        raise DatasetError(
            "expected to be told what kind of data is saved, real or invented, was told nothing: tables of a database "
            "are saved by a run (`kedro run`)"
        )
    cursor.execute("insert into data_kind (kind) values (%s) on conflict do nothing", (kind,))
    if cursor.rowcount:
        _tell_tables(cursor, kind)
    _require_kind(cursor, kind, engine)


def _tell_tables(cursor: psycopg.Cursor, kind: str) -> None:
    # Whoever looks at the database with other tools sees what it holds.
    cursor.execute(
        "select relname from pg_class where relkind = 'r' and pg_has_role(relowner, 'usage') and relnamespace = "
        "(select relnamespace from pg_class where oid = 'data_kind'::regclass)"
    )
    for (table,) in cursor.fetchall():
        told = statements.statement("comment on table {} is {}", sql.Identifier(table), sql.Literal(kind))
        cursor.execute(told)


def _require_kind(cursor: psycopg.Cursor, kind: str, engine: Engine) -> None:
    cursor.execute("select kind from data_kind")
    row = cursor.fetchone()
    if row is not None and row[0] != kind:
        raise DatasetError(
            f"the database {engine.url.database!r} holds another kind of data: expected {kind!r}, was {row[0]!r}. Name "
            "another database: real and invented data are never mixed"
        )


def _saved(cursor: psycopg.Cursor, table: str, part: Mapping[str, str]) -> list[str] | None:
    query = "select columns from table_saves where table_name = %s and part = %s"
    cursor.execute(query, (table, _part_name(part)))
    row = cursor.fetchone()
    return list(row[0]) if row is not None else None


def _part_name(part: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in part.items())


def _cursor(connection: Connection) -> psycopg.Cursor:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver.cursor()

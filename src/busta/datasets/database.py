"""The database that the tables live in: brought to a version of its migrations, and asked how it stands."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from kedro.io import DatasetError
from sqlalchemy import Connection, inspect, text

from busta.datasets.postgres_server import address_of, connected, engine_for

HYPERTABLE, TIME_COLUMN, CHUNK = "quotes", "game_date", "3 months"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class TableState:
    """How a table of the database stands.

    Attributes
    ----------
    name, part
        The table, and the part of it that was saved; empty where it is saved as a whole.
    rows
        Rows of the last save.
    gone
        Rows of the whole table that no longer belong to it.
    saved_at
        When it was last saved, as text in UTC.
    """

    name: str
    part: str
    rows: int
    gone: int
    saved_at: str


@dataclass(frozen=True)
class DatabaseState:
    """How a database stands.

    Attributes
    ----------
    place
        Its address without the password.
    revision, newest
        The migration it stands at, empty for none; the newest one there is.
    kind
        What kind of data it holds; empty as long as nothing was saved.
    is_hypertable
        Whether TimescaleDB cuts the quotes by day.
    tables
        What was saved.
    """

    place: str
    revision: str
    newest: str
    kind: str
    is_hypertable: bool
    tables: tuple[TableState, ...]


def upgrade(address: str, migrations: Path, revision: str = "head") -> None:
    """Bring a database to a later version: from empty, or from any earlier one.

    Parameters
    ----------
    address
        Of the database.
    migrations
        Folder of the migrations.
    revision
        Where to; the newest unless named.

    Raises
    ------
    DatasetError
        If there is no connection, no such revision, or the server refuses; nothing is changed then.
    """
    with _migrating(address, migrations) as (connection, configuration):
        command.upgrade(configuration, revision)
        if inspect(connection).has_table(HYPERTABLE):
            use_hypertable(connection)


def downgrade(address: str, migrations: Path, revision: str) -> None:
    """Take a database back to an earlier version; the tables and columns that it did not have are dropped.

    Parameters
    ----------
    address
        Of the database.
    migrations
        Folder of the migrations.
    revision
        Where to; ``base`` is empty.

    Raises
    ------
    DatasetError
        If there is no connection, no such revision, or the server refuses; nothing is changed then.
    """
    with _migrating(address, migrations) as (_, configuration):
        command.downgrade(configuration, revision)


def use_hypertable(connection: Connection) -> bool:
    """Let TimescaleDB cut the quotes by day, where that extension is installed on the server.

    Parameters
    ----------
    connection
        Within a transaction.

    Returns
    -------
    bool
        Whether it does. Without the extension the table is an ordinary one, and everything works.
    """
    available = "select count(*) from pg_available_extensions where name = 'timescaledb'"
    if not connection.execute(text(available)).scalar():
        return False
    connection.execute(text("create extension if not exists timescaledb"))
    cut = "select create_hypertable(:table, :column, chunk_time_interval => cast(:chunk as interval), "
    given = {"table": HYPERTABLE, "column": TIME_COLUMN, "chunk": CHUNK}
    connection.execute(text(cut + "if_not_exists => true, migrate_data => true)"), given)
    return True


def state(address: str, migrations: Path) -> DatabaseState:
    """Ask a database how it stands.

    Parameters
    ----------
    address
        Of the database.
    migrations
        Folder of the migrations.

    Returns
    -------
    DatabaseState
        Its version, what kind of data it holds, and what was saved.

    Raises
    ------
    DatasetError
        If there is no connection.
    """
    with _migrating(address, migrations) as (connection, configuration):
        revision = MigrationContext.configure(connection).get_current_revision() or ""
        newest = ScriptDirectory.from_config(configuration).get_current_head() or ""
        has_tables = inspect(connection).has_table("table_saves")
        return DatabaseState(
            place=connection.engine.url.render_as_string(hide_password=True),
            revision=revision,
            newest=newest,
            kind=_kind(connection) if has_tables else "",
            is_hypertable=_is_hypertable(connection),
            tables=_tables(connection) if has_tables else (),
        )


def describe(found: DatabaseState) -> str:
    """Say how a database stands.

    Parameters
    ----------
    found
        Its state.

    Returns
    -------
    str
        Lines: where it is, at which version, what kind of data, one line for every table or part that was saved.
    """
    is_newest = found.revision == found.newest
    advice = "the newest" if is_newest else f"the newest is {found.newest}: run `busta database upgrade`"
    lines = [f"database  {found.place}", f"version   {found.revision or 'none'} ({advice})"]
    lines.append(found.kind or "DATA: none were saved yet")
    lines.append(f"quotes are {'a hypertable' if found.is_hypertable else 'an ordinary table'}")
    for table in found.tables:
        name = f"{table.name} {table.part}".strip()
        lines.append(
            f"{name:32}{table.rows:>12,} rows, saved {table.saved_at} UTC; {table.gone:,} gone rows are kept"
        )
    return "\n".join(lines) + "\n"


@contextmanager
def _migrating(address: str, migrations: Path) -> Iterator[tuple[Connection, Config]]:
    configuration = Config()
    configuration.set_main_option("script_location", str(migrations).replace("%", "%%"))
    configuration.set_main_option("path_separator", "os")
    with connected(engine_for(address_of(address)), "database") as connection:
        configuration.attributes["connection"] = connection
        try:
            yield connection, configuration
        except CommandError as error:
            raise DatasetError(f"database: expected a revision in {migrations}, was: {error}") from None


def _kind(connection: Connection) -> str:
    return str(connection.execute(text("select kind from data_kind")).scalar() or "")


def _is_hypertable(connection: Connection) -> bool:
    if not connection.execute(
        text("select count(*) from pg_extension where extname = 'timescaledb'")
    ).scalar():
        return False
    query = "select count(*) from timescaledb_information.hypertables where hypertable_name = :table"
    return bool(connection.execute(text(query), {"table": HYPERTABLE}).scalar())


def _tables(connection: Connection) -> tuple[TableState, ...]:
    query = (
        "select table_name, part, rows, to_char(saved_at_utc at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS') "
        "from table_saves order by table_name, part"
    )
    saves = connection.execute(text(query)).all()
    names = {str(name) for name, *_ in saves}
    gone = {name: _gone(connection, name) for name in names}
    return tuple(TableState(name, part, rows, gone[name], saved) for name, part, rows, saved in saves)


def _gone(connection: Connection, table: str) -> int:
    quoted = connection.dialect.identifier_preparer.quote(table)
    query = f"select count(*) from {quoted} where gone_at_utc is not null"
    return int(connection.execute(text(query)).scalar() or 0)

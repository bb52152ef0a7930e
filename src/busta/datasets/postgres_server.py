"""The way to a PostgreSQL server: its address, connections, and what goes wrong as a sentence without the password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from kedro.io import DatasetError
from sqlalchemy import Connection, Engine, NullPool, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

VARIABLE = "BUSTA_DATABASE_URL"
EXAMPLE = "postgresql://<user>:<password>@<host>:5432/<database>"
UPGRADE = "run `busta database upgrade`"
DRIVER = "postgresql+psycopg"
_POSTGRES = ("postgres", "postgresql", DRIVER)
# Whatever a server's configuration says: times in UTC, in ISO, every bit of a float, and memory to sort a table in.
_SESSION = (
    "-c TimeZone=UTC -c DateStyle=ISO -c extra_float_digits=1 -c client_encoding=UTF8 -c work_mem=128MB"
)
_WAIT_SECONDS = 10


def address_of(text: str) -> URL:
    """Read the address of a database.

    Parameters
    ----------
    text
        As in `EXAMPLE`.

    Returns
    -------
    sqlalchemy.URL
        The same, for the driver psycopg; it hides its password when it is printed.

    Raises
    ------
    DatasetError
        If it is empty, unreadable, or of another kind of database; the message does not repeat it.
    """
    try:
        url = make_url(text.strip())
    except (ArgumentError, ValueError):
        raise DatasetError(_no_address("was empty" if not text.strip() else "could not be read")) from None
    if url.drivername not in _POSTGRES:
        raise DatasetError(_no_address("was of another kind"))
    return url.set(drivername=DRIVER)


def _no_address(what: str) -> str:
    return (
        f"expected the address of a PostgreSQL database, such as {EXAMPLE}, in the environment variable {VARIABLE} or "
        f"in conf/<environment>/credentials.yml (postgres: con), {what}. Signs such as @ : / % of a password are "
        "written as %40 %3A %2F %25"
    )


def engine_for(url: URL) -> Engine:
    """Prepare connections to a database; none is opened yet, and none is kept open.

    Parameters
    ----------
    url
        As `address_of` gives it.

    Returns
    -------
    sqlalchemy.Engine
        Every connection is its own: nothing is shared by threads or by processes that were forked.
    """
    options = {"options": _SESSION, "connect_timeout": _WAIT_SECONDS, "application_name": "busta"}
    return create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=options)


@contextmanager
def connected(engine: Engine, what: str) -> Iterator[Connection]:
    """Open a connection for one transaction: all of it is done, or nothing.

    Parameters
    ----------
    engine
        As `engine_for` gives it.
    what
        What it is about, such as the name of a table; begins every message.

    Yields
    ------
    sqlalchemy.Connection
        Within a transaction.

    Raises
    ------
    DatasetError
        If there is no connection, or the server refuses what is asked of it.
    """
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    except psycopg.Error as error:
        raise DatasetError(_sentence(error, engine.url, what)) from None
    except DBAPIError as error:
        if not isinstance(error.orig, psycopg.Error):
            raise
        raise DatasetError(_sentence(error.orig, engine.url, what)) from None


def _sentence(error: psycopg.Error, url: URL, what: str) -> str:
    said = error.diag.message_primary or (str(error).strip().splitlines() or ["no reason given"])[0]
    said = said.replace(url.password, "***") if isinstance(url.password, str) and url.password else said
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return f"{what}: the database at {_place(url)} is not as this code expects it ({said}): {UPGRADE}"
    if error.diag.sqlstate is None or isinstance(error, psycopg.errors.InvalidPassword):
        return (
            f"{what}: no connection to the PostgreSQL server at {_place(url)}: {said}. Start the server, or name "
            f"another one, user or password in {VARIABLE}"
        )
    return f"{what}: PostgreSQL at {_place(url)} refused it: {said}"


def _place(url: URL) -> str:
    return f"{url.host or 'the local socket'}:{url.port or 5432}, database {url.database!r}, user {url.username!r}"

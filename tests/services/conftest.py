"""One PostgreSQL server for all tests of this folder, and a database of its own for each."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from busta.datasets import database
from tests.conftest import REPOSITORY
from tests.services.postgres_server import PostgresServer, find_binaries

MIGRATIONS = REPOSITORY / "migrations"
_numbers = itertools.count()


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark every test of this folder, and keep them on one worker: they share a server."""
    if Path(__file__).parent in item.path.parents:
        item.add_marker(pytest.mark.services)
        item.add_marker(pytest.mark.xdist_group("postgres"))


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    """A running server."""
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed: `make test-services` installs one")
    with PostgresServer(binaries) as running:
        yield running


@pytest.fixture(scope="session")
def _template(server: PostgresServer) -> str:
    execute(server.address("postgres"), "create database prepared")
    database.upgrade(server.address("prepared"), MIGRATIONS)
    return "prepared"


@pytest.fixture
def empty(server: PostgresServer) -> str:
    """Address of a database with nothing in it."""
    name = f"empty_{next(_numbers)}"
    execute(server.address("postgres"), f"create database {name}")
    return server.address(name)


@pytest.fixture
def address(server: PostgresServer, _template: str) -> str:
    """Address of a database with all tables, and nothing in them."""
    name = f"prepared_{next(_numbers)}"
    execute(server.address("postgres"), f"create database {name} template {_template}")
    return server.address(name)


def execute(address: str, statement: str) -> list[tuple]:
    """Run one statement, and give its rows where it has any."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []

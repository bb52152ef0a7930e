"""Migrations on a real PostgreSQL server: from empty, back, and again; and the command around them."""

from __future__ import annotations

import logging
from typing import Any

import pandas as pd
import pandera.pandas as pa
import pytest
from click.testing import CliRunner
from kedro.io import DatasetError
from kedro.utils import load_obj
from sqlalchemy import text

from busta import cli
from busta.datasets import database
from busta.datasets.postgres_server import address_of, connected, engine_for
from tests.conftest import REPOSITORY
from tests.services.conftest import MIGRATIONS, execute
from tests.services.postgres_server import QUOTED_PASSWORD
from tests.services.tables import dataset, entry, quotes

SHAPE = """
select table_name, column_name, data_type, is_nullable, collation_name, is_generated, column_default
from information_schema.columns where table_schema = 'public' order by 1, ordinal_position
"""
INDEXES = "select indexdef from pg_indexes where schemaname = 'public' order by 1"
# What pandas makes of the types that a contract names in Python's words.
AS_LOADED = {"string": "str", "string[pyarrow]": "str", "datetime64[ns]": "datetime64[us]"}
WITH_CONTRACT = (
    "prm_games", "prm_team_games", "prm_players", "prm_player_games", "prm_quotes", "ats.probabilities",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def _tables(address: str) -> set[str]:
    return {
        name for (name,) in execute(address, "select tablename from pg_tables where schemaname = 'public'")
    }


def test_migrations_run_from_empty_and_back_and_again(empty: str) -> None:
    database.upgrade(empty, MIGRATIONS)
    made = execute(empty, SHAPE), execute(empty, INDEXES)
    names = {"games", "players", "player_games", "team_games", "quotes", "predictions", "model_metadata"}
    assert _tables(empty) == names | {"data_kind", "table_saves", "alembic_version"}
    database.downgrade(empty, MIGRATIONS, "base")
    assert _tables(empty) == {"alembic_version"}
    database.upgrade(empty, MIGRATIONS)
    assert (execute(empty, SHAPE), execute(empty, INDEXES)) == made


def test_an_upgrade_of_what_is_the_newest_changes_nothing(address: str) -> None:
    dataset("prm_quotes", address).save(quotes())
    database.upgrade(address, MIGRATIONS)
    assert execute(address, "select count(*) from quotes") == [(4,)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty: str) -> None:
    execute(empty, "create table predictions (id int)")
    with pytest.raises(DatasetError, match='relation "predictions" already exists'):
        database.upgrade(empty, MIGRATIONS)
    assert _tables(empty) == {"predictions"}


def test_a_revision_that_is_not_there_is_named(empty: str) -> None:
    with pytest.raises(DatasetError, match=r"expected a revision in .*migrations, was: .*0999"):
        database.upgrade(empty, MIGRATIONS, "0999")


@pytest.mark.parametrize("name", WITH_CONTRACT)
def test_a_table_has_the_columns_and_types_of_its_contract(address: str, name: str) -> None:
    """A column that joins a contract needs a migration: `docs/recipes/postgres.md`."""
    contract: type[pa.DataFrameModel] = load_obj(entry(name)["validator"])
    columns = contract.to_schema().columns
    told = {column: AS_LOADED.get(str(field.dtype), str(field.dtype)) for column, field in columns.items()}
    saved = dataset(name, address)
    saved.save(pd.DataFrame({column: pd.Series(dtype=dtype) for column, dtype in told.items()}))
    assert {column: str(dtype) for column, dtype in saved.load().dtypes.items()} == told
    nullable = {name for (name,) in execute(address, _nullable(saved._describe()["table_name"]))}
    assert nullable & columns.keys() == {column for column, field in columns.items() if field.nullable}


def _nullable(table: str) -> str:
    return f"select column_name from information_schema.columns where table_name = '{table}' and is_nullable = 'YES'"


class _Recorder:
    """A connection to a server that has the extension, or has it not."""

    def __init__(self, *, has_timescale: bool) -> None:
        self._has_timescale = has_timescale
        self.asked: list[str] = []

    def execute(self, statement: Any, given: dict[str, str] | None = None) -> _Recorder:
        self.asked.append(
            str(statement.bindparams(**(given or {})).compile(compile_kwargs={"literal_binds": True}))
        )
        return self

    def scalar(self) -> int:
        return int(self._has_timescale)


def test_the_quotes_become_a_hypertable_where_timescaledb_is_installed_and_stay_a_table_where_it_is_not() -> (
    None
):
    there, absent = _Recorder(has_timescale=True), _Recorder(has_timescale=False)
    assert database.use_hypertable(there)  # type: ignore[arg-type]
    assert "create extension if not exists timescaledb" in there.asked
    assert "create_hypertable('quotes', 'game_date'" in there.asked[-1]
    assert not database.use_hypertable(absent)  # type: ignore[arg-type]
    assert len(absent.asked) == 1


def test_every_unique_index_of_the_quotes_has_the_column_along_which_a_hypertable_is_cut(
    address: str,
) -> None:
    unique = [
        index for (index,) in execute(address, INDEXES) if " UNIQUE " in index and " public.quotes " in index
    ]
    assert unique
    assert all(database.TIME_COLUMN in index for index in unique)


def test_a_server_without_timescaledb_does_without(address: str) -> None:
    with connected(engine_for(address_of(address)), "database") as connection:
        installed = connection.execute(
            text("select count(*) from pg_available_extensions where name = 'timescaledb'")
        )
        assert database.use_hypertable(connection) == bool(installed.scalar())


def test_the_command_prepares_a_database_and_says_how_it_stands(
    empty: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("BUSTA_DATABASE_URL", empty)
    before = CliRunner().invoke(cli.main, ["database", "status"])
    made = CliRunner().invoke(cli.main, ["database", "upgrade"])
    dataset("prm_quotes", empty).save(quotes())
    after = CliRunner().invoke(cli.main, ["database", "status"])
    assert "version   none (the newest is 0001: run `busta database upgrade`)" in before.output
    assert "version   0001 (the newest)\nDATA: none were saved yet" in made.output
    assert "DATA: real NBA data" in after.output
    assert "4 rows" in after.output
    told = before.output + made.output + after.output + caplog.text
    assert QUOTED_PASSWORD not in told


def test_the_command_asks_before_it_drops_anything(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUSTA_DATABASE_URL", address)
    refused = CliRunner().invoke(cli.main, ["database", "downgrade", "base"], input="n\n")
    assert refused.exit_code == 1
    assert "quotes" in _tables(address)
    done = CliRunner().invoke(cli.main, ["database", "downgrade", "base", "--yes"])
    assert done.exit_code == 0, done.output
    assert "quotes" not in _tables(address)


@pytest.mark.parametrize(
    ("given", "said"),
    [("", "was empty"), ("postgresql://me:s3cret@127.0.0.1:1/nba", "no connection to the PostgreSQL server")],
)
def test_the_command_says_what_to_do_where_there_is_no_database(
    given: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BUSTA_DATABASE_URL", given)
    result = CliRunner().invoke(cli.main, ["database", "status"])
    assert result.exit_code == 1
    assert said in result.output
    assert "BUSTA_DATABASE_URL" in result.output
    assert "s3cret" not in result.output


def test_the_folder_of_migrations_has_one_newest() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    configuration = Config()
    configuration.set_main_option("script_location", str(MIGRATIONS))
    configuration.set_main_option("path_separator", "os")
    assert len(ScriptDirectory.from_config(configuration).get_heads()) == 1

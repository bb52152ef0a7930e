"""The address of a database, without any server."""

from __future__ import annotations

import pytest
from kedro.io import DatasetError

from busta.datasets.postgres import PostgresTableDataset
from busta.datasets.postgres_server import address_of, connected, engine_for

SECRET = "s3cret-w0rd"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_write_the_address_of_a_postgresql_database_is_read(scheme: str) -> None:
    url = address_of(f" {scheme}://me:a%40b@host:5433/nba \n")
    assert (url.drivername, url.password, url.host, url.port) == ("postgresql+psycopg", "a@b", "host", 5433)


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("", "was empty"),
        (f"me:{SECRET}@host/nba", "could not be read"),
        (f"postgresql://me:{SECRET}@x:host/nba", "could not be read"),
        (f"mysql://me:{SECRET}@host/nba", "another kind"),
    ],
)
def test_an_address_that_cannot_be_used_is_named_with_what_to_do_and_never_repeated(
    address: str, said: str
) -> None:
    with pytest.raises(DatasetError, match=said) as caught:
        PostgresTableDataset(table_name="games", credentials={"con": address})
    assert "BUSTA_DATABASE_URL" in str(caught.value)
    assert SECRET not in repr(caught.value) + repr(caught.value.__context__) * (
        not caught.value.__suppress_context__
    )


def test_a_server_that_is_not_there_is_a_sentence_that_says_what_to_do_without_the_password() -> None:
    url = address_of(f"postgresql://me:{SECRET}@127.0.0.1:1/nba")
    with pytest.raises(DatasetError) as caught, connected(engine_for(url), "games"):
        pass
    said = str(caught.value)
    assert said.startswith(
        "games: no connection to the PostgreSQL server at 127.0.0.1:1, database 'nba', user 'me'"
    )
    assert "refused" in said
    assert "Start the server, or name another one" in said
    assert SECRET not in said


def test_no_text_of_a_dataset_tells_the_password() -> None:
    dataset = PostgresTableDataset(
        table_name="games", credentials={"con": f"postgresql://me:{SECRET}@host/nba"}
    )
    assert SECRET not in f"{dataset} {dataset!r} {dataset._describe()} {dataset.engine!r}"

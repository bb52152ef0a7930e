"""Tables in a real PostgreSQL server: what comes back, what is kept, what is refused."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from kedro.io import DataCatalog, DatasetError, MemoryDataset
from kedro.pipeline import Node, Pipeline

from busta.hooks import BustaHooks
from tests.services.conftest import execute
from tests.services.postgres_server import PASSWORD, QUOTED_PASSWORD, PostgresServer
from tests.services.tables import FABRICATED, REAL, dataset, probabilities, quotes

COUNTED = "select market, count(*) from predictions group by 1 order by 1"
WRONG = "not-the-p4ssword"


def _same_bits(one: pd.Series, other: pd.Series) -> bool:
    return one.to_numpy().tobytes() == other.to_numpy().tobytes()


def _changed_at(address: str, table: str = "quotes") -> list[tuple]:
    return execute(address, f"select game_id, selection, saved_at_utc from {table} order by 1, 2")


def test_a_table_comes_back_in_its_order_with_its_types_bits_and_nulls(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes().iloc[[3, 1, 0, 2]])
    back = quoted.load()
    pd.testing.assert_frame_equal(back, quotes())
    assert _same_bits(back["line"], quotes()["line"])
    assert _same_bits(back["price_decimal"], quotes()["price_decimal"])


def test_a_contract_of_the_catalog_takes_what_comes_back(address: str) -> None:
    from busta.schemas.market import Quotes
    from busta.schemas.outputs import Probabilities

    dataset("prm_quotes", address).save(quotes())
    dataset("ats.probabilities", address).save(probabilities("ats"))
    Quotes.validate(dataset("prm_quotes", address).load())
    Probabilities.validate(dataset("ats.probabilities", address).load())


def test_a_table_without_rows_comes_back_without_rows(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes().head(0))
    pd.testing.assert_frame_equal(quoted.load(), quotes().head(0))
    assert quoted.exists()


def test_a_table_that_was_never_saved_does_not_exist_and_says_so(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    assert not quoted.exists()
    with pytest.raises(
        DatasetError, match="nothing was saved in table quotes yet: run the stage that makes it"
    ):
        quoted.load()


def test_markets_share_a_table_and_do_not_disturb_each_other(address: str) -> None:
    spread, total = dataset("ats.probabilities", address), dataset("total.probabilities", address)
    spread.save(probabilities("ats"))
    total.save(probabilities("total"))
    spread.save(probabilities("ats", rows=1))
    assert not dataset("moneyline.probabilities", address).exists()
    pd.testing.assert_frame_equal(spread.load(), probabilities("ats", rows=1))
    pd.testing.assert_frame_equal(total.load(), probabilities("total"))
    assert execute(address, "select market, count(*) from predictions group by 1 order by 1") == [
        ("ats", 3),
        ("total", 3),
    ]


def test_a_table_that_names_its_market_keeps_that_column_and_takes_no_other_market(address: str) -> None:
    fits = pd.DataFrame(
        {"market": "ats", "learner": "ridge", "fold": ["2016-17", "2017-18"], "rows": [10, 20]}
    )
    fits = fits.assign(features=67, seconds=0.1, mebibytes=1.5, tested=[0, 7], log_loss=[None, 0.69])
    fits = fits.assign(brier_score=[None, 0.25], accuracy=pd.Series([None, None], dtype="object"))
    learned = dataset("report_training_ats", address)
    learned.save(fits)
    back = learned.load()
    assert list(back.columns) == list(fits.columns)
    pd.testing.assert_frame_equal(back, fits.astype({"accuracy": "float64"}))
    with pytest.raises(DatasetError, match="model_metadata: expected market 'ats' only, was 'total'"):
        learned.save(fits.assign(market="total"))


def test_a_save_changes_only_the_rows_that_differ(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    first = _changed_at(address)
    quoted.save(quotes())
    assert _changed_at(address) == first
    quoted.save(quotes(price_decimal=[1.909090909090909, 1.9, None, 3.05]))
    assert [old == new for old, new in zip(first, _changed_at(address), strict=True)] == [
        True,
        False,
        True,
        True,
    ]


def test_a_value_that_changes_only_its_last_bit_or_its_sign_is_a_change(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    other = quotes(
        line=[0.0, 0.0, -0.0, -0.0],
        price_decimal=[np.nextafter(1.909090909090909, 2), 1.9523809523809523, 2.0, None],
    )
    quoted.save(other)
    back = quoted.load()
    assert _same_bits(back["line"], other["line"])
    assert _same_bits(back["price_decimal"], other["price_decimal"])


def test_a_row_that_is_gone_is_not_loaded_but_kept_with_the_moment_and_comes_back_when_it_is_saved_again(
    address: str,
) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    quoted.save(quotes().head(2))
    pd.testing.assert_frame_equal(quoted.load(), quotes().head(2))
    assert execute(address, "select count(*), count(gone_at_utc) from quotes") == [(4, 2)]
    quoted.save(quotes())
    pd.testing.assert_frame_equal(quoted.load(), quotes())
    assert execute(address, "select count(*), count(gone_at_utc) from quotes") == [(4, 0)]


def test_a_null_in_a_key_is_a_value_like_any_other(address: str) -> None:
    known = quotes(
        player_id=pd.Series([pd.NA, 2544, pd.NA, pd.NA], dtype="Int64"),
        selection=["over", "over", "over", "under"],
    )
    known["quoted_at_utc"] = known["quoted_at_utc"].where(known.index > 1)
    quoted = dataset("prm_quotes", address)
    quoted.save(known)
    quoted.save(known)
    assert execute(address, "select count(*) from quotes") == [(4,)]
    assert quoted.load()["player_id"].isna().sum() == 3


@pytest.mark.parametrize("is_known", [False, True])
def test_a_key_that_is_there_twice_is_named_and_nothing_is_changed(address: str, is_known: bool) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes() if is_known else quotes().tail(1))
    before = quoted.load()
    twice = pd.concat([quotes(), quotes().head(1)], ignore_index=True)
    with pytest.raises(
        DatasetError,
        match=r"expected every key once, 1 rows have the key .* game_id 0022400061, .*market ats",
    ):
        quoted.save(twice)
    pd.testing.assert_frame_equal(quoted.load(), before)


def test_a_save_that_fails_leaves_what_was_there(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    with pytest.raises(DatasetError, match=r"PostgreSQL at 127.0.0.1.* refused it: invalid byte sequence"):
        quoted.save(quotes(book=["a\0b"] * 4))
    with pytest.raises(DatasetError, match='null value in column "book"'):
        quoted.save(quotes(book=pd.Series([None] * 4, dtype="str")))
    pd.testing.assert_frame_equal(quoted.load(), quotes())


def test_saves_at_the_same_time_end_in_one_of_them_whole(address: str) -> None:
    many = pd.concat([quotes(book=[f"book {n}"] * 4) for n in range(200)], ignore_index=True)
    versions = [many.assign(price_decimal=2.0 + n) for n in range(6)]
    start = threading.Barrier(len(versions))

    def save(version: pd.DataFrame) -> None:
        start.wait()
        dataset("prm_quotes", address).save(version.sample(frac=1, random_state=len(version)))

    with ThreadPoolExecutor(len(versions)) as pool:
        list(pool.map(save, versions))
    back = dataset("prm_quotes", address).load()
    assert len(back) == len(many)
    assert back["price_decimal"].nunique() == 1


def test_a_reader_sees_the_table_before_a_save_or_after_it(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes(price_decimal=2.0))
    seen: list[int] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            seen.append(dataset("prm_quotes", address).load()["price_decimal"].nunique())

    reader = threading.Thread(target=read)
    reader.start()
    for price in range(3, 15):
        quoted.save(quotes(price_decimal=float(price)))
    done.set()
    reader.join()
    assert set(seen) == {1}


def test_the_zone_of_the_server_changes_nothing(address: str) -> None:
    name = address.rpartition("/")[2]
    execute(address, f"alter database {name} set timezone to 'Asia/Kolkata'")
    execute(address, f"alter database {name} set datestyle to 'German, DMY'")
    execute(address, f"alter database {name} set extra_float_digits to -2")
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    pd.testing.assert_frame_equal(quoted.load(), quotes(), check_exact=True)
    assert (
        execute(
            address,
            "select quoted_at_utc at time zone 'UTC' from quotes where line = 0 and selection = 'over' order by 1",
        )[0][0].isoformat()
        == "2024-10-22T23:25:44.123456"
    )


def test_a_database_takes_one_kind_of_data_and_is_not_read_for_the_other(address: str) -> None:
    dataset("prm_quotes", address, REAL).save(quotes())
    invented = dataset("prm_quotes", address, FABRICATED)
    said = "holds another kind of data: expected 'DATA: FABRICATED .an invented league.', was 'DATA: real NBA data'"
    for attempt in (lambda: invented.save(quotes().head(1)), invented.load):
        with pytest.raises(DatasetError, match=said):
            attempt()
    assert len(dataset("prm_quotes", address).load()) == 4


def test_a_table_says_what_kind_of_data_it_holds_to_whoever_looks_at_it(address: str) -> None:
    dataset("prm_quotes", address, FABRICATED).save(quotes())
    said = execute(
        address,
        "select distinct obj_description(oid) from pg_class where relname in ('quotes', 'predictions')",
    )
    assert said == [(FABRICATED,)]


def test_data_of_an_unknown_kind_are_not_saved(address: str) -> None:
    with pytest.raises(DatasetError, match="expected to be told what kind of data is saved"):
        dataset("prm_quotes", address, None).save(quotes())


def test_a_run_tells_the_tables_it_reads_and_writes_what_kind_of_data_it_wants(address: str) -> None:
    tables = {name: dataset(name, address, None) for name in ("prm_quotes", "prm_players")}
    catalog = DataCatalog({"params:data": MemoryDataset({"fabricated": True}), **tables})
    nodes = Pipeline([Node(lambda quoted: quoted, "prm_quotes", "prm_players", name="forecast")])
    BustaHooks().before_pipeline_run(pipeline=nodes, catalog=catalog)
    assert {table.kind_of_data for table in tables.values()} == {FABRICATED}


def test_a_database_that_was_not_prepared_says_to_run_the_upgrade(empty: str) -> None:
    quoted = dataset("prm_quotes", empty)
    for attempt in (quoted.load, quoted.exists, lambda: quoted.save(quotes())):
        with pytest.raises(DatasetError, match="run `busta database upgrade`"):
            attempt()


def test_a_column_that_the_migrations_do_not_know_says_to_run_the_upgrade(address: str) -> None:
    with pytest.raises(
        DatasetError, match=r"the column currency that table quotes .* run `busta database upgrade`"
    ):
        dataset("prm_quotes", address).save(quotes(currency="USD"))


def test_a_column_that_joined_since_the_last_save_is_not_loaded_and_then_must_be_saved(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    execute(address, "alter table quotes add column currency text")
    pd.testing.assert_frame_equal(quoted.load(), quotes())
    with pytest.raises(DatasetError, match="the column currency that the code has not"):
        quoted.save(quotes())
    quoted.save(quotes(currency=pd.Series(["USD", None, "", "USD"], dtype="str")))
    assert quoted.load()["currency"].isna().tolist() == [False, True, False, False]


def test_a_null_beside_the_value_that_stands_for_it_is_no_key(address: str) -> None:
    both = quotes(
        player_id=pd.Series([pd.NA, 0, pd.NA, pd.NA], dtype="Int64"),
        selection=["over", "over", "over", "under"],
    )
    with pytest.raises(DatasetError, match="a null is there beside the value that stands for it"):
        dataset("prm_quotes", address).save(both.assign(quoted_at_utc=both["quoted_at_utc"].iloc[0]))


def test_a_column_that_was_taken_away_after_a_save_says_to_run_the_upgrade(address: str) -> None:
    dataset("prm_quotes", address).save(quotes())
    execute(address, "alter table quotes drop column price_decimal")
    with pytest.raises(
        DatasetError, match=r"the column price_decimal that table quotes .* run `busta database upgrade`"
    ):
        dataset("prm_quotes", address).load()


def test_a_wrong_password_is_a_sentence_and_no_password_is_ever_told(
    server: PostgresServer, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    name = address.rpartition("/")[2]
    with pytest.raises(DatasetError, match="password authentication failed") as caught:
        dataset("prm_quotes", server.address(name, WRONG)).load()
    dataset("prm_quotes", address).save(quotes())
    told = f"{caught.value!r} {caught.value.__cause__!r} {caplog.text}"
    assert [secret for secret in (WRONG, PASSWORD, QUOTED_PASSWORD) if secret in told] == []


def test_a_server_that_has_stopped_says_to_start_it(server: PostgresServer, address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    server.stop()
    try:
        with pytest.raises(
            DatasetError, match=r"quotes: no connection .* Connection refused.* Start the server"
        ):
            quoted.load()
    finally:
        server.start()
    pd.testing.assert_frame_equal(quoted.load(), quotes())


def test_kedro_viz_is_shown_the_first_rows(address: str) -> None:
    quoted = dataset("prm_quotes", address)
    quoted.save(quotes())
    shown = quoted.preview(nrows=2)
    assert shown["columns"] == list(quotes())
    assert [row[10] for row in shown["data"]] == ["2024-10-22 23:25:44.123456+00:00", ""]

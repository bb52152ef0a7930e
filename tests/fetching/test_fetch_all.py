"""Calls one by one: what fails costs only itself, and the log says all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pandas as pd
import pytest

from busta.fetching.calls import Answer, Call
from busta.fetching.errors import FetchError, NothingThereError, StopSourceError
from busta.fetching.fetch_all import COLUMNS, fetch_all, log_table

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)


class Told:
    """A reader that says what it was told to, per call."""

    source = "odds_api"

    def __init__(self, *told: Answer | FetchError) -> None:
        self.told = dict(enumerate(told))
        self.asked: list[int] = []

    def fetch(self, call: Call, now: datetime) -> Answer:
        number = int(call.parameters["n"])
        self.asked.append(number)
        given = self.told[number]
        if isinstance(given, FetchError):
            raise given
        return given

    def stored(self, call: Call) -> Answer | None:
        return None

    def stored_answers(self, endpoint: str, partition: str | None = None) -> Iterator[Answer]:
        return iter(())

    def manifest(self) -> pd.DataFrame:
        return pd.DataFrame()


def call(n: int) -> Call:
    return Call("odds_api", "odds", {"n": str(n), "at": "é"}, "2024-03-02", "for the test", credits=3)


def fetched(n: int, rows: int = 2, is_stored: bool = False) -> Answer:
    faults = () if is_stored else ("500", "429")
    attempts = 0 if is_stored else 3
    return Answer(call(n), b"12345", NOON, rows, is_stored, attempts, faults, None if is_stored else 40)


def test_every_call_has_its_row_and_every_answer_is_given() -> None:
    got = fetch_all([call(0), call(1)], Told(fetched(0), fetched(1, is_stored=True)), NOON)
    assert [answer.call.parameters["n"] for answer in got.answers] == ["0", "1"]
    first, second = got.log.to_dict("records")
    seconds = first.pop("seconds")
    assert 0 <= seconds < 1
    assert first == {
        "source": "odds_api",
        "endpoint": "odds",
        "partition": "2024-03-02",
        "key": call(0).key,
        "parameters": '{"at": "é", "n": "0"}',
        "outcome": "fetched",
        "attempts": 3,
        "faults": "500,429",
        "rows": 2,
        "bytes": 5,
        "credits": 3,
        "credits_left": 40,
        "fetched_at_utc": pd.Timestamp(NOON),
        "sentence": "",
    }
    assert (second["outcome"], second["attempts"], second["credits"]) == ("stored", 0, 0)
    assert pd.isna(second["credits_left"])


def test_a_call_that_fails_does_not_stop_the_others() -> None:
    reader = Told(fetched(0), FetchError("it broke; try later", ("500", "html")), fetched(2))
    got = fetch_all([call(0), call(1), call(2)], reader, NOON)
    assert got.log["outcome"].tolist() == ["fetched", "failed", "fetched"]
    assert len(got.answers) == 2
    failed = got.log.iloc[1]
    assert (failed["sentence"], failed["attempts"], failed["faults"]) == (
        "it broke; try later",
        2,
        "500,html",
    )


def test_after_a_wrong_key_nothing_more_is_asked() -> None:
    reader = Told(fetched(0), StopSourceError("the key is wrong", ("401",)), fetched(2), fetched(3))
    got = fetch_all([call(n) for n in range(4)], reader, NOON)
    assert reader.asked == [0, 1]
    assert got.log["outcome"].tolist() == ["fetched", "failed", "not_tried", "not_tried"]
    assert got.log["sentence"][3] == "not tried, because the source was stopped: the key is wrong"


def test_nothing_there_is_no_failure() -> None:
    got = fetch_all([call(0), call(1)], Told(fetched(0, rows=0), NothingThereError("no report yet")), NOON)
    assert got.log["outcome"].tolist() == ["empty", "empty"]
    assert got.log["sentence"].tolist() == ["", "no report yet"]
    assert len(got.answers) == 1


def test_an_error_of_ours_is_not_taken_for_one_of_the_source() -> None:
    with pytest.raises(KeyError):
        fetch_all([call(5)], Told(), NOON)


def test_a_log_without_rows_has_all_columns_and_their_types() -> None:
    empty, full = log_table(), fetch_all([call(0)], Told(fetched(0)), NOON).log
    assert list(empty.columns) == list(COLUMNS)
    assert empty.dtypes.to_dict() == full.dtypes.to_dict()
    assert fetch_all([], Told(), NOON).log.dtypes.to_dict() == full.dtypes.to_dict()


@pytest.mark.parametrize("quiet", [True, False])
def test_progress_is_shown_unless_it_is_unwanted(quiet: bool, capsys: pytest.CaptureFixture[str]) -> None:
    fetch_all([call(0)], Told(fetched(0)), NOON, quiet)
    shown = capsys.readouterr()
    assert shown.out == ""
    assert ("odds_api" in shown.err) != quiet

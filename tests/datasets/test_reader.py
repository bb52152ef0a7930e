"""The base of all sources: asked once, stored before it is given, and never into an invented league."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from kedro.io import DatasetError

from busta.datasets.clock import ClockDataset
from busta.datasets.mark import write_mark
from busta.datasets.polite_session import PoliteSession, Reply
from busta.datasets.reader import BaseReader, SourceDataset, clock_of, open_store, utc_now
from busta.fetching.calls import Call, Source
from busta.fetching.errors import FetchError, StopSourceError
from busta.params.fetching import FetchingParams
from tests.fetching_params import fetching_params
from tests.servers.loopback import LoopbackServer, answer_in_turn, json_reply
from tests.servers.loopback import Reply as Given

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class PageReader(BaseReader):
    """Reads one page of a loopback server."""

    url = ""

    def ask(self, call: Call) -> Reply:
        session = PoliteSession(fetching_params().politeness, self.source)
        return session.get(self.url, params=call.parameters, check=lambda content: len(json.loads(content)))

    def credits_left(self, reply: Reply) -> int | None:
        return int(reply.headers["x-left"]) if "x-left" in reply.headers else None


def page(**changes: Any) -> Call:
    asked = {"source": "injury_feed", "endpoint": "page", "parameters": {"n": "1"}, "partition": "all"}
    return Call(**{**asked, "reason": "for the test", **changes})


def reader(tmp_path: Path, server: LoopbackServer, clock: datetime = NOON) -> PageReader:
    made = PageReader(open_store(tmp_path / "answers" / "injury_feed"), lambda: clock)
    made.url = server.url
    return made


def test_what_is_stored_is_not_asked_for_again(tmp_path: Path) -> None:
    with LoopbackServer(
        answer_in_turn(Given(b"", 500), json_reply([1, 2], headers={"X-Left": "7"}))
    ) as server:
        first = reader(tmp_path, server).fetch(page(), NOON)
        again = reader(tmp_path, server).fetch(page(), NOON + 1000 * HOUR)
    assert len(server.requests) == 2
    assert (first.rows, first.is_stored, first.attempts, first.faults, first.credits_left) == (
        2,
        False,
        2,
        ("500",),
        7,
    )
    assert (again.rows, again.is_stored, again.attempts, again.faults) == (2, True, 0, ())
    assert first.content == again.content


def test_an_answer_that_is_too_old_is_asked_for_anew(tmp_path: Path) -> None:
    with LoopbackServer(answer_in_turn(json_reply([1]), json_reply([1, 2]))) as server:
        call = page(max_age=HOUR)
        made = reader(tmp_path, server)
        assert not made.is_fresh(call, NOON)
        made.fetch(call, NOON)
        assert made.is_fresh(call, NOON + HOUR)
        assert not made.is_fresh(call, NOON + 1.1 * HOUR)
        newer = reader(tmp_path, server, NOON + 2 * HOUR).fetch(call, NOON + 2 * HOUR)
    assert (newer.rows, newer.fetched_at_utc) == (2, NOON + 2 * HOUR)
    assert [answer.rows for answer in made.stored_answers("page")] == [1, 2]
    stored = made.stored(call)
    assert stored is not None
    assert (stored.rows, len(made.manifest())) == (2, 2)


def test_an_answer_is_dated_after_it_was_given_unless_the_clock_stands() -> None:
    before = utc_now()
    assert before <= clock_of(fetching_params(as_of=None))() <= utc_now()
    stopped = clock_of(fetching_params(as_of="2024-03-02T07:00:00-05:00"))
    assert stopped() == stopped() == NOON


def test_a_call_that_failed_leaves_nothing(tmp_path: Path) -> None:
    with LoopbackServer(answer_in_turn(Given(b"", 422))) as server, pytest.raises(FetchError):
        reader(tmp_path, server).fetch(page(), NOON)
    assert not list(tmp_path.rglob("*.*"))


def test_a_source_is_not_asked_what_is_meant_for_another(tmp_path: Path) -> None:
    with LoopbackServer({}) as server:
        with pytest.raises(FetchError, match="expected a call to injury_feed, was one to odds_api"):
            reader(tmp_path, server).fetch(page(source="odds_api"), NOON)
        assert server.requests == []


def test_nothing_real_is_fetched_into_an_invented_league(tmp_path: Path) -> None:
    write_mark(tmp_path, {})
    with pytest.raises(DatasetError, match="never fetched into an invented league"):
        open_store(tmp_path / "answers" / "injury_feed")


class _Dataset(SourceDataset):
    SOURCES = ("injury_feed", "news_feed")

    def load(self) -> Source:
        class Unopened:
            def open(self, params: object) -> Any:
                assert isinstance(params, FetchingParams)
                return params.mode

        return Unopened()


def test_an_entry_of_the_catalog_is_a_source_that_nobody_has_asked(tmp_path: Path) -> None:
    entry = _Dataset(path=f"{tmp_path}/answers/news_feed", credentials={"key": "k3y"})
    assert entry.load().open(fetching_params()) == "daily"
    assert entry.exists()
    assert "k3y" not in str(entry)
    with pytest.raises(DatasetError, match="a source is only read"):
        entry.save([])


@pytest.mark.parametrize("path", ["answers/odds_api", "news_feed"])
def test_an_entry_in_the_wrong_place_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(DatasetError, match="answers/injury_feed or news_feed, was"):
        _Dataset(path=f"{tmp_path}/{path}")


def test_the_clock_is_an_entry_that_is_only_read() -> None:
    before = utc_now()
    entry = ClockDataset()
    assert before <= entry.load() <= utc_now()
    assert entry.exists()
    assert entry.load().tzinfo is UTC
    with pytest.raises(DatasetError, match="nothing to be saved to the clock"):
        entry.save(before)


def test_a_source_that_was_stopped_is_asked_no_more_in_this_run(tmp_path: Path) -> None:
    with LoopbackServer(answer_in_turn(Given(b"<html>Access Denied</html>", 403))) as server:
        refused = reader(tmp_path, server)
        for _ in range(2):
            with pytest.raises(StopSourceError, match="refuses this address"):
                refused.fetch(page(), NOON)
        assert len(server.requests) == fetching_params().politeness.attempts

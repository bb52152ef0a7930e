"""The polite session against a real server on this machine."""

from __future__ import annotations

import json
import logging
import random
import threading
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
import requests

from busta.datasets.polite_adapter import PoliteAdapter
from busta.datasets.polite_session import Pace, PoliteSession, Reply, shared_pace
from busta.fetching.errors import FetchError, GarbledError, NothingThereError, StopSourceError
from busta.params.fetching import Politeness
from tests.fetching_params import fetching_params
from tests.servers.faults import KINDS, Faults
from tests.servers.loopback import Answering, LoopbackServer, Request, answer_in_turn, json_reply
from tests.servers.loopback import Reply as Given

GOOD = json_reply([1, 2, 3])
SLOW = Given(b"slow down", 429)


def politeness(**changes: float) -> Politeness:
    return fetching_params(politeness=changes).politeness


def rows(content: bytes) -> int:
    return len(json.loads(content))


def ask(answer: Answering, url: str = "/page", **changes: float) -> tuple[Reply, LoopbackServer]:
    with LoopbackServer(answer) as server:
        return PoliteSession(politeness(**changes), "a_source").get(server.url + url, check=rows), server


def refused(answer: Answering, **changes: float) -> tuple[FetchError, LoopbackServer]:
    with pytest.raises(FetchError) as caught, LoopbackServer(answer) as server:
        PoliteSession(politeness(**changes), "a_source").get(server.url + "/page", check=rows)
    return caught.value, server


def test_a_good_answer_is_given_as_it_is() -> None:
    reply, server = ask(answer_in_turn(GOOD))
    assert (reply.content, reply.rows, reply.attempts, reply.faults) == (GOOD.content, 3, 1, ())
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (Given(b"", 500), "500"),
        (Given(b"", 503), "503"),
        (Given(b"slow down", 429), "429"),
        (Given(GOOD.content[:-2]), "garbled"),
        (Given(b'{"message": "\xff\xfe'), "garbled"),
        (Given(b"  <!DOCTYPE html><html></html>"), "html"),
        (json_reply([]), "empty"),
        (Given(GOOD.content, delay=5), "timeout"),
        (Given(GOOD.content, is_cut=True), "connection"),
    ],
)
def test_each_fault_is_named_and_the_next_answer_taken(bad: Given, word: str) -> None:
    reply, server = ask(answer_in_turn(bad, GOOD), timeout_seconds=0.2)
    assert (reply.content, reply.attempts, reply.faults) == (GOOD.content, 2, (word,))
    assert len(server.requests) == 2


def test_attempts_are_numbered_and_then_a_sentence_says_what_to_do() -> None:
    error, server = refused(answer_in_turn(Given(b"", 500)), attempts=3)
    assert len(server.requests) == 3
    assert error.faults == ("500", "500", "500")
    assert "a_source: 127.0.0.1/page failed with 500; tried 3 times (500, 500, 500)" in error.sentence
    assert "run again later" in error.sentence
    assert not isinstance(error, StopSourceError)


def test_a_question_the_server_does_not_understand_is_not_repeated() -> None:
    error, server = refused(answer_in_turn(Given(b"what?", 422)))
    assert len(server.requests) == 1
    assert "answered 422" in error.sentence


@pytest.mark.parametrize(
    "page", [Given(b"no", 403), Given(b"<HTML><TITLE>Access Denied</TITLE></HTML>"), Given(b"no", 401)]
)
def test_a_blocked_address_stops_the_source_after_the_attempts(page: Given) -> None:
    error, server = refused(answer_in_turn(page), attempts=2)
    assert isinstance(error, StopSourceError)
    assert len(server.requests) == 2
    assert "refuses this address" in error.sentence


def test_a_server_that_never_answers_stops_the_source() -> None:
    error, _ = refused(answer_in_turn(Given(delay=5)), attempts=2, timeout_seconds=0.1)
    assert isinstance(error, StopSourceError)
    assert "Is there a network?" in error.sentence


def test_a_server_that_is_not_there_stops_the_source() -> None:
    with LoopbackServer({}) as server:
        gone = server.url
    with pytest.raises(StopSourceError, match=r"could not be reached \(ConnectionError\)"):
        PoliteSession(politeness(attempts=2), "a_source").get(f"{gone}/page", check=rows)


@pytest.mark.parametrize("slow", [{"drip": 0.05}, {"header_drip": 0.05}])
def test_an_answer_that_comes_byte_by_byte_is_given_up_at_the_deadline(slow: dict[str, float]) -> None:
    drop = Given(b"[" + b"1," * 200 + b"1]", **slow)
    started = time.monotonic()
    reply, _ = ask(answer_in_turn(drop, GOOD), deadline_seconds=0.4, timeout_seconds=0.3)
    assert reply.faults == ("timeout",)
    assert 0.4 <= time.monotonic() - started < 2


def test_an_answer_larger_than_agreed_is_not_taken() -> None:
    error, server = refused(answer_in_turn(Given(b"[" + b"1," * 99_999 + b"1]")), largest_mebibytes=0.1)
    assert len(server.requests) == 1
    assert "largest_mebibytes" in error.sentence


@pytest.mark.parametrize("form", ["seconds", "date"])
def test_the_wait_that_the_server_asks_for_is_kept(form: str) -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(seconds=2), usegmt=True)
    asked = Given(b"", 429, {"Retry-After": "1" if form == "seconds" else until})
    _, server = ask(answer_in_turn(asked, GOOD))
    first, second = server.arrivals()
    # A date of HTTP has whole seconds: up to one of the two is lost.
    assert second - first >= 0.95


def test_everybody_waits_when_the_server_asks_one_to() -> None:
    with LoopbackServer(answer_in_turn(Given(b"", 429, {"Retry-After": "1"}), GOOD)) as server:
        sessions = [PoliteSession(politeness(), name) for name in ("one", "other")]
        thread = threading.Thread(target=sessions[0].get, args=(server.url,), kwargs={"check": rows})
        thread.start()
        while not server.requests:
            time.sleep(0.01)
        time.sleep(0.2)
        sessions[1].get(server.url, check=rows)
        thread.join()
        first, second = server.arrivals()[:2]
    assert second - first >= 0.95


def test_a_wait_longer_than_agreed_stops_the_source() -> None:
    error, server = refused(answer_in_turn(Given(b"", 429, {"Retry-After": "3600"})), longest_wait_seconds=60)
    assert isinstance(error, StopSourceError)
    assert len(server.requests) == 1
    assert "left alone for 3,600 s" in error.sentence


def test_waits_double_up_to_the_longest_and_the_jitter_is_drawn_from_a_seed() -> None:
    def waits(seed: int) -> list[float]:
        slept: list[float] = []
        rules = politeness(backoff_seconds=2, longest_backoff_seconds=10, jitter_seconds=1, attempts=6)
        pace = Pace(lambda _: None, iter(range(0, 1000, 10)).__next__)
        with LoopbackServer(answer_in_turn(Given(b"", 500))) as server, pytest.raises(FetchError):
            PoliteSession(rules, "s", sleep=slept.append, chance=random.Random(seed), pace=pace).get(
                server.url, check=rows
            )
        return slept

    assert waits(1) == waits(1) != waits(2)
    longest = [2, 4, 8, 10, 10]
    assert all(least <= wait <= least + 1 for least, wait in zip(longest, waits(1), strict=True))


def test_no_more_calls_a_second_reach_the_server_than_agreed_whoever_asks() -> None:
    rate = 20
    with LoopbackServer(answer_in_turn(GOOD)) as server:
        sessions = [PoliteSession(politeness(calls_per_second=rate), name) for name in ("one", "other")]

        def many(session: PoliteSession) -> None:
            for _ in range(10):
                session.get(server.url, check=rows)

        threads = [threading.Thread(target=many, args=(session,)) for session in sessions]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        arrivals = server.arrivals()
    assert len(arrivals) == 20
    # The way to the server takes now more, now less; over a second that does not matter.
    assert (len(arrivals) - 1) / (arrivals[-1] - arrivals[0]) <= rate
    assert all(after - before >= 0.6 / rate for before, after in pairwise(arrivals))


def test_attempts_after_a_fault_keep_the_pace_too() -> None:
    _, server = ask(answer_in_turn(Given(b"", 500), Given(b"", 500), GOOD), calls_per_second=5)
    assert all(after - before >= 0.18 for before, after in pairwise(server.arrivals()))


def test_all_sources_of_one_server_keep_one_pace() -> None:
    assert shared_pace("https://stats.nba.com/stats") is shared_pace("https://STATS.nba.com/js?a=1")
    assert shared_pace("https://stats.nba.com") is not shared_pace("https://stats.nba.com:444")


def test_an_empty_answer_is_believed_when_it_was_given_often_enough() -> None:
    with LoopbackServer(answer_in_turn(json_reply([]))) as server:
        reply = PoliteSession(politeness(), "s").get(server.url, check=rows, may_be_empty=True)
        assert (reply.rows, reply.attempts, reply.faults) == (0, 3, ("empty", "empty"))


def test_an_empty_answer_that_cannot_be_right_is_never_believed() -> None:
    error, server = refused(answer_in_turn(json_reply([])))
    assert len(server.requests) == 6
    assert "without rows" in error.sentence


def test_what_the_check_refuses_is_asked_again() -> None:
    def strict(content: bytes) -> int:
        if json.loads(content) == [0]:
            raise GarbledError("expected no zero")
        return 1

    with LoopbackServer(answer_in_turn(json_reply([0]), GOOD)) as server:
        reply = PoliteSession(politeness(), "s").get(server.url, check=strict)
    assert reply.faults == ("garbled",)


def test_who_knows_the_source_may_decide_about_a_refusal() -> None:
    def settle(reply: Reply) -> int | None:
        if reply.status == 404:
            raise NothingThereError("no report yet")
        return 0 if reply.status == 410 else None

    with LoopbackServer(answer_in_turn(Given(b"", 500), Given(b"gone", 410), Given(b"", 404))) as server:
        session = PoliteSession(politeness(), "s")
        reply = session.get(server.url, check=rows, settle=settle)
        assert (reply.status, reply.content, reply.faults) == (410, b"gone", ("500",))
        with pytest.raises(NothingThereError, match="no report yet"):
            session.get(server.url, check=rows, settle=settle)


KEY = "k3y+with/signs"


@pytest.mark.parametrize("answer", [Given(b"", 500), Given(b"", 422), Given(KEY.encode()), Given(delay=5)])
def test_no_sentence_and_no_error_behind_it_holds_the_key(answer: Given) -> None:
    def garbled(content: bytes) -> int:
        raise GarbledError(f"was {content.decode()}")

    with LoopbackServer(answer_in_turn(answer)) as server, pytest.raises(FetchError) as caught:
        session = PoliteSession(politeness(attempts=2, timeout_seconds=0.1), "s", secrets=(KEY,))
        session.get(server.url, params={"apiKey": KEY}, check=garbled)
    assert server.requests[0].query == {"apiKey": KEY}
    error: BaseException | None = caught.value
    while error is not None:
        assert KEY not in f"{error!r} {error}"
        assert "k3y%2B" not in f"{error!r} {error}"
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def test_no_log_of_the_library_underneath_holds_the_key(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG), LoopbackServer(answer_in_turn(GOOD)) as server:
        session = PoliteSession(politeness(), "s", secrets=(KEY, ""))
        session.get(server.url, params={"apiKey": KEY}, check=rows)
    assert "apiKey=***" in caplog.text
    assert "k3y" not in caplog.text


def test_a_session_says_nothing_of_its_secrets_when_it_is_printed() -> None:
    assert KEY not in repr(PoliteSession(politeness(), "s", secrets=(KEY,)))


def test_a_library_with_requests_of_its_own_is_served_politely() -> None:
    with LoopbackServer(answer_in_turn(Given(b"", 500), GOOD)) as server:
        adapter = PoliteAdapter(PoliteSession(politeness(), "s"), rows)
        with requests.Session() as session:
            session.mount("http://", adapter)
            told = {"Host": "stats.nba.com", "Accept-Encoding": "gzip, deflate, br", "Referer": "there"}
            response = session.get(server.url + "/stats", params={"Season": "all"}, headers=told)
    assert (response.json(), response.status_code) == ([1, 2, 3], 200)
    assert adapter.reply is not None
    assert (adapter.reply.attempts, adapter.reply.faults) == (2, ("500",))
    heard: Request = server.requests[-1]
    assert heard.headers["host"] == server.url.removeprefix("http://")
    assert heard.headers["accept-encoding"] == "gzip, deflate"
    assert (heard.headers["referer"], heard.query) == ("there", {"Season": "all"})


def test_a_third_of_the_answers_spoiled_in_every_way_costs_nothing_but_time() -> None:
    faults = Faults(5, 0.3, retry_after=0.05, hang=5)
    with LoopbackServer(faults.wrap(lambda request: json_reply([request.query["page"]]))) as server:
        session = PoliteSession(politeness(timeout_seconds=0.2, backoff_seconds=0.001), "s")
        pages = [session.get(server.url, params={"page": str(n)}, check=rows) for n in range(60)]
    assert [json.loads(page.content) for page in pages] == [[str(n)] for n in range(60)]
    assert set(faults.given) == set(KINDS)
    assert sum(faults.given.values()) == sum(len(page.faults) for page in pages)


@pytest.mark.parametrize(
    "broken",
    [b"[" * 200_000 + b"]" * 200_000, b"\xff\xfe{", b"1", b"null"],
    ids=["deep", "bytes", "one", "null"],
)
def test_json_of_any_other_kind_is_asked_for_again(broken: bytes) -> None:
    reply, _ = ask(answer_in_turn(Given(broken), GOOD))
    assert (reply.rows, reply.faults) == (3, ("garbled",))


def test_an_empty_answer_is_believed_after_all_attempts_where_they_are_few() -> None:
    with LoopbackServer(answer_in_turn(json_reply([]))) as server:
        session = PoliteSession(politeness(attempts=2, empty_confirmations=3), "s")
        assert session.get(server.url, check=rows, may_be_empty=True).attempts == 2


def test_an_address_that_nobody_can_ask_is_named_without_the_key() -> None:
    session = PoliteSession(politeness(), "a_source", secrets=(KEY,))
    with pytest.raises(FetchError, match=r"expected an address.*was https://\.\.") as caught:
        session.get("https://..", params={"apiKey": KEY}, check=rows)
    assert KEY not in caught.value.sentence

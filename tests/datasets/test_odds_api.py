"""The Odds API through a server of its real shape: what goes wrong ends in a sentence, and the key stays inside."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.datasets import OddsApiDataset
from busta.datasets.odds_api import OddsApiReader
from busta.fetching.calls import Call
from busta.fetching.errors import FetchError, NothingThereError, StopSourceError
from busta.fetching.fetch_all import fetch_all
from busta.fetching.odds_calls import current_calls, past_calls
from tests.fetching.odds_answers import AWAY, HOME, book, event, outcome
from tests.fetching_params import fetching_params
from tests.servers.loopback import LoopbackServer, Reply, answer_in_turn
from tests.servers.odds_api import KEY, OddsApi, too_fast

NOW = datetime(2024, 3, 2, 17, 30, tzinfo=UTC)
GAME = event(book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)), book("spreads", outcome(HOME, 1.9, -4.5)))
SNAPSHOTS = {"2024-03-01T16:55:39Z": [GAME], "2024-03-02T17:25:39Z": [GAME]}


def _open(tmp_path: Path, server: LoopbackServer, key: str = KEY, **odds_api: Any) -> OddsApiReader:
    dataset = OddsApiDataset(path=str(tmp_path / "answers/odds_api"), credentials={"key": key})
    return dataset.load().open(_params(server, **odds_api))


def _params(server: LoopbackServer, **odds_api: Any) -> Any:
    return fetching_params(as_of=NOW.isoformat(), odds_api={"base_url": server.url, **odds_api})


@pytest.fixture
def source() -> OddsApi:
    return OddsApi(SNAPSHOTS)


@pytest.fixture
def server(source: OddsApi) -> Iterator[LoopbackServer]:
    with LoopbackServer(source.answer) as running:
        yield running


def _current(server: LoopbackServer, **changes: Any) -> Call:
    return current_calls(_params(server, **changes).odds_api, NOW)[0]


def _player(**changes: str) -> Call:
    asked = {
        "sport": "basketball_nba",
        "regions": "us",
        "markets": "player_points",
        "eventId": "e1",
    } | changes
    return Call("odds_api", "event_odds", asked, "2024-03", "a test", credits=1, may_be_empty=True)


def test_an_answer_tells_its_games_and_the_credits_left_and_is_not_asked_for_twice(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    reader = _open(tmp_path, server)
    first = reader.fetch(_current(server), NOW)
    assert (first.rows, first.credits_left, first.is_stored) == (1, 20_000 - 3, False)
    again = reader.fetch(_current(server), NOW + timedelta(minutes=5))
    assert again.is_stored
    assert len(server.requests) == 1
    assert server.requests[0].query["markets"] == "h2h,spreads,totals"
    assert "sport" not in server.requests[0].query


def test_a_snapshot_of_the_past_is_the_last_one_at_or_before_its_moment(
    tmp_path: Path, server: LoopbackServer
) -> None:
    (call, *_) = past_calls(_params(server).odds_api, [pd.Timestamp("2024-03-01")], NOW)
    answer = _open(tmp_path, server).fetch(call, NOW)
    document: Any = answer.json()
    assert document["timestamp"] == "2024-03-01T16:55:39Z"
    assert answer.rows == 1


def test_a_wrong_key_is_refused_once_and_the_sentence_says_where_the_right_one_goes(
    tmp_path: Path, server: LoopbackServer
) -> None:
    reader = _open(tmp_path, server, key="wrong-key-of-mine")
    calls = [_current(server), _player()]
    log = fetch_all(calls, reader, NOW).log
    assert log["outcome"].tolist() == ["failed", "not_tried"]
    assert log["sentence"].iloc[0] == (
        "The Odds API refuses the key (INVALID_KEY): put it as odds_api.key into conf/local/credentials.yml, or into "
        "the environment variable BUSTA_ODDS_API_KEY; one is given at https://the-odds-api.com"
    )
    assert len(server.requests) == 1
    with pytest.raises(StopSourceError, match="refuses the key"):
        reader.fetch(_player(), NOW)
    assert len(server.requests) == 1


def test_without_a_key_nobody_is_asked(tmp_path: Path, server: LoopbackServer) -> None:
    source = OddsApiDataset(path=str(tmp_path / "answers/odds_api"), credentials={"key": "  "}).load()
    assert "conf/local/credentials.yml" in source.lacks
    with pytest.raises(StopSourceError, match="there is no key: put it as"):
        source.open(_params(server)).fetch(_current(server), NOW)
    assert server.requests == []


def test_used_up_credits_end_in_a_sentence_and_what_was_fetched_is_kept(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    source.credits = 4
    reader = _open(tmp_path, server)
    later = NOW + timedelta(hours=1)
    reader.fetch(_current(server), NOW)
    with pytest.raises(StopSourceError, match=r"used up \(OUT_OF_USAGE_CREDITS\). What was fetched is kept"):
        reader.fetch(_current(server), later)
    assert len(list(reader.stored_answers("odds"))) == 1


def test_the_budget_stops_the_run_before_it_is_spent(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    reader = _open(tmp_path, server, credits_per_run=5)
    reader.fetch(_current(server), NOW)
    with pytest.raises(StopSourceError, match="the budget of the run is used up: 3 credits are spent"):
        reader.fetch(_current(server), NOW + timedelta(hours=1))
    assert source.used == 3


def test_credits_that_are_to_be_kept_are_learned_before_the_first_is_spent(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    source.used = source.credits - 102
    with pytest.raises(
        StopSourceError, match="102 credits are left, the next call costs up to 3, and 100 are to be kept"
    ):
        _open(tmp_path, server, credits_to_keep=100).fetch(_current(server), NOW)
    assert [request.path for request in server.requests] == ["/v4/sports"]
    assert source.used == source.credits - 102


def test_a_subscription_without_the_past_stops_the_source(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    source.has_history = False
    with pytest.raises(StopSourceError, match="history to false"):
        _open(tmp_path, server).fetch(_past(), NOW)


def _past() -> Call:
    asked = {"sport": "basketball_nba", "regions": "us", "markets": "h2h", "date": "2024-03-01T17:00:00Z"}
    return Call("odds_api", "historical_odds", asked, "2023-24", "a test", credits=10, may_be_empty=True)


def test_a_market_the_source_does_not_know_is_named_and_other_calls_go_on(
    tmp_path: Path, server: LoopbackServer
) -> None:
    wrong = Call(
        "odds_api", "odds", {"sport": "basketball_nba", "regions": "us", "markets": "corners"}, "2023-24", "x"
    )
    log = fetch_all([wrong, _current(server)], _open(tmp_path, server), NOW).log
    assert log["outcome"].tolist() == ["failed", "fetched"]
    assert "INVALID_MARKET: Invalid markets: corners" in log["sentence"].iloc[0]
    assert "fetching.odds_api in conf/" in log["sentence"].iloc[0]


def test_an_event_that_is_gone_is_no_failure(tmp_path: Path, server: LoopbackServer) -> None:
    with pytest.raises(NothingThereError, match="no longer knows the event"):
        _open(tmp_path, server).fetch(_player(eventId="gone"), NOW)


def test_quotes_of_a_game_that_no_book_offers_are_an_empty_answer_that_is_confirmed(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    answer = _open(tmp_path, server).fetch(_player(), NOW)
    assert (answer.rows, answer.attempts, source.used) == (0, 3, 0)


def test_too_many_calls_are_tried_again_after_the_wait_that_is_asked_for(
    tmp_path: Path, source: OddsApi
) -> None:
    refused = answer_in_turn(too_fast(0.05), too_fast(0.05), Reply())
    count = iter(range(100))

    def answer(request: Any) -> Reply:
        return refused(request) if next(count) < 2 else source.answer(request)

    with LoopbackServer(answer) as server:
        got = _open(tmp_path, server).fetch(_current(server), NOW)
    assert (got.faults, got.rows) == (("429", "429"), 1)


def test_garbled_answers_count_against_the_budget(tmp_path: Path) -> None:
    with LoopbackServer(lambda _: Reply(b'[{"id": ')) as server:
        reader = _open(tmp_path, server, credits_per_run=7)
        with pytest.raises(StopSourceError, match="credits_per_run is 7"):
            reader.fetch(_current(server), NOW)
        assert len(server.requests) == 2


@pytest.mark.parametrize(
    "document", [b'{"message": "hello"}', b'{"timestamp": "2024-03-02T17:00:00Z"}', b"7"]
)
def test_json_of_another_kind_is_garbled(tmp_path: Path, document: bytes) -> None:
    with (
        LoopbackServer(lambda _: Reply(document)) as server,
        pytest.raises(FetchError, match="cannot be read"),
    ):
        _open(tmp_path, server).fetch(_current(server), NOW)


def test_the_key_stands_in_no_message_no_log_and_no_file(
    tmp_path: Path, server: LoopbackServer, source: OddsApi, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = "secret/key+of=mine"
    dataset = OddsApiDataset(path=str(tmp_path / "answers/odds_api"), credentials={"key": secret})
    reader = dataset.load().open(_params(server))
    with pytest.raises(StopSourceError) as wrong:
        reader.fetch(_current(server), NOW)
    source.key = secret
    dataset.load().open(_params(server)).fetch(_current(server), NOW)
    gone = fetching_params(odds_api={"base_url": "http://127.0.0.1:9"}, politeness={"attempts": 2})
    with pytest.raises(FetchError) as absent:
        dataset.load().open(gone).fetch(_past(), NOW)
    told = [
        caplog.text,
        repr(dataset),
        str(dataset.load()),
        *("".join(traceback.format_exception(each.value)) for each in (wrong, absent)),
    ]
    told += [path.read_text("latin-1") + path.name for path in tmp_path.rglob("*") if path.is_file()]
    for form in (secret, "secret%2Fkey%2Bof%3Dmine"):
        assert not any(form in text for text in told)
    assert server.requests[-1].query["apiKey"] == secret

"""stats.nba.com asked by the classes of nba_api themselves."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from kedro.io import DatasetError
from nba_api.stats.library.http import NBAStatsHTTP

from busta.datasets.mark import write_mark
from busta.datasets.reader import BaseReader
from busta.datasets.stats_nba import StatsNbaDataset, count_rows
from busta.fetching import stats_calls as calls
from busta.fetching.calls import Call
from busta.fetching.errors import FetchError, GarbledError
from tests.fetching_params import fetching_params
from tests.servers.loopback import Answering, LoopbackServer, Reply, answer_in_turn, json_reply

NOW = datetime(2024, 3, 2, 15, tzinfo=UTC)
LOG = calls.log_calls("2023-24", "Regular Season")[0]
ONE_ROW = json_reply(
    {"resultSets": [{"name": "LeagueGameLog", "headers": ["GAME_ID"], "rowSet": [["0022300001"]]}]}
)


def _reader(root: Path, url: str) -> BaseReader:
    source = StatsNbaDataset(path=str(root / "answers" / "stats_nba")).load()
    reader = source.open(fetching_params(stats_nba={"base_url": url}, as_of=NOW.isoformat()))
    assert isinstance(reader, BaseReader)
    return reader


def test_a_call_is_made_as_nba_api_makes_it_and_stored(tmp_path: Path) -> None:
    with LoopbackServer({"/stats/leaguegamelog": lambda _: ONE_ROW}) as server:
        reader = _reader(tmp_path, server.url)
        answer = reader.fetch(LOG, NOW)
        assert reader.fetch(LOG, NOW).is_stored
        (request,) = server.requests
    assert answer.rows == 1
    assert {name: request.query[name] for name in LOG.parameters} == dict(LOG.parameters)
    # What nba_api adds by itself, and what a mirror must not be told.
    assert {"Sorter", "Direction", "Counter"} <= set(request.query)
    assert request.headers["referer"] == "https://www.nba.com/"
    assert request.headers["host"] == server.url.removeprefix("http://")
    assert "br" not in request.headers["accept-encoding"]


@pytest.mark.parametrize(
    ("call", "document"),
    [
        (calls.box_call("traditional", "0022300001", "2023-24", None), {"boxScoreTraditional": {}}),
        (calls.scoreboard_call(NOW.date(), "2023-24", NOW - NOW), {"scoreboard": {}}),
    ],
    ids=["GameID", "GameDate"],
)
def test_what_a_class_of_nba_api_must_be_told_is_told(call: Call, document: Any, tmp_path: Path) -> None:
    side = {"players": [{"personId": 1, "statistics": {}}]}
    inner = {"games": [{"gameId": "1"}], "homeTeam": side, "awayTeam": {"players": []}}
    with LoopbackServer(lambda _: json_reply(dict.fromkeys(document, inner))) as server:
        assert _reader(tmp_path, server.url).fetch(call, NOW).rows == 1
        assert {name: server.requests[0].query[name] for name in call.parameters} == dict(call.parameters)


def test_nba_api_is_left_as_it_was_found(tmp_path: Path) -> None:
    before = NBAStatsHTTP._session, NBAStatsHTTP.base_url
    with LoopbackServer(lambda _: Reply(b"", 500)) as server, pytest.raises(FetchError):
        _reader(tmp_path, server.url).fetch(LOG, NOW)
    assert (NBAStatsHTTP._session, NBAStatsHTTP.base_url) == before


@pytest.mark.parametrize(
    ("bad", "word"),
    [
        (Reply(b"", 500), "500"),
        (Reply(b"", 429, {"Retry-After": "0"}), "429"),
        (Reply(b'{"resultSets": [{"he'), "garbled"),
        (Reply(b"<!DOCTYPE html><html></html>"), "html"),
        (json_reply({"Message": "An error has occurred."}), "garbled"),
        (
            json_reply({"resultSets": [{"name": "LeagueGameLog", "headers": ["GAME_ID"], "rowSet": []}]}),
            "empty",
        ),
    ],
    ids=["500", "429", "cut", "html", "error", "empty"],
)
def test_a_bad_answer_is_asked_for_again(bad: Reply, word: str, tmp_path: Path) -> None:
    answering: Answering = answer_in_turn(bad, ONE_ROW)
    with LoopbackServer(answering) as server:
        answer = _reader(tmp_path, server.url).fetch(LOG, NOW)
    assert (answer.attempts, answer.faults, answer.rows) == (2, (word,), 1)


def test_an_answer_that_nba_api_cannot_read_is_kept_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    other = json_reply({"resultSets": [{"name": "GameLog", "headers": ["GAME_ID"], "rowSet": [["1"]]}]})
    with LoopbackServer(lambda _: other) as server:
        assert _reader(tmp_path, server.url).fetch(LOG, NOW).rows == 1
    assert "nba_api cannot read the answer of leaguegamelog" in caplog.text


@pytest.mark.parametrize(
    ("document", "rows"),
    [
        ({"resultSet": {"headers": ["a"], "rowSet": [[1], [2]]}}, 2),
        ({"leagueSchedule": {"gameDates": [{"games": [1, 2]}, {"games": [3]}]}}, 3),
        ({"scoreboard": {"games": []}}, 0),
        ({"boxScoreAdvanced": {"homeTeam": {"players": [1]}, "awayTeam": {"players": [2, 3]}}}, 3),
    ],
)
def test_rows_of_every_shape_are_counted(document: Any, rows: int) -> None:
    assert count_rows(json.dumps(document).encode()) == rows


@pytest.mark.parametrize("document", [{}, {"resultSets": [{"headers": ["a", "b"], "rowSet": [[1]]}]}])
def test_what_is_no_such_answer_is_garbled(document: Any) -> None:
    with pytest.raises(GarbledError):
        count_rows(json.dumps(document).encode())


def test_real_data_are_never_fetched_into_an_invented_league(tmp_path: Path) -> None:
    write_mark(tmp_path, {})
    with pytest.raises(DatasetError, match="never fetched into an invented league"):
        _reader(tmp_path, "http://127.0.0.1:1")

"""Pages behind their store: addresses, what is absent, what is garbled, what is blocked."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from busta.datasets.mark import begin_league
from busta.datasets.web_files import WebFilesDataset, WebFilesReader, _feed_items
from busta.fetching.calls import Call, Format
from busta.fetching.errors import FetchError, GarbledError, NothingThereError, StopSourceError
from tests.fetching_params import fetching_params
from tests.servers.loopback import LoopbackServer, Reply, answer_in_turn, json_reply
from tests.servers.pages import ABSENT, BLOCKED, PagesServer, addresses, injury_page, json_feed, rss
from tests.servers.report_pdf import report_pdf

PDF = report_pdf("03/02/24 05:30 PM", [])
NOW = datetime(2024, 3, 3, 15, tzinfo=UTC)


def _reader(root: Path, source: str, url: str, as_of: datetime = NOW, **changes: Any) -> WebFilesReader:
    dataset = WebFilesDataset(path=str(root / "answers" / source))
    return dataset.load().open(fetching_params(as_of=as_of, **{**addresses(url), **changes}))


def _report(day: str = "2024-03-02", clock: str = "17:30") -> Call:
    return Call("injury_report", "report", {"date": day, "time": clock}, "2023-24", "why", format=Format.PDF)


def _page(source: str, endpoint: str, **parameters: str) -> Call:
    return Call(source, endpoint, parameters, "2023-24", "why", may_be_empty=True)


@pytest.mark.parametrize(
    ("day", "clock", "named"),
    [
        ("2024-03-02", "17:30", "2024-03-02_05PM"),
        ("2025-12-21", "00:30", "2025-12-21_12AM"),
        ("2025-12-22", "17:30", "2025-12-22_05_30PM"),
        ("2026-11-20", "11:15", "2026-11-20_11_15AM"),
    ],
)
def test_a_report_is_named_by_the_hour_and_by_the_minute_since_december_2025(
    tmp_path: Path, day: str, clock: str, named: str
) -> None:
    reader = _reader(tmp_path, "injury_report", "http://mirror.example")
    assert (
        reader.address(_report(day, clock))
        == f"http://mirror.example/referee/injury/Injury-Report_{named}.pdf"
    )


def test_a_report_is_asked_for_once_and_kept_as_it_is(tmp_path: Path) -> None:
    with LoopbackServer(PagesServer({"2024-03-02_05PM": PDF})) as server:
        reader = _reader(tmp_path, "injury_report", server.url)
        first, second = (reader.fetch(_report(), NOW) for _ in range(2))
        assert first.content == second.content == PDF
        assert (first.is_stored, second.is_stored) == (False, True)
        assert len(server.requests) == 1
        assert server.requests[0].headers["referer"] == "https://www.nba.com/"


@pytest.mark.parametrize("reply", [ABSENT, Reply(b"not found", 404)])
def test_a_report_that_is_not_there_yet_is_no_failure_and_is_asked_for_again(
    tmp_path: Path, reply: Reply
) -> None:
    good = Reply(PDF)
    with LoopbackServer(answer_in_turn(reply, good)) as server:
        reader = _reader(tmp_path, "injury_report", server.url)
        with pytest.raises(NothingThereError, match="no report of 2024-03-02 17:30"):
            reader.fetch(_report(), NOW)
        assert reader.fetch(_report(), NOW).content == PDF


def test_a_report_that_is_absent_days_later_is_never_asked_for_again(tmp_path: Path) -> None:
    later = datetime(2024, 3, 9, tzinfo=UTC)
    with LoopbackServer(PagesServer()) as server:
        reader = _reader(tmp_path, "injury_report", server.url, later)
        assert [reader.fetch(_report(), later).rows for _ in range(2)] == [0, 0]
        assert len(server.requests) == 1


def test_a_blocked_address_stops_the_source_with_a_sentence(tmp_path: Path) -> None:
    with LoopbackServer(lambda request: BLOCKED) as server:
        reader = _reader(tmp_path, "injury_report", server.url)
        with pytest.raises(StopSourceError, match="refuses this address"):
            reader.fetch(_report(), NOW)


@pytest.mark.parametrize(
    "garbled", [PDF[:-100], b"<html>come back</html>", b"", Reply(b"broke", 500), Reply(b"slow down", 429)]
)
def test_a_garbled_report_is_asked_for_again(tmp_path: Path, garbled: bytes | Reply) -> None:
    bad = garbled if isinstance(garbled, Reply) else Reply(garbled)
    with LoopbackServer(answer_in_turn(bad, Reply(PDF))) as server:
        answer = _reader(tmp_path, "injury_report", server.url).fetch(_report(), NOW)
    assert answer.content == PDF
    assert answer.attempts == 2


def test_line_ups_of_a_day_stand_under_its_date(tmp_path: Path) -> None:
    call = _page("daily_lineups", "lineups", date="2024-03-02")
    with LoopbackServer(PagesServer(lineups={"20240302": {"games": []}})) as server:
        reader = _reader(tmp_path, "daily_lineups", server.url)
        assert reader.fetch(call, NOW).rows == 0
        with pytest.raises(NothingThereError, match="no list of line-ups of 2024-03-03"):
            reader.fetch(_page("daily_lineups", "lineups", date="2024-03-03"), NOW)


def test_the_injury_feed_counts_its_rows_and_another_shape_is_garbled(tmp_path: Path) -> None:
    page = injury_page({"Miami Heat": [("A B", "Out"), ("C D", "Day-To-Day")], "Utah Jazz": [("E F", "Out")]})
    with LoopbackServer(answer_in_turn(json_reply({"teams": []}), json_reply(page))) as server:
        answer = _reader(tmp_path, "injury_feed", server.url).fetch(_page("injury_feed", "injuries"), NOW)
    assert (answer.rows, answer.faults) == (3, ("garbled",))


def test_a_feed_is_read_from_its_own_address_and_must_be_whole(tmp_path: Path) -> None:
    feed = rss({"title": "a"}, {"title": "b"})
    call = Call("news_feed", "espn_nba", {"feed": "espn_nba"}, "2024-03", "why", format=Format.XML)
    with LoopbackServer(answer_in_turn(Reply(feed[:-20]), Reply(feed))) as server:
        answer = _reader(tmp_path, "news_feed", server.url).fetch(call, NOW)
        assert [request.path for request in server.requests] == ["/espn/rss/nba/news"] * 2
    assert (answer.rows, answer.faults) == (2, ("garbled",))


def test_a_json_feed_is_read_too(tmp_path: Path) -> None:
    call = Call("news_feed", "club", {"feed": "club"}, "2024-03", "why")
    with LoopbackServer(lambda request: Reply(json_feed({"id": "1"}))) as server:
        feeds = {"feeds": [{"name": "club", "url": f"{server.url}/feed.json", "format": "json"}]}
        assert _reader(tmp_path, "news_feed", server.url, news_feed=feeds).fetch(call, NOW).rows == 1


def test_a_feed_that_is_configured_no_more_is_named(tmp_path: Path) -> None:
    reader = _reader(tmp_path, "news_feed", "http://mirror.example")
    with pytest.raises(FetchError, match=r"espn_nba.*was 'gone'"):
        reader.address(_page("news_feed", "gone", feed="gone"))


def test_nothing_is_fetched_into_an_invented_league(tmp_path: Path) -> None:
    begin_league(tmp_path)
    with pytest.raises(Exception, match="never fetched into an invented league"):
        _reader(tmp_path, "injury_feed", "http://mirror.example")


@pytest.mark.parametrize(
    ("tail", "is_whole"),
    [
        (b"</rss>\n<!-- a --><!--b--> ", True),
        (b"</rss><!-- a", False),
        (b"</rss>" + b"<!---->" * 9000 + b"x", False),
        (b"<!--</rss>" * 9000, True),
        (b"-->" * 9000, False),
    ],
    ids=["comments", "open", "many", "nested", "ends"],
)
def test_whether_a_feed_is_whole_is_told_at_once_whatever_stands_at_its_end(
    tail: bytes, is_whole: bool
) -> None:
    before = time.monotonic()
    feed = b"<rss><item></item>" + tail
    if is_whole:
        assert _feed_items(feed) == 1
    else:
        with pytest.raises(GarbledError):
            _feed_items(feed)
    assert time.monotonic() - before < 2

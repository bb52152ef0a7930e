"""Pages from the network to raw files and on to what was known of players: complete, kept, and never changed again."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.datasets.web_files import WebFilesDataset
from busta.fetching.pages_calls import SOURCES
from busta.fetching.pages_files import FILES
from busta.params.fetching import FetchingParams
from busta.pipelines.fetching import pages_nodes as nodes
from busta.sources.injury_snapshots import parse_injury_snapshots
from busta.sources.news_feed import parse_news_feed
from busta.sources.official_report import parse_official_report
from busta.sources.rotowire_lineups import parse_rotowire_lineups
from tests.fetching_params import fetching_params
from tests.league import raw_dataset
from tests.project import catalog_entry
from tests.servers.faults import Faults
from tests.servers.loopback import LoopbackServer
from tests.servers.pages import (
    PagesServer,
    addresses,
    injury_page,
    json_feed,
    lineup_game,
    lineup_page,
    man,
    rss,
)
from tests.servers.report_pdf import Row, report_pdf

RAW = ("raw_official_report", "raw_nba_lineups", "raw_injury_feed", "raw_news_feed")
NOON, NIGHT, NEXT = "2024-11-05T17:00:00+00:00", "2024-11-06T00:10:00+00:00", "2024-11-07T00:10:00+00:00"


def _report(title: str, status: str) -> bytes:
    first: Row = ("11/05/2024", "07:30 (ET)", "MIL@CLE", "Milwaukee Bucks", "Lillard, Damian", status, "Rest")
    second: Row = ("", "", "", "Cleveland Cavaliers", "", "", "NOT YET SUBMITTED")
    return report_pdf(title, [first, second], made_at="")


def _server() -> PagesServer:
    starters = [man(f"Man {letter}", "PG", "Confirmed") for letter in "ABCDE"]
    game = lineup_game(
        "0022400142", ("MIL", *starters, man("Bench F", lineup="Confirmed")), ("CLE", man("Star G", "C"))
    )
    reports = {
        "2024-11-05_11AM": _report("11/05/24 11:30 AM", "Questionable"),
        "2024-11-05_05PM": _report("11/05/24 05:30 PM", "Out"),
        "2024-11-06_05PM": _report("11/06/24 05:30 PM", "Available"),
    }
    pages = {"20241105": lineup_page(game), "20241106": lineup_page()}
    injuries = injury_page({"Milwaukee Bucks": [("Damian Lillard", "Day-To-Day")]}, "one")
    item = {
        "title": "He rests",
        "guid": "g1",
        "pubDate": "Tue, 05 Nov 2024 14:00:00 GMT",
        "description": "a <b>b</b>",
    }
    return PagesServer(reports, pages, injuries, rss(item))


def _fetched(root: Path, url: str, as_of: str, **changes: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    return _run(root, fetching_params(as_of=as_of, **{**addresses(url), **changes}))


def _run(root: Path, fetching: FetchingParams) -> tuple[pd.DataFrame, pd.DataFrame]:
    sources = [WebFilesDataset(path=str(root / "answers" / name)).load() for name in SOURCES]
    calls, plan = nodes.plan_pages(fetching.as_of, fetching, *sources)
    log = nodes.fetch_pages(calls, plan, fetching.as_of, fetching, *sources)
    own = [raw_dataset(name, root).load() for name in RAW]
    *files, written = nodes.write_pages(log, fetching, *sources, *own)
    for name, data in zip(SOURCES, files, strict=True):
        _fetched_files(root, FILES[name][0]).save(data)
    return log, written


def _fetched_files(root: Path, folder: str) -> Any:
    from busta.datasets.fetched_files import FetchedFilesDataset

    entry = catalog_entry(f"raw_fetched_{folder}")
    assert Path(entry["path"]).name == folder
    return FetchedFilesDataset(path=str(root / folder), pattern=entry["pattern"], format=entry["format"])


def _raw(root: Path) -> dict[str, bytes]:
    files = (path for folder, _, _ in FILES.values() for path in (root / folder).glob("*"))
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(files)}


def _rows(root: Path) -> dict[str, pd.DataFrame]:
    files = [raw_dataset(name, root).load() for name in RAW]
    parsed = [
        parse_official_report(files[0], 15, 500),
        parse_rotowire_lineups(files[1], "nba_lineups"),
        parse_injury_snapshots(files[2], "injury_feed"),
        parse_news_feed(files[3], 500, 60_000),
    ]
    for each in parsed:
        assert each.refused.empty, each.refused.to_string()
    return {name: each.rows.drop(columns=["file", "row"]) for name, each in zip(RAW, parsed, strict=True)}


def test_a_day_of_pages_arrives_as_raw_files_that_ingestion_reads_whole(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        log, written = _fetched(tmp_path, server.url, NIGHT)
    assert set(log["outcome"]) == {"fetched", "empty"}
    assert set(_raw(tmp_path)) == {
        "availability_official/report_fetched_2024-25.csv",
        "lineups_nba/lineups_fetched_2024-25.parquet",
        "injury_feed/injuries_fetched_2024-25.csv",
        "news_feed/items_fetched_2024-11.parquet",
    }
    assert written["rows"].tolist() == [4, 6, 1, 1]
    assert written["sentence"].eq("").all()
    rows = _rows(tmp_path)
    reports = rows["raw_official_report"]
    assert reports["status"].tolist() == ["questionable", "out"]
    assert reports["seen_at_utc"].tolist() == [
        pd.Timestamp("2024-11-05T16:45Z"),
        pd.Timestamp("2024-11-05T22:45Z"),
    ]
    lineups = rows["raw_nba_lineups"]
    assert lineups["status"].value_counts().to_dict() == {"confirmed_starter": 5, "expected_starter": 1}
    assert lineups["chance_of_playing"].isna().all()
    assert lineups["tip_off_utc"].unique().tolist() == [pd.Timestamp("2024-11-06T00:30Z")]
    assert rows["raw_injury_feed"]["status"].tolist() == ["questionable"]
    assert rows["raw_news_feed"]["text"].tolist() == ["a <b>b</b>"]


def test_a_third_of_answers_spoiled_changes_no_byte(tmp_path: Path) -> None:
    kinds = ("429", "500", "truncated", "html", "hang")
    faults = Faults(1, 0.3, kinds, retry_after=0.02, hang=5)
    for root, answer in (("clean", _server()), ("spoiled", faults.wrap(_server()))):
        with LoopbackServer(answer) as server:
            _, written = _fetched(tmp_path / root, server.url, NIGHT)
    assert sum(faults.given.values()) >= 3
    assert _raw(tmp_path / "spoiled") == _raw(tmp_path / "clean")
    assert len(written) == 4


def test_what_comes_later_changes_no_row_that_was_there_before(tmp_path: Path) -> None:
    pages = _server()
    with LoopbackServer(pages) as server:
        _fetched(tmp_path, server.url, NOON)
        before = _rows(tmp_path)
        # The league writes a report and line-ups anew, the feed says otherwise, the news are worded otherwise.
        pages.lineups["20241105"] = lineup_page(
            lineup_game("0022400142", ("MIL",), ("CLE", man("New H", "C")))
        )
        pages.reports["2024-11-05_11AM"] = _report("11/05/24 11:30 AM", "Out")
        pages.injuries = injury_page({"Milwaukee Bucks": [("Damian Lillard", "Out")]}, "two")
        pages.news = rss({"title": "He plays", "guid": "g1"})
        for moment in (NIGHT, NEXT):
            _fetched(tmp_path, server.url, moment)
    after = _rows(tmp_path)
    for name, rows in before.items():
        assert 0 < len(rows) < len(after[name])
        same = rows.merge(after[name], how="inner")
        pd.testing.assert_frame_equal(same[list(rows)], rows, check_dtype=False)
        times = after[name]["seen_at_utc"]
        assert len(after[name][times <= rows["seen_at_utc"].max()]) == len(rows)


def test_the_same_run_again_asks_nobody_and_writes_the_same_bytes(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        _fetched(tmp_path, server.url, NOON, injury_report={"base_url": server.url, "times": ["11:30"]})
        first, asked = _raw(tmp_path), len(server.requests)
        log, _ = _fetched(
            tmp_path, server.url, NOON, injury_report={"base_url": server.url, "times": ["11:30"]}
        )
        yesterday = log["outcome"].eq("empty").sum()
        assert len(server.requests) == asked + yesterday
    assert _raw(tmp_path) == first


def test_raw_files_come_again_from_the_stored_answers_alone(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        for moment in (NOON, NIGHT):
            _fetched(tmp_path, server.url, moment)
        first = _raw(tmp_path)
        for folder, _, _ in FILES.values():
            shutil.rmtree(tmp_path / folder)
        _fetched(tmp_path, server.url, NIGHT)
    assert _raw(tmp_path) == first


def test_a_dry_run_says_what_it_would_ask_and_touches_nothing(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        fetching = fetching_params(as_of=NIGHT, dry_run=True, **addresses(server.url))
        sources = [WebFilesDataset(path=str(tmp_path / "answers" / name)).load() for name in SOURCES]
        _, plan = nodes.plan_pages(fetching.as_of, fetching, *sources)
        log, written = _run(tmp_path, fetching)
        assert server.requests == []
    assert plan["calls"].sum() > 4
    assert log.empty
    assert written.empty
    assert list(tmp_path.rglob("*.*")) == []


def test_a_report_that_the_user_owns_is_not_written_again(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        _fetched(tmp_path, server.url, NIGHT)
        folder = tmp_path / "availability_official"
        (folder / "report_fetched_2024-25.csv").rename(folder / "report_mine.csv")
        _, written = _fetched(tmp_path, server.url, NIGHT)
    account = written.set_index("folder").loc["availability_official"]
    assert (account["rows"], account["skipped"]) == (0, 4)
    assert "stand in other files" in account["sentence"]
    assert len(_rows(tmp_path)["raw_official_report"]) == 2


def test_an_item_of_last_month_that_is_still_in_the_feed_stays_where_it_was(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        for moment in (NOON, "2024-12-02T17:00:00+00:00"):
            _, written = _fetched(tmp_path, server.url, moment)
    assert written.set_index("folder")["skipped"]["news_feed"] == 1
    assert [name for name in _raw(tmp_path) if "news" in name] == ["news_feed/items_fetched_2024-11.parquet"]
    assert len(_rows(tmp_path)["raw_news_feed"]) == 1


def test_a_report_in_another_lay_out_is_kept_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = _server()
    monkeypatch.setattr("tests.servers.report_pdf.HEADINGS", ("Game Date", "Time", "A", "B", "C", "D", "E"))
    pages.reports["2024-11-05_05PM"] = _report("11/05/24 05:30 PM", "Out")
    with LoopbackServer(pages) as server:
        _, written = _fetched(tmp_path, server.url, NIGHT)
    account = written.set_index("folder").loc["availability_official"]
    assert "2024-11-05 17:30 was kept and cannot be read" in account["sentence"]
    assert account["rows"] == 2


def test_a_backfill_of_days_asks_for_reports_alone(tmp_path: Path) -> None:
    with LoopbackServer(_server()) as server:
        days = {"mode": "backfill", "first_day": "2024-11-05", "last_day": "2024-11-06"}
        log, _ = _fetched(tmp_path, server.url, "2025-01-01T00:00:00+00:00", **days)
        assert set(log["source"]) == {"injury_report"}
        assert len(log) == len(server.requests) == 12
    assert _rows(tmp_path)["raw_official_report"]["status"].tolist() == ["questionable", "out", "available"]


def test_sources_that_are_switched_off_are_not_opened(tmp_path: Path) -> None:
    off = {name: {"enabled": False} for name in SOURCES}
    log, written = _run(tmp_path, fetching_params(as_of=NIGHT, **off))
    assert log.empty
    assert written.empty


def test_a_json_feed_becomes_items_too(tmp_path: Path) -> None:
    items = [
        {
            "id": "1",
            "url": "https://e.org/1",
            "title": "T",
            "content_text": "x",
            "date_published": "2024-11-05T01:00:00Z",
        }
    ]
    pages = _server()
    pages.news = json_feed(*items)
    with LoopbackServer(pages) as server:
        feeds = [{"name": "club", "url": f"{server.url}/espn/rss/nba/news", "format": "json"}]
        _fetched(tmp_path, server.url, NOON, news_feed={"feeds": feeds})
    item = _rows(tmp_path)["raw_news_feed"].iloc[0]
    assert (item["feed"], item["title"], item["link"], item["text"]) == ("club", "T", "https://e.org/1", "x")
    assert item["published_at_utc"] == pd.Timestamp("2024-11-05T01:00Z")

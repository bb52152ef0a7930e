"""Feeds of news: every wording once, from when it was first seen; text stays text."""

from __future__ import annotations

import pytest

from busta.fetching.calls import Answer, Format
from busta.fetching.news_items import ITEM_COLUMNS, item_table
from tests.fetching.stored import stored
from tests.servers.pages import json_feed, rss

EARLY, LATE = "2024-11-05T17:00:00+00:00", "2024-11-05T18:00:00+00:00"
ITEM = {
    "title": "He rests",
    "link": "https://e.org/1",
    "guid": "g1",
    "pubDate": "Tue, 05 Nov 2024 09:00:00 EST",
    "description": "Tonight.",
}


def _rss(*items: dict[str, str], at: str = EARLY, feed: str = "one") -> Answer:
    return stored(rss(*items), at, Format.XML, feed=feed)


def _json(*items: dict[str, str]) -> Answer:
    return stored(json_feed(*items), EARLY, Format.JSON, feed="one")


def test_an_item_says_when_it_was_published_and_when_it_was_seen() -> None:
    table = item_table([_rss(ITEM)], 100, 100)
    assert tuple(table) == ITEM_COLUMNS
    row = table.iloc[0]
    assert row["published_at_utc"] == "2024-11-05T14:00:00Z"
    assert row["seen_at_utc"] == "2024-11-05T17:00:00Z"
    assert (row["feed"], row["title"], row["link"], row["content"]) == (
        "one",
        "He rests",
        "https://e.org/1",
        "Tonight.",
    )


def test_an_item_seen_again_is_one_row_and_another_wording_a_second_of_the_same_name() -> None:
    answers = [_rss({**ITEM, "title": "He plays"}, at=LATE), _rss(ITEM, at=LATE), _rss(ITEM)]
    table = item_table(answers, 100, 100)
    assert table["title"].tolist() == ["He rests", "He plays"]
    assert table["seen_at_utc"].tolist() == ["2024-11-05T17:00:00Z", "2024-11-05T18:00:00Z"]
    first, second = table["id"].str.split("-")
    assert first[0] == second[0]
    assert first[1] != second[1]


def test_the_same_name_in_two_feeds_is_two_items() -> None:
    assert item_table([_rss(ITEM), _rss(ITEM, feed="two")], 100, 100)["id"].nunique() == 2


def test_text_is_cut_and_nothing_of_the_publisher_stands_in_the_id() -> None:
    row = item_table(
        [_rss({**ITEM, "title": "x" * 999, "description": "y" * 999, "guid": "../../etc"})], 10, 20
    ).iloc[0]
    assert (row["title"], row["content"]) == ("x" * 10, "y" * 20)
    assert row["id"].replace("-", "").isalnum()


def test_an_address_in_place_of_a_feed_is_never_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr("socket.socket.connect", refuse)
    assert item_table([stored(b"http://127.0.0.1:9/feed", EARLY, Format.XML, feed="one")], 10, 10).empty


def test_entities_that_grow_without_end_give_nothing() -> None:
    bomb = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
    <!ENTITY f SYSTEM "file:///etc/passwd">]>
    <rss version="2.0"><channel><item><title>&b;&f;</title></item></channel></rss>"""
    table = item_table([stored(bomb, EARLY, Format.XML, feed="one")], 1000, 1000)
    assert not table["title"].str.contains("root:").any()
    assert (table["title"].str.len() < 1000).all()


@pytest.mark.parametrize("when", ["soon", "2024-11-05", "0001-01-01T00:00:00Z", ""])
def test_a_time_that_says_no_moment_is_none(when: str) -> None:
    row = item_table([_json({"id": "1", "title": "T", "date_published": when})], 10, 10).iloc[0]
    assert row["published_at_utc"] == ""


def test_a_json_feed_gives_the_same_columns() -> None:
    item = {
        "id": "1",
        "url": "https://e.org",
        "title": "T",
        "content_html": "<p>x</p>",
        "date_modified": EARLY,
    }
    row = item_table([_json(item)], 10, 10).iloc[0]
    assert (row["title"], row["content"], row["published_at_utc"]) == (
        "T",
        "<p>x</p>",
        "2024-11-05T17:00:00Z",
    )


def test_no_answers_are_no_rows_but_all_columns() -> None:
    assert tuple(item_table([], 10, 10)) == ITEM_COLUMNS

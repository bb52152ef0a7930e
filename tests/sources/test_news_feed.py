"""Items of news feeds: bounded, inert, and known only once they were seen."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.schemas.primary import Texts
from busta.sources.news_articles import parse_news_articles
from busta.sources.news_feed import parse_news_feed
from busta.sources.news_tweets import parse_news_tweets
from busta.sources.parsed import Parsed
from busta.sources.texts import build_texts
from tests.sources.boxes import file, refused

ROW = {
    "id": "0123456789abcdef-01234567", "published_at_utc": "2024-11-05T14:00:00Z",
    "seen_at_utc": "2024-11-05T14:20:00Z", "feed": "espn_nba", "title": "Star out", "link": "https://example.org/1",
    "content": "He will miss <b>two</b> weeks.",
}  # fmt: skip


def _parsed(*changes: dict[str, str]) -> Parsed:
    return parse_news_feed(file([{**ROW, **change} for change in changes]), 50, 200)


def _texts(*changes: dict[str, str]) -> pd.DataFrame:
    nothing = parse_news_articles({}, 1, 1).rows, parse_news_tweets({}, 1).rows
    return build_texts(*nothing, _parsed(*changes).rows)


def test_an_item_is_read_as_text_that_nobody_interprets() -> None:
    parsed = _parsed({"title": "S\u200btar\nout", "content": "<script>alert(1)</script>"})
    assert parsed.refused.empty
    assert parsed.rows["title"].tolist() == ["Star out"]
    assert parsed.rows["text"].tolist() == ["<script>alert(1)</script>"]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "data:text/html,x", "https://a b", ""])
def test_a_link_that_is_no_web_address_is_dropped(link: str) -> None:
    assert _parsed({"link": link}).rows["link"].tolist() == [""]


@pytest.mark.parametrize(
    ("column", "value"),
    [("title", "x" * 51), ("content", "x" * 201), ("id", ""), ("id", "a/b"), ("seen_at_utc", ""), ("feed", ""),
     ("published_at_utc", "yesterday")],
)  # fmt: skip
def test_a_wrong_or_too_long_cell_is_refused(column: str, value: str) -> None:
    parsed = _parsed({column: value}, {"id": "other"})
    assert refused(parsed.refused)[0][:3] == ("one.csv", 2, column)
    assert parsed.rows["item_id"].tolist() == ["other"]


def test_an_item_is_known_from_the_moment_it_was_seen_not_from_when_it_says_it_was_published() -> None:
    text = _texts({}).iloc[0]
    assert text["known_from_utc"] == pd.Timestamp("2024-11-05T14:20Z")
    assert text["published_at_utc"] == pd.Timestamp("2024-11-05T14:00Z")
    assert (text["source"], text["season"]) == ("news_feed", "2024-25")
    assert text["text_id"] == f"news_feed:{ROW['id']}"


def test_an_item_of_the_future_is_known_in_the_future_and_one_without_a_time_when_seen() -> None:
    texts = _texts({"published_at_utc": "2024-11-06T01:00:00Z"}, {"id": "b", "published_at_utc": ""})
    assert texts["known_from_utc"].tolist() == [
        pd.Timestamp("2024-11-05T14:20Z"),
        pd.Timestamp("2024-11-06T01:00Z"),
    ]
    assert texts["published_on"].tolist() == [pd.Timestamp("2024-11-05")] * 2
    assert len(Texts.validate(texts)) == 2


def test_the_second_of_two_rows_of_one_wording_is_refused() -> None:
    assert [row[1] for row in refused(_parsed({}, {}).refused)] == [3]

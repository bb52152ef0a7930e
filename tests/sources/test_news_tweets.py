"""Tweets: to the second, in UTC."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.sources.news_tweets import parse_news_tweets
from tests.sources.boxes import file, refused

ROW = {
    "id": "956192740060090368",
    "created_at": "2018-01-24 15:51:29",
    "retweets": "83",
    "text": "Out, sources say.",
}


def test_the_number_of_a_tweet_keeps_all_its_digits_and_the_time_is_utc() -> None:
    tweet = parse_news_tweets(file([ROW]), 200).rows.iloc[0]
    assert tweet["tweet_id"] == "956192740060090368"
    assert tweet["published_at_utc"] == pd.Timestamp("2018-01-24 15:51:29", tz="UTC")


def test_a_stamp_with_an_offset_is_turned_into_utc() -> None:
    tweet = parse_news_tweets(file([{**ROW, "created_at": "2018-01-24T10:51:29-05:00"}]), 200).rows.iloc[0]
    assert tweet["published_at_utc"] == pd.Timestamp("2018-01-24 15:51:29", tz="UTC")


@pytest.mark.parametrize(
    ("column", "value"),
    [("created_at", "2018-01-24"), ("created_at", "2018-01-24 15:51"), ("created_at", "24/01/2018 15:51:29"),
     ("id", "9.56192740060090368e17"), ("text", ""), ("text", "x" * 201), ("retweets", "many")],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_no_hour_is_guessed(column: str, value: str) -> None:
    parsed = parse_news_tweets(file([{**ROW, column: value}, {**ROW, "id": "1"}]), 200)
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, column)]
    assert parsed.rows["tweet_id"].tolist() == ["1"]


def test_a_tweet_stands_once() -> None:
    parsed = parse_news_tweets(file([ROW, ROW]), 200)
    assert (len(parsed.rows), refused(parsed.refused)[0][1:3]) == (1, (3, "tweet_id"))


def test_every_real_tweet_is_read(raw_root) -> None:
    files = RawFilesDataset(path=str(raw_root / "news"), pattern="*tweets*.csv", format="csv").load()
    parsed = parse_news_tweets(files, 1000)
    assert (len(parsed.rows), len(parsed.refused)) == (2_234, 0)
    assert parsed.rows["published_at_utc"].min() == pd.Timestamp("2016-01-06 12:06:58", tz="UTC")

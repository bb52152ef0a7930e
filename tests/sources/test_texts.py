"""One table of texts: nothing may be used before it could be read."""

from __future__ import annotations

import pandas as pd

from busta.schemas.primary import Texts
from busta.sources.news_articles import parse_news_articles
from busta.sources.news_feed import parse_news_feed
from busta.sources.news_tweets import parse_news_tweets
from busta.sources.texts import build_texts
from tests.sources.boxes import file

ARTICLES = [
    {"id": "1", "date": "2018-01-24", "title": "Winter", "link": "", "content": "a"},
    {"id": "2", "date": "2018-07-01", "title": "Summer", "link": "", "content": "b"},
    {"id": "3", "date": "2018-03-10", "title": "The clocks change in the night", "link": "", "content": "c"},
]
TWEETS = [
    {"id": "7", "created_at": "2018-01-25 03:30:00", "retweets": "1", "text": "late in the evening, Eastern"},
    {"id": "8", "created_at": "2018-01-24 23:59:59", "retweets": "", "text": "early"},
]


def _texts() -> pd.DataFrame:
    articles = parse_news_articles(file(ARTICLES), 100, 100).rows
    tweets = parse_news_tweets(file(TWEETS), 100).rows
    return build_texts(articles, tweets, parse_news_feed({}, 1, 1).rows).set_index("text_id")


def test_an_article_is_known_from_the_midnight_in_new_york_that_ends_its_day() -> None:
    known = _texts()["known_from_utc"]
    assert known["news_articles:1"] == pd.Timestamp("2018-01-25 05:00", tz="UTC")
    assert known["news_articles:2"] == pd.Timestamp("2018-07-02 04:00", tz="UTC")
    assert known["news_articles:3"] == pd.Timestamp("2018-03-11 05:00", tz="UTC")


def test_a_tweet_is_known_from_its_second_and_dated_by_the_day_in_new_york() -> None:
    tweet = _texts().loc["news_tweets:7"]
    assert tweet["known_from_utc"] == tweet["published_at_utc"] == pd.Timestamp("2018-01-25 03:30", tz="UTC")
    assert tweet["published_on"] == pd.Timestamp("2018-01-24")
    assert tweet["season"] == "2017-18"


def test_texts_stand_in_the_order_in_which_they_became_known() -> None:
    assert _texts().index[:3].tolist() == ["news_tweets:8", "news_tweets:7", "news_articles:1"]


def test_what_was_counted_later_is_not_in_the_table() -> None:
    table = _texts().reset_index()
    assert {"retweets", "link"}.isdisjoint(table)
    pd.testing.assert_frame_equal(Texts.validate(table), table)


def test_no_texts_are_an_empty_table_of_the_same_contract() -> None:
    none = parse_news_articles({}, 1, 1).rows, parse_news_tweets({}, 1).rows, parse_news_feed({}, 1, 1).rows
    empty = build_texts(*none)
    assert len(Texts.validate(empty)) == 0

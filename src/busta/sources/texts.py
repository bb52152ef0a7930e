"""All texts in one table, each with the moment from which it may be used."""

from __future__ import annotations

import pandas as pd

from busta.nba.calendar import eastern_date, season_of_date, utc_from_eastern
from busta.sources import news_articles, news_feed, news_tweets

TEXT_COLUMNS = [
    "text_id", "source", "season", "published_at_utc", "published_on", "known_from_utc", "title", "text",
]  # fmt: skip
_DAY = pd.Timedelta(days=1)


def build_texts(articles: pd.DataFrame, tweets: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Put articles, tweets and items of feeds below each other.

    Parameters
    ----------
    articles, tweets, items
        ``int_news_articles``, ``int_news_tweets`` and ``int_news_feed``.

    Returns
    -------
    pandas.DataFrame
        ``prm_texts``, by ``known_from_utc``. A tweet is known from its second on, an article from the end of its day in
        US Eastern, an item of a feed when it was seen: its publisher may have changed it before that. What was
        counted or corrected later (retweets, links) is left out.
    """
    texts = pd.concat([_articles(articles), _tweets(tweets), _items(items)], ignore_index=True)
    return texts.sort_values(["known_from_utc", "text_id"], kind="stable", ignore_index=True)


def _articles(articles: pd.DataFrame) -> pd.DataFrame:
    nothing = pd.Series(pd.NaT, index=articles.index, dtype="datetime64[us, UTC]")
    return _laid_out(
        articles,
        news_articles.SOURCE,
        text_id=articles["article_id"].astype("str"),
        published_at_utc=nothing,
        known_from_utc=utc_from_eastern(articles["published_on"] + _DAY),
    )


def _tweets(tweets: pd.DataFrame) -> pd.DataFrame:
    days = tweets.assign(published_on=eastern_date(tweets["published_at_utc"]), title="")
    return _laid_out(
        days, news_tweets.SOURCE, text_id=days["tweet_id"], known_from_utc=days["published_at_utc"]
    )


def _items(items: pd.DataFrame) -> pd.DataFrame:
    published, seen = items["published_at_utc"], items["seen_at_utc"]
    days = items.assign(published_on=eastern_date(published.fillna(seen)))
    # An item that claims to be of the future is known from then on.
    known = seen.mask(published > seen, published)
    return _laid_out(days, news_feed.SOURCE, text_id=days["item_id"], known_from_utc=known)


def _laid_out(rows: pd.DataFrame, source: str, text_id: pd.Series, **times: pd.Series) -> pd.DataFrame:
    texts = rows.assign(
        source=source, text_id=source + ":" + text_id, season=season_of_date(rows["published_on"]), **times
    )
    return texts[TEXT_COLUMNS].astype(dict.fromkeys(["text_id", "source", "season", "title", "text"], "str"))

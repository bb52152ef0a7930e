"""Nodes of what surrounds the games: texts, referees, tracking, salaries and awards."""

from collections.abc import Callable

import pandas as pd

from busta.nba.players import careers
from busta.params.ingestion import IngestionParams
from busta.sources import awards as award_votes
from busta.sources import (
    news_articles,
    news_feed,
    news_tweets,
    officials,
    salaries,
    season_people,
    texts,
    tracking,
)
from busta.sources.coverage import count_coverage
from busta.sources.parsed import Parsed, RawFile, file_log
from busta.sources.players import known_from

Files = dict[str, RawFile]
Ingested = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]
Joined = tuple[pd.DataFrame, pd.DataFrame]


def ingest_news_articles(files: Files, ingestion: IngestionParams) -> Ingested:
    """Read articles: rows, refusals, log of files."""
    limits = ingestion.longest_text
    parsed = news_articles.parse_news_articles(files, limits.title, limits.article)
    return _ingested(news_articles.SOURCE, files, parsed)


def ingest_news_tweets(files: Files, ingestion: IngestionParams) -> Ingested:
    """Read tweets: rows, refusals, log of files."""
    parsed = news_tweets.parse_news_tweets(files, ingestion.longest_text.tweet)
    return _ingested(news_tweets.SOURCE, files, parsed)


def ingest_news_feed(files: Files, ingestion: IngestionParams) -> Ingested:
    """Read items of news feeds: rows, refusals, log of files."""
    limits = ingestion.longest_text
    parsed = news_feed.parse_news_feed(files, limits.title, limits.article)
    return _ingested(news_feed.SOURCE, files, parsed)


def ingest_officials(files: Files) -> Ingested:
    """Read who refereed: rows, refusals, log of files."""
    return _ingested(officials.SOURCE, files, officials.parse_officials(files))


def ingest_tracking(files: Files) -> Ingested:
    """Read player tracking of whole seasons: rows, refusals, log of files."""
    return _ingested(tracking.SOURCE, files, tracking.parse_tracking(files))


def ingest_salaries(files: Files) -> Ingested:
    """Read salaries: rows, refusals, log of files."""
    return _ingested(salaries.SOURCE, files, salaries.parse_salaries(files))


def ingest_awards(files: Files) -> Ingested:
    """Read the votes for awards: rows, refusals, log of files."""
    return _ingested(award_votes.SOURCE, files, award_votes.parse_awards(files))


def collect_texts(articles: pd.DataFrame, tweets: pd.DataFrame, items: pd.DataFrame) -> Joined:
    """Put all texts into one table, each with the moment from which it may be used: ``prm_texts`` and its coverage."""
    table = texts.build_texts(articles, tweets, items)
    parts = [
        count_coverage(rows["season"], pd.Series("", index=rows.index), str(source), "texts")
        for source, rows in table.groupby("source")
    ]
    nothing = count_coverage(table["season"].head(0), table["text"].head(0), "", "texts")
    return table, pd.concat(parts or [nothing], ignore_index=True)


def join_officials(rows: pd.DataFrame, games: pd.DataFrame) -> Joined:
    """Join referees to games: ``prm_officials`` and its coverage."""
    return officials.join_officials(rows, games)


def collect_tracking(rows: pd.DataFrame) -> Joined:
    """Put the kinds of tracking beside each other: ``prm_tracking`` and its coverage."""
    reasons = pd.Series("", index=rows.index, dtype="str")
    return tracking.build_tracking(rows), count_coverage(rows["season"], reasons, tracking.SOURCE, "rows")


def resolve_salaries(
    rows: pd.DataFrame, player_games: pd.DataFrame, players: pd.DataFrame, ingestion: IngestionParams
) -> Joined:
    """Find the players of salaries: ``prm_salaries`` and its coverage."""
    known = careers(known_from(players, player_games))
    return season_people.resolve_salaries(rows, known, ingestion.career_margin_days)


def resolve_awards(
    rows: pd.DataFrame, player_games: pd.DataFrame, players: pd.DataFrame, ingestion: IngestionParams
) -> Joined:
    """Find the players of awards: ``prm_awards`` and its coverage."""
    known = careers(known_from(players, player_games))
    return season_people.resolve_awards(rows, known, ingestion.career_margin_days)


def _ingested(source: str, files: Files, parsed: Parsed) -> Ingested:
    return parsed.rows, parsed.refused, file_log(source, files, parsed)


ADAPTERS: dict[str, Callable[..., Ingested]] = {
    news_articles.SOURCE: ingest_news_articles,
    news_tweets.SOURCE: ingest_news_tweets,
    news_feed.SOURCE: ingest_news_feed,
    officials.SOURCE: ingest_officials,
    tracking.SOURCE: ingest_tracking,
    salaries.SOURCE: ingest_salaries,
    award_votes.SOURCE: ingest_awards,
}

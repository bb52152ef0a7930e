"""The law of texts: what was written on a day or later changes nothing that could be read before it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from busta.nba.calendar import LEAGUE_ZONE, eastern_date
from busta.params.ingestion import IngestionParams
from busta.pipelines.ingestion import context_nodes
from busta.sources.parsed import RawFile
from tests.laws.project_run import parameters

Files = Mapping[str, RawFile]
Change = Callable[[pd.DataFrame, pd.Series], pd.DataFrame]
WRITTEN = ["title", "content", "text"]


def law_texts_before_their_time(invented: Mapping[str, Any]) -> None:
    """Texts of a day and later, scrambled or deleted in the raw files, change no text known before that day.

    An article tells its day only: until the day is over in New York nobody may have read it.
    """
    articles, tweets = invented["raw_news_articles"], invented["raw_news_tweets"]
    truth = _texts(articles, tweets)
    days = truth["published_on"].drop_duplicates().sort_values()
    days = days.iloc[[len(days) * fourth // 4 for fourth in (1, 2, 3)]]
    for day in days:
        midnight = day.tz_localize(LEAGUE_ZONE).tz_convert("UTC")
        expected = truth[truth["known_from_utc"] <= midnight]
        assert 0 < len(expected) < len(truth)
        for change in (_scrambled, _deleted):
            found = _texts(_changed(articles, day, change), _changed(tweets, day, change))
            assert not found.equals(truth), f"{change.__name__} from {day:%Y-%m-%d} changed nothing at all"
            found = found[found["known_from_utc"] <= midnight]
            assert expected.reset_index(drop=True).equals(found.reset_index(drop=True)), (
                f"{change.__name__} from {day:%Y-%m-%d}: other texts were known before"
            )


def _texts(articles: Files, tweets: Files) -> pd.DataFrame:
    ingestion = IngestionParams.model_validate(parameters("test")["ingestion"])
    read = (
        context_nodes.ingest_news_articles(dict(articles), ingestion)[0],
        context_nodes.ingest_news_tweets(dict(tweets), ingestion)[0],
    )
    none = context_nodes.ingest_news_feed({}, ingestion)[0]
    return context_nodes.collect_texts(*read, none)[0]


def _changed(files: Files, day: pd.Timestamp, change: Change) -> dict[str, RawFile]:
    return {
        name: dataclasses.replace(file, rows=change(file.rows, _days(file.rows) >= day))
        for name, file in files.items()
    }


def _days(rows: pd.DataFrame) -> pd.Series:
    if "date" in rows:
        return pd.to_datetime(rows["date"])
    return eastern_date(pd.to_datetime(rows["created_at"], utc=True))


def _scrambled(rows: pd.DataFrame, since: pd.Series) -> pd.DataFrame:
    order = np.random.default_rng(11).permutation(np.flatnonzero(since))
    out = rows.copy()
    for column in rows.columns.intersection(WRITTEN):
        out.loc[since, column] = rows[column].to_numpy()[order] + " (changed)"
    return out


def _deleted(rows: pd.DataFrame, since: pd.Series) -> pd.DataFrame:
    return rows[~since]

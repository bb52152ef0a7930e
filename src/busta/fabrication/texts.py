"""Invented articles and tweets: written from what is true in the season, dated as the real ones are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from busta.fabrication.happenings import eastern, happenings
from busta.fabrication.season import Season
from busta.fabrication.tables import SeasonTables, game_dates
from busta.fabrication.text_settings import TextSettings
from busta.fabrication.wording import phrases, written

if TYPE_CHECKING:
    from busta.fabrication.raw_formats import RawFiles, SeasonSources

_ZONE = "America/New_York"
_SITE = "https://fabricated.invalid/"
_NOISE = "noise"
# Already timed to the second before the game that they speak of.
_TIMED = ("injury", "return", "rest", "preview", "absence")
_FILLER_SHARE = 0.55
_WRITING = pd.Timedelta(minutes=20)
_LONGEST_TWEET = 140
_DELAY_SPREAD = 1.0
_RETWEETS, _RETWEET_SPREAD = 360.0, 1.3
_ARTICLES_A_SEASON, _FIRST_YEAR = 100_000, 1946
# Numbers of tweets grow with time, as real ones do: seconds since 1900, then a count.
_EPOCH, _BITS = pd.Timestamp("1900-01-01", tz="UTC"), 27


def text_files(sources: SeasonSources) -> RawFiles:
    """Write a season's articles and tweets.

    Parameters
    ----------
    sources
        What they are written from.

    Returns
    -------
    dict
        ``raw_news_articles`` and ``raw_news_tweets``: one file each.
    """
    season, tables, settings = sources.season, sources.tables, sources.settings.texts
    label = tables.label
    rng = sources.chance("happenings")
    events = happenings(season, tables, sources.clubs, settings.long_streak, rng)
    noise = _noise(season, tables, sources.clubs, settings, rng)
    told = pd.concat([events, noise], ignore_index=True).fillna("")
    articles = _articles(told, tables.year, settings, sources.chance("articles"))
    tweets = _tweets(told, settings, sources.chance("tweets"))
    return {
        "raw_news_articles": {f"nba_com_articles_{label}.parquet": articles},
        "raw_news_tweets": {f"tweets_{label}.csv": tweets},
    }


def _noise(
    season: Season,
    tables: SeasonTables,
    clubs: pd.DataFrame,
    settings: TextSettings,
    rng: np.random.Generator,
) -> pd.DataFrame:
    days = int(tables.games["day"].max()) + 1
    count = int(rng.poisson(2 * settings.noise_per_day * days))
    team, day = rng.integers(0, len(clubs), count), pd.Series(rng.integers(0, days, count))
    men = season.rosters[day.to_numpy(), team, rng.integers(0, season.rosters.shape[2], count)]
    facts = {
        "kind": _NOISE,
        "at_utc": eastern(game_dates(season, day), rng.uniform(8, 23, count)),
        "team": clubs["nickname"].to_numpy()[team],
        "city": clubs["city"].to_numpy()[team],
        "player": season.players.people["name"].to_numpy()[men],
    }
    return pd.DataFrame(facts).sort_values("at_utc", kind="stable", ignore_index=True)


def _chosen(events: pd.DataFrame, shares: Mapping[str, float], rng: np.random.Generator) -> pd.DataFrame:
    share = events["kind"].map({**shares, _NOISE: 0.5}).astype(float)
    return events[rng.random(len(events)) < share].reset_index(drop=True)


def _by_kind(events: pd.DataFrame, part: str, rng: np.random.Generator) -> np.ndarray:
    out = np.full(len(events), "", dtype=object)
    for kind, rows in events.groupby("kind").indices.items():
        out[rows] = written(phrases(str(kind), part), events.iloc[rows], rng)
    return out


def _articles(
    events: pd.DataFrame, year: int, settings: TextSettings, rng: np.random.Generator
) -> pd.DataFrame:
    chosen = _chosen(events, settings.article_shares, rng)
    published = (chosen["at_utc"] + _WRITING).dt.tz_convert(_ZONE).dt.strftime("%Y-%m-%d")
    rows = pd.DataFrame(
        {
            "date": published.to_numpy(),
            "title": _by_kind(chosen, "title", rng),
            "content": _contents(chosen, settings, rng),
        }
    )
    again = rows[rng.random(len(rows)) < settings.repeat_share]
    rows = pd.concat([rows, again]).sort_values("date", kind="stable", ignore_index=True)
    number = (year - _FIRST_YEAR) * _ARTICLES_A_SEASON + np.arange(len(rows))
    slug = pd.Series(number).astype(str)
    rows = rows.assign(id=number, link=_SITE + "news/" + slug)
    return rows[["id", "date", "title", "link", "content"]].astype(
        dict.fromkeys(("date", "title", "link", "content"), "str")
    )


def _contents(events: pd.DataFrame, settings: TextSettings, rng: np.random.Generator) -> np.ndarray:
    lead = _by_kind(events, "lead", rng)
    # Few long stories and many short ones, as real lengths are.
    count = 1 + rng.negative_binomial(1.2, 1.2 / (1.2 + settings.mean_sentences), len(events))
    article = np.repeat(np.arange(len(events)), count)
    facts = events.iloc[article].reset_index(drop=True)
    is_filler = rng.random(len(facts)) < _FILLER_SHARE
    facts.loc[is_filler, "kind"] = "filler"
    sentences = pd.DataFrame({"article": article, "text": _by_kind(facts, "more", rng)}).drop_duplicates()
    body = sentences.groupby("article")["text"].agg(" ".join)
    return np.asarray(lead + " " + body.to_numpy(dtype=object))


def _tweets(events: pd.DataFrame, settings: TextSettings, rng: np.random.Generator) -> pd.DataFrame:
    chosen = _chosen(events, settings.tweet_shares, rng)
    delay = settings.median_delay_minutes * np.exp(rng.normal(0.0, _DELAY_SPREAD, len(chosen)))
    delay = np.where(chosen["kind"].isin(_TIMED), 0.0, delay)
    rows = pd.DataFrame(
        {
            "at": chosen["at_utc"] + pd.to_timedelta(np.round(60 * delay), unit="s"),
            "text": _shortened(pd.Series(_by_kind(chosen, "tweet", rng), dtype="str")),
        }
    )
    again = rows[rng.random(len(rows)) < settings.repeat_share]
    later = again.assign(at=again["at"] + pd.to_timedelta(rng.integers(3600, 10_800, len(again)), unit="s"))
    # The archive lists the latest first.
    rows = pd.concat([rows, later]).sort_values("at", kind="stable", ascending=False, ignore_index=True)
    seconds = ((rows["at"] - _EPOCH) // pd.Timedelta(seconds=1)).astype("int64")
    within = rows.groupby("at").cumcount(ascending=False)
    return pd.DataFrame(
        {
            "id": seconds * 2**_BITS + within,
            "created_at": rows["at"].dt.strftime("%Y-%m-%d %H:%M:%S"),
            "retweets": rng.lognormal(np.log(_RETWEETS), _RETWEET_SPREAD, len(rows)).astype(int),
            "text": rows["text"],
        }
    )


def _shortened(texts: pd.Series) -> pd.Series:
    cut = texts.str.slice(0, _LONGEST_TWEET - 26) + "… " + _SITE + "t"
    return texts.mask(texts.str.len().gt(_LONGEST_TWEET), cut)

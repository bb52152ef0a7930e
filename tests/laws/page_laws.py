"""The law of pages: a report, line-up or feed of a day or later changes nothing that was known before."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from busta.nba.calendar import LEAGUE_ZONE
from busta.nba.teams import teams
from busta.params.ingestion import IngestionParams
from busta.pipelines.ingestion import context_nodes, pages_nodes
from busta.sources.parsed import RawFile
from tests.laws.project_run import parameters

Files = dict[str, RawFile]
Change = Callable[[pd.DataFrame, pd.Series], pd.DataFrame]
NEW_PAGES = ("official_report", "nba_lineups", "injury_feed")
WHEN = {
    "official_report": "report_time_utc",
    "nba_lineups": "snapshot_utc",
    "injury_feed": "snapshot_utc",
    "news_feed": "seen_at_utc",
}
SAID = {
    "official_report": ("status", ["Out", "Doubtful", "Questionable", "Probable", "Available"]),
    "nba_lineups": ("lineup_status", ["is-expected", "is-confirmed"]),
    "injury_feed": ("status", ["Out", "Day-To-Day", "Questionable"]),
    "news_feed": ("content", ["He plays.", "He rests.", "He is ill."]),
}
_GAMES = 60
_ISO = "%Y-%m-%dT%H:%M:%SZ"


def law_pages_before_their_time(invented: Mapping[str, Any]) -> None:
    """Pages of a day and later, said otherwise or deleted in the raw files, change no row known before that day.

    What a page says after the start is no status of that game.
    """
    raw = raw_pages(invented)
    truth = _known(raw, invented)
    assert set(truth["source"]) == {*NEW_PAGES, "news_feed"}
    for day in _days(truth):
        midnight = day.tz_localize(LEAGUE_ZONE).tz_convert("UTC")
        for change in (_said_otherwise, _deleted):
            found = _known(_changed(raw, midnight, change), invented)
            assert not found.equals(truth), f"{change.__name__} from {day:%Y-%m-%d} changed nothing at all"
            expected, early = (table[table["known"] < midnight] for table in (truth, found))
            assert len(expected) > 0
            assert expected.reset_index(drop=True).equals(early.reset_index(drop=True)), (
                f"{change.__name__} from {day:%Y-%m-%d}: other rows were known before"
            )


def raw_pages(invented: Mapping[str, Any]) -> dict[str, Files]:
    """Raw files of the new pages about games of the invented league, the evening before, on the day and after it."""
    games = invented["prm_games"].dropna(subset="tip_off_utc").sort_values("tip_off_utc").head(_GAMES)
    men = invented["prm_player_games"][["game_id", "team_id", "player_name"]].merge(games, on="game_id")
    men = men.groupby(["game_id", "team_id"]).head(3)
    spans = pd.to_timedelta([-26, -3, 1], unit="h")
    rows = pd.concat([men.assign(at=men["tip_off_utc"] + span) for span in spans], ignore_index=True)
    rows["at"] = rows["at"].dt.floor("h")
    rows["team"] = rows["team_id"].map(teams().set_index("team_id")["abbreviation"])
    chance = np.random.default_rng(3)
    tables = {
        "official_report": _reports(rows),
        "nba_lineups": _lineups(rows),
        "injury_feed": _feed(rows.drop_duplicates(["at", "team", "player_name"])),
        "news_feed": _news(rows),
    }
    said = {
        source: table.assign(**{SAID[source][0]: chance.choice(SAID[source][1], len(table))})
        for source, table in tables.items()
    }
    return {source: {source: RawFile(source, _numbered(table))} for source, table in said.items()}


def _reports(rows: pd.DataFrame) -> pd.DataFrame:
    names = rows["player_name"].str.split(" ", n=1, expand=True)
    return pd.DataFrame(
        {
            "report_time_utc": rows["at"].dt.strftime(_ISO),
            "created_at_utc": (rows["at"] + pd.Timedelta(seconds=20)).dt.strftime(_ISO),
            "game_date": rows["game_date"].dt.strftime("%m/%d/%Y"),
            "team": rows["team"],
            "player": names[1] + ", " + names[0],
            "reason": "Injury/Illness - Left Knee; Soreness",
        }
    )


def _lineups(rows: pd.DataFrame) -> pd.DataFrame:
    local = rows["tip_off_utc"].dt.tz_convert(LEAGUE_ZONE)
    return pd.DataFrame(
        {
            "snapshot_utc": rows["at"].dt.strftime(_ISO),
            "GAME_ID": rows["game_id"],
            "game_date": rows["game_date"].dt.strftime("%Y-%m-%d"),
            "game_time": local.dt.strftime("%I:%M %p ET"),
            "team": rows["team"],
            "section": "starter",
            "player": rows["player_name"],
            "pct_play": "",
            "injury_tag": "",
        }
    )


def _feed(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "snapshot_utc": rows["at"].dt.strftime(_ISO),
            "player": rows["player_name"],
            "team_abbr": rows["team"],
        }
    )


def _news(rows: pd.DataFrame) -> pd.DataFrame:
    numbers = pd.Series(range(len(rows)), index=rows.index).astype("str")
    return pd.DataFrame(
        {
            "id": "item-" + numbers,
            # What a feed says of the time of publication cannot be held against anything.
            "published_at_utc": (rows["at"] - pd.Timedelta(days=2)).dt.strftime(_ISO),
            "seen_at_utc": rows["at"].dt.strftime(_ISO),
            "feed": "one",
            "title": "About " + rows["player_name"],
            "link": "https://example.org/" + numbers,
        }
    )


def _numbered(table: pd.DataFrame) -> pd.DataFrame:
    return table.astype("str").set_axis(pd.RangeIndex(2, len(table) + 2))


def _known(raw: Mapping[str, Files], invented: Mapping[str, Any]) -> pd.DataFrame:
    ingestion = IngestionParams.model_validate(parameters("test")["ingestion"])
    read = {source: _read(source, dict(raw.get(source, {})), ingestion) for source in pages_nodes.ADAPTERS}
    tables = (invented[name] for name in ("prm_games", "prm_player_games", "int_players"))
    said, _ = pages_nodes.join_availability(*tables, ingestion, *read.values())
    assert (said["minutes_to_tip_off"].dropna() > 0).all(), "a page was read after tip-off"
    items = context_nodes.ingest_news_feed(raw["news_feed"], ingestion)[0]
    nothing = (
        context_nodes.ingest_news_articles({}, ingestion)[0],
        context_nodes.ingest_news_tweets({}, ingestion)[0],
    )
    texts, _ = context_nodes.collect_texts(*nothing, items)
    both = [said.assign(known=said["seen_at_utc"]), texts.assign(known=texts["known_from_utc"])]
    return pd.concat(both, ignore_index=True).sort_values(
        ["known", "source", "text_id", "game_id", "player_id"], ignore_index=True
    )


def _read(source: str, files: Files, ingestion: IngestionParams) -> pd.DataFrame:
    bounded = (ingestion,) if source == "official_report" else ()
    rows, refused, _ = pages_nodes.ADAPTERS[source](files, *bounded)
    assert refused.empty, refused.head().to_string()
    return rows


def _days(truth: pd.DataFrame) -> pd.Series:
    days = truth["known"].dt.tz_convert(LEAGUE_ZONE).dt.tz_localize(None).dt.normalize()
    days = days.drop_duplicates().sort_values()
    return days.iloc[[len(days) * fourth // 4 for fourth in (1, 2, 3)]]


def _changed(raw: Mapping[str, Files], midnight: pd.Timestamp, change: Change) -> dict[str, Files]:
    def one(source: str, file: RawFile) -> RawFile:
        since = pd.to_datetime(file.rows[WHEN[source]], utc=True) >= midnight
        return dataclasses.replace(
            file,
            rows=change(file.rows.rename(columns={SAID[source][0]: "said"}), since).rename(
                columns={"said": SAID[source][0]}
            ),
        )

    return {
        source: {name: one(source, file) for name, file in files.items()} for source, files in raw.items()
    }


def _said_otherwise(rows: pd.DataFrame, since: pd.Series) -> pd.DataFrame:
    words = np.sort(rows["said"].unique())
    after = dict(zip(words, np.roll(words, 1), strict=True))
    return rows.assign(said=rows["said"].mask(since, rows["said"].map(after)))


def _deleted(rows: pd.DataFrame, since: pd.Series) -> pd.DataFrame:
    return rows[~since]

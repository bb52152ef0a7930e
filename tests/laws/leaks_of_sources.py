"""Leaks planted in the reading of sources."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from busta.pipelines.ingestion import odds_nodes, pages_nodes, props_nodes
from busta.sources import api_spreads, fanduel, official_report, texts
from busta.sources.parsed import RawFile

Patch = pytest.MonkeyPatch


def snapshots_during_the_game(patch: Patch) -> None:
    honest = api_spreads.parse_api_spreads

    def clipped(file: RawFile) -> RawFile:
        start, seen = (pd.to_datetime(file.rows[name], utc=True) for name in ("commence_time", "timestamp"))
        latest = seen.where(seen < start, start - pd.Timedelta(minutes=1))
        return replace(file, rows=file.rows.assign(timestamp=latest.dt.strftime("%Y-%m-%dT%H:%M:%SZ")))

    def parse(files: Any, plausible: Any) -> Any:
        return honest({name: clipped(file) for name, file in files.items()}, plausible)

    patch.setattr(api_spreads, "parse_api_spreads", parse)


def prices_in_play(patch: Patch) -> None:
    def keep_all(rows: pd.DataFrame, *_: Any) -> fanduel.Filtered:
        return fanduel.Filtered(
            rows, fanduel.refused_rows(fanduel.SOURCE, rows.iloc[:0], "OU", rows["total"].iloc[:0], "")
        )

    patch.setattr(odds_nodes.fanduel, "drop_in_play", keep_all)


def articles_in_the_morning(patch: Patch) -> None:
    honest = texts.build_texts

    def build(*tables: pd.DataFrame) -> pd.DataFrame:
        rows = honest(*tables)
        early = rows["known_from_utc"].mask(
            rows["published_at_utc"].isna(), rows["known_from_utc"] - pd.Timedelta(days=1)
        )
        return rows.assign(known_from_utc=early)

    patch.setattr(texts, "build_texts", build)


def statuses_after_tip_off(patch: Patch) -> None:
    honest = pages_nodes.build_availability

    def late(found: Any, games: pd.DataFrame, *more: Any) -> Any:
        return honest(found, games.assign(tip_off_utc=games["tip_off_utc"] + pd.Timedelta(hours=2)), *more)

    patch.setattr(pages_nodes, "build_availability", late)


def reports_from_the_morning_on(patch: Patch) -> None:
    honest = official_report.parse_official_report

    def early(*given: Any) -> Any:
        parsed = honest(*given)
        day = parsed.rows["seen_at_utc"].dt.tz_convert("America/New_York").dt.normalize().dt.tz_convert("UTC")
        seen = day - pd.Timedelta(minutes=1)
        return replace(parsed, rows=parsed.rows.assign(seen_at_utc=seen.astype("datetime64[us, UTC]")))

    patch.setattr(official_report, "parse_official_report", early)


def quotes_on_players_in_play(patch: Patch) -> None:
    honest = props_nodes.build_prop_quotes

    def late(tables: Any, games: pd.DataFrame, *more: Any) -> Any:
        return honest(tables, games.assign(tip_off_utc=games["tip_off_utc"] + pd.Timedelta(hours=2)), *more)

    patch.setattr(props_nodes, "build_prop_quotes", late)

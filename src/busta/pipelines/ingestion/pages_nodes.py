"""Nodes of what was said of players before games: pages, reports and feeds, joined to games and players."""

from collections.abc import Callable

import pandas as pd

from busta.nba.players import careers
from busta.params.ingestion import IngestionParams
from busta.sources import injury_snapshots, official_report, rotowire_lineups
from busta.sources.availability import People, build_availability
from busta.sources.parsed import Parsed, RawFile, file_log
from busta.sources.players import known_from
from busta.sources.underdog import parse_underdog_lineups, parse_underdog_statuses

Files = dict[str, RawFile]
Ingested = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def ingest_rotowire_lineups(files: Files) -> Ingested:
    """Read line-up pages: rows, refusals, log of files."""
    return _ingested("rotowire_lineups", files, rotowire_lineups.parse_rotowire_lineups(files))


def ingest_underdog_statuses(files: Files) -> Ingested:
    """Read daily player statuses: rows, refusals, log of files."""
    return _ingested("underdog_statuses", files, parse_underdog_statuses(files))


def ingest_underdog_lineups(files: Files) -> Ingested:
    """Read daily projected line-ups: rows, refusals, log of files."""
    return _ingested("underdog_lineups", files, parse_underdog_lineups(files))


def ingest_injury_snapshots(files: Files) -> Ingested:
    """Read stored injury pages: rows, refusals, log of files."""
    return _ingested("injury_snapshots", files, injury_snapshots.parse_injury_snapshots(files))


def ingest_official_report(files: Files, ingestion: IngestionParams) -> Ingested:
    """Read the league's injury reports: rows, refusals, log of files."""
    parsed = official_report.parse_official_report(
        files, ingestion.report_delay_minutes, ingestion.longest_text.title
    )
    return _ingested(official_report.SOURCE, files, parsed)


def ingest_nba_lineups(files: Files) -> Ingested:
    """Read the league's line-ups of the day: rows, refusals, log of files."""
    return _ingested("nba_lineups", files, rotowire_lineups.parse_rotowire_lineups(files, "nba_lineups"))


def ingest_injury_feed(files: Files) -> Ingested:
    """Read pages of the injury feed: rows, refusals, log of files."""
    return _ingested("injury_feed", files, injury_snapshots.parse_injury_snapshots(files, "injury_feed"))


def join_availability(
    games: pd.DataFrame,
    player_games: pd.DataFrame,
    players: pd.DataFrame,
    ingestion: IngestionParams,
    *pages: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Join pages, in the order of `ADAPTERS`, to games and players: ``prm_availability`` and its coverage."""
    known = careers(known_from(players, player_games))
    people = People(known, player_games, ingestion.career_margin_days)
    sources = dict(zip(ADAPTERS, pages, strict=True))
    joined = build_availability(sources, games, people, ingestion.page_horizon_days)
    return joined.rows, joined.coverage


def _ingested(source: str, files: Files, parsed: Parsed) -> Ingested:
    return parsed.rows, parsed.refused, file_log(source, files, parsed)


ADAPTERS: dict[str, Callable[..., Ingested]] = {
    "rotowire_lineups": ingest_rotowire_lineups,
    "underdog_statuses": ingest_underdog_statuses,
    "underdog_lineups": ingest_underdog_lineups,
    "injury_snapshots": ingest_injury_snapshots,
    official_report.SOURCE: ingest_official_report,
    "nba_lineups": ingest_nba_lineups,
    "injury_feed": ingest_injury_feed,
}

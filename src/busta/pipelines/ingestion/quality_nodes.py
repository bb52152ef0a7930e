"""Nodes that check the data: tables and sources to findings, findings to a page, a document and an alert."""

from datetime import datetime
from typing import Any

import pandas as pd

from busta.monitoring.quality_columns import check_columns, columns_of, remember_columns
from busta.monitoring.quality_odds import by_market, check_closing_lines
from busta.monitoring.quality_sources import check_failures, check_freshness, check_refused, check_unmatched
from busta.monitoring.quality_sums import check_covered_games, check_results, check_shots, check_team_sums
from busta.monitoring.quality_table import Row, join_tables, quality_table
from busta.monitoring.quality_values import (
    check_duplicates,
    check_missing,
    check_outliers,
    check_ranges,
    check_types,
)
from busta.params.fetching import FetchingParams
from busta.params.ingestion import DataParams, IngestionParams
from busta.params.quality import QualityParams
from busta.reports.data_line import data_kind
from busta.reports.quality_json import quality_document, quality_message
from busta.reports.quality_page import quality_page
from busta.schemas import primary
from busta.sources.identity import data_identity

_CONTRACTS = {
    "games": primary.Games,
    "team_games": primary.TeamGames,
    "player_games": primary.PlayerGames,
    "players": primary.Players,
    "quotes": primary.Quotes,
    "market_lines": primary.MarketLines,
    "prop_quotes": primary.PropQuotes,
    "availability": primary.Availability,
    "injury_notes": primary.InjuryNotes,
    "texts": primary.Texts,
    "officials": primary.Officials,
    "tracking": primary.Tracking,
    "salaries": primary.Salaries,
    "awards": primary.Awards,
}
# Of tables whose contracts name none.
_KEYS = {
    "quotes": ("game_id", "market", "moment", "line", "source", "book", "selection", "quoted_at_utc"),
    "injury_notes": ("note_date", "team_id", "player_name", "state", "note"),
    "texts": ("source", "text_id"),
}
CONTEXT = ("availability", "injury_notes", "texts", "officials", "tracking", "salaries", "awards")
GAME_MARKETS = ("ats", "total", "moneyline")


def check_game_tables(
    games: pd.DataFrame,
    team_games: pd.DataFrame,
    player_games: pd.DataFrame,
    players: pd.DataFrame,
    quality: QualityParams,
) -> pd.DataFrame:
    """Check games, box scores and players: ``report_quality_games``."""
    limits, played = quality.limits, games[games["is_played"]]
    # A game to come has no result: that is no gap.
    teams = team_games[team_games["game_id"].isin(played["game_id"])]
    rows = _values("games", played, quality) + _values("team_games", teams, quality)
    rows += _values("player_games", player_games, quality) + _values("players", players, quality)
    rows += check_shots("team_games", teams, limits.sums)
    rows += check_shots("player_games", player_games, limits.sums)
    rows += check_team_sums(teams, player_games, quality.minutes_tolerance, limits.sums)
    rows += check_results(games, team_games, limits.sums)
    rows += check_covered_games("player_games", games, player_games["game_id"], "box score", limits.missing)
    return quality_table(rows)


def check_odds_tables(
    games: pd.DataFrame,
    quotes: pd.DataFrame,
    market_lines: pd.DataFrame,
    prop_quotes: pd.DataFrame,
    quality: QualityParams,
) -> pd.DataFrame:
    """Check quotes and lines: ``report_quality_odds``."""
    limits = quality.limits
    rows = _values("quotes", quotes, quality) + _values("market_lines", market_lines, quality)
    rows += _values("prop_quotes", prop_quotes, quality)
    for table, part in (("quotes", quotes), ("market_lines", market_lines)):
        for name, of_market in by_market(table, part, GAME_MARKETS).items():
            rows += check_ranges(name, of_market, quality.ranges.get(name, {}), limits.ranges)
            rows += check_outliers(name, of_market, quality.outliers, limits.outliers)
    return quality_table(rows + check_closing_lines(games, market_lines, limits.missing))


def check_context_tables(quality: QualityParams, *tables: pd.DataFrame) -> pd.DataFrame:
    """Check what surrounds the games, in the order of `CONTEXT`: ``report_quality_context``."""
    rows: list[Row] = []
    for name, table in zip(CONTEXT, tables, strict=True):
        rows += _values(name, table, quality)
    return quality_table(rows)


def check_sources(
    raw_files: pd.DataFrame,
    refused: pd.DataFrame,
    coverage: pd.DataFrame,
    known_columns: dict[str, Any],
    answers: pd.DataFrame,
    calls: pd.DataFrame,
    clock: datetime,
    fetching: FetchingParams,
    ingestion: IngestionParams,
    quality: QualityParams,
) -> pd.DataFrame:
    """Check raw files and the calls behind them: ``report_quality_sources``."""
    limits, now = quality.limits, fetching.as_of or clock
    share = ingestion.max_refused_share
    known = known_columns.get("sources", {})
    rows = check_refused(raw_files, refused, share.default, share.by_source)
    rows += check_unmatched(coverage, limits.unmatched, quality.known_gaps.get("unmatched", {}))
    rows += check_columns(known, columns_of(raw_files), limits, quality.accept_columns)
    rows += check_freshness(answers, now, quality.freshness, limits.freshness)
    rows += check_failures(calls, now, quality.failures, limits.failures)
    return quality_table(rows)


def join_quality(*parts: pd.DataFrame) -> pd.DataFrame:
    """Put the findings of all parts together, the worst first: ``report_quality``."""
    return join_tables(*parts)


def write_quality(
    checks: pd.DataFrame,
    raw_files: pd.DataFrame,
    games: pd.DataFrame,
    is_marked: bool,
    data: DataParams,
    quality: QualityParams,
) -> tuple[dict[str, Any], str, dict[str, Any]]:
    """Write the document, the page and the alert of ``report_quality``."""
    identity = data_identity(raw_files, games, is_marked, data.fabricated)
    document = quality_document(identity, checks, quality.stop_at)
    return document, quality_page(document), quality_message(document, quality.alerts)


def remember_raw_columns(
    raw_files: pd.DataFrame, known_columns: dict[str, Any], identity: dict[str, Any]
) -> dict[str, Any]:
    """Remember the columns of raw files, once the data were accepted: ``int_remembered_columns``."""
    joined = remember_columns(known_columns.get("sources", {}), columns_of(raw_files))
    return {"data": data_kind(identity["fabricated"]), "sources": joined}


def _values(name: str, table: pd.DataFrame, quality: QualityParams) -> list[Row]:
    limits, contract = quality.limits, _CONTRACTS[name]
    key = _KEYS.get(name) or contract.to_schema().unique or ()
    return [
        *check_types(name, table, contract, limits.types),
        *check_missing(name, table, limits.missing, quality.known_gaps.get(name)),
        *check_ranges(name, table, quality.ranges.get(name, {}), limits.ranges),
        *check_outliers(name, table, quality.outliers, limits.outliers),
        *check_duplicates(name, table, key, limits.duplicates),
    ]

"""Nodes of the core of ingestion: raw files to typed rows, then to the NBA as we believe it."""

from typing import Any

import pandas as pd

from busta.monitoring.quality_table import require_quality
from busta.nba import games as nba_games
from busta.nba.players import careers
from busta.params.ingestion import DataParams, IngestionParams
from busta.params.quality import QualityParams
from busta.sources.boxscores_advanced import parse_boxscores_advanced
from busta.sources.boxscores_traditional import parse_boxscores_traditional
from busta.sources.coverage import absent_sources, coverage_page
from busta.sources.identity import data_identity
from busta.sources.injury_notes import parse_injury_notes, resolve_notes
from busta.sources.parsed import Parsed, RawFile, file_log
from busta.sources.player_games import build_player_games
from busta.sources.player_logs import parse_player_logs
from busta.sources.players import build_players, known_from, parse_players
from busta.sources.playoff_comments import did_not_play, parse_playoff_comments
from busta.sources.refusal_limits import check_refusals, require_files, require_rows
from busta.sources.rotowire_lineups import rotowire_tip_offs
from busta.sources.schedules import parse_schedules, schedule_tip_offs
from busta.sources.team_logs import parse_team_logs

Files = dict[str, RawFile]
Ingested = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def ingest_team_logs(files: Files) -> Ingested:
    """Read the team game logs, which nothing works without: rows, refusals, log of files."""
    rows, refused, log = _ingested("team_logs", files, parse_team_logs(files))
    require_files(log, "team game logs")
    require_rows(rows.dropna(subset="points"), log, refused, "league game with a result")
    return rows, refused, log


def ingest_player_logs(files: Files) -> Ingested:
    """Read the player game logs of the regular season: rows, refusals, log of files."""
    return _ingested("player_logs", files, parse_player_logs(files, "player_logs"))


def ingest_player_logs_playoffs(files: Files) -> Ingested:
    """Read the player game logs of the play-offs: rows, refusals, log of files."""
    return _ingested("player_logs_playoffs", files, parse_player_logs(files, "player_logs_playoffs"))


def ingest_boxscores_traditional(files: Files) -> Ingested:
    """Read the box scores with starters and comments: rows, refusals, log of files."""
    return _ingested("boxscores_traditional", files, parse_boxscores_traditional(files))


def ingest_boxscores_advanced(files: Files) -> Ingested:
    """Read ratings, shares and pace of players by game: rows, refusals, log of files."""
    return _ingested("boxscores_advanced", files, parse_boxscores_advanced(files))


def ingest_players(files: Files) -> Ingested:
    """Read birth, body and draft of players: rows, refusals, log of files."""
    return _ingested("players", files, parse_players(files, "players"))


def ingest_player_newcomers(files: Files) -> Ingested:
    """Read birth, body and draft of newcomers: rows, refusals, log of files."""
    return _ingested("player_newcomers", files, parse_players(files, "player_newcomers"))


def ingest_playoff_comments(files: Files) -> Ingested:
    """Read who was listed for play-off games: rows, refusals, log of files."""
    return _ingested("playoff_comments", files, parse_playoff_comments(files))


def ingest_injury_notes(files: Files) -> Ingested:
    """Read the injury notes: rows, refusals, log of files."""
    return _ingested("injury_notes", files, parse_injury_notes(files))


def ingest_schedules(files: Files) -> Ingested:
    """Read published schedules: rows, refusals, log of files."""
    return _ingested("schedules", files, parse_schedules(files))


def list_games(team_logs: pd.DataFrame, schedules: pd.DataFrame) -> pd.DataFrame:
    """List the league's games from ``int_team_logs`` and the coming ones from ``int_schedules``: ``int_games``."""
    return nba_games.build_games(team_logs, schedules)


def complete_games(
    games: pd.DataFrame,
    neutral: pd.DataFrame,
    first_halves: pd.DataFrame,
    tip_offs: pd.DataFrame,
    schedules: pd.DataFrame,
    lineups: pd.DataFrame,
) -> pd.DataFrame:
    """Add floor, first half and tip-off to ``int_games``: ``prm_games``."""
    times = [tip_offs, schedule_tip_offs(schedules, games), rotowire_tip_offs(lineups)]
    return nba_games.complete_games(games, neutral, first_halves, nba_games.first_known_tip_offs(times))


def build_team_games(games: pd.DataFrame, team_logs: pd.DataFrame) -> pd.DataFrame:
    """Make two rows per game: ``prm_team_games``."""
    return nba_games.build_team_games(games, team_logs)


def choose_player_games(
    games: pd.DataFrame,
    player_logs: pd.DataFrame,
    playoffs: pd.DataFrame,
    traditional: pd.DataFrame,
    comments: pd.DataFrame,
    *accounts: pd.DataFrame,
) -> Ingested:
    """Choose the box score of every game: ``prm_player_games``, refusals, coverage.

    `accounts` are the logs of files of the three kinds of box scores, then their refusals.
    """
    logs, refused = (pd.concat(accounts[part], ignore_index=True) for part in (slice(3), slice(3, None)))
    require_files(logs, "player box scores")
    boxes = {
        "player_logs": player_logs,
        "player_logs_playoffs": playoffs,
        "boxscores_traditional": traditional[traditional["is_played"]],
    }
    chosen = build_player_games(games, boxes, [traditional, playoffs, comments])
    refused = pd.concat([refused, chosen.refused], ignore_index=True)
    require_rows(chosen.rows, logs, refused, "box score of a league game")
    return chosen.rows, chosen.refused, chosen.coverage


def list_did_not_play(traditional: pd.DataFrame, comments: pd.DataFrame) -> pd.DataFrame:
    """List who was on the sheet and did not play: ``int_did_not_play``."""
    return did_not_play(traditional, comments)


def list_players(known: pd.DataFrame, newcomers: pd.DataFrame, player_games: pd.DataFrame) -> pd.DataFrame:
    """List everybody who is known or has played: ``prm_players``."""
    return build_players(known, newcomers, player_games)


def resolve_injury_notes(
    notes: pd.DataFrame, player_games: pd.DataFrame, players: pd.DataFrame, ingestion: IngestionParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the players of the notes: ``prm_injury_notes`` and its coverage."""
    known = careers(known_from(players, player_games))
    return resolve_notes(notes, known, ingestion.career_margin_days)


def stack(*tables: pd.DataFrame) -> pd.DataFrame:
    """Put tables of the same columns below each other."""
    return pd.concat(tables, ignore_index=True)


def report_coverage(raw_files: pd.DataFrame, *tables: pd.DataFrame) -> pd.DataFrame:
    """Report how much of each source arrived: ``report_coverage``."""
    coverage = pd.concat([*tables, absent_sources(raw_files)], ignore_index=True)
    return coverage.sort_values(["source", "what", "season"], kind="stable", ignore_index=True)


def write_coverage_page(
    coverage: pd.DataFrame, raw_files: pd.DataFrame, games: pd.DataFrame, is_marked: bool, data: DataParams
) -> str:
    """Write the coverage for people to read: ``report_coverage_page``."""
    return coverage_page(coverage, data_identity(raw_files, games, is_marked, data.fabricated)["description"])


def accept_data(
    raw_files: pd.DataFrame,
    refused: pd.DataFrame,
    checks: pd.DataFrame,
    games: pd.DataFrame,
    is_marked: bool,
    data: DataParams,
    ingestion: IngestionParams,
    quality: QualityParams,
    *written: object,
) -> dict[str, Any]:
    """Identify the data, ``prm_data_identity``; fail when too much was refused, or a check says that they are bad.

    Parameters
    ----------
    raw_files
        ``int_raw_files``.
    refused, checks
        ``report_refused`` and ``report_quality``.
    games
        ``prm_games``.
    is_marked
        Whether the raw root bears the mark of fabricated data.
    data, ingestion, quality
        Typed parameters.
    written
        Pages and the alert: they are written before the run may fail.

    Returns
    -------
    dict
        See `busta.sources.identity.data_identity`.

    Raises
    ------
    TooManyRefusedError
        If more of a source was refused than the configuration allows.
    DataQualityError
        If a check found what stops a run.
    """
    limit = ingestion.max_refused_share
    check_refusals(raw_files, refused, limit.default, limit.by_source)
    require_quality(checks, quality.stop_at)
    return data_identity(raw_files, games, is_marked, data.fabricated)


def _ingested(source: str, files: Files, parsed: Parsed) -> Ingested:
    return parsed.rows, parsed.refused, file_log(source, files, parsed)

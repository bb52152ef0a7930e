"""Nodes of the odds: raw files to typed rows that met their game, then to quotes and market lines."""

from collections.abc import Callable, Mapping, Sequence

import pandas as pd

from busta.odds.closing import market_lines
from busta.params.odds import OddsParams
from busta.sources import (
    api_moneylines,
    api_snapshots,
    api_spreads,
    api_totals,
    book_lines,
    closing_lines,
    fanduel,
    oddsportal,
    rotowire_odds,
    sbr,
)
from busta.sources.join import join_games, left_out
from busta.sources.parsed import Parsed, RawFile, file_log
from busta.sources.two_sided import prm_quotes

Ingested = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]


def ingest_sbr_odds(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read the spreadsheets with opening and closing lines.

    Parameters
    ----------
    files
        ``raw_sbr_odds``.
    games
        ``int_games``.
    odds
        Typed parameters.

    Returns
    -------
    tuple
        Rows with their game, refused cells and rows, log of files, coverage.
    """
    return _ingest(sbr.SOURCE, files, sbr.parse_sbr(files, odds.plausible), games, odds)


def ingest_closing_lines(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read the closing lines; parameters and results as in `ingest_sbr_odds`."""
    parsed = closing_lines.parse_closing_lines(files, odds.plausible)
    return _ingest(closing_lines.SOURCE, files, parsed, games, odds)


def ingest_oddsportal(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read the average closing moneylines; parameters and results as in `ingest_sbr_odds`."""
    parsed = oddsportal.parse_oddsportal(files, odds.plausible)
    return _ingest(oddsportal.SOURCE, files, parsed, games, odds)


def ingest_book_lines(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read the lines of ten books; parameters and results as in `ingest_sbr_odds`."""
    parsed = book_lines.parse_book_lines(files, odds.plausible)
    return _ingest(book_lines.SOURCE, files, parsed, games, odds, book_lines.QUOTE_KEYS)


def ingest_api_spreads(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read snapshots of spreads; parameters and results as in `ingest_sbr_odds`."""
    parsed = api_spreads.parse_api_spreads(files, odds.plausible)
    return _ingest_snapshots(api_spreads.SOURCE, files, parsed, games, odds)


def ingest_api_totals(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read snapshots of totals; parameters and results as in `ingest_sbr_odds`."""
    parsed = api_totals.parse_api_totals(files, odds.plausible)
    return _ingest_snapshots(api_totals.SOURCE, files, parsed, games, odds)


def ingest_api_moneylines(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read snapshots of moneylines; parameters and results as in `ingest_sbr_odds`."""
    parsed = api_moneylines.parse_api_moneylines(files, odds.plausible)
    return _ingest_snapshots(api_moneylines.SOURCE, files, parsed, games, odds)


def ingest_rotowire_odds(files: dict[str, RawFile], games: pd.DataFrame, odds: OddsParams) -> Ingested:
    """Read the odds on line-up pages; parameters and results as in `ingest_sbr_odds`."""
    parsed = rotowire_odds.parse_rotowire_odds(files, odds.plausible, odds.not_books)
    return _ingest(rotowire_odds.SOURCE, files, parsed, games, odds, rotowire_odds.QUOTE_KEYS)


def ingest_fanduel_odds(
    files: dict[str, RawFile],
    games: pd.DataFrame,
    average: pd.DataFrame,
    closing: pd.DataFrame,
    odds: OddsParams,
) -> Ingested:
    """Read the odds of one book and refuse those taken during the game.

    Parameters
    ----------
    files
        ``raw_fanduel_odds``.
    games
        ``int_games``.
    average
        ``int_oddsportal_moneylines``, which the prices are compared with.
    closing
        ``int_closing_lines``, which the totals are compared with.
    odds
        Typed parameters.

    Returns
    -------
    tuple
        Rows from before the game, refused cells and rows, log of files, coverage.
    """
    parsed = fanduel.parse_fanduel(files, odds.plausible)
    joined = join_games(parsed.rows, games, fanduel.SOURCE, odds.one_day_off)
    kept = fanduel.drop_in_play(joined.rows, average, closing, odds.in_play, odds.margin_removal)
    refused = pd.concat([parsed.refused, joined.refused, kept.refused], ignore_index=True)
    log = file_log(fanduel.SOURCE, files, Parsed(parsed.rows, refused, parsed.read))
    return kept.rows, refused, log, left_out(joined.coverage, joined.rows, kept.rows, fanduel.IN_PLAY)


def find_neutral_games(sbr_odds: pd.DataFrame, average: pd.DataFrame) -> pd.DataFrame:
    """List the games on a neutral floor: ``game_id``, from ``int_sbr_odds`` and ``int_oddsportal_moneylines``.

    Each archive is silent on some neutral games of the other and calls none neutral that was not: either is believed.
    """
    told = [rows.loc[rows["is_neutral"], ["game_id"]] for rows in (sbr_odds, average)]
    return pd.concat(told, ignore_index=True).drop_duplicates(ignore_index=True)


def find_first_half_scores(closing: pd.DataFrame) -> pd.DataFrame:
    """Give the points of the first halves, from ``int_closing_lines``; a result, known after the game only."""
    return closing_lines.first_half_scores(closing)


def find_tip_offs(*snapshots: pd.DataFrame) -> pd.DataFrame:
    """Give the scheduled starts ``game_id, tip_off_utc``, from the typed snapshots of The Odds API."""
    return api_snapshots.tip_offs(snapshots)


def keep_line_history(files: dict[str, RawFile], odds: OddsParams) -> pd.DataFrame:
    """Keep all games of the archive of closing lines: ``prm_line_history`` from ``raw_closing_lines``."""
    return closing_lines.line_history(closing_lines.parse_closing_lines(files, odds.plausible).rows)


def join_coverage(*tables: pd.DataFrame) -> pd.DataFrame:
    """Stack the coverage of all odds sources: one row per season, source and what was counted."""
    return pd.concat(tables, ignore_index=True)


def build_quotes(
    sbr_odds: pd.DataFrame,
    closing: pd.DataFrame,
    average: pd.DataFrame,
    books: pd.DataFrame,
    spreads: pd.DataFrame,
    totals: pd.DataFrame,
    moneylines: pd.DataFrame,
    fanduel_odds: pd.DataFrame,
    pages: pd.DataFrame,
    odds: OddsParams,
) -> pd.DataFrame:
    """Stack the quotes of all sources.

    Parameters
    ----------
    sbr_odds, closing, average, books, spreads, totals, moneylines, fanduel_odds, pages
        The ``int_`` tables of the nine sources.
    odds
        Typed parameters.

    Returns
    -------
    pandas.DataFrame
        ``prm_quotes``.
    """
    snapshot_moments = odds.morning_until, odds.api_close_minutes
    return prm_quotes(
        [
            sbr.sbr_quotes(sbr_odds),
            closing_lines.closing_line_quotes(closing),
            oddsportal.oddsportal_quotes(average),
            book_lines.book_line_quotes(books),
            api_spreads.api_spread_quotes(spreads, *snapshot_moments),
            api_totals.api_total_quotes(totals, *snapshot_moments),
            api_moneylines.api_moneyline_quotes(moneylines, *snapshot_moments),
            fanduel.fanduel_quotes(fanduel_odds),
            rotowire_odds.rotowire_quotes(pages, odds.morning_until),
        ]
    )


def choose_market_lines(quotes: pd.DataFrame, odds: OddsParams) -> pd.DataFrame:
    """Choose one line and one probability per game, market and moment: ``prm_market_lines`` from ``prm_quotes``."""
    return market_lines(quotes, odds.priority, odds.margin_removal, odds.priced_only, odds.confirmation)


def _ingest(
    source: str,
    files: Mapping[str, RawFile],
    parsed: Parsed,
    games: pd.DataFrame,
    odds: OddsParams,
    quote_keys: Sequence[str] = (),
) -> Ingested:
    joined = join_games(parsed.rows, games, source, odds.one_day_off, quote_keys)
    refused = pd.concat([parsed.refused, joined.refused], ignore_index=True)
    log = file_log(source, files, Parsed(parsed.rows, refused, parsed.read))
    return joined.rows, refused, log, joined.coverage


def _ingest_snapshots(
    source: str, files: Mapping[str, RawFile], parsed: Parsed, games: pd.DataFrame, odds: OddsParams
) -> Ingested:
    rows, refused, log, coverage = _ingest(source, files, parsed, games, odds, api_snapshots.QUOTE_KEYS)
    told = api_snapshots.name_unmatched(coverage, parsed.rows, games)
    return rows, refused, log, api_snapshots.without_between(told, rows, odds)


ADAPTERS: Mapping[str, Callable[..., Ingested]] = {
    sbr.SOURCE: ingest_sbr_odds,
    closing_lines.SOURCE: ingest_closing_lines,
    oddsportal.SOURCE: ingest_oddsportal,
    book_lines.SOURCE: ingest_book_lines,
    api_spreads.SOURCE: ingest_api_spreads,
    api_totals.SOURCE: ingest_api_totals,
    api_moneylines.SOURCE: ingest_api_moneylines,
    rotowire_odds.SOURCE: ingest_rotowire_odds,
}

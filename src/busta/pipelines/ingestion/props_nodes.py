"""Nodes of the quotes on players: raw files to typed rows, then to one table of quotes."""

from collections.abc import Callable, Mapping

import pandas as pd

from busta.nba.players import careers
from busta.odds.prop_check import compare_books
from busta.odds.prop_lines import LineRules, book_quotes, prop_lines
from busta.params.ingestion import IngestionParams
from busta.params.odds import OddsParams
from busta.params.props import PropsParams
from busta.sources import props_api, props_pra, props_prizepicks, props_rotowire
from busta.sources.availability import People
from busta.sources.parsed import Parsed, RawFile, file_log
from busta.sources.players import known_from
from busta.sources.props_quotes import build_prop_quotes

Files = dict[str, RawFile]
Ingested = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def ingest_props_api(files: Files, props: PropsParams) -> Ingested:
    """Read the daily pulls of many books: rows, refusals, log of files."""
    return _ingested(props_api.SOURCE, files, props_api.parse_props_api(files, props.plausible))


def ingest_props_pra(files: Files, props: PropsParams) -> Ingested:
    """Read the snapshots shortly before the games: rows, refusals, log of files."""
    return _ingested(props_pra.SOURCE, files, props_pra.parse_props_pra(files, props.plausible))


def ingest_props_rotowire(files: Files, props: PropsParams) -> Ingested:
    """Read the pages with four books: rows, refusals, log of files."""
    return _ingested(props_rotowire.SOURCE, files, props_rotowire.parse_props_rotowire(files, props))


def ingest_prizepicks(files: Files, props: PropsParams) -> Ingested:
    """Read the pages with lines without prices: rows, refusals, log of files."""
    return _ingested(props_prizepicks.SOURCE, files, props_prizepicks.parse_prizepicks(files, props))


def join_prop_quotes(
    api: pd.DataFrame,
    pra: pd.DataFrame,
    rotowire: pd.DataFrame,
    prizepicks: pd.DataFrame,
    games: pd.DataFrame,
    player_games: pd.DataFrame,
    players: pd.DataFrame,
    ingestion: IngestionParams,
    odds: OddsParams,
    props: PropsParams,
) -> Ingested:
    """Join the quotes on players to games and players.

    Parameters
    ----------
    api, pra, rotowire, prizepicks
        The ``int_`` tables of the four sources.
    games
        ``prm_games``.
    player_games, players
        ``prm_player_games`` and ``int_players``: who names can mean.
    ingestion, odds, props
        Typed parameters.

    Returns
    -------
    tuple
        ``prm_prop_quotes``, the quotes that are not used with their reasons, coverage.
    """
    tables = {
        props_api.SOURCE: api,
        props_pra.SOURCE: pra,
        props_rotowire.SOURCE: rotowire,
        props_prizepicks.SOURCE: prizepicks,
    }
    known = careers(known_from(players, player_games))
    people = People(known, player_games, ingestion.career_margin_days)
    joined = build_prop_quotes(tables, games, people, props, odds.morning_until)
    return joined.rows, joined.refused, joined.coverage


def choose_prop_lines(
    quotes: pd.DataFrame, odds: OddsParams, props: PropsParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Choose one line per player, market and moment, and hold the books against each other.

    Parameters
    ----------
    quotes
        ``prm_prop_quotes``.
    odds, props
        Typed parameters.

    Returns
    -------
    tuple
        ``prm_prop_lines`` and ``prm_prop_books``.
    """
    rules = LineRules(odds.margin_removal, props.off_others, props.fresh_minutes)
    believed = book_quotes(quotes, rules)
    check = props.book_check
    books = compare_books(believed, props.off_others, check.least_correlation, check.least_quotes)
    return prop_lines(quotes, believed), books


def _ingested(source: str, files: Files, parsed: Parsed) -> Ingested:
    return parsed.rows, parsed.refused, file_log(source, files, parsed)


ADAPTERS: Mapping[str, Callable[..., Ingested]] = {
    props_api.SOURCE: ingest_props_api,
    props_pra.SOURCE: ingest_props_pra,
    props_rotowire.SOURCE: ingest_props_rotowire,
    props_prizepicks.SOURCE: ingest_prizepicks,
}

"""The whole invented league as raw files, named and laid out like the real ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication import lineups, notes, raw_games, raw_odds
from busta.fabrication.odds_tables import market_of_season, quotes_at
from busta.fabrication.raw_people import people_files
from busta.fabrication.raw_props import props_files
from busta.fabrication.season import Season
from busta.fabrication.settings import LeagueSettings
from busta.fabrication.tables import SeasonTables
from busta.fabrication.texts import text_files

RAW_DATASETS = (
    "raw_team_logs", "raw_player_logs", "raw_player_logs_playoffs", "raw_boxscores_traditional", "raw_players",
    "raw_player_newcomers", "raw_playoff_comments", "raw_injury_notes", "raw_schedules", "raw_rotowire_lineups",
    "raw_rotowire_odds", "raw_underdog_statuses", "raw_underdog_lineups", "raw_injury_snapshots", "raw_sbr_odds",
    "raw_closing_lines", "raw_oddsportal_moneylines", "raw_book_lines", "raw_api_spreads", "raw_fanduel_odds",
    "raw_news_articles", "raw_news_tweets", "raw_officials", "raw_tracking", "raw_salaries", "raw_awards",
    "raw_props_api", "raw_props_pra", "raw_props_rotowire", "raw_prizepicks",
)  # fmt: skip

RawFiles = dict[str, dict[str, pd.DataFrame]]
# In the name of a file that holds all seasons: their first and last year go here.
SPAN = "{span}"
_PAGE_DAYS = 3
_PAGE_HOUR_UTC = 16


@dataclass(frozen=True)
class SeasonSources:
    """What the files of one season are written from.

    Attributes
    ----------
    season, tables
        The season and its games.
    clubs
        The clubs.
    settings
        The league.
    chance
        Gives a source of chance by name.
    """

    season: Season
    tables: SeasonTables
    clubs: pd.DataFrame
    settings: LeagueSettings
    chance: Callable[[str], np.random.Generator]


def season_files(sources: SeasonSources) -> RawFiles:
    """Write the files of a season.

    Parameters
    ----------
    sources
        What they are written from.

    Returns
    -------
    dict
        Dataset name to file name to table. The part of an archive that keeps all seasons in one file has ``{span}``
        in its file name.
    """
    written = {**_game_files(sources), **_odds_files(sources), **_news_files(sources)}
    return {**written, **text_files(sources), **people_files(sources), **props_files(sources)}


def split_whole(files: RawFiles) -> tuple[RawFiles, RawFiles]:
    """Part the files of a season from its parts of archives that keep all seasons in one file.

    Parameters
    ----------
    files
        From `season_files`.

    Returns
    -------
    tuple
        Files that are whole, for every name in ``RAW_DATASETS``; the parts, whose file names hold ``{span}``.
    """
    whole: RawFiles = {name: {} for name in RAW_DATASETS}
    parts: RawFiles = {}
    for name, tables in files.items():
        for file, table in tables.items():
            target = parts.setdefault(name, {}) if SPAN in file else whole[name]
            target[file] = table
    return whole, parts


def league_files(parts: list[RawFiles], players: pd.DataFrame, settings: LeagueSettings) -> RawFiles:
    """Write the files that hold all seasons.

    Parameters
    ----------
    parts
        What each season has for them, the earliest first.
    players
        Player information of everybody who was ever under contract.
    settings
        The league.

    Returns
    -------
    dict
        Dataset name to file name to table, for every name in ``RAW_DATASETS``.
    """
    last = settings.first_season + settings.seasons
    files: RawFiles = {name: {} for name in RAW_DATASETS}
    for name, tables in parts[0].items():
        for file in tables:
            whole = pd.concat([season[name][file] for season in parts], ignore_index=True)
            files[name][file.replace(SPAN, f"{settings.first_season}-{last}")] = whole
    is_new = players["FROM_YEAR"].eq(settings.first_season + settings.seasons - 1)
    files["raw_players"][f"player_info_{last}.csv"] = players[~is_new].reset_index(drop=True)
    files["raw_player_newcomers"][f"player_info_{last}_newcomers.csv"] = notes.newcomer_info(players[is_new])
    return files


def _game_files(sources: SeasonSources) -> RawFiles:
    tables, clubs, label = sources.tables, sources.clubs, sources.tables.label
    return {
        "raw_team_logs": {f"nba_games_{label.replace('-', '_')}.csv": raw_games.team_logs(tables, clubs)},
        "raw_player_logs": {f"player_logs_{label}.csv": raw_games.player_logs(tables, clubs)},
        "raw_player_logs_playoffs": {
            f"player_logs_playoffs_{label}.csv": raw_games.playoff_logs(tables, clubs)
        },
        "raw_boxscores_traditional": {
            f"boxscores_traditional_{label}.parquet": raw_games.traditional(tables, clubs)
        },
        "raw_playoff_comments": {"comments_playoffs_{span}.csv": raw_games.playoff_comments(tables, clubs)},
        "raw_schedules": _schedule_file(tables, clubs),
    }


def _schedule_file(tables: SeasonTables, clubs: pd.DataFrame) -> dict[str, pd.DataFrame]:
    # Both layouts are to be read, so they take turns.
    if tables.year % 2 == 0:
        return {f"schedule_{tables.label}.csv": lineups.schedule_with_television(tables, clubs)}
    return {f"schedule_{tables.label}_utc.csv": lineups.schedule_in_utc(tables, clubs)}


def _odds_files(sources: SeasonSources) -> RawFiles:
    tables, clubs, settings, label = sources.tables, sources.clubs, sources.settings, sources.tables.label
    archive = raw_odds.Archive(tables, clubs, settings.book)
    market = market_of_season(tables.games, settings, sources.chance("market"))
    opening = quotes_at(market, "open", settings, sources.chance("opening book"))
    closing = quotes_at(market, "close", settings, sources.chance("closing book"))
    fanduel = quotes_at(market, "close", settings, sources.chance("fanduel"))
    books = raw_odds.many_books(archive, market, opening, settings, sources.chance("many books"))
    morning = raw_odds.morning_spreads(archive, market, settings, sources.chance("morning books"))
    pages = lineups.rotowire_odds(tables, clubs, market, settings, sources.chance("page books"))
    return {
        "raw_sbr_odds": {f"nba odds {label}.xlsx": raw_odds.sbr(archive, opening, closing)},
        "raw_closing_lines": {"nba_{span}.csv": raw_odds.closing_lines(archive, closing)},
        "raw_oddsportal_moneylines": {"oddsportal_nba_{span}.csv": raw_odds.oddsportal(archive, closing)},
        "raw_book_lines": {f"nba_lines_{label}.parquet": books},
        "raw_api_spreads": {f"spreads_9am_{label}.parquet": morning},
        "raw_fanduel_odds": {f"odds_fanduel_{label}.csv": raw_odds.fanduel(archive, fanduel)},
        "raw_rotowire_odds": {f"odds_rotowire_{label}.parquet": pages},
    }


def _news_files(sources: SeasonSources) -> RawFiles:
    tables, clubs, label = sources.tables, sources.clubs, sources.tables.label
    pages = notes.injury_pages(sources.season, tables, clubs, _PAGE_DAYS, _PAGE_HOUR_UTC)
    pages = pages if tables.year % 2 == 0 else notes.second_page_layout(pages)
    told = notes.injury_notes(sources.season, tables, clubs, sources.chance("notes"))
    lineup_pages = lineups.rotowire_lineups(tables, clubs, sources.chance("line-up pages"))
    names = lineups.underdog_lineups(tables, clubs, sources.chance("projected line-ups"))
    statuses = lineups.underdog_statuses(tables, clubs, sources.chance("statuses"))
    return {
        "raw_injury_notes": {"nba_injuries_{span}.csv": told},
        "raw_rotowire_lineups": {f"lineups_rotowire_{label}.parquet": lineup_pages},
        "raw_underdog_statuses": {f"statuses_{label}.csv": statuses},
        "raw_underdog_lineups": {f"lineups_{label}.csv": names},
        "raw_injury_snapshots": {f"bbref_{label}.csv": pages},
    }

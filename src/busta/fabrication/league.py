"""The invented league from its settings to its raw files."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from busta.fabrication.clubs import clubs
from busta.fabrication.names import invented_names
from busta.fabrication.notes import player_info
from busta.fabrication.play import play_preseason, play_season, season_days
from busta.fabrication.players import Players, first_players, names_needed, next_summer
from busta.fabrication.raw_formats import (
    RAW_DATASETS,
    RawFiles,
    SeasonSources,
    league_files,
    season_files,
    split_whole,
)
from busta.fabrication.schedule import tip_offs
from busta.fabrication.season import Season, build_season
from busta.fabrication.settings import LeagueSettings
from busta.fabrication.tables import SeasonTables, game_dates, season_tables
from busta.seeds import stream


def fabricate_pieces(settings: LeagueSettings) -> Iterator[RawFiles]:
    """Invent a league season by season.

    Parameters
    ----------
    settings
        Size, laws and seed; equal settings give equal tables.

    Yields
    ------
    dict
        Dataset name (all of ``RAW_DATASETS``) to file name to table in the layout of the real file: one piece per
        season, the earliest first, then one with the files that hold all seasons. A single piece without files
        when ``settings.seasons`` is 0.
    """
    if settings.seasons == 0:
        yield {name: {} for name in RAW_DATASETS}
        return
    parts: list[RawFiles] = []
    people: list[pd.DataFrame] = []
    for sources in fabricate_seasons(settings):
        whole, part = split_whole(season_files(sources))
        parts.append(part)
        people.append(player_info(sources.season.players))
        yield whole
    yield league_files(parts, _everybody(people), settings)


def fabricate_seasons(settings: LeagueSettings) -> Iterator[SeasonSources]:
    """Play a league season by season, before anything is written of it.

    Parameters
    ----------
    settings
        Size, laws and seed; equal settings give equal seasons.

    Yields
    ------
    SeasonSources
        What the files of a season are written from, the earliest season first.
    """
    names = invented_names(names_needed(settings), _chance(settings, "league")("names"))
    table = clubs(settings.teams)
    players: Players | None = None
    for number in range(settings.seasons):
        chance = _chance(settings, str(settings.first_season + number))
        players = _players_of(players, settings, number, names, chance("players"))
        season, tables = fabricate_season(settings, number, players, chance)
        yield SeasonSources(season, tables, table, settings, chance)


def fabricate_league(settings: LeagueSettings) -> RawFiles:
    """Invent a league and give all its files at once, which takes as much memory as they are large.

    Parameters
    ----------
    settings
        Size, laws and seed; equal settings give equal tables.

    Returns
    -------
    dict
        The pieces of `fabricate_pieces` put together; no files at all when ``settings.seasons`` is 0.
    """
    files: RawFiles = {name: {} for name in RAW_DATASETS}
    for piece in fabricate_pieces(settings):
        for name, tables in piece.items():
            files[name] |= tables
    return files


def fabricate_season(
    settings: LeagueSettings, number: int, players: Players, chance: Callable[[str], np.random.Generator]
) -> tuple[Season, SeasonTables]:
    """Invent one season.

    Parameters
    ----------
    settings
        The league.
    number
        Number of the season, from 0.
    players
        The men under contract.
    chance
        Gives a source of chance by name.

    Returns
    -------
    tuple
        The season's state, and its games as tables with the true expectations.
    """
    trend = _chance(settings, "league")("trend").normal(0.0, settings.play.season_trend_sd, settings.seasons)
    level = settings.play.points_per_100 + float(np.cumsum(trend)[number])
    year = settings.first_season + number
    season = build_season(settings, year, players, season_days(settings), level, chance("season"))
    played = play_season(season, settings, chance("games"))
    tips = tip_offs(game_dates(season, played.games["day"]), chance("tip-offs"))
    before = play_preseason(season, settings, chance("preseason"))
    tips_before = tip_offs(game_dates(season, before.games["day"]), chance("preseason tip-offs"))
    return season, season_tables(season, played, tips, season_tables(season, before, tips_before))


def _everybody(people: list[pd.DataFrame]) -> pd.DataFrame:
    latest = pd.concat(people).drop_duplicates("PERSON_ID", keep="last")
    return latest.sort_values("PERSON_ID", ignore_index=True)


def _players_of(
    players: Players | None,
    settings: LeagueSettings,
    number: int,
    names: np.ndarray,
    rng: np.random.Generator,
) -> Players:
    if players is None:
        return first_players(settings, names, rng)
    return next_summer(players, settings, settings.first_season + number, names, rng)


def _chance(settings: LeagueSettings, *names: str) -> Callable[[str], np.random.Generator]:
    # One stream per topic: a change in one of them leaves the others as they were.
    return lambda topic: np.random.default_rng(stream(settings.seed, "fabrication", *names, topic))

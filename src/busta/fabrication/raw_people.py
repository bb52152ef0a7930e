"""Invented referees, salaries and votes in the layouts of their archives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from busta.fabrication.award_votes import award_votes
from busta.fabrication.names import invented_names
from busta.fabrication.raw_tracking import tracking_files
from busta.seeds import stream

if TYPE_CHECKING:
    from busta.fabrication.raw_formats import RawFiles, SeasonSources

_FIRST_OFFICIAL, _A_GAME = 9_001, 3
_POOL_PER_TEAM, _NEW_A_YEAR = 2.4, 2
_MISSING_SHARE, _FOURTH_SHARE = 0.09, 0.02
_LEAST, _MOST, _STEEPNESS = 0.9e6, 34e6, 3.6
_ROOKIE_YEARS, _ROOKIE_MOST = 4, 11e6
_WITHOUT_ID_SHARE = 0.14


def people_files(sources: SeasonSources) -> RawFiles:
    """Write who refereed, what players earned, what cameras saw of them, and who got votes.

    Parameters
    ----------
    sources
        What they are written from.

    Returns
    -------
    dict
        ``raw_officials, raw_tracking, raw_salaries, raw_awards``: files of one season.
    """
    label = sources.tables.label
    return {
        "raw_officials": {f"officials_{label}.csv": officials(sources)},
        "raw_tracking": tracking_files(sources),
        "raw_salaries": {f"nba_salaries_{label}.csv": salaries(sources)},
        "raw_awards": {f"awards_{label}.csv": award_votes(sources)},
    }


def officials(sources: SeasonSources) -> pd.DataFrame:
    """Name the referees of each game.

    Parameters
    ----------
    sources
        The season.

    Returns
    -------
    pandas.DataFrame
        ``game_id, official_id, first_name, last_name, jersey_num``: three men a game, sometimes a fourth, nobody twice
        on a day; some games are missing, as in the archive.
    """
    games, settings, rng = sources.tables.games, sources.settings, sources.chance("officials")
    busiest = int(games.groupby("game_date").size().max())
    pool = max(round(_POOL_PER_TEAM * settings.teams), (_A_GAME + 1) * busiest)
    day, number = pd.factorize(games["game_date"])[0], games.groupby("game_date").cumcount().to_numpy()
    order = np.argsort(rng.random((day.max() + 1, pool)), axis=1)
    seats = order[day[:, None], number[:, None] * (_A_GAME + 1) + np.arange(_A_GAME + 1)]
    is_there = np.tile(np.arange(_A_GAME + 1) < _A_GAME, (len(games), 1))
    is_there[:, _A_GAME] = rng.random(len(games)) < _FOURTH_SHARE
    is_there &= (rng.random(len(games)) >= _MISSING_SHARE)[:, None]
    game, seat = np.nonzero(is_there)
    # A few retire every summer: the pool moves on through the list of all who will ever be hired.
    who = seats[game, seat] + _NEW_A_YEAR * (sources.tables.year - settings.first_season)
    names = _official_names(sources, pool)
    rows = pd.DataFrame(
        {
            "game_id": games["game_id"].to_numpy()[game],
            "official_id": _FIRST_OFFICIAL + who,
            "first_name": names[0].to_numpy()[who],
            "last_name": names[1].to_numpy()[who],
            "jersey_num": (who % 85 + 3).astype(float),
        }
    )
    return rows.sort_values(["game_id", "official_id"], ignore_index=True)


def _official_names(sources: SeasonSources, pool: int) -> pd.DataFrame:
    settings = sources.settings
    rng = np.random.default_rng(stream(settings.seed, "fabrication", "league", "officials"))
    number = pool + _NEW_A_YEAR * (sources.tables.year - settings.first_season)
    return pd.Series(invented_names(number, rng), dtype="str").str.split(" ", n=1, expand=True)


def salaries(sources: SeasonSources) -> pd.DataFrame:
    """Say what the men on the opening rosters earn.

    Parameters
    ----------
    sources
        The season.

    Returns
    -------
    pandas.DataFrame
        ``player, salary, team, year`` (second year), ``nba_id`` (empty for some of those who hardly play), by team and
        salary: steep in worth, held down in the first years, with noise.
    """
    season, clubs, rng = sources.season, sources.clubs, sources.chance("salaries")
    team = np.repeat(np.arange(len(clubs)), season.rosters.shape[2])
    man = season.rosters[0].ravel()
    people = season.players.people.iloc[man].reset_index(drop=True)
    place = people["worth"].rank(pct=True)
    noise = np.exp(rng.normal(0.0, 0.35, len(people)))
    salary = _LEAST + _MOST * place**_STEEPNESS * noise
    years = season.year - people["draft_year"]
    salary = salary.mask(years < _ROOKIE_YEARS, salary.clip(upper=_ROOKIE_MOST))
    is_unknown = place.lt(2 * _WITHOUT_ID_SHARE) & (rng.random(len(people)) < 0.5)
    rows = pd.DataFrame(
        {
            "player": people["name"],
            "salary": salary.round(),
            "team": clubs["code"].to_numpy()[team],
            "year": season.year + 1,
            "nba_id": people["player_id"].astype("Int64").mask(is_unknown),
        }
    )
    return rows.sort_values(["team", "salary"], ascending=[True, False], ignore_index=True)

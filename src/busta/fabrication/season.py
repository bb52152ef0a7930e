"""One invented season before a ball is thrown up: rosters, form, injuries and rest, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.fabrication.players import Players
from busta.fabrication.settings import LeagueSettings

_QUESTIONABLE_DAYS = 1
_MIN_FIT = 6
_RESTED_MEN = 3
_LAST_TRADE = 0.6
_PACE_SD = 2.3


@dataclass(frozen=True)
class Season:
    """The state of the league on each day of a season; no result is in it.

    Attributes
    ----------
    year
        First year of the season.
    opening_day
        Date of day 0.
    rosters
        Row in ``players.people`` of each man: (day, team, place).
    worth
        What each man is worth on each day, points per 100 possessions: (day, man).
    spells
        Injuries: ``man, start, end`` (days; the man is out from start to before end), ``reported`` (day of the note).
    players
        The men.
    pace, points_per_100
        Of each team: possessions per 48 minutes; of the league this season: points per 100 possessions.
    """

    year: int
    opening_day: pd.Timestamp
    rosters: np.ndarray
    worth: np.ndarray
    spells: pd.DataFrame
    players: Players
    pace: np.ndarray
    points_per_100: float


def build_season(
    settings: LeagueSettings,
    year: int,
    players: Players,
    days: int,
    points_per_100: float,
    rng: np.random.Generator,
) -> Season:
    """Draw trades, form and injuries of a season.

    Parameters
    ----------
    settings
        The league.
    year
        First year of the season.
    players
        The men under contract at the start.
    days
        Length of the season in days, play-offs included.
    points_per_100
        What the league scores this season.
    rng
        Source of chance.

    Returns
    -------
    Season
        Its state on each day.
    """
    laws = settings.players
    steps = rng.normal(0.0, laws.form_sd, (days, len(players.people)))
    worth = players.people["worth"].to_numpy()[None, :] + np.cumsum(steps, axis=0)
    return Season(
        year=year,
        opening_day=pd.Timestamp(year, 10, 20),
        rosters=_rosters(settings, days, rng),
        worth=worth,
        spells=_spells(settings, players, days, rng),
        players=players,
        pace=settings.play.pace + rng.normal(0.0, _PACE_SD, settings.teams),
        points_per_100=points_per_100,
    )


def availability(
    season: Season, games: pd.DataFrame, second_night: np.ndarray, rest_share: float, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Say who can play in each game and what was known of it when.

    Parameters
    ----------
    season
        The season.
    games
        Games with ``day, home, away``.
    second_night
        Whether the side played on the day before: (game, side).
    rest_share
        Chance that one of the three best men rests on such a night.
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        Arrays (game, side, place): ``man`` (row in people), ``is_hurt``, ``is_rested``, ``is_fit`` (can play), and the
        chance of playing as known on the evening before (``chance_evening``) and in the morning (``chance_morning``).
    """
    sides = games[["home", "away"]].to_numpy()
    day = games["day"].to_numpy()[:, None]
    man = season.rosters[day, sides]
    days = day[:, :, None]
    out, known_out, is_close = (table[days, man] for table in _day_tables(season))
    best = np.argsort(np.argsort(-season.worth[days, man], axis=2), axis=2) < _RESTED_MEN
    is_rested = best & ~out & second_night[:, :, None] & (rng.random(man.shape) < rest_share)
    is_fit = ~out & ~is_rested
    too_few = is_fit.sum(axis=2, keepdims=True) < _MIN_FIT
    is_fit, out, is_rested = is_fit | too_few, out & ~too_few, is_rested & ~too_few
    evening = np.where(is_close, 0.5, np.where(known_out, 0.0, 1.0))
    is_told = rng.random(man.shape) < np.where(is_rested, 0.5, 0.3)
    return {
        "man": man,
        "is_hurt": out,
        "is_rested": is_rested,
        "is_fit": is_fit,
        "chance_evening": evening,
        "chance_morning": np.where(is_told, is_fit.astype(float), evening),
    }


def _rosters(settings: LeagueSettings, days: int, rng: np.random.Generator) -> np.ndarray:
    teams, places = settings.teams, settings.players_per_team
    start = np.arange(teams * places).reshape(teams, places)
    rosters = np.repeat(start[None], days, axis=0)
    count = rng.poisson(settings.players.trades_per_team * teams / 2)
    # In the order of time: a trade moves the men whom the teams have on that day.
    for day in np.sort(rng.integers(1, max(2, int(_LAST_TRADE * days)), size=count)):
        one, other = rng.choice(teams, size=2, replace=False)
        place = int(rng.integers(0, places))
        swap = rosters[day, one, place], rosters[day, other, place]
        rosters[day:, other, place], rosters[day:, one, place] = swap
    return rosters


def _spells(settings: LeagueSettings, players: Players, days: int, rng: np.random.Generator) -> pd.DataFrame:
    laws = settings.players
    expected = laws.injuries_per_season * players.people["frailty"].to_numpy() * days / 170
    man = np.repeat(np.arange(len(expected)), rng.poisson(expected))
    start = rng.integers(-10, days, size=len(man))
    length = rng.lognormal(np.log(laws.median_days_out), laws.spread_of_days_out, len(man))
    end = start + np.ceil(length.clip(1, 200)).astype(int)
    spells = pd.DataFrame({"man": man, "start": start, "end": end})
    spells["reported"] = spells["start"] + (rng.random(len(man)) < 0.3)
    # A man cannot be hurt while he is out: keep the first of overlapping injuries.
    spells = spells[spells["end"] > 0].sort_values(["man", "start", "end"], ignore_index=True)
    previous_end = spells.groupby("man")["end"].cummax().groupby(spells["man"]).shift(fill_value=-100)
    return spells[spells["start"] > previous_end].reset_index(drop=True)


def _day_tables(season: Season) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    shape = season.worth.shape
    spells = season.spells
    out = _painted(spells["man"], spells["start"], spells["end"], shape)
    # Known on the evening before: the note is out by then, and he has not been called fit.
    known_out = _painted(spells["man"], spells["reported"] + 1, spells["end"], shape)
    around = _painted(
        spells["man"], spells["end"] - _QUESTIONABLE_DAYS, spells["end"] + _QUESTIONABLE_DAYS, shape
    )
    was_reported = _painted(spells["man"], spells["reported"] + 1, spells["end"] + _QUESTIONABLE_DAYS, shape)
    return out, known_out, around & was_reported


def _painted(man: pd.Series, start: pd.Series, end: pd.Series, shape: tuple[int, int]) -> np.ndarray:
    marks = np.zeros((shape[0] + 1, shape[1]), dtype=np.int32)
    first, last = np.clip(start, 0, shape[0]), np.clip(end, 0, shape[0])
    last = np.maximum(first, last)
    np.add.at(marks, (first, man), 1)
    np.add.at(marks, (last, man), -1)
    return np.cumsum(marks, axis=0)[:-1] > 0

"""One invented season before a ball is thrown up: rosters, form, injuries and rest, day by day."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.signal import lfilter
from scipy.special import ndtr

from busta.fabrication.players import Players
from busta.fabrication.settings import LeagueSettings, PlayerSettings

# Share of injuries whose note comes a day late.
LATE_NOTE_SHARE = 0.15
INJURY_SEASON_DAYS = 170
_DAYS_BEFORE = 60
_LONGEST_DAYS = 200
_LAST_TRADE = 0.6
_PACE_SD = 3.3
_THREES_SD = 3.6
_OPENNESS_SD = 3.7
_STYLE_START, _STYLE_DRIFT = 0.75, 1.0


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
    standing
        What his coach takes him for, in the same unit: the order in which men are used.
    spells
        Injuries: ``man, start, end`` (days; the man is out from start to before end), ``reported`` (day of the note).
    players
        The men.
    pace, threes
        Style of each team on each day: possessions per 48 minutes; three-pointers tried beyond the league's:
        (day, team).
    strength, openness
        What each team is worth beside its men, and how many more points are scored in its games: points per 100
        possessions.
    points_per_100
        Of the league this season: points per 100 possessions.
    """

    year: int
    opening_day: pd.Timestamp
    rosters: np.ndarray
    worth: np.ndarray
    standing: np.ndarray
    spells: pd.DataFrame
    players: Players
    pace: np.ndarray
    threes: np.ndarray
    strength: np.ndarray
    openness: np.ndarray
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
        standing=worth + _roles(settings, days, len(players.people), rng),
        spells=_spells(settings, players, days, rng),
        players=players,
        pace=settings.play.pace + _style(_PACE_SD, days, settings.teams, rng),
        threes=_style(_THREES_SD, days, settings.teams, rng),
        strength=rng.normal(0.0, laws.team_sd, settings.teams),
        openness=rng.normal(0.0, _OPENNESS_SD, settings.teams),
        points_per_100=points_per_100,
    )


def daily_risk(players: Players, laws: PlayerSettings) -> np.ndarray:
    """Give each fit man's risk of being hurt on a day.

    Parameters
    ----------
    players
        The men.
    laws
        How men are hurt.

    Returns
    -------
    numpy.ndarray
        Probability per man, 1 - exp(-injuries per day times his frailty).
    """
    rate = laws.injuries_per_season * players.people["frailty"].to_numpy() / INJURY_SEASON_DAYS
    return np.asarray(-np.expm1(-rate))


def share_lasting(days: int, laws: PlayerSettings) -> float:
    """Give the share of injuries that last so many days at most.

    Parameters
    ----------
    days
        Whole days.
    laws
        How men are hurt.

    Returns
    -------
    float
        Phi(ln(days / median) / s): the lognormal length is rounded up to days.
    """
    return float(ndtr(np.log(days / laws.median_days_out) / laws.spread_of_days_out))


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
    laws, risk = settings.players, daily_risk(players, settings.players)
    # A fit man runs the same risk every day; the time before opening day fills the lists of the first games.
    most = (days + _DAYS_BEFORE) * risk.max()
    shape = (len(risk), int(np.ceil(most + 6 * np.sqrt(most))) + 3)
    gap = rng.geometric(np.maximum(risk, 1e-9)[:, None], shape)
    length = rng.lognormal(np.log(laws.median_days_out), laws.spread_of_days_out, shape)
    length = np.ceil(length.clip(0.5, _LONGEST_DAYS)).astype(int)
    end = np.cumsum(gap + length, axis=1) - _DAYS_BEFORE
    spells = pd.DataFrame(
        {
            "man": np.repeat(np.arange(shape[0]), shape[1]),
            "start": (end - length).ravel(),
            "end": end.ravel(),
            "reported": (end - length + (rng.random(shape) < LATE_NOTE_SHARE)).ravel(),
        }
    )
    return spells[spells["end"].gt(0) & spells["start"].lt(days)].reset_index(drop=True)


def _style(spread: float, days: int, teams: int, rng: np.random.Generator) -> np.ndarray:
    # What a team is in October and what becomes of it by spring.
    drift = rng.normal(0.0, _STYLE_DRIFT * spread / np.sqrt(INJURY_SEASON_DAYS), (days, teams))
    return np.asarray(rng.normal(0.0, _STYLE_START * spread, teams) + np.cumsum(drift, axis=0))


def _roles(settings: LeagueSettings, days: int, men: int, rng: np.random.Generator) -> np.ndarray:
    # A stationary first-order process: what the coach makes of a man beside what he is worth.
    laws = settings.players
    keep = np.exp(-1 / laws.role_days)
    steps = rng.normal(0.0, laws.role_sd * np.sqrt(1 - keep**2), (days, men))
    steps[0] = rng.normal(0.0, laws.role_sd, men)
    return np.asarray(lfilter([1.0], [1.0, -keep], steps, axis=0))

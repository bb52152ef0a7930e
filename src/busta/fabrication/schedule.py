"""Who meets whom on which day of the invented season."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from busta.fabrication.travel import since_last_game

_LATE_SHARE = 0.25
# Whose last game was late plays late again at home rather than on the road: second nights are mostly away.
_LATE_AFTER_LATE_HOME, _LATE_AFTER_LATE_AWAY = 0.2, -0.12
_ROUNDS_TO_A_FREE_DAY = 20
_BREAK_AFTER = 0.65
_BREAK_DAYS = 6
_BREAK_FROM_ROUNDS = 40
_CUP_AFTER = 0.28
_CUP_DAYS = 3
# What a team's place in the next round depends on: it stays where it is for about two games, and evens out its home
# games; luck.
_STAY = 1.4
_TIRED_OF_IT = 0.63
_EVEN_OUT = 0.5
_LUCK = 0.9
# What speaks against a game: that they met often, there, of late; the visitor's way in thousands of kilometres; luck.
_MET, _MET_HERE, _MET_LATELY, _WAY, _CHANCE = 3.0, 1.5, 6.0, 0.5, 0.7
_LATELY = 3
_DAYS_AROUND_NEUTRAL = 2
_HOME_PATTERN = np.array([1, 1, 0, 0, 1, 0, 1], dtype=bool)
_TIP_OFF_MINUTES = np.array([13 * 60, 15 * 60 + 30, 19 * 60, 19 * 60 + 30, 20 * 60, 22 * 60])
_TIP_OFF_SHARES = np.array([0.05, 0.05, 0.35, 0.25, 0.2, 0.1])


def regular_season(
    km: np.ndarray, games_per_team: int, rng: np.random.Generator, has_cup: bool = False
) -> pd.DataFrame:
    """Draw a regular season in rounds in which each team plays once.

    Half of the teams are at home in each round: stands at home and trips of about two games follow each other, and a
    visitor is sent where the way is not too long and the two have not met too often. Rounds begin two days apart and
    some games slip by a day, so two games of a team lie one to three days apart: about one game in six is the second
    of two nights, and no team plays twice on a day.

    Parameters
    ----------
    km
        Kilometres between the floors of the teams, of which there is an even number: (team, team).
    games_per_team
        Number of rounds.
    rng
        Source of chance.
    has_cup
        Whether the season stops for the final of the cup.

    Returns
    -------
    pandas.DataFrame
        One row per game, sorted by day: ``day`` (0 is opening day), ``home``, ``away`` (numbers of teams from 0).
    """
    home, away, is_late = _rounds(km, games_per_team, rng)
    start = _round_days(games_per_team, has_cup)
    day = start[:, None] + is_late
    games = {"day": day, "home": home, "away": away}
    frame = pd.DataFrame({name: values.ravel() for name, values in games.items()})
    return frame.sort_values(["day", "home"], ignore_index=True)


def neutral_floors(
    games: pd.DataFrame, floors: pd.DataFrame, count: int, rng: np.random.Generator
) -> pd.DataFrame:
    """Move some games to neutral floors.

    Parameters
    ----------
    games
        Games of a season with ``day, home, away``.
    floors
        The floors, from :func:`busta.fabrication.travel.floors`; that of the cup is left alone.
    count
        How many games to move; fewer if too few leave both teams two days before and after.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        The games with ``floor`` (row in ``floors``) and ``is_neutral``.
    """
    games = games.assign(floor=games["home"], is_neutral=False)
    none = games.head(0)
    before = since_last_game(games, none)[0]
    after = since_last_game(games.assign(day=-games["day"]), none)[0]
    is_open = ((before >= _DAYS_AROUND_NEUTRAL) & (after >= _DAYS_AROUND_NEUTRAL)).all(axis=1)
    candidates = np.flatnonzero(is_open)
    chosen = rng.choice(candidates, min(count, len(candidates)), replace=False)
    teams = len(np.union1d(games["home"], games["away"]))
    is_neutral = (np.arange(len(floors)) >= teams) & floors["is_cup"].eq(0).to_numpy()
    games.loc[chosen, "floor"] = rng.choice(np.flatnonzero(is_neutral), len(chosen))
    games.loc[chosen, "is_neutral"] = True
    return games


def cup_day(games_per_team: int) -> int:
    """Give the day of the final of the cup.

    Parameters
    ----------
    games_per_team
        Number of rounds of the season.

    Returns
    -------
    int
        A day on which and around which nobody else plays.
    """
    return int(_round_days(games_per_team, has_cup=True)[_cup_round(games_per_team)]) - 2


def season_length(games_per_team: int) -> int:
    """Bound the length of a regular season.

    Parameters
    ----------
    games_per_team
        Number of rounds.

    Returns
    -------
    int
        Days.
    """
    return int(_round_days(games_per_team, has_cup=True)[-1]) + 2


def series_games(high: np.ndarray, low: np.ndarray, first_day: int, wins: int) -> pd.DataFrame:
    """List every game that the series of a play-off round may need.

    Parameters
    ----------
    high, low
        Numbers of the better and the worse seeded team, one per series.
    first_day
        Day of the first games; a game follows every second day.
    wins
        Wins that decide a series.

    Returns
    -------
    pandas.DataFrame
        One row per possible game: ``day, home, away, series, number`` (both from 0), sorted by day and series.
    """
    numbers = np.arange(2 * wins - 1)
    series, number = (grid.ravel() for grid in np.meshgrid(np.arange(len(high)), numbers, indexing="ij"))
    is_high_home = _HOME_PATTERN[number]
    frame = pd.DataFrame(
        {
            "day": first_day + 2 * number,
            "home": np.where(is_high_home, high[series], low[series]),
            "away": np.where(is_high_home, low[series], high[series]),
            "series": series,
            "number": number,
        }
    )
    return frame.sort_values(["day", "series"], ignore_index=True)


def tip_offs(dates: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Draw tip-off times.

    Parameters
    ----------
    dates
        US Eastern game dates.
    rng
        Source of chance.

    Returns
    -------
    pandas.Series
        Tip-off of each game as a UTC time stamp.
    """
    minutes = rng.choice(_TIP_OFF_MINUTES, size=len(dates), p=_TIP_OFF_SHARES)
    local = dates + pd.to_timedelta(minutes, unit="min")
    return local.dt.tz_localize("America/New_York").dt.tz_convert("UTC")


def _cup_round(games_per_team: int) -> int:
    return max(1, round(_CUP_AFTER * games_per_team))


def _round_days(rounds: int, has_cup: bool) -> np.ndarray:
    number = np.arange(rounds)
    start = (
        2 * number + number // _ROUNDS_TO_A_FREE_DAY + _CUP_DAYS * has_cup * (number >= _cup_round(rounds))
    )
    if rounds >= _BREAK_FROM_ROUNDS:
        start = start + _BREAK_DAYS * (number >= _BREAK_AFTER * rounds)
    return np.asarray(start)


def _rounds(km: np.ndarray, count: int, rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    teams = len(km)
    everyone, run, played_home = np.arange(teams), np.zeros(teams), np.zeros(teams)
    met, met_here, last_met = np.zeros((teams, teams)), np.zeros((teams, teams)), np.full((teams, teams), -99)
    place, was_late = everyone.copy(), np.zeros(teams, dtype=bool)
    games: list[tuple[np.ndarray, ...]] = []
    for number in range(count):
        luck = rng.normal(0.0, _LUCK, teams)
        stay = np.sign(run) * (_STAY - _TIRED_OF_IT * np.abs(run))
        wish = np.argsort(-(stay - _EVEN_OUT * (played_home - number / 2) + luck), kind="stable")
        hosts, guests = np.sort(wish[: teams // 2]), np.sort(wish[teams // 2 :])
        pairs = np.ix_(hosts, guests)
        cost = _MET * met[pairs] + _MET_HERE * met_here[pairs]
        cost += (
            _MET_LATELY * (number - last_met[pairs] < _LATELY) + _WAY * km[place[guests]][:, hosts].T / 1000
        )
        rows, columns = linear_sum_assignment(cost + rng.normal(0.0, _CHANCE, cost.shape))
        home, away = hosts[rows], guests[columns]
        met_here[home, away] += 1
        for one, other in ((home, away), (away, home)):
            met[one, other] += 1
            last_met[one, other] = number
        place[home], place[away] = home, home
        is_home = np.isin(everyone, home)
        run = np.where(is_home, np.maximum(run, 0) + 1, np.minimum(run, 0) - 1)
        played_home += is_home
        slips = _LATE_SHARE + _LATE_AFTER_LATE_HOME * was_late[home] + _LATE_AFTER_LATE_AWAY * was_late[away]
        is_late = rng.random(len(home)) < slips
        was_late[home], was_late[away] = is_late, is_late
        games.append((home, away, is_late))
    return tuple(np.array(values) for values in zip(*games, strict=True))

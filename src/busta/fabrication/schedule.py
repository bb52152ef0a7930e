"""Who meets whom on which day of the invented season."""

from __future__ import annotations

import numpy as np
import pandas as pd

_LATE_SHARE = 0.2
_BREAK_AFTER = 0.65
_BREAK_DAYS = 6
_BREAK_FROM_ROUNDS = 40
_HOME_PATTERN = np.array([1, 1, 0, 0, 1, 0, 1], dtype=bool)
_TIP_OFF_MINUTES = np.array([13 * 60, 15 * 60 + 30, 19 * 60, 19 * 60 + 30, 20 * 60, 22 * 60])
_TIP_OFF_SHARES = np.array([0.05, 0.05, 0.35, 0.25, 0.2, 0.1])


def regular_season(teams: int, games_per_team: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw a regular season in rounds in which each team plays once.

    Rounds begin two days apart and a fifth of the games slip by a day, so two games of a team lie one to three days
    apart: about one game in six is the second of two nights, and no team plays twice on a day.

    Parameters
    ----------
    teams
        Number of teams, even.
    games_per_team
        Number of rounds.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per game, sorted by day: ``day`` (0 is opening day), ``home``, ``away`` (numbers of teams from 0).
    """
    first, second = _rounds(teams, games_per_team, rng)
    flips = np.triu(rng.integers(0, 2, size=(teams, teams)), 1)
    meeting = np.arange(games_per_team)[:, None] // (teams - 1)
    is_flipped = (flips[np.minimum(first, second), np.maximum(first, second)] + meeting) % 2 == 1
    low, high = np.minimum(first, second), np.maximum(first, second)
    start = 2 * np.arange(games_per_team)
    if games_per_team >= _BREAK_FROM_ROUNDS:
        start = start + _BREAK_DAYS * (np.arange(games_per_team) >= _BREAK_AFTER * games_per_team)
    day = start[:, None] + (rng.random(first.shape) < _LATE_SHARE)
    games = {"day": day, "home": np.where(is_flipped, high, low), "away": np.where(is_flipped, low, high)}
    frame = pd.DataFrame({name: values.ravel() for name, values in games.items()})
    return frame.sort_values(["day", "home"], ignore_index=True)


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


def second_nights(games: pd.DataFrame) -> np.ndarray:
    """Mark the teams that also played on the day before.

    Parameters
    ----------
    games
        Games with ``day, home, away``.

    Returns
    -------
    numpy.ndarray
        Boolean, one row per game: home side, away side.
    """
    played = set(zip(games["day"], games["home"], strict=True)) | set(
        zip(games["day"], games["away"], strict=True)
    )
    days = games["day"] - 1
    sides = [
        np.fromiter(((day, team) in played for day, team in zip(days, games[side], strict=True)), dtype=bool)
        for side in ("home", "away")
    ]
    return np.stack(sides, axis=1)


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


def _rounds(teams: int, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    circle = teams - 1
    cycles = -(-count // circle)
    order = np.concatenate([rng.permutation(circle) for _ in range(cycles)])[:count, None]
    step = np.arange(1, teams // 2)[None, :]
    first = np.concatenate([np.full_like(order, circle), (order + step) % circle], axis=1)
    second = np.concatenate([order, (order - step) % circle], axis=1)
    label = rng.permutation(teams)
    return label[first], label[second]

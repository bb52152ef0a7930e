"""Seasons, kinds of games, and dates in the league's own time."""

from __future__ import annotations

import pandas as pd

from busta.schemas.keys import GAME_KINDS

LEAGUE_ZONE = "America/New_York"
# No game of the league, but part of the same downloads.
OTHER_GAMES = {"001": "preseason", "003": "all_star"}
# The latest end of a season, 2019-20, was on 11 October; no season has begun before 20 October.
_FIRST_MONTH, _FIRST_DAY = 10, 12


def season_label(first_years: pd.Series) -> pd.Series:
    """Name seasons by both years.

    Parameters
    ----------
    first_years
        Year in which the season begins, as whole numbers.

    Returns
    -------
    pandas.Series
        For example ``2024-25``.
    """
    years = first_years.astype("int64")
    second = ((years + 1) % 100).astype("str").str.zfill(2)
    return (years.astype("str") + "-" + second).astype("str")


def first_years_of_game_ids(game_ids: pd.Series) -> pd.Series:
    """Take the first year of the season from game ids.

    Parameters
    ----------
    game_ids
        Ten digits; the fourth and fifth are the year. The league began in 1946, so 46 and more are years of the
        1900s.

    Returns
    -------
    pandas.Series
        Years as ``int64``.
    """
    years = game_ids.str[3:5].astype("int64")
    return years + 1900 + 100 * (years < 46)


def season_of_game_id(game_ids: pd.Series) -> pd.Series:
    """Take the season from game ids.

    Parameters
    ----------
    game_ids
        Ten digits, for example ``0021500009``.

    Returns
    -------
    pandas.Series
        For example ``2015-16``.
    """
    return season_label(first_years_of_game_ids(game_ids))


def season_type_of_game_id(game_ids: pd.Series) -> pd.Series:
    """Take the kind of game from game ids.

    Parameters
    ----------
    game_ids
        Ten digits.

    Returns
    -------
    pandas.Series
        ``regular``, ``playoffs``, ``play_in``, ``cup_final``; null for preseason, All-Star and unknown kinds.
    """
    return game_ids.str[:3].map(GAME_KINDS).astype("str")


def is_league_game(game_ids: pd.Series) -> pd.Series:
    """Tell the games that count from preseason and All-Star games.

    Parameters
    ----------
    game_ids
        Ten digits.

    Returns
    -------
    pandas.Series
        Boolean.
    """
    return game_ids.str[:3].isin(list(GAME_KINDS))


def season_of_date(dates: pd.Series) -> pd.Series:
    """Find the season that a day belongs to.

    Parameters
    ----------
    dates
        Days (no null). A season runs from 12 October to 11 October.

    Returns
    -------
    pandas.Series
        For example ``2020-21``.
    """
    month, day = dates.dt.month, dates.dt.day
    is_before = (month < _FIRST_MONTH) | ((month == _FIRST_MONTH) & (day < _FIRST_DAY))
    return season_label(dates.dt.year - is_before)


def eastern_date(moments: pd.Series) -> pd.Series:
    """Give the date in the league's own time, US Eastern.

    Parameters
    ----------
    moments
        UTC moments with a time zone.

    Returns
    -------
    pandas.Series
        Midnight of the day, without time zone.
    """
    local = moments.dt.tz_convert(LEAGUE_ZONE).dt.tz_localize(None)
    return local.dt.normalize().astype("datetime64[us]")


def utc_from_eastern(local: pd.Series) -> pd.Series:
    """Give the UTC moment of a time of day in US Eastern.

    Parameters
    ----------
    local
        Local times without time zone.

    Returns
    -------
    pandas.Series
        UTC moments; null for an hour that the clocks skip or repeat.
    """
    moments = local.dt.tz_localize(LEAGUE_ZONE, ambiguous="NaT", nonexistent="NaT")
    return moments.dt.tz_convert("UTC").astype("datetime64[us, UTC]")


def next_season_begins(seasons: pd.Series) -> pd.Series:
    """Find the first day after a season: from then on its totals, votes and contracts are the past.

    Parameters
    ----------
    seasons
        For example ``2019-20`` (no null).

    Returns
    -------
    pandas.Series
        12 October of the second year, as midnight (`season_of_date`: the first day of the next season).
    """
    years = (seasons.str[:4].astype("int64") + 1).astype("str")
    days = pd.to_datetime(years + f"-{_FIRST_MONTH}-{_FIRST_DAY}", format="%Y-%m-%d")
    return days.astype("datetime64[us]")

"""When stats.nba.com has what: seasons, kinds of games by day, and from when on an answer is final."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from busta.nba.calendar import LEAGUE_ZONE

ZONE = ZoneInfo(LEAGUE_ZONE)
# The last games of a day are over and counted by then, on the next morning, US Eastern.
_MORNING = time(6)
_FIRST_MONTH = 9
# First and last month and day of each kind of game, as the source names the kinds; wide enough for every season but
# the two whose ends the pandemic moved.
_WINDOWS = {
    "Regular Season": ((10, 12), (4, 20)),
    "IST": ((12, 5), (12, 20)),
    "PlayIn": ((4, 8), (4, 25)),
    "Playoffs": ((4, 11), (6, 30)),
    "Pre Season": ((9, 25), (10, 28)),
    "All Star": ((2, 5), (3, 10)),
}
_MOVED = {2019: date(2020, 10, 11), 2020: date(2021, 7, 31)}
_NEVER_MOVED = ("All Star", "IST", "Pre Season")
# Kinds of games that were not played from the beginning, by the first year of their first season.
_FIRST_YEARS = {"PlayIn": 2019, "IST": 2023}
# What a game id begins with, by kind.
KIND_OF_PREFIX = {
    "001": "Pre Season", "002": "Regular Season", "003": "All Star", "004": "Playoffs", "005": "PlayIn", "006": "IST",
}  # fmt: skip


def first_year(season: str) -> int:
    """Give the year in which a season begins.

    Parameters
    ----------
    season
        For example ``2023-24``.

    Returns
    -------
    int
        For example 2023.
    """
    return int(season[:4])


def season_named(year: int) -> str:
    """Name a season by both years.

    Parameters
    ----------
    year
        In which it begins.

    Returns
    -------
    str
        For example ``2023-24``.
    """
    return f"{year}-{(year + 1) % 100:02d}"


def season_of(day: date) -> str:
    """Find the season that a day belongs to; it runs from 12 October to 11 October.

    Parameters
    ----------
    day
        US Eastern.

    Returns
    -------
    str
        For example ``2023-24``.
    """
    return season_named(day.year - ((day.month, day.day) < _WINDOWS["Regular Season"][0]))


def seasons_between(first: str, last: str) -> list[str]:
    """List seasons.

    Parameters
    ----------
    first, last
        Both included.

    Returns
    -------
    list
        In order.
    """
    return [season_named(year) for year in range(first_year(first), first_year(last) + 1)]


def league_day(moment: datetime) -> date:
    """Give the date in the league's own time.

    Parameters
    ----------
    moment
        With a time zone.

    Returns
    -------
    datetime.date
        US Eastern.
    """
    return moment.astimezone(ZONE).date()


def day_is_over(day: date) -> datetime:
    """Say from when on the box scores of a day are there.

    Parameters
    ----------
    day
        US Eastern.

    Returns
    -------
    datetime.datetime
        The next morning.
    """
    return datetime.combine(day + timedelta(days=1), _MORNING, ZONE)


def window(season: str, kind: str) -> tuple[date, date] | None:
    """Say when games of a kind can be played.

    Parameters
    ----------
    season
        For example ``2023-24``.
    kind
        As the source names it.

    Returns
    -------
    tuple or None
        First and last day; None where no such games were played yet.
    """
    year = first_year(season)
    if year < _FIRST_YEARS.get(kind, 0):
        return None
    begin, end = (_in_season(year, *month_day) for month_day in _WINDOWS[kind])
    return begin, end if kind in _NEVER_MOVED else _MOVED.get(year, end)


def _in_season(year: int, month: int, day: int) -> date:
    return date(year + (month < _FIRST_MONTH), month, day)


def kinds_on(day: date, kinds: tuple[str, ...]) -> list[str]:
    """Say what kinds of games may be played on a day, by the calendar alone.

    Parameters
    ----------
    day
        US Eastern.
    kinds
        That are asked for.

    Returns
    -------
    list
        Some of them.
    """
    windows = {kind: window(season_of(day), kind) for kind in kinds}
    return [kind for kind, days in windows.items() if days and days[0] <= day <= days[1]]


def season_is_over(season: str) -> datetime:
    """Say from when on nothing is played any more in a season.

    Parameters
    ----------
    season
        For example ``2023-24``.

    Returns
    -------
    datetime.datetime
        The morning after the last day of play-offs that the calendar allows.
    """
    days = window(season, "Playoffs")
    assert days is not None
    return day_is_over(days[1])


def age_of_final(over: datetime, settled_after: timedelta, now: datetime) -> timedelta | None:
    """Say how old an answer may be that is to hold everything up to a moment.

    Parameters
    ----------
    over
        When everything was played and counted.
    settled_after
        The league corrects box scores for so long.
    now
        With a time zone.

    Returns
    -------
    datetime.timedelta or None
        Time since box scores were settled; until then, since everything was counted; None while it is not over.
    """
    settled = over + settled_after
    if now >= settled:
        return now - settled
    return now - over if now >= over else None


def age_of_today(now: datetime) -> timedelta:
    """Say how old an answer about a season in progress may be.

    Parameters
    ----------
    now
        With a time zone.

    Returns
    -------
    datetime.timedelta
        Time since the box scores of the last finished day were there.
    """
    today = day_is_over(league_day(now) - timedelta(days=1))
    return now - (today if today <= now else today - timedelta(days=1))

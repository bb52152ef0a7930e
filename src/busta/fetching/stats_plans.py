"""What is asked of stats.nba.com: yesterday, whole seasons, or single days."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pandas as pd

from busta.fetching import stats_calls as calls
from busta.fetching import stats_seasons as seasons
from busta.fetching.calls import Call
from busta.params.fetching import FetchingParams

_DAY = timedelta(days=1)
_SOMETIMES = ("IST", "All Star", "Pre Season")
# A period that ends yesterday is asked for anew tomorrow, as another period.
_NEVER = timedelta(days=36_500)
_FIRST_TRACKED = 2015


@dataclass(frozen=True)
class KnownGames:
    """What earlier runs found out.

    Attributes
    ----------
    days
        Kinds of games by day, from the stored schedules.
    told_at
        When the newest stored schedule of a season was given.
    covered
        Last day of which logs are stored, by season and kind.
    """

    days: Mapping[date, frozenset[str]] = field(default_factory=dict)
    told_at: Mapping[str, datetime] = field(default_factory=dict)
    covered: Mapping[tuple[str, str], date] = field(default_factory=dict)

    def kinds_on(self, day: date, kinds: tuple[str, ...]) -> dict[str, bool]:
        """Say what kinds of games are looked for on a day, and whether it is certain that there were some.

        Parameters
        ----------
        day
            US Eastern.
        kinds
            That are asked for.

        Returns
        -------
        dict
            Kind to whether the schedule names a game. Without a schedule that was given on this day or later the
            calendar is asked, too: a game may have been moved.
        """
        named = {kind: True for kind in kinds if kind in self.days.get(day, frozenset())}
        told = self.told_at.get(seasons.season_of(day))
        if told is not None and seasons.league_day(told) >= day:
            return named
        return dict.fromkeys(seasons.kinds_on(day, kinds), False) | named

    def kinds_of(self, season: str) -> frozenset[str]:
        """Say what kinds of games the schedule of a season names.

        Parameters
        ----------
        season
            For example ``2023-24``.

        Returns
        -------
        frozenset
            Empty where none is stored.
        """
        of_season = (kinds for day, kinds in self.days.items() if seasons.season_of(day) == season)
        return frozenset(kind for kinds in of_season for kind in kinds)


def known_games(
    schedules: pd.DataFrame, told_at: Mapping[str, datetime], manifest: pd.DataFrame
) -> KnownGames:
    """Collect what earlier runs found out.

    Parameters
    ----------
    schedules
        Games of the stored schedules: ``GAME_ID, game_date`` (``2023-10-24``).
    told_at
        When the newest stored schedule of a season was given.
    manifest
        Of the store.

    Returns
    -------
    KnownGames
        Empty before the first run.
    """
    kinds = schedules["GAME_ID"].str[:3].map(seasons.KIND_OF_PREFIX)
    by_day = kinds.dropna().groupby(schedules["game_date"]).agg(frozenset)
    days = {date.fromisoformat(str(day)): found for day, found in by_day.items()}
    return KnownGames(days, dict(told_at), _covered(manifest))


def _covered(manifest: pd.DataFrame) -> dict[tuple[str, str], date]:
    covered: dict[tuple[str, str], date] = {}
    logs = manifest[manifest["endpoint"].eq(calls.LOGS)]
    for text, moment in zip(logs["parameters"], logs["fetched_at_utc"], strict=True):
        asked = json.loads(text) if isinstance(text, str) else text
        last = seasons.league_day(pd.Timestamp(moment).to_pydatetime()) - _DAY
        if "DateTo" in asked:
            last = datetime.strptime(asked["DateTo"], "%m/%d/%Y").date()
        key = (asked["Season"], asked["SeasonType"])
        covered[key] = max(last, covered.get(key, last))
    return covered


def plan_league(fetching: FetchingParams, known: KnownGames, now: datetime) -> list[Call]:
    """Plan what does not depend on the answers: indexes, schedules, logs, tracking.

    Parameters
    ----------
    fetching
        Typed parameters.
    known
        What earlier runs found out.
    now
        With a time zone.

    Returns
    -------
    list
        Calls in the order in which they are made; stored answers that are fresh enough will be taken from the store.
    """
    if fetching.mode == "daily":
        return _daily(fetching, known, now)
    asked = _begun_seasons(fetching, now)
    if not asked:
        return []
    stats = fetching.stats_nba
    planned = calls.index_calls(asked[-1], stats.index_max_age)
    planned += [_schedule(season, fetching, now) for season in asked]
    if fetching.first_day is None:
        planned += [call for season in asked for call in _season(season, fetching, known, now)]
    else:
        planned += [
            call for day in _asked_days(fetching, now) for call in _one_day(day, fetching, known, now)
        ]
    if stats.tracking:
        planned += [call for season in asked for call in _tracking(season, fetching, now)]
    return planned


def asked_days(fetching: FetchingParams, known: KnownGames, now: datetime) -> tuple[date, date]:
    """Say of which days games are asked for.

    Parameters
    ----------
    fetching, known, now
        As in `plan_league`.

    Returns
    -------
    tuple
        First and last day, US Eastern; the last one is over.
    """
    yesterday = _yesterday(now)
    if fetching.mode == "daily":
        season = seasons.season_of(yesterday)
        return min(_from(season, kind, fetching, known, yesterday) for kind in _kinds(fetching)), yesterday
    if fetching.first_day and fetching.last_day:
        return fetching.first_day, min(fetching.last_day, yesterday)
    first, last = (seasons.first_year(name) for name in (fetching.first_season, fetching.last_season))
    return date(first, 7, 1), min(date(last + 1, 10, 11), yesterday)


def plan_boxes(
    fetching: FetchingParams, games: pd.DataFrame, days: tuple[date, date], now: datetime
) -> list[Call]:
    """Plan the box scores that cost one call a game.

    Parameters
    ----------
    fetching
        Typed parameters.
    games
        Games of the logs that nobody has: ``kind`` (traditional or advanced), ``season, game_id, game_date``.
    days
        As from `asked_days`.
    now
        With a time zone.

    Returns
    -------
    list
        One call a game and kind.
    """
    is_asked = games["game_date"].between(days[0].isoformat(), days[1].isoformat())
    rows = games[is_asked].sort_values(["kind", "game_date", "game_id"])
    named = (rows[name].astype("str") for name in ("kind", "game_id", "season", "game_date"))
    return [
        calls.box_call(
            kind,
            game_id,
            season,
            _age(date.fromisoformat(day), fetching, now, fetching.stats_nba.settled_after),
        )
        for kind, game_id, season, day in zip(*named, strict=True)
    ]


def _daily(fetching: FetchingParams, known: KnownGames, now: datetime) -> list[Call]:
    stats, today = fetching.stats_nba, seasons.league_day(now)
    season, yesterday = seasons.season_of(today), _yesterday(now)
    planned = calls.index_calls(season, stats.index_max_age)
    planned.append(calls.schedule_call(season, stats.schedule_max_age))
    if known.kinds_on(today, _kinds(fetching)):
        planned.append(calls.scoreboard_call(today, season, stats.scoreboard_max_age))
    season = seasons.season_of(yesterday)
    for kind in _kinds(fetching):
        first = _from(season, kind, fetching, known, yesterday)
        found = [known.kinds_on(day, (kind,)) for day in _days(first, yesterday)]
        if any(found):
            age = _age(yesterday, fetching, now, _NEVER)
            empty = not any(kinds.get(kind) for kinds in found)
            planned += calls.log_calls(season, kind, days=(first, yesterday), max_age=age, may_be_empty=empty)
    return planned


def _from(season: str, kind: str, fetching: FetchingParams, known: KnownGames, yesterday: date) -> date:
    # The days whose box scores may still be corrected come with the same two calls, and so do days that were missed.
    first = yesterday - timedelta(days=fetching.stats_nba.settled_after.days)
    covered = known.covered.get((season, kind), yesterday)
    days = seasons.window(season, kind)
    missed = covered + _DAY - timedelta(days=fetching.stats_nba.settled_after.days)
    return max(min(first, missed), days[0] if days else first)


def _season(season: str, fetching: FetchingParams, known: KnownGames, now: datetime) -> list[Call]:
    planned: list[Call] = []
    named = known.kinds_of(season)
    for kind in _kinds(fetching):
        # A kind that is named was played, whatever the calendar says.
        days = seasons.window(season, kind) or (seasons.window(season, "Playoffs") if kind in named else None)
        if days is None or days[0] >= seasons.league_day(now):
            continue
        final = seasons.age_of_final(seasons.day_is_over(days[1]), fetching.stats_nba.settled_after, now)
        age = seasons.age_of_today(now) if final is None else final
        may_be_empty = final is None or (kind in _SOMETIMES and kind not in named)
        planned += calls.log_calls(season, kind, max_age=age, may_be_empty=may_be_empty)
    return planned


def _one_day(day: date, fetching: FetchingParams, known: KnownGames, now: datetime) -> list[Call]:
    age = _age(day, fetching, now, fetching.stats_nba.settled_after)
    return [
        call
        for kind, is_certain in known.kinds_on(day, _kinds(fetching)).items()
        for call in calls.log_calls(
            seasons.season_of(day), kind, days=(day, day), max_age=age, may_be_empty=not is_certain
        )
    ]


def _age(day: date, fetching: FetchingParams, now: datetime, settled_after: timedelta) -> timedelta:
    final = seasons.age_of_final(seasons.day_is_over(day), settled_after, now)
    return fetching.stats_nba.scoreboard_max_age if final is None else final


def _schedule(season: str, fetching: FetchingParams, now: datetime) -> Call:
    over = seasons.season_is_over(season)
    age = now - over if now >= over else fetching.stats_nba.schedule_max_age
    return calls.schedule_call(season, age)


def _tracking(season: str, fetching: FetchingParams, now: datetime) -> list[Call]:
    days = seasons.window(season, "Regular Season")
    if seasons.first_year(season) < _FIRST_TRACKED or days is None:
        return []
    final = seasons.age_of_final(seasons.day_is_over(days[1]), fetching.stats_nba.settled_after, now)
    return calls.tracking_calls(season, final or seasons.age_of_today(now), final is None)


def _kinds(fetching: FetchingParams) -> tuple[str, ...]:
    return tuple(fetching.stats_nba.season_types)


def _begun_seasons(fetching: FetchingParams, now: datetime) -> list[str]:
    named = seasons.seasons_between(fetching.first_season, fetching.last_season)
    if fetching.first_day and fetching.last_day:
        of_days = [seasons.season_of(day) for day in (fetching.first_day, fetching.last_day)]
        named = [season for season in named if of_days[0] <= season <= of_days[1]]
    return [season for season in named if season <= seasons.season_of(seasons.league_day(now))]


def _asked_days(fetching: FetchingParams, now: datetime) -> list[date]:
    assert fetching.first_day
    assert fetching.last_day
    days = _days(fetching.first_day, min(fetching.last_day, _yesterday(now)))
    return [day for day in days if fetching.first_season <= seasons.season_of(day) <= fetching.last_season]


def _yesterday(now: datetime) -> date:
    return seasons.league_day(now) - _DAY


def _days(first: date, last: date) -> list[date]:
    return [first + n * _DAY for n in range((last - first).days + 1)]

"""The plan for The Odds API: which days, at what price, and in words why nothing is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pandas as pd

from busta.fetching.calls import Call
from busta.fetching.odds_calls import (
    EVENT_ODDS,
    PAST_EVENT_ODDS,
    PAST_ODDS,
    SOURCE,
    current_calls,
    past_calls,
    price,
    season_at,
)
from busta.fetching.plan_table import COLUMNS, TO_FETCH, plan_table
from busta.nba.calendar import eastern_date, season_of_date
from busta.params.fetching import FetchingParams

NOT_ASKED = "not asked"


@dataclass(frozen=True)
class OddsPlan:
    """What is going to be asked.

    Attributes
    ----------
    calls
        Those that are known before anything is fetched; the quotes on players follow from their answers.
    table
        See `busta.fetching.plan_table.plan_table`; in addition one row for the quotes on players that are expected, and
        one for whatever is not asked, with the reason.
    """

    calls: list[Call]
    table: pd.DataFrame


@dataclass(frozen=True)
class _Days:
    days: list[pd.Timestamp] = field(default_factory=list)
    sentence: str = ""


def known_games(team_logs: pd.DataFrame, schedules: pd.DataFrame) -> pd.DataFrame:
    """List the games that are known, played or to come.

    Parameters
    ----------
    team_logs
        Two rows per game: ``game_date, is_home, game_id``.
    schedules
        One row per game: ``game_date``.

    Returns
    -------
    pandas.DataFrame
        ``game_date, games``: one row per day with the number of its games, sorted.
    """
    played = team_logs.loc[team_logs["is_home"], "game_date"].value_counts()
    listed = schedules["game_date"].value_counts()
    # A day may stand in both, and a game of the schedule may have been moved.
    most = pd.concat([played, listed], axis=1).max(axis=1).sort_index().astype("int64")
    return pd.DataFrame({"game_date": most.index.astype("datetime64[us]"), "games": most.to_numpy()})


def plan_odds(
    fetching: FetchingParams,
    games: pd.DataFrame,
    now: datetime,
    lacks: str,
    is_fresh: Callable[[Call], bool],
) -> OddsPlan:
    """Plan a run.

    Parameters
    ----------
    fetching
        Typed parameters.
    games
        As of `known_games`.
    now
        Moment that counts as now (UTC).
    lacks
        What has to be done before anything can be asked (the key); empty where nothing is missing.
    is_fresh
        Whether the store holds an answer that is young enough.

    Returns
    -------
    OddsPlan
        The odds of now in daily mode; with ``history``, the snapshots of the day before, or of the days of a backfill.
    """
    params = fetching.odds_api
    if not params.enabled:
        return OddsPlan([], plan_table([], is_fresh))
    if lacks:
        return OddsPlan([], _not_asked(f"no key: nothing is asked; {lacks}", now))
    days = _days(fetching, games, now) if params.history else _Days()
    calls = [] if fetching.mode == "backfill" else current_calls(params, now)
    calls += past_calls(params, days.days, now)
    parts = [plan_table(calls, is_fresh), _expected_players(fetching, calls, games, now)]
    if fetching.mode == "backfill" and not params.history:
        parts.append(_not_asked("days of the past are not asked: fetching.odds_api.history is false", now))
    if days.sentence:
        parts.append(_not_asked(days.sentence, now))
    filled = [part for part in parts if len(part)] or parts[:1]
    return OddsPlan(calls, pd.concat(filled, ignore_index=True))


def _days(fetching: FetchingParams, games: pd.DataFrame, now: datetime) -> _Days:
    today = pd.Timestamp(eastern_date(pd.Series([pd.Timestamp(now)])).iloc[0])
    known = games["game_date"]
    if fetching.mode == "daily":
        day = today - pd.Timedelta(days=1)
        # Without a schedule nobody knows whether there was a game: a snapshot without games costs nothing.
        is_of_use = known.eq(day).any() or not known.gt(day).any()
        return _Days([day] if is_of_use else [])
    if fetching.first_day and fetching.last_day:
        named = pd.date_range(fetching.first_day, fetching.last_day).as_unit("us")
        played = known[known.isin(named)]
        return _Days([day for day in (played if len(played) else named) if day <= today])
    seasons = season_of_date(known)
    wanted = known[seasons.between(fetching.first_season, fetching.last_season) & known.le(today)]
    return _Days(wanted.tolist(), _unknown_seasons(fetching, set(seasons), now))


def _unknown_seasons(fetching: FetchingParams, known: set[str], now: datetime) -> str:
    last = min(fetching.last_season, season_at(now))
    starts = range(int(fetching.first_season[:4]), int(last[:4]) + 1)
    lost = [season for season in (f"{year}-{(year + 1) % 100:02d}" for year in starts) if season not in known]
    if not lost:
        return ""
    return (
        f"no games are known of {', '.join(lost)}: their days cannot be asked for; fetch the logs of these seasons (or "
        "put them into the raw folder), then run again"
    )


def _expected_players(
    fetching: FetchingParams, calls: Sequence[Call], games: pd.DataFrame, now: datetime
) -> pd.DataFrame:
    params = fetching.odds_api
    if not params.player_markets or not calls:
        return plan_table([], lambda _: False)
    counts = games.set_index("game_date")["games"]
    asked = pd.Series([call.parameters["date"] for call in calls if call.endpoint == PAST_ODDS], dtype="str")
    past = counts.reindex(eastern_date(pd.to_datetime(asked, utc=True))).sum()
    window = eastern_date(
        pd.Series([pd.Timestamp(now), pd.Timestamp(now) + timedelta(hours=params.hours_ahead)])
    )
    is_now = len(calls) > len(asked)
    coming = counts[(counts.index >= window[0]) & (counts.index <= window[1])].sum() if is_now else 0
    rows = [
        _expected(endpoint, int(count), price(params.player_markets, params.regions, is_past), now)
        for endpoint, count, is_past, is_asked in (
            (EVENT_ODDS, coming, False, is_now),
            (PAST_EVENT_ODDS, past, True, len(asked) > 0),
        )
        if is_asked
    ]
    return pd.concat(rows, ignore_index=True)


def _expected(endpoint: str, count: int, each: int, now: datetime) -> pd.DataFrame:
    reason = f"quotes on players: one call a game, {each} credits each; {count} games expected at most"
    return _row(endpoint, reason, count, count * each, TO_FETCH, now)


def _not_asked(reason: str, now: datetime) -> pd.DataFrame:
    return _row("", reason, 0, 0, NOT_ASKED, now)


def _row(endpoint: str, reason: str, calls: int, credits: int, state: str, now: datetime) -> pd.DataFrame:
    values = [SOURCE, endpoint, season_at(now), "{}", reason, calls, credits, state]
    none = plan_table([], lambda _: False)
    return pd.DataFrame([dict(zip(COLUMNS, values, strict=True))]).astype(none.dtypes.to_dict())

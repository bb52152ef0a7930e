"""What to ask The Odds API for, and what that costs: plans, no network."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import pandas as pd

from busta.fetching.calls import Call
from busta.fetching.odds_tables import EVENTS
from busta.nba.calendar import eastern_date, season_of_date, utc_from_eastern
from busta.params.fetching import OddsApiParams

SOURCE = "odds_api"
ODDS, EVENT_ODDS = "odds", "event_odds"
PAST_ODDS, PAST_EVENT_ODDS = "historical_odds", "historical_event_odds"
# A snapshot of the past costs ten times what the odds of now cost.
PAST_FACTOR = 10
# Since when the source keeps snapshots: of games, and of quotes on players.
_FIRST_SNAPSHOT = pd.Timestamp("2020-06-06T10:00:00Z")
_FIRST_PLAYER_SNAPSHOT = pd.Timestamp("2023-05-03T05:30:00Z")


def price(markets: Sequence[str], regions: Sequence[str], is_past: bool) -> int:
    """Say what one call costs at most.

    Parameters
    ----------
    markets, regions
        Each market counts in each region.
    is_past
        Whether a snapshot of the past is asked for.

    Returns
    -------
    int
        Credits; an answer without quotes costs nothing.
    """
    return len(markets) * len(regions) * (PAST_FACTOR if is_past else 1)


def current_calls(params: OddsApiParams, now: datetime) -> list[Call]:
    """Plan what is asked for the games to come.

    Parameters
    ----------
    params
        Typed parameters.
    now
        Moment that counts as now (UTC).

    Returns
    -------
    list of Call
        The odds of all coming games in one call; and the list of them, which costs nothing, where quotes on players are
        asked for.
    """
    season = season_at(now)
    about = f"{', '.join(params.markets)} of the coming games"
    calls = [_odds(params, ODDS, season, about)]
    if params.player_markets:
        reason = "list of the coming games, for quotes on players"
        listed = {"sport": params.sport, "dateFormat": "iso"}
        calls.append(Call(SOURCE, EVENTS, listed, season, reason, params.max_age, may_be_empty=True))
    return calls


def past_calls(params: OddsApiParams, days: Sequence[pd.Timestamp], now: datetime) -> list[Call]:
    """Plan the snapshots of days of the past.

    Parameters
    ----------
    params
        Typed parameters.
    days
        US Eastern midnights.
    now
        Moment that counts as now (UTC).

    Returns
    -------
    list of Call
        One for each day and time of day of ``history_at`` that is over, since the source keeps snapshots.
    """
    clock = [pd.Timedelta(f"{time}:00") for time in params.history_at]
    local = pd.Series([day + time for day in days for time in clock], dtype="datetime64[us]")
    about = f"{', '.join(params.markets)} of days of the past, at "
    moments = utc_from_eastern(local)
    of_use = moments.between(_FIRST_SNAPSHOT, pd.Timestamp(now))
    local, moments = local[of_use], moments[of_use]
    dates = moments.dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    asked = zip(dates, season_of_date(local), local.dt.strftime("%H:%M US Eastern"), strict=True)
    return [_odds(params, PAST_ODDS, season, about + time, date) for date, season, time in asked]


def player_calls(params: OddsApiParams, games: pd.DataFrame) -> list[Call]:
    """Plan the quotes on players: one call a game.

    Parameters
    ----------
    params
        Typed parameters.
    games
        As `busta.fetching.odds_tables.listed_games` gives them.

    Returns
    -------
    list of Call
        For each game to come within ``hours_ahead`` of its moment, sorted by start; answers are kept by month.
    """
    if not params.player_markets or games.empty:
        return []
    ahead = (games["commence_time"] - games["seen_at_utc"]).dt.total_seconds() / 3600
    first = games["date"].eq("") | games["seen_at_utc"].ge(_FIRST_PLAYER_SNAPSHOT)
    wanted = games[ahead.gt(0) & ahead.le(params.hours_ahead) & first]
    # Of the coming games the newest list counts; of the past every snapshot is a question of its own.
    wanted = wanted.drop_duplicates(["id", "date"], keep="last").sort_values(["date", "commence_time", "id"])
    day = eastern_date(wanted["commence_time"]).dt.strftime("%Y-%m-%d")
    month = eastern_date(wanted["seen_at_utc"]).dt.strftime("%Y-%m")
    text = wanted["away_team"] + " at " + wanted["home_team"] + " of " + day
    asked = zip(wanted["id"], wanted["date"], month, text, strict=True)
    return [_player_call(params, *one) for one in asked]


def season_at(moment: datetime) -> str:
    """Name the season of a moment, which is where its answers are kept.

    Parameters
    ----------
    moment
        UTC.

    Returns
    -------
    str
        For example ``2023-24``.
    """
    return str(season_of_date(eastern_date(pd.Series([pd.Timestamp(moment)]))).iloc[0])


def _odds(params: OddsApiParams, endpoint: str, season: str, reason: str, date: str = "") -> Call:
    asked = {
        "sport": params.sport,
        "regions": ",".join(params.regions),
        "markets": ",".join(params.markets),
        "oddsFormat": "decimal",
        "dateFormat": "iso",
    }
    return Call(
        SOURCE,
        endpoint,
        {**asked, "date": date} if date else asked,
        season,
        reason,
        None if date else params.max_age,
        credits=price(params.markets, params.regions, bool(date)),
        may_be_empty=True,
    )


def _player_call(params: OddsApiParams, event: str, date: str, month: str, game: str) -> Call:
    asked = {
        "sport": params.sport,
        "eventId": event,
        "regions": ",".join(params.regions),
        "markets": ",".join(params.player_markets),
        # As in the archives of quotes on players.
        "oddsFormat": "american",
        "dateFormat": "iso",
    }
    return Call(
        SOURCE,
        PAST_EVENT_ODDS if date else EVENT_ODDS,
        {**asked, "date": date} if date else asked,
        month,
        f"quotes on players: {game}" + (f", as of {date}" if date else ""),
        None if date else params.max_age,
        credits=price(params.player_markets, params.regions, bool(date)),
        may_be_empty=True,
    )

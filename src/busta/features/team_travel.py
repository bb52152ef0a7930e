"""Where a team was before a game, and the way from there: kilometres, hours, metres."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.features.player_history import History, Past
from busta.nba.arenas import great_circle_km, hours_from_utc
from busta.nba.teams import teams

_WEEK = pd.Timedelta(days=7)
_PLACE = ("latitude", "longitude")


def team_travel(team_games: pd.DataFrame) -> pd.DataFrame:
    """Describe the way of every team to each of its games.

    A game is played in the arena of the home team of today; where a neutral floor lies is not known, nor the ways to
    and from it.

    Parameters
    ----------
    team_games
        ``prm_team_games``, played or not.

    Returns
    -------
    pandas.DataFrame
        One row per team and game: ``game_id, team_id``, ``travel_km`` from the floor of its last game of the season
        (from home before the first), ``week_km`` of its ways to the games of the week before and to this one,
        ``zones_east`` (hours that the clock is ahead of that of the last floor), ``altitude_m`` of the floor and
        ``climb_m`` (metres above its own arena). As of the end of the day before: games called off do not count.
    """
    floors = _floors(team_games)
    played = History(floors[floors["points"].notna()], ["team_id"])
    past = played.before(floors)
    last = {name: _last(past, name, floors) for name in (*_PLACE, "hours")}
    travelled = great_circle_km(
        *(last[name] for name in _PLACE), *(floors[name].to_numpy() for name in _PLACE)
    )
    # The ways to the past games, in the order of the history.
    before = History(floors.assign(way=travelled)[floors["points"].notna()], ["team_id"])
    week_ago = before.before(floors.assign(game_date=floors["game_date"] - _WEEK)).end
    week = before.before(floors).total(before.values("way"), week_ago)
    return floors[["game_id", "team_id"]].assign(
        travel_km=travelled,
        week_km=week + np.nan_to_num(travelled),
        zones_east=floors["hours"] - last["hours"],
        altitude_m=floors["altitude_m"],
        climb_m=floors["altitude_m"] - floors["home_altitude_m"],
    )


def _last(past: Past, name: str, floors: pd.DataFrame) -> np.ndarray:
    is_first = past.end == past.season
    return np.where(is_first, floors[f"home_{name}"], past.last(past.history.values(name)))


def _floors(team_games: pd.DataFrame) -> pd.DataFrame:
    arenas = teams()[["team_id", *_PLACE, "altitude_m", "timezone"]]
    rows = team_games[
        ["season", "game_id", "game_date", "team_id", "opponent_team_id", "is_home", "is_neutral", "points"]
    ].reset_index(drop=True)
    host = rows["team_id"].where(rows["is_home"].astype(bool), rows["opponent_team_id"])
    host = host.astype("Int64").mask(rows["is_neutral"].astype(bool))
    for prefix, team in (("home_", rows["team_id"].astype("Int64")), ("", host)):
        place = team.rename("team_id").to_frame().merge(arenas.astype({"team_id": "Int64"}), how="left")
        hours = hours_from_utc(rows["game_date"], place["timezone"])
        found = place.drop(columns=["team_id", "timezone"]).assign(hours=hours)
        rows = pd.concat([rows, found.add_prefix(prefix)], axis=1)
    return rows

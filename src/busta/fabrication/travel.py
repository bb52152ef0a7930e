"""Where each team was before a game: days since its last one, and kilometres from there."""

from __future__ import annotations

from importlib.resources import files

import numpy as np
import pandas as pd

from busta.fabrication.clubs import clubs
from busta.nba.arenas import great_circle_km


def floors(teams: int) -> pd.DataFrame:
    """List the floors that games are played on.

    Parameters
    ----------
    teams
        Number of teams.

    Returns
    -------
    pandas.DataFrame
        ``city, latitude, longitude, is_cup``: row i below ``teams`` is the floor of team i; neutral ones follow, one
        of them that of the cup final (``is_cup``).
    """
    with files("busta.fabrication").joinpath("floors.csv").open(encoding="utf-8") as handle:
        neutral = pd.read_csv(handle)
    home = clubs(teams)[["city", "latitude", "longitude"]].assign(is_cup=0)
    return pd.concat([home, neutral], ignore_index=True)


def since_last_game(games: pd.DataFrame, earlier: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Find each team's last game before each game.

    Parameters
    ----------
    games
        Games with ``day, home, away, floor``.
    earlier
        Games played before these, with the same columns.

    Returns
    -------
    tuple of numpy.ndarray
        Per game and side (home first): days since the team's last game, -1 if there was none; and that game's floor,
        the team's own if there was none.
    """
    columns = ["day", "home", "away", "floor"]
    both = pd.concat([earlier[columns], games[columns]], ignore_index=True)
    sides = [both[["day", "floor"]].assign(team=both[side]) for side in ("home", "away")]
    long = pd.concat(sides, ignore_index=True).sort_values(["team", "day"], kind="stable")
    last = long.groupby("team")[["day", "floor"]].shift()
    days = (long["day"] - last["day"]).fillna(-1).astype(int)
    floor = last["floor"].fillna(long["team"]).astype(int)
    start, count = len(earlier), len(both)
    return tuple(  # type: ignore[return-value]
        values.sort_index().to_numpy().reshape(2, count).T[start:] for values in (days, floor)
    )


def kilometres(floors: pd.DataFrame, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """Measure the way between floors along the great circle.

    Parameters
    ----------
    floors
        Floors with ``latitude, longitude`` in degrees.
    start, end
        Rows in ``floors``, of shapes that broadcast.

    Returns
    -------
    numpy.ndarray
        Kilometres, by the haversine formula on a sphere of radius 6371 km.
    """
    latitude, longitude = (floors[name].to_numpy() for name in ("latitude", "longitude"))
    return great_circle_km(latitude[start], longitude[start], latitude[end], longitude[end])

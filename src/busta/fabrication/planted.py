"""Mistakes that the invented bookmakers are made to make: how far they move what the market expects."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.book_settings import lasts
from busta.fabrication.settings import LeagueSettings
from busta.schemas.keys import MOMENTS


def lasting_shifts(games: pd.DataFrame, settings: LeagueSettings) -> pd.DataFrame:
    """Work out the mistakes that follow from the game itself.

    Parameters
    ----------
    games
        Games with ``home_is_second_night, away_is_second_night``.
    settings
        The league; its ``edges`` say which mistakes are made and for how long.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``margin_<moment>, total_<moment>`` for open, morning and close, points by which the market
        expects more than it should. A tired home side is overrated, a tired visitor makes the home side underrated.
    """
    edges = settings.edges
    tired = games["home_is_second_night"].astype(float) - games["away_is_second_night"].astype(float)
    overrated = edges.ignored_back_to_back * settings.play.back_to_back_cost * tired.to_numpy()
    columns: dict[str, np.ndarray] = {}
    for moment in MOMENTS:
        columns[f"margin_{moment}"] = overrated * lasts(edges.ignored_until, moment)
        shade = edges.shaded_overs * lasts(edges.shaded_until, moment)
        columns[f"total_{moment}"] = np.full(len(games), shade)
    return pd.DataFrame(columns, index=games.index)


def stale_openings(count: int, settings: LeagueSettings, rng: np.random.Generator) -> dict[str, np.ndarray]:
    """Draw what stale opening lines are off by.

    Parameters
    ----------
    count
        Number of games.
    settings
        The league; ``edges.stale_share`` of the games are off by a normal error of ``edges.stale_open_sd``.
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        ``margin_open, total_open``: points, one per game; 0 for an opening that is not stale.
    """
    edges = settings.edges
    is_stale = rng.random(count) < edges.stale_share
    return {
        f"{what}_open": np.where(is_stale, rng.normal(0.0, 1.0, count), 0.0) * edges.stale_open_sd
        for what in ("margin", "total")
    }

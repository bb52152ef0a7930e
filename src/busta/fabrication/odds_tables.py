"""What the invented bookmakers said of each game, before it is dressed up as the files of the archives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.bookmaker import book_quotes, market_views
from busta.fabrication.planted import lasting_shifts, stale_openings
from busta.fabrication.settings import LeagueSettings
from busta.schemas.keys import MOMENTS


def market_of_season(games: pd.DataFrame, settings: LeagueSettings, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the market's expectation of each game at each moment.

    Parameters
    ----------
    games
        Games with the true expectations ``margin, total`` and those of ``_open`` and ``_morning``, and
        ``home_is_second_night, away_is_second_night``.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``margin_<moment>, total_<moment>`` for open, morning and close, points: what a careful
        market would expect, and on top of it the planted mistakes.
    """
    book, play = settings.book, settings.play
    spreads = {"margin": book.margin_spread_sd, "total": book.total_spread_sd}
    errors = {
        "margin": (book.margin_error_sd, book.margin_step_sd),
        "total": (book.total_error_sd, book.total_step_sd),
    }
    columns: dict[str, np.ndarray] = {}
    for what in ("margin", "total"):
        truth = {moment: games[_column(what, moment)].to_numpy() for moment in MOMENTS}
        average = np.mean(truth["close"])
        centre = np.where(games["is_neutral"], 0.0, play.home_edge) if what == "margin" else average
        views = market_views(truth, *errors[what], spreads[what], centre, rng)
        columns |= {f"{what}_{moment}": view for moment, view in views.items()}
    # Drawn last and added last: a league with mistakes is the same league otherwise, and they keep their full size.
    stale = stale_openings(len(games), settings, rng)
    shifts = lasting_shifts(games, settings)
    return pd.DataFrame(
        {name: view + shifts[name].to_numpy() + stale.get(name, 0.0) for name, view in columns.items()},
        index=games.index,
    )


def quotes_at(
    market: pd.DataFrame, moment: str, settings: LeagueSettings, rng: np.random.Generator
) -> pd.DataFrame:
    """Let one book quote every game at a moment.

    Parameters
    ----------
    market
        What the market expects, from :func:`market_of_season`.
    moment
        ``open``, ``morning`` or ``close``.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``spread`` (home handicap), ``spread_probability``, ``total``, ``total_probability``,
        ``win_probability``.
    """
    margin, total = (market[f"{what}_{moment}"].to_numpy() for what in ("margin", "total"))
    return pd.DataFrame(book_quotes(margin, total, settings.play, settings.book, rng), index=market.index)


def _column(what: str, moment: str) -> str:
    return what if moment == "close" else f"{what}_{moment}"

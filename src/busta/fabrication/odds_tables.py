"""What the invented bookmakers said of each game, before it is dressed up as the files of the archives."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.fabrication.bookmaker import book_quotes, market_views
from busta.fabrication.settings import LeagueSettings
from busta.schemas.keys import MOMENTS


def market_of_season(games: pd.DataFrame, settings: LeagueSettings, rng: np.random.Generator) -> pd.DataFrame:
    """Draw the market's expectation of each game at each moment.

    Parameters
    ----------
    games
        Games with the true expectations ``margin, total`` and those of ``_open`` and ``_morning``.
    settings
        The league.
    rng
        Source of chance.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``margin_<moment>, total_<moment>`` for open, morning and close, points.
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
        centre = play.home_edge if what == "margin" else float(np.mean(truth["close"]))
        views = market_views(truth, *errors[what], spreads[what], centre, rng)
        columns |= {f"{what}_{moment}": view for moment, view in views.items()}
    return pd.DataFrame(columns, index=games.index)


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

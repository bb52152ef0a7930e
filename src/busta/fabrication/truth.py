"""What is true of every game of an invented league, whatever its books say."""

from __future__ import annotations

import pandas as pd

from busta.fabrication.chances import median_margin, median_total
from busta.fabrication.league import fabricate_seasons
from busta.fabrication.planted import lasting_shifts
from busta.fabrication.settings import LeagueSettings


def true_games(settings: LeagueSettings) -> pd.DataFrame:
    """Tell what is true of every game of an invented league.

    Parameters
    ----------
    settings
        The league; equal settings give the games of its raw files.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``game_id``; ``margin, total``, its true expectations at tip-off; and ``margin_close,
        total_close``, the lines on which the market is expected to close on the evening before: the median given what
        is known then, and the mistakes that last to the close. That holds for books without errors of their own.
    """
    return pd.concat(
        [_season_truth(sources.tables.games, settings) for sources in fabricate_seasons(settings)],
        ignore_index=True,
    )


def _season_truth(games: pd.DataFrame, settings: LeagueSettings) -> pd.DataFrame:
    shifts, play = lasting_shifts(games, settings), settings.play
    margin, total = (
        (games[f"{what}_open"] + shifts[f"{what}_close"]).to_numpy() for what in ("margin", "total")
    )
    return games[["game_id", "margin", "total"]].assign(
        margin_close=median_margin(margin, play), total_close=median_total(margin, total, play)
    )

"""Elo as features."""

from __future__ import annotations

import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup
from busta.ratings.elo import EloSettings, elo_ratings

ELO_COLUMNS = {
    "elo_rating": FeatureColumn("Elo rating of the team, margin included.", "rating points"),
    "elo_win_probability": FeatureColumn("Probability of the team to win, home included.", "probability"),
}


def elo_features(games: pd.DataFrame, settings: EloSettings) -> pd.DataFrame:
    """Elo of every team before each of its games.

    Parameters
    ----------
    games
        One row per game (``prm_games``), played or not.
    settings
        How Elo learns.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys and ``ELO_COLUMNS``.
        As of the end of the day before ``game_date``.
    """
    ratings = elo_ratings(games, settings)
    ratings = ratings.rename(columns={"rating": "elo_rating", "expected": "elo_win_probability"})
    return ratings[[*FEATURE_KEYS, *ELO_COLUMNS]]


GROUP = FeatureGroup(name="elo", function=elo_features, inputs=("prm_games",), columns=ELO_COLUMNS)

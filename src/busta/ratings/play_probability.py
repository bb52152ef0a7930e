"""The probability that a man on the books plays, as of the evening before."""

from __future__ import annotations

from dataclasses import dataclass

import lightgbm as lgb
import numpy as np
import pandas as pd

from busta.ratings.ranges import check_above_zero

PLAY_FEATURES = (
    "expected_minutes",
    "last_minutes",
    "experience",
    "games_missed",
    "days_since_played",
    "share_played",
    "note_age",
    "note_out",
    "note_day_to_day",
    "note_season_ending",
    "note_after_last_game",
    "team_games",
    "team_rest",
    "rank_on_team",
    "share_out_of_team",
)


@dataclass(frozen=True)
class PlayProbabilitySettings:
    """The classifier of who plays.

    Attributes
    ----------
    training_seasons
        How many earlier seasons it learns from; reporting habits and load management change.
    min_rows
        With fewer rows to learn from, the share of his team's last games that a man played stands in.
    trees, leaves, learning_rate, min_leaf
        LightGBM's parameters; nothing is sampled, so no seed is needed.
    """

    training_seasons: int
    min_rows: int
    trees: int
    leaves: int
    learning_rate: float
    min_leaf: int

    def __post_init__(self) -> None:
        names = ("training_seasons", "min_rows", "trees", "learning_rate", "min_leaf")
        check_above_zero("Probability to play", self, *names)
        if self.leaves < 2:
            raise ValueError(f"Probability to play leaves: expected at least 2, was {self.leaves}.")


def play_features(candidates: pd.DataFrame) -> pd.DataFrame:
    """Complete the state of every candidate with his place among his team-mates.

    Parameters
    ----------
    candidates
        ``Candidates.table``: one row per (team-game, player).

    Returns
    -------
    pandas.DataFrame
        The columns of ``PLAY_FEATURES``, same rows.
    """
    team_game = [candidates["game_id"], candidates["team_id"]]
    minutes = candidates["expected_minutes"]
    rank = minutes.groupby(team_game).rank(ascending=False, method="first")
    missing = minutes.where(candidates["games_missed"] > 0, 0.0).groupby(team_game).transform("sum")
    share = missing / minutes.groupby(team_game).transform("sum")
    return candidates.assign(rank_on_team=rank, share_out_of_team=share)[list(PLAY_FEATURES)]


def play_probabilities(candidates: pd.DataFrame, settings: PlayProbabilitySettings) -> np.ndarray:
    """Predict who plays, each season by a classifier that learnt from earlier seasons only.

    Parameters
    ----------
    candidates
        ``Candidates.table``; its column ``played`` is the target of earlier seasons.
    settings
        The classifier.

    Returns
    -------
    numpy.ndarray
        Probability in [0, 1] for each row.
    """
    features = play_features(candidates)
    season = candidates["season"].to_numpy()
    is_known = candidates["played"].notna().to_numpy()
    seasons = np.unique(season)
    probability = np.empty(len(candidates))
    for position, current in enumerate(seasons):
        rows = season == current
        earlier = seasons[max(0, position - settings.training_seasons) : position]
        training = np.isin(season, earlier) & is_known
        if training.sum() < settings.min_rows:
            probability[rows] = np.clip(candidates["share_played"].to_numpy()[rows], 0.0, 1.0)
        else:
            model = _fit(features[training], candidates["played"][training], settings)
            probability[rows] = model.predict(features[rows], num_threads=1)
    return probability


def _fit(x: pd.DataFrame, played: pd.Series, settings: PlayProbabilitySettings) -> lgb.Booster:
    parameters = {
        "objective": "binary",
        "num_leaves": settings.leaves,
        "learning_rate": settings.learning_rate,
        "min_data_in_leaf": settings.min_leaf,
        "deterministic": True,
        "force_row_wise": True,
        "num_threads": 1,
        "verbose": -1,
    }
    return lgb.train(parameters, lgb.Dataset(x, played), settings.trees)

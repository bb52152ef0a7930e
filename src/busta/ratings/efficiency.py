"""Offence, defence and pace of every team, adjusted for its opponents, by ridge regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.nba.boxscore import MEN_ON_THE_FLOOR
from busta.ratings.decayed_ridge import DecayedRidge
from busta.ratings.game_days import TEAM_GAME_KEYS, walk_days
from busta.ratings.possessions import possessions, team_index, with_opponent

HORIZONS = ("short", "medium", "long")


@dataclass(frozen=True)
class EfficiencySettings:
    """How fast the ratings learn and forget.

    Attributes
    ----------
    short_half_life_days, medium_half_life_days, long_half_life_days
        Days after which a game counts half in the offence and defence ratings.
    penalty
        Weight of an average team in the rating of a team, in games.
    season_carry
        Share of its weight that a game takes over a season start, 0 to 1.
    pace_half_life_days, pace_penalty, pace_season_carry
        The same for pace.
    prior_points, prior_home, prior_pace
        Points per 100 possessions, home advantage in them, and possessions per 48 minutes before any game.
    prior_weight
        Weight of these three, in games: small, so that they are gone after the first evening.
    """

    short_half_life_days: float
    medium_half_life_days: float
    long_half_life_days: float
    penalty: float
    season_carry: float
    pace_half_life_days: float
    pace_penalty: float
    pace_season_carry: float
    prior_points: float
    prior_home: float
    prior_pace: float
    prior_weight: float

    @property
    def half_lives(self) -> np.ndarray:
        """Half-lives of the ratings in days, shape (3,), in the order of ``HORIZONS``."""
        return np.array([getattr(self, f"{horizon}_half_life_days") for horizon in HORIZONS], dtype=float)


def game_rates(team_games: pd.DataFrame) -> pd.DataFrame:
    """Points per 100 possessions of each team, and the pace of its game.

    Both teams of a game are given the same possessions, the mean of their two estimates.

    Parameters
    ----------
    team_games
        One row per team and game (``prm_team_games``).

    Returns
    -------
    pandas.DataFrame
        The same rows with ``points_per_100`` and ``pace`` (possessions per 48 minutes) added, null where the
        game is not played.
    """
    rows = team_games.assign(used=possessions(team_games))
    rows = with_opponent(rows, ["used"])
    shared = (rows["used"] + rows["opponent_used"]) / 2
    return rows.drop(columns=["used", "opponent_used"]).assign(
        points_per_100=100.0 * rows["points"] / shared,
        pace=48.0 * shared / (rows["minutes"] / MEN_ON_THE_FLOOR),
    )


def efficiency_ratings(team_games: pd.DataFrame, settings: EfficiencySettings) -> pd.DataFrame:
    """Rate offence, defence and pace as of the end of the day before each game.

    Points per 100 possessions = mean + home (1/2, away -1/2, neutral 0) + offence - defence of the opponent;
    possessions per 48 minutes = mean + own pace + pace of the opponent.

    Parameters
    ----------
    team_games
        One row per team and game (``prm_team_games``), unplayed games with null statistics.
    settings
        How fast the ratings learn and forget.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys; for every horizon
        ``offence_<h>`` and ``defence_<h>`` (points per 100 possessions scored and prevented above the average
        team), ``points_<h>`` (expected points of this team in 48 minutes of this game); ``pace`` (possessions
        per 48 minutes above the average team), ``game_pace`` (expected in this game).
    """
    rows = game_rates(team_games.sort_values(["game_date", "game_id", "team_id"], ignore_index=True))
    teams, (own, other) = team_index(rows["team_id"], rows["opponent_team_id"])
    designs = _rating_design(rows, own, other, len(teams)), _pace_design(own, other, len(teams))
    targets = rows["points_per_100"].to_numpy(dtype=float), rows["pace"].to_numpy(dtype=float)
    models = _rating_model(len(teams), settings), _pace_model(len(teams), settings)
    n, k = len(rows), len(HORIZONS)
    expected, offence, defence = np.empty((3, k, n))
    pace, game_pace = np.empty((2, n))
    for day in walk_days(rows):
        at = day.rows
        for model in models:
            model.forget(day.days_since, day.is_new_season)
        ratings, speeds = models[0].solve(), models[1].solve()[0]
        expected[:, at] = np.einsum("kp,np->kn", ratings, designs[0][at])
        offence[:, at] = ratings[:, 2 + own[at]]
        defence[:, at] = ratings[:, 2 + len(teams) + own[at]]
        pace[at], game_pace[at] = speeds[1 + own[at]], speeds[0] + speeds[1 + own[at]] + speeds[1 + other[at]]
        for model, X, y in zip(models, designs, targets, strict=True):
            model.learn(X[at], y[at])
    out = rows[TEAM_GAME_KEYS].copy()
    for i, horizon in enumerate(HORIZONS):
        out[f"offence_{horizon}"], out[f"defence_{horizon}"] = offence[i], defence[i]
        out[f"points_{horizon}"] = expected[i] * game_pace / 100.0
    return out.assign(pace=pace, game_pace=game_pace)


def _rating_design(rows: pd.DataFrame, own: np.ndarray, other: np.ndarray, n_teams: int) -> np.ndarray:
    n = np.arange(len(rows))
    side = np.where(rows["is_home"].to_numpy(dtype=bool), 0.5, -0.5)
    X = np.zeros((len(rows), 2 + 2 * n_teams))
    X[:, 0] = 1.0
    X[:, 1] = np.where(rows["is_neutral"].to_numpy(dtype=bool), 0.0, side)
    X[n, 2 + own] = 1.0
    X[n, 2 + n_teams + other] = -1.0
    return X


def _pace_design(own: np.ndarray, other: np.ndarray, n_teams: int) -> np.ndarray:
    n = np.arange(len(own))
    X = np.zeros((len(own), 1 + n_teams))
    X[:, 0] = 1.0
    X[n, 1 + own] = 1.0
    X[n, 1 + other] = 1.0
    return X


def _rating_model(n_teams: int, settings: EfficiencySettings) -> DecayedRidge:
    prior = np.r_[settings.prior_points, settings.prior_home, np.zeros(2 * n_teams)]
    penalty = np.r_[np.full(2, settings.prior_weight), np.full(2 * n_teams, settings.penalty)]
    return DecayedRidge(prior, penalty, settings.half_lives, settings.season_carry)


def _pace_model(n_teams: int, settings: EfficiencySettings) -> DecayedRidge:
    prior = np.r_[settings.prior_pace, np.zeros(n_teams)]
    penalty = np.r_[settings.prior_weight, np.full(n_teams, settings.pace_penalty)]
    half_life = np.array([settings.pace_half_life_days])
    return DecayedRidge(prior, penalty, half_life, settings.pace_season_carry)

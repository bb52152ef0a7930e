"""Elo ratings that look at the margin."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.ratings.game_days import TEAM_GAME_KEYS, walk_days
from busta.ratings.possessions import team_index


@dataclass(frozen=True)
class EloSettings:
    """How Elo learns.

    Attributes
    ----------
    k
        Rating points at stake per unit of surprise, before the margin multiplier; above 0.
    home
        Rating points the home team is given where the floor is not neutral.
    scale
        Rating difference at which the odds are ten to one.
    mean
        Rating of a team nobody has seen.
    season_carry
        Share of a team's distance to the mean that it takes into a new season, 0 to 1.
    favourite_damping
        Rating difference at which a favourite's win counts half: favourites win by more, and without it
        good teams would climb for ever. Larger damps less; above 0.
    """

    k: float
    home: float
    scale: float
    mean: float
    season_carry: float
    favourite_damping: float

    def __post_init__(self) -> None:
        for name in ("k", "scale", "favourite_damping"):
            if getattr(self, name) <= 0:
                raise ValueError(f"Elo {name}: expected more than 0, was {getattr(self, name)}.")
        if not 0 <= self.season_carry <= 1:
            raise ValueError(f"Elo season_carry: expected 0 to 1, was {self.season_carry}.")


def expected_score(difference: np.ndarray, scale: float) -> np.ndarray:
    """Probability that a team wins, 1 / (1 + 10^(-difference / scale)) (Elo, 1978).

    Parameters
    ----------
    difference
        Own rating minus the opponent's, home included.
    scale
        Difference at which the odds are ten to one.

    Returns
    -------
    numpy.ndarray
        Probabilities, strictly between 0 and 1 for ratings met in practice.
    """
    return 1.0 / (1.0 + 10.0 ** (-difference / scale))


def rating_change(margin: np.ndarray, difference: np.ndarray, settings: EloSettings) -> np.ndarray:
    """Rating points that go from the away team to the home team.

    k ln(1 + |margin|) (won - expected) / (1 + d / favourite_damping), d the difference as the winner saw it
    (Silver and Fischer-Baum, FiveThirtyEight, 2015).

    Parameters
    ----------
    margin
        Points of the home team minus points of the away team; 0 counts as half a win.
    difference
        Rating of the home team minus that of the away team before the game, home included; within
        ``favourite_damping`` of 0.
    settings
        How Elo learns.

    Returns
    -------
    numpy.ndarray
        Points won by the home team; the away team loses as many. Null where the margin is null.
    """
    sign = np.sign(margin)
    surprise = 0.5 * (sign + 1.0) - expected_score(difference, settings.scale)
    damping = 1.0 + sign * difference / settings.favourite_damping
    return settings.k * np.log1p(np.abs(margin)) * surprise / damping


def elo_ratings(games: pd.DataFrame, settings: EloSettings) -> pd.DataFrame:
    """Rate both teams of every game as of the end of the day before it.

    Parameters
    ----------
    games
        One row per game: ``season, game_id, game_date, home_team_id, away_team_id, is_neutral, home_margin``;
        a null margin (not played yet) changes no rating.
    settings
        How Elo learns.

    Returns
    -------
    pandas.DataFrame
        One row per game and team: ``season, game_id, team_id, game_date, rating`` (points) and ``expected``
        (probability of this team to win), sorted by ``game_date, game_id, team_id``.
    """
    games = games.sort_values(["game_date", "game_id"], ignore_index=True)
    teams, (home, away) = team_index(games["home_team_id"], games["away_team_id"])
    advantage = np.where(games["is_neutral"].to_numpy(dtype=bool), 0.0, settings.home)
    margin = games["home_margin"].to_numpy(dtype=float)
    ratings = np.full(len(teams), settings.mean, dtype=float)
    before = np.empty((len(games), 2))
    for day in walk_days(games):
        if day.is_new_season:
            ratings = settings.mean + settings.season_carry * (ratings - settings.mean)
        h, a = home[day.rows], away[day.rows]
        before[day.rows, 0], before[day.rows, 1] = ratings[h], ratings[a]
        difference = ratings[h] + advantage[day.rows] - ratings[a]
        change = np.nan_to_num(rating_change(margin[day.rows], difference, settings), nan=0.0)
        np.add.at(ratings, h, change)
        np.add.at(ratings, a, -change)
    expected = expected_score(before[:, 0] + advantage - before[:, 1], settings.scale)
    return _team_rows(games, before, expected)


def _team_rows(games: pd.DataFrame, before: np.ndarray, expected: np.ndarray) -> pd.DataFrame:
    sides = [
        games[["season", "game_id", "game_date"]].assign(
            team_id=games[f"{side}_team_id"], rating=before[:, column], expected=probability
        )
        for column, (side, probability) in enumerate((("home", expected), ("away", 1.0 - expected)))
    ]
    both = pd.concat(sides).sort_values(["game_date", "game_id", "team_id"], ignore_index=True)
    return both[[*TEAM_GAME_KEYS, "rating", "expected"]]

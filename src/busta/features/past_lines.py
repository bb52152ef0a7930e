"""What the closing lines of earlier days said of a team.

A closing line is public once its game has begun, so on the evening before a game those of all earlier days are
known; the line of the game itself, and of any game of the same day, is not used.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.features.groups import FEATURE_KEYS, FeatureColumn, FeatureGroup
from busta.ratings.decayed_ridge import DecayedRidge
from busta.ratings.game_days import walk_days
from busta.ratings.possessions import team_index
from busta.ratings.ranges import check_above_zero, check_share

PAST_LINES_COLUMNS = {
    "past_lines_margin": FeatureColumn(
        "Strength of the team in the closing spreads of earlier days, opponents and home taken out.", "points"
    ),
    "past_lines_total": FeatureColumn(
        "What the team adds to the closing totals of earlier days, opponents taken out.", "points"
    ),
}


@dataclass(frozen=True)
class PastLinesSettings:
    """How the ratings in past lines learn.

    Attributes
    ----------
    half_life_days
        Days after which a line counts half.
    penalty
        Lines of an average team that every team is taken to have had already.
    season_carry
        Share of its weight that a line keeps over a season start.
    prior_home, prior_total
        Home advantage and half a game's total before any line is known, points.
    prior_weight
        Weight of these two, in lines.
    """

    half_life_days: float
    penalty: float
    season_carry: float
    prior_home: float
    prior_total: float
    prior_weight: float

    def __post_init__(self) -> None:
        check_above_zero("Past lines", self, "half_life_days", "penalty", "prior_total", "prior_weight")
        check_share("Past lines", self, "season_carry")


def past_lines_features(
    games: pd.DataFrame, market_lines: pd.DataFrame, settings: PastLinesSettings
) -> pd.DataFrame:
    """Rate every team by the closing spreads and totals of the days before each of its games.

    Parameters
    ----------
    games
        ``prm_games``, played or not.
    market_lines
        ``prm_market_lines``; the closing lines of ``ats`` (minus the home spread) and ``total`` are read.
    settings
        How the ratings learn.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, sorted by ``game_date, game_id, team_id``: the keys and
        ``PAST_LINES_COLUMNS``. As of the end of the day before ``game_date``. Never missing: a team without
        past lines stands at the average.
    """
    ordered = games.sort_values(["game_date", "game_id"], ignore_index=True)
    teams, (home, away) = team_index(ordered["home_team_id"], ordered["away_team_id"])
    close = market_lines[market_lines["moment"] == "close"]
    spread, total = (
        ordered["game_id"].map(close[close["market"] == market].set_index("game_id")["line"]).to_numpy(float)
        for market in ("ats", "total")
    )
    court = np.where(ordered["is_neutral"].to_numpy(dtype=bool), 0.0, 1.0)
    for_margin = _design(home, away, -1.0, court, len(teams))
    # A game's total is two halves of the league's level plus what each team adds.
    for_total = _design(home, away, 1.0, np.full(len(ordered), 2.0), len(teams))
    margins = _ratings(ordered, for_margin, spread, settings.prior_home, settings)
    totals = _ratings(ordered, for_total, total, settings.prior_total, settings)
    sides = []
    for side, index in (("home", home), ("away", away)):
        rows = np.arange(len(ordered))
        keys = ordered.assign(team_id=ordered[f"{side}_team_id"])[FEATURE_KEYS]
        values = {"past_lines_margin": margins[rows, index], "past_lines_total": totals[rows, index]}
        sides.append(keys.assign(**values))
    return pd.concat(sides).sort_values(["game_date", "game_id", "team_id"], ignore_index=True)


def _design(home: np.ndarray, away: np.ndarray, sign: float, common: np.ndarray, n_teams: int) -> np.ndarray:
    n = np.arange(len(home))
    X = np.zeros((len(home), n_teams + 1))
    X[n, home] = 1.0
    X[n, away] = sign
    X[:, -1] = common
    return X


def _ratings(
    games: pd.DataFrame, X: np.ndarray, y: np.ndarray, common: float, settings: PastLinesSettings
) -> np.ndarray:
    n_teams = X.shape[1] - 1
    model = DecayedRidge(
        prior=np.r_[np.zeros(n_teams), common],
        penalty=np.r_[np.full(n_teams, settings.penalty), settings.prior_weight],
        half_lives=np.array([settings.half_life_days]),
        season_carry=settings.season_carry,
    )
    ratings = np.zeros((len(games), n_teams))
    for day in walk_days(games):
        model.forget(day.days_since, day.is_new_season)
        ratings[day.rows] = model.solve()[0][:n_teams]
        model.learn(X[day.rows], y[day.rows])
    return ratings


GROUP = FeatureGroup(
    name="past_lines",
    function=past_lines_features,
    inputs=("prm_games", "prm_market_lines"),
    columns=PAST_LINES_COLUMNS,
)

"""What a line-up is worth: minutes shared out among the men, times what each of them does in a minute."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import Ridge

from busta.ratings.player_state import Candidates
from busta.ratings.ranges import check_above_zero


@dataclass(frozen=True)
class LineupSettings:
    """How minutes become a line-up's value.

    Attributes
    ----------
    team_minutes
        Player-minutes of a team in a game without overtime.
    max_minutes
        Most minutes a man is expected to play.
    max_played_minutes
        The same for minutes that were played (overtime, and a bench that was not known).
    alpha
        Ridge penalty of margin (total) on the standardised differences (sums) of the line-ups' statistics.
    min_games
        Fewest games of earlier seasons from which the weights are learnt.
    usual_span
        Games of the moving average that says what a team's usual line-up is.
    """

    team_minutes: float
    max_minutes: float
    max_played_minutes: float
    alpha: float
    min_games: int
    usual_span: float

    def __post_init__(self) -> None:
        names = ("team_minutes", "max_minutes", "max_played_minutes", "alpha", "min_games")
        check_above_zero("Line-up", self, *names)
        if self.usual_span < 1:
            raise ValueError(f"Line-up usual_span: expected at least 1, was {self.usual_span}.")


class TeamGames:
    """Segments of a candidates table: the rows of one team-game stand together.

    Parameters
    ----------
    table
        ``Candidates.table``, sorted by team-game.
    """

    def __init__(self, table: pd.DataFrame) -> None:
        game, team = table["game_id"].to_numpy(), table["team_id"].to_numpy()
        is_first = np.r_[True, (game[1:] != game[:-1]) | (team[1:] != team[:-1])][: len(table)]
        self.starts = np.flatnonzero(is_first)
        self.ends = np.append(self.starts[1:], len(table))[: len(self.starts)]
        self.segment = np.cumsum(is_first) - 1
        self.keys = table.loc[is_first, ["season", "game_id", "game_date", "team_id"]].reset_index(drop=True)

    def sum(self, values: np.ndarray) -> np.ndarray:
        """Sum values of shape (rows, ...) over each team-game."""
        return np.add.reduceat(values, self.starts, axis=0)


def share_minutes(
    weights: np.ndarray, games: TeamGames, team_minutes: float, max_minutes: float
) -> np.ndarray:
    """Scale minutes so that each team's add up to a full game and no man exceeds the cap.

    Parameters
    ----------
    weights
        Expected minutes times the probability of playing, one per candidate.
    games
        The segments.
    team_minutes, max_minutes
        What the minutes of a team add up to, and the cap of one man.

    Returns
    -------
    numpy.ndarray
        Minutes per candidate. What the cap cuts off goes to the others, in three rounds; a team whose few men
        all reach the cap stays below the total.
    """
    minutes = weights
    for _ in range(3):
        total = np.maximum(games.sum(minutes), 1e-9)
        minutes = np.minimum(minutes * (team_minutes / total)[games.segment], max_minutes)
    return minutes


def pair_home_and_away(games: pd.DataFrame, team_games: TeamGames) -> pd.DataFrame:
    """Find the two team-games of each game.

    Parameters
    ----------
    games
        ``prm_games``.
    team_games
        The segments.

    Returns
    -------
    pandas.DataFrame
        Games for which both teams have candidates, by date and id, with ``home`` and ``away``: positions in
        ``team_games.keys``.
    """
    position = pd.Series(
        np.arange(len(team_games.keys)),
        index=pd.MultiIndex.from_frame(team_games.keys[["game_id", "team_id"]]),
    )
    ordered = games.sort_values(["game_date", "game_id"], ignore_index=True)
    for side in ("home", "away"):
        pairs = pd.MultiIndex.from_frame(ordered[["game_id", f"{side}_team_id"]])
        ordered[side] = position.reindex(pairs).to_numpy()
    return ordered.dropna(subset=["home", "away"]).astype({"home": int, "away": int}).reset_index(drop=True)


def season_weights(
    pairs: pd.DataFrame,
    actual: np.ndarray,
    has_box: np.ndarray,
    target: str,
    settings: LineupSettings,
    seasons: Iterable[str],
) -> dict[str, np.ndarray]:
    """Learn what a line-up's statistics are worth in points, for each season from earlier seasons only.

    Parameters
    ----------
    pairs
        From `pair_home_and_away`.
    actual
        Array (team-games, statistics): per-minute rates of the men known the evening before, times the minutes
        they then played.
    has_box
        Per team-game, whether a box score is known.
    target
        ``home_margin`` (explained by the difference of the two line-ups) or ``total_points`` (by their sum).
    settings
        Ridge penalty and fewest games.
    seasons
        Seasons that are asked about; whether a season has pairs of its own must not decide it, they come later.

    Returns
    -------
    dict
        Season to weights (points per unit of each statistic); seasons without enough past are absent.
    """
    home, away = pairs["home"].to_numpy(), pairs["away"].to_numpy()
    points = pairs[target].to_numpy()
    sign = -1.0 if target == "home_margin" else 1.0
    usable = has_box[home] & has_box[away] & np.isfinite(points)
    season = pairs["season"].to_numpy()
    weights = {}
    for current in sorted(set(seasons)):
        rows = usable & (season < current)
        if rows.sum() < settings.min_games:
            continue
        both = actual[home[rows]] + sign * actual[away[rows]]
        scale = both.std(axis=0) + 1e-12
        weights[current] = Ridge(alpha=settings.alpha).fit(both / scale, points[rows]).coef_ / scale
    return weights


def player_values(candidates: Candidates, weights: dict[str, np.ndarray]) -> np.ndarray:
    """Value each candidate in points per minute by his box-score rates.

    Parameters
    ----------
    candidates
        Rates of every candidate.
    weights
        From `season_weights`.

    Returns
    -------
    numpy.ndarray
        Points per minute; missing in seasons without weights.
    """
    season = candidates.table["season"].to_numpy()
    value = np.full(len(season), np.nan)
    for current, weight in weights.items():
        rows = season == current
        value[rows] = (candidates.rates[rows] * weight).sum(axis=1)
    return value

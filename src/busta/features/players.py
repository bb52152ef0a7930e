"""Who will play and what that is worth: the line-up expected on the evening before."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from busta.ratings.kalman import KalmanSettings, LineupEstimate, filter_lineups
from busta.ratings.lineups import (
    LineupSettings,
    TeamGames,
    pair_home_and_away,
    player_values,
    season_weights,
    share_minutes,
)
from busta.ratings.play_probability import PlayProbabilitySettings, play_probabilities
from busta.ratings.player_state import Candidates, PlayerStateSettings, walk_player_states

KEYS = ["season", "game_id", "game_date", "team_id"]


@dataclass(frozen=True)
class PlayerSettings:
    """Everything the player features need to be told.

    Attributes
    ----------
    state, play, lineup, kalman
        Settings of the four steps.
    """

    state: PlayerStateSettings = field(default_factory=PlayerStateSettings)
    play: PlayProbabilitySettings = field(default_factory=PlayProbabilitySettings)
    lineup: LineupSettings = field(default_factory=LineupSettings)
    kalman: KalmanSettings = field(default_factory=KalmanSettings)


@dataclass(frozen=True)
class PlayerOutlook:
    """The men on the books before every game, and how likely each of them is to play.

    Attributes
    ----------
    candidates
        Who is on the books and what was known of him on the evening before.
    probability
        P(plays) per candidate, on the evening before.
    """

    candidates: Candidates
    probability: np.ndarray


def player_outlook(
    team_games: pd.DataFrame,
    player_games: pd.DataFrame,
    notes: pd.DataFrame,
    settings: PlayerSettings,
    seed: int,
) -> PlayerOutlook:
    """Say of every man on the books how likely he plays, as of the evening before.

    Parameters
    ----------
    team_games, player_games, notes
        ``prm_team_games``, ``prm_player_games``, ``prm_injury_notes``.
    settings
        Settings of all steps.
    seed
        Seed of the classifier.

    Returns
    -------
    PlayerOutlook
        One row per (team-game, man on the books).
    """
    candidates = walk_player_states(team_games, player_games, notes, settings.state)
    return PlayerOutlook(candidates, play_probabilities(candidates.table, settings.play, seed))


def team_player_features(
    games: pd.DataFrame, team_games: pd.DataFrame, outlook: PlayerOutlook, settings: PlayerSettings
) -> pd.DataFrame:
    """Value the line-up a team is expected to field, and how it departs from its usual one.

    Parameters
    ----------
    games, team_games
        ``prm_games``, ``prm_team_games``.
    outlook
        Men on the books with the probability that they play.
    settings
        Settings of all steps.

    Returns
    -------
    pandas.DataFrame
        One row per row of ``team_games``, by date, game and team, as of the end of the day before: the columns of
        `PLAYER_COLUMNS`, in points except the shares; missing where no box score of earlier seasons exists.
    """
    table = outlook.candidates.table
    segments = TeamGames(table)
    weight = table["expected_minutes"].to_numpy() * outlook.probability
    lineup = _Lineups(games, outlook.candidates, segments, settings)
    expected = share_minutes(weight, segments, settings.lineup.team_minutes, settings.lineup.max_minutes)
    columns = lineup.columns(expected)
    columns["lineup_minutes_absent_share"] = 1 - segments.sum(weight) / segments.sum(
        table["expected_minutes"].to_numpy()
    )
    columns["lineup_uncertainty"] = _uncertainty(table, outlook.probability, segments)
    result = pd.concat([segments.keys, pd.DataFrame(columns)], axis=1)
    keys = team_games.sort_values(["game_date", "game_id", "team_id"])[KEYS]
    return keys.merge(result, how="left", on=KEYS).reset_index(drop=True)


def _uncertainty(table: pd.DataFrame, probability: np.ndarray, segments: TeamGames) -> np.ndarray:
    spread = table["expected_minutes"].to_numpy() ** 2 * probability * (1 - probability)
    return np.sqrt(segments.sum(spread))


class _Lineups:
    """What the men of each team-game are worth by the minutes one gives them."""

    def __init__(
        self, games: pd.DataFrame, candidates: Candidates, segments: TeamGames, settings: PlayerSettings
    ) -> None:
        self.candidates, self.segments, self.settings = candidates, segments, settings
        table, rates = candidates.table, candidates.rates
        played = table["minutes"].fillna(0.0).to_numpy()
        lineup = settings.lineup
        self.has_box = segments.sum(played) > 0
        self.actual = share_minutes(played, segments, lineup.team_minutes, lineup.max_played_minutes)
        self.pairs = pair_home_and_away(games, segments)
        totals = segments.sum(self.actual[:, None] * rates)
        self.values, self.scoring = (
            player_values(candidates, season_weights(self.pairs, totals, self.has_box, target, lineup))
            for target in ("home_margin", "total_points")
        )

    def columns(self, expected: np.ndarray) -> dict[str, np.ndarray]:
        box = self._both(self.values, expected)
        scoring = self._both(self.scoring, expected)
        adjusted = filter_lineups(
            self.pairs,
            self.segments,
            self.candidates.table["player_id"].to_numpy(),
            self.values,
            expected,
            self.actual,
            self.has_box,
            self.settings.kalman,
        )
        return {
            "lineup_value": box.expected,
            "lineup_value_deviation": self._deviation(box),
            "lineup_scoring": scoring.expected,
            "lineup_scoring_deviation": self._deviation(scoring),
            "lineup_adjusted": adjusted.expected,
            "lineup_adjusted_deviation": self._deviation(adjusted),
        }

    def _both(self, values: np.ndarray, expected: np.ndarray) -> LineupEstimate:
        return LineupEstimate(self.segments.sum(values * expected), self.segments.sum(values * self.actual))

    def _deviation(self, estimate: LineupEstimate) -> np.ndarray:
        keys = self.segments.keys
        actual = pd.Series(np.where(self.has_box, estimate.actual, np.nan))
        usual = (
            actual.groupby(keys["team_id"])
            .transform(lambda past: past.ewm(span=self.settings.lineup.usual_span, ignore_na=True).mean().shift())
            .to_numpy()
        )
        return estimate.expected - usual

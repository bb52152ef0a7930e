"""The outlook on every man on the books: does he play, how long, and what is he worth.

The grain is the player; the features of his team are sums over this table, so whoever learns more about a man
(a line-up, tonight's injury report) changes one number here and adds up again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.ratings.kalman import KalmanSettings, adjust_for_margins
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

OUTLOOK_KEYS = ["season", "game_id", "team_id", "game_date", "player_id"]
LINEUP_KINDS = ("value", "adjusted", "scoring")


@dataclass(frozen=True)
class OutlookSettings:
    """Everything the outlook needs to be told.

    Attributes
    ----------
    state, play, lineup, kalman
        Settings of the four steps.
    """

    state: PlayerStateSettings
    play: PlayProbabilitySettings
    lineup: LineupSettings
    kalman: KalmanSettings


def player_outlook(
    games: pd.DataFrame,
    team_games: pd.DataFrame,
    player_games: pd.DataFrame,
    notes: pd.DataFrame,
    settings: OutlookSettings,
) -> pd.DataFrame:
    """Say of every man on the books whether he plays, how long, and what he is worth.

    Parameters
    ----------
    games, team_games, player_games, notes
        ``prm_games``, ``prm_team_games``, ``prm_player_games``, ``prm_injury_notes``.
    settings
        Settings of all steps.

    Returns
    -------
    pandas.DataFrame
        One row per (team-game, man on the books), by date, game, team and player, as of the end of the day before
        the game: the keys, ``expected_minutes`` (if he plays), ``play_probability``, points per minute of the
        team's margin by his box scores (``value_per_minute``) and with what the margins say beyond them
        (``adjusted_per_minute``), points per minute of the game's total (``scoring_per_minute``), ``team_effect``
        (points beyond the men), and what the team's line-ups of late were worth in the same three units
        (``usual_value, usual_adjusted, usual_scoring``; the same on all rows of a team-game). Values are missing
        until box scores of an earlier season exist.
    """
    candidates = walk_player_states(team_games, player_games, notes, settings.state)
    table = candidates.table
    segments = TeamGames(table)
    lineups = _Played(games, candidates, segments, settings)
    result = table[[*OUTLOOK_KEYS, "expected_minutes"]].copy()
    result["play_probability"] = play_probabilities(table, settings.play)
    for kind, value in lineups.values.items():
        result[f"{kind}_per_minute"] = value
    result["team_effect"] = lineups.team_effect[segments.segment]
    for kind in LINEUP_KINDS:
        result[f"usual_{kind}"] = lineups.usual(kind)[segments.segment]
    return result


class _Played:
    """What the men of each team-game were worth by the minutes they then played; used for later games only."""

    def __init__(
        self, games: pd.DataFrame, candidates: Candidates, segments: TeamGames, settings: OutlookSettings
    ) -> None:
        self.segments, self.lineup = segments, settings.lineup
        played = candidates.table["minutes"].fillna(0.0).to_numpy()
        self.has_box = segments.sum(played) > 0
        self.minutes = share_minutes(
            played, segments, self.lineup.team_minutes, self.lineup.max_played_minutes
        )
        pairs = pair_home_and_away(games, segments)
        totals = segments.sum(self.minutes[:, None] * candidates.rates)
        seasons = segments.keys["season"].unique()
        value, scoring = (
            player_values(
                candidates, season_weights(pairs, totals, self.has_box, target, self.lineup, seasons)
            )
            for target in ("home_margin", "total_points")
        )
        players = candidates.table["player_id"].to_numpy()
        adjustment = adjust_for_margins(
            pairs, segments, players, value, self.minutes, self.has_box, settings.kalman
        )
        self.team_effect = adjustment.team_effect
        self.values = {"value": value, "adjusted": value + adjustment.deviation, "scoring": scoring}

    def usual(self, kind: str) -> np.ndarray:
        worth = self.segments.sum(self.values[kind] * self.minutes)
        worth = worth + (self.team_effect if kind == "adjusted" else 0.0)
        span = self.lineup.usual_span
        return (
            pd.Series(np.where(self.has_box, worth, np.nan))
            .groupby(self.segments.keys["team_id"].to_numpy())
            .transform(lambda past: past.ewm(span=span, ignore_na=True).mean().shift())
            .to_numpy()
        )

"""Nodes of the features that know who is on the books, and of the lines of earlier days."""

import pandas as pd

from busta.features.availability import morning_features, tip_off_features
from busta.features.outlook import player_outlook
from busta.features.past_lines import past_lines_features
from busta.features.players import lineup_features
from busta.params.features import FeatureParams


def make_outlook(
    prm_games: pd.DataFrame,
    prm_team_games: pd.DataFrame,
    prm_player_games: pd.DataFrame,
    prm_injury_notes: pd.DataFrame,
    params: FeatureParams,
) -> pd.DataFrame:
    """Make ``feat_player_outlook``, see `busta.features.outlook.player_outlook`."""
    return player_outlook(prm_games, prm_team_games, prm_player_games, prm_injury_notes, params.players)


def make_players(
    prm_team_games: pd.DataFrame, feat_player_outlook: pd.DataFrame, params: FeatureParams
) -> pd.DataFrame:
    """Make ``feat_team_players``, see `busta.features.players.lineup_features`."""
    return lineup_features(prm_team_games, feat_player_outlook, params.settings_of("players"))


def make_past_lines(
    prm_games: pd.DataFrame, prm_market_lines: pd.DataFrame, params: FeatureParams
) -> pd.DataFrame:
    """Make ``feat_team_past_lines``, see `busta.features.past_lines.past_lines_features`."""
    return past_lines_features(prm_games, prm_market_lines, params.past_lines)


def make_morning(
    prm_team_games: pd.DataFrame,
    feat_player_outlook: pd.DataFrame,
    prm_player_games: pd.DataFrame,
    prm_availability: pd.DataFrame,
    params: FeatureParams,
) -> pd.DataFrame:
    """Make ``feat_team_morning``, see `busta.features.availability.morning_features`."""
    settings = params.settings_of("morning")
    return morning_features(prm_team_games, feat_player_outlook, prm_player_games, prm_availability, settings)


def make_tip_off(
    prm_team_games: pd.DataFrame,
    feat_player_outlook: pd.DataFrame,
    prm_player_games: pd.DataFrame,
    prm_availability: pd.DataFrame,
    params: FeatureParams,
) -> pd.DataFrame:
    """Make ``feat_team_tip_off``, see `busta.features.availability.tip_off_features`."""
    settings = params.settings_of("tip_off")
    return tip_off_features(prm_team_games, feat_player_outlook, prm_player_games, prm_availability, settings)

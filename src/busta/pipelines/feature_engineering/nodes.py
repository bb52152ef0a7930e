"""Nodes of the team features and of the feature store."""

import pandas as pd

from busta.features.efficiency import efficiency_features
from busta.features.elo import elo_features
from busta.features.four_factors import four_factors_features
from busta.features.registry import FEATURE_GROUPS
from busta.features.schedule import schedule_features
from busta.features.store import build_feature_store
from busta.params.features import FeatureParams


def make_elo(prm_games: pd.DataFrame, params: FeatureParams) -> pd.DataFrame:
    """Make ``feat_team_elo``, see `busta.features.elo.elo_features`."""
    return elo_features(prm_games, params.elo)


def make_efficiency(prm_team_games: pd.DataFrame, params: FeatureParams) -> pd.DataFrame:
    """Make ``feat_team_efficiency``, see `busta.features.efficiency.efficiency_features`."""
    return efficiency_features(prm_team_games, params.efficiency)


def make_schedule(prm_team_games: pd.DataFrame, params: FeatureParams) -> pd.DataFrame:
    """Make ``feat_team_schedule``, see `busta.features.schedule.schedule_features`."""
    return schedule_features(prm_team_games, params.schedule)


def make_four_factors(prm_team_games: pd.DataFrame, params: FeatureParams) -> pd.DataFrame:
    """Make ``feat_team_four_factors``, see `busta.features.four_factors.four_factors_features`."""
    return four_factors_features(prm_team_games, params.four_factors)


def join_features(*tables: pd.DataFrame) -> pd.DataFrame:
    """Make ``features``, see `busta.features.store.build_feature_store`.

    Parameters
    ----------
    *tables
        The tables of all groups, in the order of the registry.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, nothing missing.
    """
    return build_feature_store(tables, list(FEATURE_GROUPS.values()))

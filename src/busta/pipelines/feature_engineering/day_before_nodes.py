"""The node of the features that know nothing of the day before a game."""

import pandas as pd

from busta.features.day_before import day_before_features, day_before_inputs
from busta.params.features import FeatureParams
from busta.params.modeling import ModelingParams


def make_day_before(
    features: pd.DataFrame, params: FeatureParams, modeling: ModelingParams, *tables: pd.DataFrame
) -> pd.DataFrame:
    """Make ``features_day_before``, see `busta.features.day_before.day_before_features`.

    Parameters
    ----------
    features
        The feature store.
    params
        Settings of the features.
    modeling
        Names the first season that is forecast; no earlier one is asked about.
    *tables
        The primary tables of `busta.features.day_before.day_before_inputs`, in that order.

    Returns
    -------
    pandas.DataFrame
        One row per team and game, nothing missing.
    """
    primary = dict(zip(day_before_inputs(), tables, strict=True))
    first = modeling.first_test_season
    return day_before_features(primary, features, first, params.players, params.settings_of)

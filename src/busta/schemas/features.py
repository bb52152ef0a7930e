"""Contracts of the feature stores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

FEATURE_STORE_KEYS = ("season", "game_id", "team_id", "game_date")
PLAYER_STORE_KEYS = ("season", "game_id", "game_date", "team_id", "player_id")


class FeatureStore(pa.DataFrameModel):
    """One row per team and game; beside the keys only floats, finite and never null."""

    season: Series[str] = pa.Field(str_matches=r"^\d{4}-\d{2}$")
    game_id: Series[str] = pa.Field(str_length={"min_value": 10, "max_value": 10})
    team_id: Series[int] = pa.Field(gt=0)
    game_date: Series[pd.Timestamp]

    class Config:
        """Feature columns are those of the registry, so they are not listed here again."""

        strict = False
        unique = ("game_id", "team_id")

    @pa.dataframe_check(error="expected every feature to be a finite float")
    def _features_are_finite(cls, table: pd.DataFrame) -> bool:  # noqa: N805
        features = table.drop(columns=list(FEATURE_STORE_KEYS))
        are_floats = (features.dtypes == np.float64).all()
        return bool(are_floats and np.isfinite(features.to_numpy()).all())

    @pa.dataframe_check(error="expected two rows, of two teams, for every game")
    def _games_have_two_rows(cls, table: pd.DataFrame) -> bool:  # noqa: N805
        return bool((table.groupby("game_id").size() == 2).all())


class PlayerFeatureStore(pa.DataFrameModel):
    """One row per question (game and player); beside the keys only floats, finite and never null."""

    season: Series[str] = pa.Field(str_matches=r"^\d{4}-\d{2}$")
    game_id: Series[str] = pa.Field(str_length={"min_value": 10, "max_value": 10})
    game_date: Series[pd.Timestamp]
    team_id: Series[int] = pa.Field(gt=0)
    player_id: Series[int] = pa.Field(gt=0)

    class Config:
        """Feature columns are those of the markets' groups, so they are not listed here again."""

        strict = False
        unique = ("game_id", "player_id")

    @pa.dataframe_check(error="expected every feature to be a finite float of 32 bits")
    def _features_are_finite(cls, table: pd.DataFrame) -> bool:  # noqa: N805
        features = table.drop(columns=list(PLAYER_STORE_KEYS))
        are_floats = (features.dtypes == np.float32).all()
        return bool(are_floats and np.isfinite(features.to_numpy()).all())

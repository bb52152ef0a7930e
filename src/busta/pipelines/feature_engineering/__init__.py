"""The stage `feature_engineering`."""

from busta.pipelines.feature_engineering.pipeline import create_pipeline
from busta.pipelines.feature_engineering.player_market_pipeline import create_player_pipeline

__all__ = ["create_pipeline", "create_player_pipeline"]

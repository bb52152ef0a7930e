"""The stages `per_player` and `per_player_tuning`."""

from busta.pipelines.per_player.pipeline import create_pipeline, create_tuning_pipeline

__all__ = ["create_pipeline", "create_tuning_pipeline"]

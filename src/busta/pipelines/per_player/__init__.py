"""The stage `per_player`."""

from busta.pipelines.per_player.pipeline import create_pipeline

__all__ = ["create_pipeline"]

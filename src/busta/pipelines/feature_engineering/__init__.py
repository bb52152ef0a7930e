"""The stage `feature_engineering`."""

from busta.pipelines.feature_engineering.pipeline import create_pipeline

__all__ = ["create_pipeline"]

"""The stage `stacking`."""

from busta.pipelines.stacking.pipeline import create_pipeline

__all__ = ["create_pipeline"]

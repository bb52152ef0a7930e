"""The stage `tuning`."""

from busta.pipelines.tuning.pipeline import create_pipeline

__all__ = ["create_pipeline"]

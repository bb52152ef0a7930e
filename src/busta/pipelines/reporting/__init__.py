"""The stage `reporting`."""

from busta.pipelines.reporting.pipeline import create_pipeline

__all__ = ["create_pipeline"]

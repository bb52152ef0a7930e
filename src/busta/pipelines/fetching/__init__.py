"""The stage `fetching`."""

from busta.pipelines.fetching.pipeline import create_pipeline

__all__ = ["create_pipeline"]

"""The stage `backtesting`."""

from busta.pipelines.backtesting.pipeline import create_pipeline

__all__ = ["create_pipeline"]

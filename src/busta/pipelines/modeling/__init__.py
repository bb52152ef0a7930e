"""The stage `modeling`."""

from busta.pipelines.modeling.pipeline import create_pipeline

__all__ = ["create_pipeline"]

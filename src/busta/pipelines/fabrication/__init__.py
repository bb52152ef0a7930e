"""The stage `fabrication`."""

from busta.pipelines.fabrication.pipeline import create_pipeline

__all__ = ["create_pipeline"]

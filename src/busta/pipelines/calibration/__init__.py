"""The stage `calibration`."""

from busta.pipelines.calibration.pipeline import create_pipeline

__all__ = ["create_pipeline"]

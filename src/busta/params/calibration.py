"""Typed parameters of the stages `calibration` and `stacking`."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.bootstrap import BootstrapRules
from busta.probability.blending import BlendRules
from busta.probability.choice import CalibratorRules


class CurveParams(BaseModel):
    """How the curve of a calibrator and its interval are drawn.

    Attributes
    ----------
    points
        Points of the grid between the lowest and the highest of the calibrator's forecasts.
    draws, seed, level
        Of the bootstrap by day; every draw is a fit.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    points: int = Field(ge=2)
    draws: int = Field(ge=100)
    seed: int = Field(ge=0)
    level: float = Field(gt=0, lt=1)

    @property
    def rules(self) -> BootstrapRules:
        """How its interval is made."""
        return BootstrapRules(draws=self.draws, seed=self.seed, level=self.level)


class CalibrationParams(BaseModel):
    """How every market's learners are calibrated; the candidates stand in the market's block.

    Attributes
    ----------
    min_rows
        Fewer decided rows in earlier seasons fit nothing.
    tie_tolerance
        The simplest candidate within this many paired standard errors of the best is taken.
    clip
        Forecasts are moved into [clip, 1 - clip] before anything is fitted.
    curve
        The picture of the fitted map.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    min_rows: int = Field(ge=2)
    tie_tolerance: float = Field(ge=0)
    clip: float = Field(gt=0, lt=0.5)
    curve: CurveParams

    def rules(self, candidates: tuple[str, ...], tie_tolerance: float | None = None) -> CalibratorRules:
        """The rules for these candidates, the first of which stands until an earlier season can judge."""
        tolerance = self.tie_tolerance if tie_tolerance is None else tie_tolerance
        return CalibratorRules(candidates, candidates[0], self.min_rows, tolerance, self.clip)


class StackingParams(BaseModel):
    """How calibrated learners become one probability, and that is blended with the market.

    Attributes
    ----------
    tie_tolerance
        As in `CalibrationParams`, for the recalibration of the learners' mean.
    min_rows
        Fewer quoted and decided rows in earlier seasons leave the blend at the market itself.
    ridge
        Pull of the blend towards the market alone.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    tie_tolerance: float = Field(ge=0)
    min_rows: int = Field(ge=2)
    ridge: float = Field(gt=0)

    def rules(self, calibration: CalibrationParams, recalibrators: tuple[str, ...]) -> BlendRules:
        """The rules, with these candidates and those of the learners' calibration for the mean."""
        recalibration = calibration.rules(recalibrators, self.tie_tolerance)
        return BlendRules(recalibration, self.min_rows, self.ridge)

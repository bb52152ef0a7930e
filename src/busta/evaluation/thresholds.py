"""The numbers that gates compare with, per market and kind of data."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.evaluation.significance import HitRateBand


class GateThresholds(BaseModel):
    """Thresholds of one market on one kind of data; a gate without its threshold is not measured.

    Attributes
    ----------
    brier_score_max
        Of the model, on games with a closing probability.
    ece_above_null_max
        How far the calibration error may lie above the upper end of its null band.
    baseline_step
        The step of the ablation that the model has to beat.
    baseline_ratio_max
        Model's Brier score over the baseline's, at most; the difference must lie below zero with its
        interval.
    model_minus_close_max
        Brier score of the model minus the close's.
    leak_review_below
        A smaller difference than this is too good to be true and asks for a leak review.
    calibration_slope_tolerance
        Distance of the model's calibration slope from 1.
    blend_minus_close_max
        Upper end of the interval of the blend's Brier score minus the close's.
    hit_rate
        The band of the hit rate against the close: low and high, and the number of games above which it
        holds. Where the line moves, it holds for the sides of the forecasts before any calibration.
    closing_line_value_min_edge
        Sides with at least this edge at a confirmed opening must have the line move towards them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    brier_score_max: float | None = Field(default=None, gt=0, lt=1)
    ece_above_null_max: float | None = Field(default=None, ge=0, lt=1)
    baseline_step: str | None = None
    baseline_ratio_max: float | None = Field(default=None, gt=0)
    model_minus_close_max: float | None = None
    leak_review_below: float | None = None
    calibration_slope_tolerance: float | None = Field(default=None, gt=0)
    blend_minus_close_max: float | None = None
    hit_rate: HitRateBand | None = None
    closing_line_value_min_edge: float | None = Field(default=None, ge=0)

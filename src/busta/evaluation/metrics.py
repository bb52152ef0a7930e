"""Every metric of one forecaster in every bootstrap draw: a thousand draws of sums by day are one product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from busta.evaluation.bootstrap import DayDraws, Estimate, EvaluationError, Floats, safe_ratio
from busta.evaluation.reliability import equal_count_bins
from busta.evaluation.scores import (
    accuracy_rows,
    area_under_curve,
    brier_rows,
    calibration_line,
    checked,
    log_loss_rows,
)
from busta.probability.logits import logit

# Draws whose row weights are held in memory at once.
CHUNK = 50


@dataclass(frozen=True)
class MetricDraws:
    """A metric on the rows themselves and in every draw.

    Attributes
    ----------
    value : float
        NaN where the metric does not exist on these rows.
    draws : ndarray, shape (draws,)
    n : int
        Rows the metric rests on.
    reason : str
        Why it does not exist; empty where it does.
    """

    value: float
    draws: Floats
    n: int
    reason: str = ""

    def estimate(self, days: DayDraws) -> Estimate:
        """The value with its percentile interval."""
        return days.estimate(self.value, self.draws, self.n)

    def minus(self, other: MetricDraws, days: DayDraws) -> Estimate:
        """Paired difference: both were measured in the same draws."""
        return days.estimate(self.value - other.value, self.draws - other.draws, min(self.n, other.n))


def measure(probability: ArrayLike, outcome: ArrayLike, days: DayDraws, bins: int) -> dict[str, MetricDraws]:
    """All metrics of one forecaster.

    Parameters
    ----------
    probability, outcome : array-like, shape (rows,)
        See `busta.evaluation.scores`.
    days : DayDraws
        Of the same rows.
    bins : int
        Equal-count bins of the calibration error.

    Returns
    -------
    dict
        Metric name to `MetricDraws`, in the order of `METRICS`. A metric that these rows cannot give (one
        outcome only, a certain forecast) is NaN and says why.

    Raises
    ------
    EvaluationError
        When the forecasts are no probabilities or the outcomes are not 0 and 1.
    """
    p, y = checked(probability, outcome)
    if len(p) != days.rows:
        raise EvaluationError(f"Expected {days.rows} forecasts, one per drawn row, was {len(p)}.")
    measured: dict[str, MetricDraws] = {}
    for names, function in METRICS.items():
        try:
            found = function(p, y, days, bins)
        except EvaluationError as error:
            nowhere = MetricDraws(float("nan"), np.full(len(days.weights), np.nan), len(p), str(error))
            found = (nowhere,) * len(names)
        measured.update(zip(names, found, strict=True))
    return measured


def calibration_error(probability: ArrayLike, outcome: ArrayLike, days: DayDraws, bins: int) -> MetricDraws:
    """The calibration error alone, see `busta.evaluation.reliability.expected_calibration_error`, in every draw.

    Parameters
    ----------
    probability, outcome : array-like, shape (rows,)
        See `busta.evaluation.scores`.
    days : DayDraws
        Of the same rows.
    bins : int
        Equal-count bins.

    Returns
    -------
    MetricDraws
    """
    p, y = checked(probability, outcome)
    return _calibration_error(p, y, days, bins)[0]


def _means(p: Floats, y: Floats, days: DayDraws, bins: int) -> tuple[MetricDraws, ...]:
    rows = np.column_stack([log_loss_rows(p, y), brier_rows(p, y), accuracy_rows(p, y), np.ones_like(p)])
    if not np.isfinite(rows).all():
        raise EvaluationError(
            "Expected no forecast to be certain and wrong, the log loss of one is infinite."
        )
    sums = days.sums(rows)
    columns = range(rows.shape[1] - 1)
    return tuple(MetricDraws(float(rows[:, k].mean()), sums[:, k] / sums[:, -1], len(p)) for k in columns)


def _ratios(p: Floats, y: Floats, days: DayDraws, bins: int) -> tuple[MetricDraws, ...]:
    called = (p > 0.5).astype(np.float64)
    has_side = (p != 0.5).astype(np.float64)
    right = has_side * accuracy_rows(p, y)
    pairs = ((called * y, called), (called * y, y), (right, has_side))
    return tuple(_ratio(top, bottom, days) for top, bottom in pairs)


def _ratio(top: Floats, bottom: Floats, days: DayDraws) -> MetricDraws:
    columns = np.column_stack([top, bottom])
    sums = days.sums(columns)
    value = float(safe_ratio(top.sum(keepdims=True), bottom.sum(keepdims=True))[0])
    reason = "" if bottom.any() else "No row was of the kind whose share is measured."
    return MetricDraws(value, safe_ratio(sums[:, 0], sums[:, 1]), int(bottom.sum()), reason)


def _area(p: Floats, y: Floats, days: DayDraws, bins: int) -> tuple[MetricDraws, ...]:
    value = area_under_curve(p, y)
    order = np.argsort(p, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(p[order]) > 0])
    areas = []
    for start in range(0, len(days.weights), CHUNK):
        weight = days.row_weights(start, start + CHUNK)[:, order]
        overs = np.add.reduceat(weight * y[order], starts, axis=1)
        unders = np.add.reduceat(weight * (1 - y[order]), starts, axis=1)
        below = np.cumsum(unders, axis=1) - unders / 2
        areas.append(safe_ratio((overs * below).sum(axis=1), overs.sum(axis=1) * unders.sum(axis=1)))
    return (MetricDraws(value, np.concatenate(areas), len(p)),)


def _calibration_error(p: Floats, y: Floats, days: DayDraws, bins: int) -> tuple[MetricDraws, ...]:
    code = equal_count_bins(p, bins)
    is_in_bin = code[:, None] == np.arange(code.max() + 1)
    gaps = np.where(is_in_bin, (y - p)[:, None], 0.0)
    sums = days.sums(np.column_stack([gaps, np.ones_like(p)]))
    draws = np.abs(sums[:, :-1]).sum(axis=1) / sums[:, -1]
    value = float(np.abs(gaps.sum(axis=0)).sum() / len(p))
    # Resampling widens absolute gaps in every draw; moved back, the interval lies around the measured value.
    return (MetricDraws(value, np.maximum(draws - draws.mean() + value, 0.0), len(p)),)


def _line(p: Floats, y: Floats, days: DayDraws, bins: int) -> tuple[MetricDraws, ...]:
    line = calibration_line(p, y)
    x = logit(p)
    fitted = expit(line.intercept + line.slope * x)
    spread = fitted * (1 - fitted)
    # One Newton step from the full fit: the draws of a logistic fit to second order, from sums by day alone.
    rows = np.column_stack([y - fitted, x * (y - fitted), spread, x * spread, x * x * spread])
    g0, g1, h00, h01, h11 = days.sums(rows).T
    determinant = h00 * h11 - h01 * h01
    slope = line.slope + safe_ratio(h00 * g1 - h01 * g0, determinant)
    intercept = line.intercept + safe_ratio(h11 * g0 - h01 * g1, determinant)
    return (MetricDraws(line.slope, slope, len(p)), MetricDraws(line.intercept, intercept, len(p)))


_Metric = Callable[[Floats, Floats, DayDraws, int], tuple[MetricDraws, ...]]
METRICS: Mapping[tuple[str, ...], _Metric] = MappingProxyType(
    {
        ("log_loss", "brier_score", "accuracy"): _means,
        ("precision", "recall", "hit_rate"): _ratios,
        ("roc_auc",): _area,
        ("ece",): _calibration_error,
        ("calibration_slope", "calibration_intercept"): _line,
    }
)

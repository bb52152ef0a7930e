"""Scores of a probability forecast. Every one refuses what it is not made for.

All take `probability` (rows,) in [0, 1] and `outcome` (rows,) of 0 and 1; pushes and unplayed games have no
outcome and do not belong here. An `EvaluationError` names what else was found.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import rankdata

from busta.evaluation.bootstrap import EvaluationError, Floats, safe_ratio
from busta.probability.logistic import fit_logistic
from busta.probability.logits import ProbabilityError, logit


@dataclass(frozen=True)
class CalibrationLine:
    """``logit(P(outcome)) = intercept + slope * logit(probability)``: 0 and 1 for a calibrated forecast."""

    slope: float
    intercept: float


def checked(probability: ArrayLike, outcome: ArrayLike) -> tuple[Floats, Floats]:
    """Both as float arrays of one length.

    Raises
    ------
    EvaluationError
        When there are no rows, lengths differ, a probability is missing or outside [0, 1], or an outcome is
        neither 0 nor 1.
    """
    p, y = np.asarray(probability, dtype=np.float64), np.asarray(outcome, dtype=np.float64)
    if p.ndim != 1 or not len(p):
        raise EvaluationError(f"Expected at least one forecast, was shape {p.shape}.")
    if y.shape != p.shape:
        raise EvaluationError(f"Expected {len(p)} outcomes, one per forecast, was shape {y.shape}.")
    outside = p[~((p >= 0) & (p <= 1))]
    if len(outside):
        raise EvaluationError(
            f"Expected every probability in [0, 1], was {outside[0]} in the first of {len(outside)} rows."
        )
    strange = y[~np.isin(y, (0.0, 1.0))]
    if len(strange):
        raise EvaluationError(
            f"Expected every outcome to be 0 or 1, was {strange[0]} in the first of {len(strange)} rows."
        )
    return p, y


def log_loss_rows(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """Minus the log of the probability of what happened, row by row; infinite for a certain error."""
    p, y = checked(probability, outcome)
    given = np.where(y == 1, p, 1 - p)
    with np.errstate(divide="ignore"):
        return -np.log(given)


def brier_rows(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """``(probability - outcome)^2``, row by row, in [0, 1]."""
    p, y = checked(probability, outcome)
    return (p - y) ** 2


def accuracy_rows(probability: ArrayLike, outcome: ArrayLike) -> Floats:
    """1 where the likelier side happened, 0 where it did not, one half where neither was called likelier."""
    p, y = checked(probability, outcome)
    return np.where(p == 0.5, 0.5, ((p > 0.5) == (y == 1)).astype(np.float64))


def log_loss(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Mean of `log_loss_rows`, in nats; ln 2 = .693 for a coin."""
    return float(log_loss_rows(probability, outcome).mean())


def brier_score(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Mean of `brier_rows`; .25 for a coin."""
    return float(brier_rows(probability, outcome).mean())


def accuracy(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Share of rows whose likelier side happened; a forecast of exactly one half counts half."""
    return float(accuracy_rows(probability, outcome).mean())


def precision(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Share of overs among the rows called over (probability above one half); NaN where none was called."""
    p, y = checked(probability, outcome)
    called = (p > 0.5).astype(np.float64)
    return float(safe_ratio((called * y).sum(keepdims=True), called.sum(keepdims=True))[0])


def recall(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Share of the overs that were called over (probability above one half); NaN where there were none."""
    p, y = checked(probability, outcome)
    called = (p > 0.5).astype(np.float64)
    return float(safe_ratio((called * y).sum(keepdims=True), y.sum(keepdims=True))[0])


def area_under_curve(probability: ArrayLike, outcome: ArrayLike) -> float:
    """Probability that a random over was called likelier than a random under, ties counting half.

    Raises
    ------
    EvaluationError
        Also when only one outcome occurred.
    """
    p, y = checked(probability, outcome)
    overs = y.sum()
    unders = len(y) - overs
    if not overs or not unders:
        raise EvaluationError(f"Expected both outcomes for an area under the curve, was only {y[0]:.0f}.")
    ranks = rankdata(p)
    return float((ranks[y == 1].sum() - overs * (overs + 1) / 2) / (overs * unders))


def calibration_line(probability: ArrayLike, outcome: ArrayLike) -> CalibrationLine:
    """Slope and intercept of a logistic regression of the outcome on the forecast's log-odds.

    Slope under 1: forecasts too extreme; over 1: too timid. Cox (1958).

    Raises
    ------
    EvaluationError
        Also when a forecast is certain (its log-odds are infinite), when all forecasts are equal, or when
        they separate the outcomes perfectly: no line exists.
    """
    p, y = checked(probability, outcome)
    if np.ptp(p) == 0:
        raise EvaluationError(f"Expected different forecasts for a calibration slope, all were {p[0]}.")
    try:
        x = logit(p)
        intercept, slope = fit_logistic(np.column_stack([np.ones_like(x), x]), y)
    except ProbabilityError as error:
        raise EvaluationError(str(error)) from error
    return CalibrationLine(slope=float(slope), intercept=float(intercept))

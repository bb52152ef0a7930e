"""Continuous ranked probability score: how far a distribution lies from what happened."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from busta.evaluation.bootstrap import EvaluationError, Floats


def normal_crps_rows(mean: ArrayLike, sd: ArrayLike, actual: ArrayLike) -> Floats:
    """Score normal distributions, row by row.

    ``sd (z (2 Phi(z) - 1) + 2 phi(z) - 1 / sqrt(pi))`` with ``z = (actual - mean) / sd``: Gneiting and Raftery
    (2007), Strictly proper scoring rules, equation 21. It is the mean absolute error of a forecast without spread.

    Parameters
    ----------
    mean, sd : array-like, shape (rows,)
        Of the forecast, `sd` above 0.
    actual : array-like, shape (rows,)
        What happened, in the same units.

    Returns
    -------
    ndarray, shape (rows,)
        In units of the quantity, from 0 up; smaller is better.

    Raises
    ------
    EvaluationError
        When a standard deviation is not above 0.
    """
    deviation = np.asarray(sd, dtype=np.float64)
    if not (deviation > 0).all():
        raise EvaluationError(f"Expected standard deviations above 0, was {deviation.min()}.")
    z = (np.asarray(actual, dtype=np.float64) - np.asarray(mean, dtype=np.float64)) / deviation
    return deviation * (z * (2 * norm.cdf(z) - 1) + 2 * norm.pdf(z) - 1 / np.sqrt(np.pi))

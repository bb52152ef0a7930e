"""Losses of the mean forecast of a count, row by row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import pandas as pd
from scipy.special import xlogy

from busta.evaluation.bootstrap import Floats

MeanObjective = Literal["poisson_deviance", "squared_error"]


def poisson_deviance(actual: Floats, mean: Floats) -> Floats:
    """``2 (y log(y / m) - y + m)``, at least 0 for a mean above 0; smallest on average for the true mean."""
    return np.asarray(2 * (xlogy(actual, actual / mean) - actual + mean))


def squared_error(actual: Floats, mean: Floats) -> Floats:
    """``(y - m)^2``, in units of Y squared; smallest on average for the true mean."""
    return np.asarray((actual - mean) ** 2)


def absolute_error(actual: Floats, mean: Floats) -> Floats:
    """``|y - m|``, in units of Y; smallest on average for the median, so nothing is chosen by it."""
    return np.asarray(np.abs(actual - mean))


# What a mean can be chosen by.
MEAN_LOSSES: dict[MeanObjective, Callable[[Floats, Floats], Floats]] = {
    "poisson_deviance": poisson_deviance,
    "squared_error": squared_error,
}


def mean_loss(name: MeanObjective, rows: pd.DataFrame) -> Floats:
    """One of `MEAN_LOSSES` of rows with ``actual`` and ``mean``."""
    actual, mean = (rows[column].to_numpy(dtype=np.float64) for column in ("actual", "mean"))
    return MEAN_LOSSES[name](actual, mean)

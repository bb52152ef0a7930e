"""Probability integral transforms: uniform where the distributions are right, row by row."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from busta.evaluation.bootstrap import EvaluationError, Floats


def pit_shares(pit: ArrayLike, bins: int = 10) -> Floats:
    """Share of the rows in each of equally wide bins; all are ``1 / bins`` where the distributions are right.

    Parameters
    ----------
    pit : array-like, shape (rows,)
        Randomised transforms, in [0, 1].
    bins : int
        At least 1; deciles by default.

    Returns
    -------
    ndarray, shape (bins,)
        Sums to 1. High ends: the distributions are too narrow; a high middle: too wide.

    Raises
    ------
    EvaluationError
        When there is no row, or one lies outside [0, 1].
    """
    found = np.asarray(pit, dtype=np.float64)
    if bins < 1 or not len(found) or not ((found >= 0) & (found <= 1)).all():
        raise EvaluationError(f"Expected rows in [0, 1] and at least one bin, was {len(found)} and {bins}.")
    code = np.minimum((found * bins).astype(np.intp), bins - 1)
    return np.bincount(code, minlength=bins) / len(found)


def largest_pit_deviation(pit: ArrayLike, bins: int = 10) -> float:
    """Largest distance of a bin's share from what it should be, in [0, 1]; see `pit_shares`."""
    return float(np.abs(pit_shares(pit, bins) - 1 / bins).max())


def central_share(pit: ArrayLike, level: float) -> float:
    """Share of rows inside the central interval of `level`, each row's ends split as its distribution says."""
    found = np.asarray(pit, dtype=np.float64)
    return float((np.abs(found - 0.5) <= level / 2).mean())

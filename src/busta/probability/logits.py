"""Log-odds, and the refusal of numbers that are no probabilities."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import expit

Floats: TypeAlias = NDArray[np.float64]


class ProbabilityError(ValueError):
    """Numbers given as probabilities or outcomes are none."""


def as_probabilities(values: ArrayLike, name: str = "probability") -> Floats:
    """Check that every value lies strictly between 0 and 1.

    Parameters
    ----------
    values : array-like, shape (rows,)
    name : str
        What the values are called in an error.

    Returns
    -------
    ndarray of float, shape (rows,)

    Raises
    ------
    ProbabilityError
        When a value is missing, at or below 0, or at or above 1. Certainty is an error here because its
        log-odds are infinite: clip it knowingly with `clip_probability`.
    """
    array = np.asarray(values, dtype=np.float64)
    missing = int(np.isnan(array).sum())
    if missing:
        raise ProbabilityError(f"Expected a {name} in every row, was missing in {missing} of {array.size}.")
    outside = array[(array <= 0) | (array >= 1)]
    if outside.size:
        raise ProbabilityError(
            f"Expected every {name} inside (0, 1), was {outside.flat[0]} in the first of {outside.size} rows."
        )
    return array


def as_outcomes(values: ArrayLike, rows: int) -> Floats:
    """Check that there are `rows` outcomes, each 0 or 1.

    Parameters
    ----------
    values : array-like, shape (rows,)
        1 over, 0 under; a push or an unplayed game has no outcome and does not belong here.
    rows : int
        How many there have to be.

    Returns
    -------
    ndarray of float, shape (rows,)

    Raises
    ------
    ProbabilityError
        When the length differs, an outcome is missing, or is neither 0 nor 1.
    """
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (rows,):
        raise ProbabilityError(f"Expected {rows} outcomes, one per probability, was shape {array.shape}.")
    strange = array[~np.isin(array, (0.0, 1.0))]
    if strange.size:
        raise ProbabilityError(
            f"Expected every outcome to be 0 or 1, was {strange[0]} in the first of {strange.size} rows."
        )
    return array


def clip_probability(values: ArrayLike, limit: float) -> Floats:
    """Move certain forecasts to the nearest one that has finite log-odds.

    Parameters
    ----------
    values : array-like, shape (rows,)
        In [0, 1].
    limit : float
        In (0, 1/2): results lie in [limit, 1 - limit].

    Returns
    -------
    ndarray of float, shape (rows,)

    Raises
    ------
    ProbabilityError
        When a value is missing or outside [0, 1]: that is an error of its maker, not a certainty.
    """
    array = np.asarray(values, dtype=np.float64)
    broken = array[~((array >= 0) & (array <= 1))]
    if broken.size:
        raise ProbabilityError(
            f"Expected every probability in [0, 1], was {broken.flat[0]} in the first of {broken.size} rows."
        )
    if not 0 < limit < 0.5:
        raise ProbabilityError(f"Expected a clipping limit inside (0, 1/2), was {limit}.")
    return np.clip(array, limit, 1 - limit)


def logit(values: ArrayLike, name: str = "probability") -> Floats:
    """Log-odds ``ln(p / (1 - p))`` of probabilities strictly inside (0, 1); all others are refused."""
    array = as_probabilities(values, name)
    return np.log(array) - np.log1p(-array)


def from_logit(values: ArrayLike) -> Floats:
    """Probability of log-odds, ``1 / (1 + exp(-x))``, kept strictly inside (0, 1) for any finite value."""
    tiny = np.finfo(np.float64).eps
    return np.clip(expit(np.asarray(values, dtype=np.float64)), tiny, 1 - tiny)

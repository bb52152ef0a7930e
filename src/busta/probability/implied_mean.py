"""The mean at which a distribution gives a stated probability: what a price says of every other line."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from busta.probability.distributions import Floats
from busta.probability.season_distributions import SeasonDistributions, Seasons

# Means of players between nothing and more than anybody ever did; halvings until 1e-6 of a point.
_LEAST, _MOST, _HALVINGS = 1e-3, 200.0, 40


def implied_mean(
    fitted: SeasonDistributions, season: Seasons, line: ArrayLike, probability: ArrayLike
) -> Floats:
    """Find the means at which the probability of over, among over and under, is the stated one.

    Parameters
    ----------
    fitted
        The family of each season; its P(over) rises with the mean.
    season
        One text for all rows, or one for each.
    line
        L in units of the quantity.
    probability
        Of over, in (0, 1).

    Returns
    -------
    ndarray of float
        Means in [0.001, 200]; at an end where no mean is as extreme as the probability.
    """
    at, wanted = np.broadcast_arrays(
        np.asarray(line, dtype=np.float64), np.asarray(probability, dtype=np.float64)
    )
    low, high = np.full(at.shape, np.log(_LEAST)), np.full(at.shape, np.log(_MOST))
    if not at.size:
        return np.exp(low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_less = fitted.over_push(season, np.exp(middle), at).over < wanted
        low, high = np.where(is_less, middle, low), np.where(is_less, high, middle)
    return np.exp((low + high) / 2)

"""Intervals that cover what they promise on rows like the earlier ones, whatever is wrong with the distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from busta.probability.counts import TAIL, CountFamily
from busta.probability.distributions import DistributionError, Floats


def agreement(family: CountFamily, mean: ArrayLike, actual: ArrayLike) -> Floats:
    """How well what happened agrees with its forecast: the smaller of its two tails, itself included.

    ``min(F(y), 1 - F(y - 1))``, half of the two-sided p-value: small where y lies far out on either side. The
    values of y that agree with a forecast at least so well are neighbours, so they form an interval.

    Parameters
    ----------
    family : CountFamily
    mean, actual : array-like, shape (rows,)

    Returns
    -------
    ndarray, shape (rows,)
        In [0, 1].
    """
    y = np.asarray(actual, dtype=np.float64)
    return np.minimum(family.cdf(mean, y), 1.0 - family.cdf(mean, y - 1))


@dataclass(frozen=True)
class ConformalThresholds:
    """Least agreement that an interval asks of its values, for each group of like means.

    Attributes
    ----------
    edges : ndarray, shape (groups - 1,)
        Means at which the next group begins.
    least : ndarray, shape (groups,)
        In [0, 1/2].
    """

    edges: Floats
    least: Floats

    @classmethod
    def of(cls, mean: ArrayLike, scores: ArrayLike, level: float, groups: int) -> Self:
        """Take them from earlier rows.

        In each group the ``floor((n + 1) (1 - level))``-th smallest score: a further row of the group, exchangeable
        with them, agrees at least so well with a probability of `level` or more (Vovk, Gammerman and Shafer 2005;
        on distribution functions: Chernozhukov, Wuethrich and Zhu 2021). A group of men who hardly ever have a
        count is covered by 0 alone, and more often than asked; the scores, in units of their group's, are
        therefore ranked once more over all groups, so that all rows together are covered as asked.

        Parameters
        ----------
        mean, scores : array-like, shape (rows,)
            Forecasts and their `agreement`; without rows, the tails that the distribution itself names.
        level : float
            Share of rows to cover, in (0, 1).
        groups : int
            At least 1; equally many rows in each.
        """
        m, found = np.asarray(mean, dtype=np.float64), np.asarray(scores, dtype=np.float64)
        if not 0 < level < 1 or groups < 1:
            raise DistributionError(f"Expected a level in (0, 1) and a group, was {level} and {groups}.")
        if not len(found):
            return cls(np.empty(0), np.array([(1 - level) / 2]))
        edges = np.unique(np.quantile(m, np.linspace(0, 1, groups + 1)[1:-1]))
        code = np.searchsorted(edges, m, side="right")
        least = np.array([_ranked(found[code == group], level) for group in range(len(edges) + 1)])
        # Beyond one half the two ends would pass each other.
        least = np.clip(least, TAIL, 0.5)
        return cls(edges, np.minimum(least * _ranked(found / least[code], level), 0.5))

    def interval(self, family: CountFamily, mean: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Lowest and highest value that agrees with its forecast well enough, both inside the interval."""
        m = np.asarray(mean, dtype=np.float64)
        least = self.least[np.searchsorted(self.edges, m, side="right")]
        low = family.quantile(m, least)
        # The upper end is the first value that leaves less than the threshold above it, not as much.
        high = family.quantile(m, np.minimum(np.nextafter(1 - least, 1.0), 1 - TAIL))
        return low, np.maximum(low, high)


def _ranked(scores: Floats, level: float) -> float:
    # One minus a level of .8 is a little less than .2 in floating point.
    rank = int(np.floor((len(scores) + 1) * (1 - level) + 1e-9))
    return float(np.partition(scores, rank - 1)[rank - 1]) if rank else 0.0

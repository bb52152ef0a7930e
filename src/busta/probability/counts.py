"""What every distribution of a whole number from 0 up can be asked, whatever its family."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from busta.probability.distributions import DistributionError, Floats, OverPush

# Mass above the largest value of a table; far below what a line or a score can show.
TAIL = 1e-10
# A mean of exactly 0 has no logarithm; this one is 0 to every question that can be asked.
SMALLEST_MEAN = 1e-6
_CHUNK = 4096
# Steps of the mean to a doubling of it, at which tables become wider.
_WIDTHS = 2
# So many rows or more are worth a table; fewer are searched one value after the other.
_FEW = 256


@dataclass(frozen=True)
class CountFamily(ABC):
    """Distributions of a count Y in {0, 1, 2, ...}, one for every mean forecast.

    Means are above or equal to 0, in units of Y; arrays broadcast against each other.
    """

    name: ClassVar[str]

    @abstractmethod
    def cdf(self, mean: ArrayLike, value: ArrayLike) -> Floats:
        """P(Y <= value), for whole values; 0 below 0."""

    @abstractmethod
    def pmf(self, mean: ArrayLike, top: int) -> Floats:
        """P(Y = k) for k = 0 ... `top`, shape (rows, top + 1); what lies above `top` is left out."""

    @abstractmethod
    def parameters(self, mean: ArrayLike) -> tuple[Floats, Floats]:
        """The two numbers that describe the distribution of each row; NaN where the family needs one only."""

    def over_push(self, mean: ArrayLike, line: ArrayLike) -> OverPush:
        """Probability of over among over and under, and of a push.

        ``P(Y > L) = 1 - F(floor(L))``, ``P(Y < L) = F(ceil(L) - 1)``, ``push = P(Y = L)``.

        Parameters
        ----------
        mean, line : array-like
            In units of Y.

        Returns
        -------
        OverPush
            Of the broadcast shape. Where all mass is on the push, over is one half.
        """
        m, at = np.broadcast_arrays(_checked(mean, "mean"), _checked(line, "line", lowest=-np.inf))
        floor, ceil = np.floor(at), np.ceil(at)
        up_to = self.cdf(m, floor)
        is_whole = floor == ceil
        under = np.where(is_whole, self.cdf(m, ceil - 1), up_to) if is_whole.any() else up_to
        over = 1.0 - up_to
        decided = over + under
        share = np.where(decided > 0, over / np.where(decided > 0, decided, 1.0), 0.5)
        return OverPush(over=share, push=np.clip(1.0 - decided, 0.0, 1.0) * is_whole)

    def quantile(self, mean: ArrayLike, q: ArrayLike) -> NDArray[np.int64]:
        """Smallest whole k with ``F(k) >= q``, for q in [0, 1)."""
        m, level = np.broadcast_arrays(_checked(mean, "mean"), _checked(q, "quantile"))
        if level.size and level.max() >= 1:
            raise DistributionError(f"Expected every quantile in [0, 1), was {level.max()}.")
        if m.size < _FEW:
            return self._bisected(m, level)
        flat, asked = m.ravel(), level.ravel()
        found = np.empty(m.size, dtype=np.int64)
        for rows, top in self._chunks(flat):
            cumulated = np.cumsum(self.pmf(flat[rows], top), axis=1)
            found[rows] = (cumulated < asked[rows, None]).sum(axis=1)
        return found.reshape(m.shape)

    def moments(self, mean: ArrayLike) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the distribution of each row."""
        m = np.atleast_1d(_checked(mean, "mean"))
        first, second = np.empty(m.shape), np.empty(m.shape)
        for rows, top in self._chunks(m):
            mass, k = self.pmf(m[rows], top), np.arange(top + 1.0)
            # A matrix product would round a row otherwise beside other rows.
            first[rows], second[rows] = (np.einsum("rk,k->r", mass, power) for power in (k, k**2))
        return first, np.sqrt(np.maximum(second - first**2, 0.0))

    def crps(self, mean: ArrayLike, actual: ArrayLike) -> Floats:
        """Continuous ranked probability score of each row, smaller is better.

        ``sum over k >= 0 of (F(k) - 1{actual <= k})^2``: exact, as F is constant between whole numbers (Gneiting
        and Raftery 2007, Strictly proper scoring rules, section 4.2; Epstein's ranked score for counts).
        """
        m, y = np.broadcast_arrays(
            np.atleast_1d(_checked(mean, "mean")), np.atleast_1d(_checked(actual, "actual"))
        )
        score = np.empty(m.shape)
        for rows, top in self._chunks(m):
            last = max(top, int(y[rows].max()))
            cumulated = np.cumsum(self.pmf(m[rows], last), axis=1)
            score[rows] = ((cumulated - (y[rows, None] <= np.arange(last + 1))) ** 2).sum(axis=1)
        return score

    def probability(self, mean: ArrayLike, actual: ArrayLike) -> Floats:
        """P(Y = actual) of each row."""
        y = _checked(actual, "actual")
        return np.maximum(self.cdf(mean, y) - self.cdf(mean, y - 1), 0.0)

    def pit(self, mean: ArrayLike, actual: ArrayLike, uniform: ArrayLike) -> Floats:
        """Randomised probability integral transform: ``F(y - 1) + u P(Y = y)``, uniform where F is right.

        Czado, Gneiting and Held (2009), Predictive model assessment for count data.
        """
        y = _checked(actual, "actual")
        below, up_to = self.cdf(mean, y - 1), self.cdf(mean, y)
        return below + np.asarray(uniform, dtype=np.float64) * (up_to - below)

    def _bisected(self, m: Floats, level: Floats) -> NDArray[np.int64]:
        high = np.ones(m.shape)
        while (is_short := self.cdf(m, high) < level).any():
            high = np.where(is_short, 2 * high, high)
        low = np.full(m.shape, -1.0)
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            is_enough = self.cdf(m, middle) >= level
            low, high = np.where(is_enough, low, middle), np.where(is_enough, middle, high)
        return high.astype(np.int64)

    def _chunks(self, mean: Floats) -> Iterator[tuple[NDArray[np.intp], int]]:
        # Rows of like means need tables of like width: a bench player's ends where a star's begins. The width is
        # that of the next step of the mean, so what is said of a row does not depend on the rows beside it.
        step = np.ceil(_WIDTHS * np.log2(np.maximum(mean, SMALLEST_MEAN)))
        for width in np.unique(step):
            like, top = np.flatnonzero(step == width), int(self.quantile(2.0 ** (width / _WIDTHS), 1 - TAIL))
            for start in range(0, len(like), _CHUNK):
                yield like[start : start + _CHUNK], top


def _checked(values: ArrayLike, name: str, lowest: float = 0.0) -> Floats:
    found = np.asarray(values, dtype=np.float64)
    # One pass finds both: a comparison with a missing value is false.
    if not ((found >= lowest) & (found < np.inf)).all():
        raise DistributionError(
            f"Expected a finite {name}{' from 0 up' if lowest == 0 else ''} in every row, "
            f"was {found[~((found >= lowest) & (found < np.inf))].flat[0]}."
        )
    return found

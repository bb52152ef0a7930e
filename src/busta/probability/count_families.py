"""Three families of counts with few parameters: Poisson, negative binomial, and the rounded normal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize
from scipy.special import betainc, gammaln, log_ndtr, ndtr, pdtr

from busta.probability.counts import SMALLEST_MEAN, CountFamily
from busta.probability.distributions import DistributionError, Floats

# Means closer than this share a cell: their distributions differ by less than any line shows.
_CELL_RATIO = 1.01
# Beyond this size a negative binomial is a Poisson.
_LARGEST_LOG_SIZE = 12.0


@dataclass(frozen=True)
class CountCells:
    """How often each count came with each mean: all that fitting needs of the rows.

    Attributes
    ----------
    mean, actual, rows : ndarray, shape (cells,)
        Forecasts (rounded to steps of 1 %), what happened, and how many rows did.
    """

    mean: Floats
    actual: Floats
    rows: Floats

    @classmethod
    def of(cls, mean: ArrayLike, actual: ArrayLike) -> Self:
        """Count the rows of every cell; rows without an actual are none."""
        m, y = _positive(mean), np.asarray(actual, dtype=np.float64)
        if len(m) != len(y) or not len(y):
            raise DistributionError(f"Expected rows of means and actuals, was {len(m)} and {len(y)}.")
        step = np.round(np.log(m) / np.log(_CELL_RATIO)).astype(np.int64)
        width = int(y.max()) + 1
        cells, rows = np.unique(step * width + y.astype(np.int64), return_counts=True)
        return cls(
            _CELL_RATIO ** (cells // width), (cells % width).astype(np.float64), rows.astype(np.float64)
        )


@dataclass(frozen=True)
class Poisson(CountFamily):
    """``P(Y = k) = m^k e^-m / k!``: nothing to fit."""

    name: ClassVar[str] = "poisson"

    @classmethod
    def fit(cls, cells: CountCells) -> Self:
        """As it is: the mean is the only parameter."""
        return cls()

    def cdf(self, mean: ArrayLike, value: ArrayLike) -> Floats:
        """P(Y <= value)."""
        k = np.asarray(value, dtype=np.float64)
        return np.where(k < 0, 0.0, pdtr(np.maximum(k, 0.0), _positive(mean)))

    def pmf(self, mean: ArrayLike, top: int) -> Floats:
        """By recursion over k: ``p(k) = p(k - 1) m / k``."""
        m = np.atleast_1d(_positive(mean))
        return _recursion(np.exp(-m), lambda k: m / k, top)

    def parameters(self, mean: ArrayLike) -> tuple[Floats, Floats]:
        """The rate, and nothing."""
        m = np.atleast_1d(_positive(mean))
        return m, np.full(m.shape, np.nan)


@dataclass(frozen=True)
class NegativeBinomial(CountFamily):
    """Counts with variance ``m + m^2 / r``, ``log r = intercept + slope log m``.

    Attributes
    ----------
    intercept, slope : float
        Of the logarithm of the size r; large r is nearly Poisson.
    """

    intercept: float
    slope: float
    name: ClassVar[str] = "negative_binomial"

    @classmethod
    def fit(cls, cells: CountCells) -> Self:
        """Greatest likelihood of the cells."""
        log_mean = np.log(cells.mean)

        def loss(intercept: float, slope: float) -> Floats:
            r = np.exp(np.clip(intercept + slope * log_mean, -_LARGEST_LOG_SIZE, _LARGEST_LOG_SIZE))
            y, m = cells.actual, cells.mean
            chosen = gammaln(y + r) - gammaln(r) - gammaln(y + 1)
            return -(chosen - r * np.log1p(m / r) + y * (log_mean - np.log(r + m)))

        return cls(*_least(loss, cells))

    def cdf(self, mean: ArrayLike, value: ArrayLike) -> Floats:
        """P(Y <= value) = I_p(r, value + 1), the regularised incomplete beta function."""
        r, p = self.parameters(mean)
        k = np.asarray(value, dtype=np.float64)
        return np.where(k < 0, 0.0, betainc(r, np.maximum(k, 0.0) + 1.0, p))

    def pmf(self, mean: ArrayLike, top: int) -> Floats:
        """By recursion over k: ``p(k) = p(k - 1) (k - 1 + r) (1 - p) / k``."""
        m = np.atleast_1d(_positive(mean))
        r = self.parameters(m)[0]
        rest = m / (r + m)
        return _recursion(np.exp(-r * np.log1p(m / r)), lambda k: (k - 1 + r) * rest / k, top)

    def parameters(self, mean: ArrayLike) -> tuple[Floats, Floats]:
        """Size r, and the probability ``p = r / (r + m)``."""
        m = _positive(mean)
        log_size = self.intercept + self.slope * np.log(m)
        r = np.exp(np.clip(log_size, -_LARGEST_LOG_SIZE, _LARGEST_LOG_SIZE))
        return r, r / (r + m)


@dataclass(frozen=True)
class RoundedNormal(CountFamily):
    """A normal rounded to whole numbers, all that falls below 0 laid on 0: ``log sd = intercept + slope log m``.

    Attributes
    ----------
    intercept, slope : float
        Of the logarithm of the standard deviation before cutting.
    """

    intercept: float
    slope: float
    name: ClassVar[str] = "normal"

    @classmethod
    def fit(cls, cells: CountCells) -> Self:
        """Greatest likelihood of the cells."""
        log_mean, is_zero = np.log(cells.mean), cells.actual == 0

        def loss(intercept: float, slope: float) -> Floats:
            s = np.exp(intercept + slope * log_mean)
            # On the nearer side of the mean, so that no difference of two ones is taken.
            away = np.abs(cells.actual - cells.mean)
            near, far = log_ndtr(-(away - 0.5) / s), log_ndtr(-(away + 0.5) / s)
            inside = near + np.log(-np.expm1(np.minimum(far - near, -1e-12)))
            return -np.where(is_zero, log_ndtr((0.5 - cells.mean) / s), inside)

        return cls(*_least(loss, cells))

    def cdf(self, mean: ArrayLike, value: ArrayLike) -> Floats:
        """P(Y <= value) = Phi((value + 1/2 - m) / s)."""
        m, s = self.parameters(mean)
        k = np.asarray(value, dtype=np.float64)
        return np.where(k < 0, 0.0, ndtr((k + 0.5 - m) / s))

    def pmf(self, mean: ArrayLike, top: int) -> Floats:
        """Differences of the cumulated probabilities."""
        m = np.atleast_1d(_positive(mean))[:, None]
        return np.diff(self.cdf(m, np.arange(-1.0, top + 1)), axis=1)

    def parameters(self, mean: ArrayLike) -> tuple[Floats, Floats]:
        """Location and standard deviation before cutting."""
        m = _positive(mean)
        return m, np.exp(self.intercept + self.slope * np.log(m))


def _positive(mean: ArrayLike) -> Floats:
    return np.maximum(np.asarray(mean, dtype=np.float64), SMALLEST_MEAN)


def _recursion(first: Floats, factor: Callable[[int], Floats], top: int) -> Floats:
    # Values lie along the first axis while it is filled: every step is one contiguous row.
    mass = np.empty((top + 1, len(first)))
    mass[0] = first
    for k in range(1, top + 1):
        np.multiply(mass[k - 1], factor(k), out=mass[k])
    return mass.T


def _least(loss: Callable[[float, float], Floats], cells: CountCells) -> tuple[float, float]:
    share = cells.rows / cells.rows.sum()
    found = minimize(lambda at: float(share @ loss(*at)), x0=(0.7, 0.5), method="Nelder-Mead")
    if not np.isfinite(found.fun):
        raise DistributionError(f"Expected a likelihood that is finite, was {found.fun} at {tuple(found.x)}.")
    return float(found.x[0]), float(found.x[1])

"""Distributions of counts from the residuals of earlier forecasts, in bins of the mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from busta.probability.count_families import NegativeBinomial
from busta.probability.counts import CountFamily
from busta.probability.distributions import DistributionError, Floats

# Points of the table of a bin's residuals to each unit; between them it is interpolated.
_STEPS = 10


@dataclass(frozen=True)
class EmpiricalResiduals(CountFamily):
    """The forecast plus a residual of rows with like means, rounded to a whole number from 0 up.

    ``F(k) = share of residuals r of the bin with m + r <= k + 1/2``, interpolated between the centres of the two
    bins beside the mean. One row's weight of every bin is a negative binomial's: what has not happened yet may.

    Attributes
    ----------
    centres : ndarray, shape (bins,)
        Mean forecast of each bin, rising.
    lowest : float
        First point of the tables, a whole number below every residual.
    shares : ndarray of float32, shape (bins, points)
        Share of each bin's residuals up to each point, a tenth of a unit apart; 0 at the first, 1 at the last.
    rows_per_bin : float
    tail : NegativeBinomial
        Fitted on the same rows.
    """

    centres: Floats
    lowest: float
    shares: NDArray[np.float32]
    rows_per_bin: float
    tail: NegativeBinomial
    name: ClassVar[str] = "empirical"

    @classmethod
    def fit(cls, mean: ArrayLike, actual: ArrayLike, bins: int, tail: NegativeBinomial) -> Self:
        """Sort earlier rows into bins of equally many by their mean.

        Parameters
        ----------
        mean, actual : array-like, shape (rows,)
            Forecasts and what happened; out-of-fold rows only.
        bins : int
            At least 1; fewer where equal means share one.
        tail : NegativeBinomial
            Of the same rows.
        """
        m, residual = np.asarray(mean, dtype=np.float64), np.asarray(actual, dtype=np.float64)
        if bins < 1 or len(m) < 1 or len(m) != len(residual):
            raise DistributionError(
                f"Expected at least one bin and rows of both, was {bins}, {len(m)} and {len(residual)}."
            )
        residual = residual - m
        edges = np.unique(np.quantile(m, np.linspace(0, 1, bins + 1)[1:-1]))
        code = np.unique(np.searchsorted(edges, m, side="right"), return_inverse=True)[1]
        n = np.bincount(code)
        lowest, highest = np.floor(residual.min()) - 1, np.ceil(residual.max()) + 1
        points = int(highest - lowest) * _STEPS + 1
        point = np.ceil((residual - lowest) * _STEPS).astype(np.intp)
        counts = np.bincount(code * points + point, minlength=len(n) * points).reshape(len(n), points)
        shares = np.cumsum(counts, axis=1) / n[:, None]
        centres = np.bincount(code, weights=m) / n
        return cls(centres, float(lowest), shares.astype(np.float32), len(m) / len(n), tail)

    def cdf(self, mean: ArrayLike, value: ArrayLike) -> Floats:
        """P(Y <= value)."""
        m, k = np.asarray(mean, dtype=np.float64), np.asarray(value, dtype=np.float64)
        low, share = self._place(m)
        found = self._among_residuals(low, share, k + 0.5 - m)
        own = self._weight
        return np.where(k < 0, 0.0, own * found + (1 - own) * self.tail.cdf(m, k))

    def pmf(self, mean: ArrayLike, top: int) -> Floats:
        """Differences of the cumulated shares."""
        m = np.atleast_1d(np.asarray(mean, dtype=np.float64))
        low, share = self._place(m)
        steps = _STEPS * np.arange(top + 1)
        up_to = self._among_residuals(low[:, None], share[:, None], 0.5 - m[:, None], steps)
        own = self._weight
        return own * np.diff(up_to, axis=1, prepend=0.0) + (1 - own) * self.tail.pmf(m, top)

    def parameters(self, mean: ArrayLike) -> tuple[Floats, Floats]:
        """Place among the bins (2.25: a quarter of the way from bin 2 to bin 3), and rows in a bin."""
        low, share = self._place(np.asarray(mean, dtype=np.float64))
        return low + share, np.full(low.shape, self.rows_per_bin)

    @property
    def _weight(self) -> float:
        return self.rows_per_bin / (self.rows_per_bin + 1)

    def _place(self, mean: Floats) -> tuple[NDArray[np.intp], Floats]:
        at = np.interp(mean, self.centres, np.arange(len(self.centres), dtype=np.float64))
        low = np.minimum(at.astype(np.intp), max(len(self.centres) - 2, 0))
        return low, at - low

    def _among_residuals(
        self,
        low: NDArray[np.intp],
        share: Floats,
        residual: Floats,
        steps: NDArray[np.intp] | int = 0,
    ) -> Floats:
        # Before the first point all shares are 0 for a whole unit, after the last one 1: the part of a step
        # that a clipped point is given changes nothing.
        bins, points = self.shares.shape
        at = (residual - self.lowest) * _STEPS
        whole = np.floor(at)
        part = at - whole
        point = np.clip(whole.astype(np.intp) + steps, 0, points - 2)
        flat = self.shares.ravel()
        here, above = low * points + point, np.minimum(low + 1, bins - 1) * points + point
        found: Floats = flat.take(here) * ((1 - share) * (1 - part))
        found += flat.take(here + 1) * ((1 - share) * part)
        found += flat.take(above) * (share * (1 - part))
        found += flat.take(above + 1) * (share * part)
        return found

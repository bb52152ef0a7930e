"""Means, spreads and correlations with intervals: each is a function of sums, and the sums are drawn by day."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.stats import chi2

from busta.evaluation.bootstrap import Estimate, Floats, safe_ratio
from busta.evaluation.moments.samples import Sample, drawn_rows


def mean(sample: Sample, column: str) -> Estimate:
    """Mean of a column."""
    return _estimate(sample, [sample.rows[column]], lambda n, s: safe_ratio(s[:, 0], n))


def ratio(sample: Sample, numerator: str, denominator: str) -> Estimate:
    """Sum of one column over the sum of another; NaN over a sum of 0."""
    columns = [sample.rows[numerator], sample.rows[denominator]]
    return _estimate(sample, columns, lambda n, s: safe_ratio(s[:, 0], s[:, 1]))


def sd(sample: Sample, column: str) -> Estimate:
    """Standard deviation of a column, with n - 1."""
    x = _centred(sample.rows[column])
    return _estimate(sample, [x, x * x], lambda n, s: np.sqrt(_variance(n, s[:, 0], s[:, 1])))


def root_mean(sample: Sample, column: str) -> Estimate:
    """Root of the mean of a column; 0 where the mean is below 0 (a variance less what chance explains)."""
    return _estimate(
        sample, [sample.rows[column]], lambda n, s: np.sqrt(np.maximum(safe_ratio(s[:, 0], n), 0.0))
    )


def skew(sample: Sample, column: str) -> Estimate:
    """Third central moment over the cube of the standard deviation (both with n)."""
    x = _centred(sample.rows[column])

    def of(n: Floats, s: Floats) -> Floats:
        first, second, third = (safe_ratio(s[:, k], n) for k in range(3))
        variance = np.maximum(second - first**2, 0.0)
        return safe_ratio(third - 3 * first * second + 2 * first**3, variance**1.5)

    return _estimate(sample, [x, x**2, x**3], of)


def correlation(sample: Sample, first: str, second: str) -> Estimate:
    """Pearson's correlation of two columns; NaN where one of them is constant."""

    def of(n: Floats, s: Floats) -> Floats:
        spread = np.sqrt(_variance(n, s[:, 0], s[:, 2]) * _variance(n, s[:, 1], s[:, 3]))
        return safe_ratio(_covariance(n, s), spread)

    return _estimate(sample, _products(sample, first, second), of)


def slope(sample: Sample, outcome: str, given: str) -> Estimate:
    """Slope of the least-squares line of one column on another; NaN where the latter is constant."""

    def of(n: Floats, s: Floats) -> Floats:
        return safe_ratio(_covariance(n, s), _variance(n, s[:, 1], s[:, 3]))

    return _estimate(sample, _products(sample, outcome, given), of)


def sd_of_few(values: pd.Series) -> Estimate:
    """Standard deviation of a handful of numbers, with the interval of normal numbers (chi squared, 95 %).

    Parameters
    ----------
    values : Series
        E.g. one per season.

    Returns
    -------
    Estimate
        NaN for fewer than two numbers.
    """
    known = values.dropna()
    if len(known) < 2:
        return Estimate(np.nan, np.nan, np.nan, len(known))
    value, freedom = float(known.std()), len(known) - 1
    low, high = (value * np.sqrt(freedom / chi2.ppf(tail, freedom)) for tail in (0.975, 0.025))
    return Estimate(value, float(low), float(high), len(known))


def _estimate(
    sample: Sample, columns: list[pd.Series], function: Callable[[Floats, Floats], Floats]
) -> Estimate:
    table = np.column_stack([column.to_numpy(dtype=np.float64, na_value=np.nan) for column in columns])
    known = np.isfinite(table).all(axis=1)
    n = int(known.sum())
    if not n:
        return Estimate(np.nan, np.nan, np.nan, 0)
    counted = np.column_stack([np.ones(n), table[known]])
    by_day = drawn_rows(sample.draws, sample.draws.day_of_row[known]).day_sums(counted)
    total, drawn = by_day.sum(axis=0)[np.newaxis], sample.draws.weights @ by_day
    value = float(function(total[:, 0], total[:, 1:])[0])
    return sample.draws.estimate(value, function(drawn[:, 0], drawn[:, 1:]), n)


def _centred(values: pd.Series) -> pd.Series:
    # Sums of squares of numbers far from 0 lose digits.
    numbers = values.astype("float64")
    return numbers - numbers.mean()


def _products(sample: Sample, first: str, second: str) -> list[pd.Series]:
    x, y = sample.rows[first].astype("float64"), sample.rows[second].astype("float64")
    known = x.notna() & y.notna()
    x, y = _centred(x.where(known)), _centred(y.where(known))
    return [x, y, x * x, y * y, x * y]


def _variance(n: Floats, total: Floats, squares: Floats) -> Floats:
    variance = safe_ratio(squares - safe_ratio(total**2, n), n - 1)
    return np.maximum(variance, 0.0)


def _covariance(n: Floats, s: Floats) -> Floats:
    return safe_ratio(s[:, 4] - safe_ratio(s[:, 0] * s[:, 1], n), n - 1)

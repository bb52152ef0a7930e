"""Bootstrap by day: games of one day share news, weather and schedules, so days are drawn, not games."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = NDArray[np.float64]


class EvaluationError(ValueError):
    """Numbers were given to an evaluation that it is not made for."""


@dataclass(frozen=True)
class Estimate:
    """A measured number, its interval, and how many rows it was measured on.

    Attributes
    ----------
    value, low, high : float
        NaN where the number does not exist on these rows.
    n : int
    """

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class DayDraws:
    """How often each day occurs in each bootstrap draw.

    Attributes
    ----------
    weights : ndarray, shape (draws, days)
        Multinomial counts; each row sums to the number of days.
    day_of_row : ndarray of int, shape (rows,)
        Position of each row's day.
    level : float
        Coverage of the intervals made from them, in (0, 1).
    """

    weights: Floats
    day_of_row: NDArray[np.intp]
    level: float

    @property
    def rows(self) -> int:
        """How many rows are drawn from."""
        return len(self.day_of_row)

    def sums(self, values: Floats) -> Floats:
        """Sum of each column of `values` (rows, k) in every draw, shape (draws, k)."""
        return self.weights @ self.day_sums(values)

    def day_sums(self, values: Floats) -> Floats:
        """Sum of each column of `values` (rows, k) on every day, shape (days, k)."""
        days = self.weights.shape[1]
        columns = [np.bincount(self.day_of_row, weights=column, minlength=days) for column in values.T]
        return np.column_stack(columns)

    def row_weights(self, start: int, stop: int) -> Floats:
        """How often each row occurs in the draws `start` to `stop`, shape (stop - start, rows)."""
        return self.weights[start:stop, self.day_of_row]

    def estimate(self, value: float, draws: Floats, n: int | None = None) -> Estimate:
        """The value with the percentile interval of its draws.

        Parameters
        ----------
        value : float
            Measured on the rows themselves.
        draws : ndarray, shape (draws,)
            The same number in every draw; NaN where it did not exist.
        n : int, optional
            Rows it rests on; all of them where none is given.

        Returns
        -------
        Estimate
            Without an interval where the number did not exist in a tenth of the draws or more.
        """
        rows = self.rows if n is None else n
        known = draws[~np.isnan(draws)]
        if np.isnan(value) or len(known) <= 0.9 * len(draws):
            return Estimate(float(value), float("nan"), float("nan"), rows)
        low, high = np.quantile(known, [(1 - self.level) / 2, (1 + self.level) / 2])
        return Estimate(float(value), float(low), float(high), rows)


@dataclass(frozen=True)
class BootstrapRules:
    """How intervals are made.

    Attributes
    ----------
    draws : int
        At least 100.
    seed : int
    level : float
        Coverage, in (0, 1).
    """

    draws: int
    seed: int
    level: float


def draw_days(day: ArrayLike, rules: BootstrapRules) -> DayDraws:
    """Draw days with replacement.

    Parameters
    ----------
    day : array-like, shape (rows,)
        The day of each row.
    rules : BootstrapRules

    Returns
    -------
    DayDraws
        The same for the same days, number of draws and seed; use one for all forecasters, so that
        differences are paired.

    Raises
    ------
    EvaluationError
        When there are no rows, a day is missing, or the rules make no interval.
    """
    values = np.asarray(day)
    if values.ndim != 1 or not len(values):
        raise EvaluationError(f"Expected at least one row to draw from, was shape {values.shape}.")
    if pd.isna(values).any():
        raise EvaluationError(f"Expected a day in every row, was missing in {int(pd.isna(values).sum())}.")
    if rules.draws < 100 or not 0 < rules.level < 1:
        raise EvaluationError(
            f"Expected at least 100 draws and a level inside (0, 1), was {rules.draws} and {rules.level}."
        )
    days, position = np.unique(values, return_inverse=True)
    generator = np.random.default_rng(rules.seed)
    counts = generator.multinomial(len(days), np.full(len(days), 1 / len(days)), size=rules.draws)
    return DayDraws(weights=counts.astype(np.float64), day_of_row=position, level=rules.level)


def mean_estimate(values: ArrayLike, draws: DayDraws) -> Estimate:
    """Mean of one number per row, with its interval.

    Parameters
    ----------
    values : array-like, shape (rows,)
        Finite, and as many as `draws` has rows.
    draws : DayDraws

    Returns
    -------
    Estimate

    Raises
    ------
    EvaluationError
        When the length differs or a value is missing.
    """
    array = _row_values(values, draws)
    sums = draws.sums(np.column_stack([array, np.ones_like(array)]))
    return draws.estimate(float(array.mean()), sums[:, 0] / sums[:, 1])


def paired_difference(first: ArrayLike, second: ArrayLike, draws: DayDraws) -> Estimate:
    """Mean of `first` minus `second`, row by row, with its interval: errors both share cancel."""
    return mean_estimate(_row_values(first, draws) - _row_values(second, draws), draws)


def ratio_estimate(numerator: ArrayLike, denominator: ArrayLike, draws: DayDraws) -> Estimate:
    """Sum of one number per row over the sum of another, with its interval; NaN over a sum of 0."""
    columns = np.column_stack([_row_values(numerator, draws), _row_values(denominator, draws)])
    top, bottom = columns.sum(axis=0)
    sums = draws.sums(columns)
    quotient = safe_ratio(sums[:, 0], sums[:, 1])
    return draws.estimate(float(safe_ratio(np.array([top]), np.array([bottom]))[0]), quotient)


def safe_ratio(numerator: Floats, denominator: Floats) -> Floats:
    """Element-wise quotient, NaN where the denominator is 0."""
    is_defined = denominator != 0
    return np.where(is_defined, numerator / np.where(is_defined, denominator, 1.0), np.nan)


def _row_values(values: ArrayLike, draws: DayDraws) -> Floats:
    array = np.asarray(values, dtype=np.float64)
    if array.shape != (draws.rows,):
        raise EvaluationError(f"Expected {draws.rows} values, one per row, was shape {array.shape}.")
    missing = int((~np.isfinite(array)).sum())
    if missing:
        raise EvaluationError(f"Expected a finite value in every row, was missing or infinite in {missing}.")
    return array

"""Regressions whose standard errors allow games of one day to err together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.stats import f as fisher
from scipy.stats import t as student

from busta.evaluation.bootstrap import EvaluationError, Floats


@dataclass(frozen=True)
class Tested:
    """An estimate beside the value that a hypothesis expects.

    Attributes
    ----------
    estimate, expected : float
        Of a joint test the F statistic, and 1.
    low, high : float
        Interval; NaN for a joint test.
    p_value : float
        Two-sided, in [0, 1].
    n, days : int
        Rows and days it rests on.
    """

    estimate: float
    expected: float
    low: float
    high: float
    p_value: float
    n: int
    days: int


@dataclass(frozen=True)
class Fit:
    """A fitted regression.

    Attributes
    ----------
    coefficients : mapping of str to float
        By regressor, in the order of the covariance.
    covariance : ndarray, shape (k, k)
        Clustered by day.
    n, days : int
        Rows and days.
    """

    coefficients: Mapping[str, float]
    covariance: Floats
    n: int
    days: int

    def test(self, name: str, level: float, expected: float = 0.0) -> Tested:
        """Test one coefficient.

        Parameters
        ----------
        name : str
            The regressor.
        level : float
            Coverage of the interval, in (0, 1).
        expected : float
            Its value under the hypothesis.

        Returns
        -------
        Tested
            By Student's t with as many degrees of freedom as there are days, less one.
        """
        place = list(self.coefficients).index(name)
        value, error = self.coefficients[name], float(np.sqrt(self.covariance[place, place]))
        reach = float(student.ppf((1 + level) / 2, self.days - 1)) * error
        gap = abs(value - expected)
        # Where no row differs from another there is no error to measure the gap by.
        p_value = float(2 * student.sf(gap / error, self.days - 1)) if error > 0 else float(gap == 0)
        return Tested(value, expected, value - reach, value + reach, p_value, self.n, self.days)

    def joint_test(self, expected: Mapping[str, float]) -> Tested:
        """Test several coefficients at once.

        Parameters
        ----------
        expected : mapping of str to float
            Regressors and their values under the hypothesis.

        Returns
        -------
        Tested
            The Wald statistic over the number of coefficients (F), its p-value by F with the days less one.
        """
        names = list(self.coefficients)
        places = [names.index(name) for name in expected]
        gap = np.array([self.coefficients[name] - value for name, value in expected.items()])
        wald = float(gap @ np.linalg.solve(self.covariance[np.ix_(places, places)], gap))
        statistic = wald / len(places)
        p_value = float(fisher.sf(statistic, len(places), self.days - 1))
        return Tested(statistic, 1.0, float("nan"), float("nan"), p_value, self.n, self.days)


def least_squares(target: ArrayLike, regressors: Mapping[str, ArrayLike], day: ArrayLike) -> Fit:
    """Fit a line by least squares.

    Parameters
    ----------
    target : array-like, shape (rows,)
    regressors : mapping of str to array-like, shape (rows,)
        A column of ones is not added.
    day : array-like, shape (rows,)
        Rows of one day form a cluster.

    Returns
    -------
    Fit
        Covariance of Liang and Zeger (1986), Longitudinal data analysis using generalized linear models, with the
        usual correction for few clusters.

    Raises
    ------
    EvaluationError
        When a value is missing, or there are fewer than two days.
    """
    from statsmodels.regression.linear_model import OLS

    y, x, groups = _checked(target, regressors, day)
    found = OLS(y, x).fit(cov_type="cluster", cov_kwds={"groups": groups})
    return _fit(found, regressors, groups)


def logistic(outcome: ArrayLike, regressors: Mapping[str, ArrayLike], day: ArrayLike) -> Fit:
    """Fit the log-odds of an outcome.

    Parameters
    ----------
    outcome : array-like, shape (rows,)
        0 or 1.
    regressors, day
        As for `least_squares`.

    Returns
    -------
    Fit
        By maximum likelihood, covariance as for `least_squares`.

    Raises
    ------
    EvaluationError
        When a value is missing, or there are fewer than two days.
    """
    from statsmodels.discrete.discrete_model import Logit

    y, x, groups = _checked(outcome, regressors, day)
    found = Logit(y, x).fit(disp=0, cov_type="cluster", cov_kwds={"groups": groups})
    return _fit(found, regressors, groups)


def mean_by_day(values: ArrayLike, day: ArrayLike, level: float, expected: float = 0.0) -> Tested:
    """Test a mean.

    Parameters
    ----------
    values, day : array-like, shape (rows,)
        Finite values, and the day of each.
    level : float
        Coverage of the interval.
    expected : float
        The mean under the hypothesis.

    Returns
    -------
    Tested
    """
    y = np.asarray(values, dtype=np.float64)
    _, _, groups = _checked(y, {}, day)
    mean, days = float(y.mean()), int(groups.max()) + 1
    # Of a constant alone the clustered covariance is this sum; a regression would say the same, slowly.
    by_day = np.bincount(groups, weights=y - mean)
    variance = float((by_day**2).sum()) / len(y) ** 2 * days / (days - 1)
    return Fit({"mean": mean}, np.array([[variance]]), len(y), days).test("mean", level, expected)


def _checked(
    target: ArrayLike, regressors: Mapping[str, ArrayLike], day: ArrayLike
) -> tuple[Floats, Floats, NDArray[np.intp]]:
    columns = [np.asarray(column, dtype=np.float64) for column in (target, *regressors.values())]
    table = np.column_stack(columns)
    missing = int((~np.isfinite(table)).any(axis=1).sum())
    if missing:
        raise EvaluationError(f"Expected a finite value in every row, was missing or infinite in {missing}.")
    groups = pd.factorize(np.asarray(day))[0]
    if len(groups) == 0 or groups.max() < 1:
        raise EvaluationError(f"Expected at least two days, was {len(np.unique(groups))}.")
    return table[:, 0], table[:, 1:], groups


def _fit(found: object, regressors: Mapping[str, ArrayLike], groups: NDArray[np.intp]) -> Fit:
    values = np.asarray(found.params, dtype=np.float64)  # type: ignore[attr-defined]
    covariance = np.asarray(found.cov_params(), dtype=np.float64)  # type: ignore[attr-defined]
    return Fit(dict(zip(regressors, values, strict=True)), covariance, len(groups), int(groups.max()) + 1)

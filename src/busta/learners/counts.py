"""Learners of counts: a mean from 0 up, by boosted trees with a Tweedie loss and by a Poisson regression on logs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.linear_model import PoissonRegressor
from threadpoolctl import threadpool_limits

from busta.learners.base import FitContext, Forecast, LearnerError, Rows, residual_sd
from busta.learners.boosted import FittedTrees, LightGBMLearner, XGBoostLearner

# A count is expected to be at least so much: a distribution needs a mean above 0.
LEAST_MEAN = 1e-3
# A feature that is 0 throughout has a logarithm, too.
_LEAST_OFFSET = 1e-3


@dataclass(frozen=True)
class FittedCounts:
    """A fitted learner of counts whose forecasts are kept above 0.

    Attributes
    ----------
    model
        What was fitted.
    """

    model: FittedTrees | FittedPoisson

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast the mean of each row, at least `LEAST_MEAN`; the spread is that of all rows together."""
        forecast = self.model.predict(features)
        return Forecast(np.maximum(forecast.mean, LEAST_MEAN), forecast.sd, forecast.probability_over)


@dataclass(frozen=True)
class TweedieLightGBMLearner:
    """LightGBM with a Tweedie loss: the variance grows as a power of the mean; no early stopping.

    Attributes
    ----------
    variance_power
        In [1, 2): 1 is Poisson.
    num_leaves, learning_rate, min_child_samples, reg_lambda, colsample_bytree, subsample, n_estimators
        As LightGBM names them.
    """

    variance_power: float
    num_leaves: int
    learning_rate: float
    min_child_samples: int
    reg_lambda: float
    colsample_bytree: float
    subsample: float
    n_estimators: int
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedCounts:
        """Fit all trees on all rows.

        Raises
        ------
        LearnerError
            When a quantity is below 0.
        DeviceError
            When the device asked for cannot train.
        """
        rows = _counts(stop.after(train))
        plain = LightGBMLearner(
            self.num_leaves,
            self.learning_rate,
            self.min_child_samples,
            self.reg_lambda,
            self.colsample_bytree,
            self.n_estimators,
            self.n_estimators,
            1,
            self.subsample,
        )
        loss = {
            "objective": "tweedie",
            "metric": "tweedie",
            "tweedie_variance_power": max(self.variance_power, 1.0001),
        }
        booster = plain.train({**plain.parameters(rows, context), **loss}, rows, None)
        return _fitted(booster, self.n_estimators, rows, context)


@dataclass(frozen=True)
class TweedieXGBoostLearner:
    """XGBoost with a Tweedie loss: the variance grows as a power of the mean; no early stopping.

    Attributes
    ----------
    variance_power
        In (1, 2).
    max_depth, learning_rate, min_child_weight, reg_lambda, colsample_bytree, subsample, n_estimators
        As XGBoost names them.
    """

    variance_power: float
    max_depth: int
    learning_rate: float
    min_child_weight: float
    reg_lambda: float
    colsample_bytree: float
    subsample: float
    n_estimators: int
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedCounts:
        """Fit all trees on all rows.

        Raises
        ------
        LearnerError
            When a quantity is below 0.
        DeviceError
            When the device asked for cannot train.
        """
        rows = _counts(stop.after(train))
        plain = XGBoostLearner(
            self.max_depth,
            self.learning_rate,
            self.min_child_weight,
            self.reg_lambda,
            self.colsample_bytree,
            self.n_estimators,
            self.n_estimators,
            1,
            self.subsample,
        )
        loss = {"objective": "reg:tweedie", "tweedie_variance_power": self.variance_power}
        booster = plain.train({**plain.parameters(rows, context), **loss}, rows, self.n_estimators, None)
        return _fitted(booster, self.n_estimators, rows, context)


@dataclass(frozen=True)
class LogScale:
    """How features are made additive in the logarithm of a mean.

    Attributes
    ----------
    offset
        Added before the logarithm, per feature; null for a feature that can be below 0, which stays as it is.
    centre, spread
        Mean and standard deviation after that, per feature.
    clip
        Largest standardised feature, in standard deviations.
    """

    offset: np.ndarray
    centre: np.ndarray
    spread: np.ndarray
    clip: float

    @classmethod
    def of(cls, features: pd.DataFrame, clip: float, share: float) -> LogScale:
        """Learn the scale of training rows; a feature is offset by a share of its mean."""
        X = features.to_numpy(dtype=np.float64)
        # A flag or a share counts as it is; only what has no upper end is a level with a logarithm.
        is_level = (X.min(axis=0) >= 0) & (X.max(axis=0) > 1)
        offset = np.where(is_level, np.maximum(share * X.mean(axis=0), _LEAST_OFFSET), np.nan)
        logs = _logs(X, offset)
        spread = logs.std(axis=0)
        return cls(offset, logs.mean(axis=0), np.where(spread > 0, spread, 1.0), clip)

    def __call__(self, features: pd.DataFrame) -> np.ndarray:
        """Transform rows."""
        logs = _logs(features.to_numpy(dtype=np.float64), self.offset)
        return np.clip((logs - self.centre) / self.spread, -self.clip, self.clip)


@dataclass(frozen=True)
class FittedPoisson:
    """A fitted Poisson regression.

    Attributes
    ----------
    scale
        Of the features.
    model
        The regression.
    sd
        Standard deviation of the residuals, in units of the quantity.
    """

    scale: LogScale
    model: PoissonRegressor
    sd: float

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast the mean of each row, the same bits whatever rows stand beside it."""
        # Not by the library of matrices: to hold its threads takes longer than the sums.
        level = np.einsum("ij,j->i", self.scale(features), self.model.coef_) + self.model.intercept_
        return Forecast.normal(np.exp(level), self.sd)


@dataclass(frozen=True)
class PoissonLearner:
    """Poisson regression with a log link on the logarithms of the features that are levels.

    Attributes
    ----------
    alpha
        Weight of the squared coefficients, at least 0.
    clip
        Largest standardised feature, in standard deviations.
    offset
        Share of the mean of a feature, added before its logarithm is taken: a feature of 0 has one, too.
    """

    alpha: float
    clip: float
    offset: float
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedCounts:
        """Fit on all rows.

        Raises
        ------
        LearnerError
            When a quantity is below 0.
        """
        rows = _counts(stop.after(train))
        scale = LogScale.of(rows.features, self.clip, self.offset)
        # The number of threads changes the order of a sum, and with it the last bits.
        with threadpool_limits(1):
            model = PoissonRegressor(alpha=self.alpha, solver="newton-cholesky", max_iter=100)
            X = scale(rows.features)
            model.fit(X, rows.quantity, sample_weight=rows.weight)
            sd = residual_sd(rows.quantity, model.predict(X), context.residual_rows)
        return FittedCounts(FittedPoisson(scale, model, sd))


def _logs(X: np.ndarray, offset: np.ndarray) -> np.ndarray:
    is_level = np.isfinite(offset)
    out = X.copy()
    out[:, is_level] = np.log(np.maximum(X[:, is_level], 0.0) + offset[is_level])
    return out


def _counts(rows: Rows) -> Rows:
    lowest = rows.quantity.min(initial=0.0)
    if lowest < 0:
        raise LearnerError(f"expected a quantity from 0 up, was {lowest:g}; a count has no other")
    return rows


def _fitted(booster: Any, trees: int, rows: Rows, context: FitContext) -> FittedCounts:
    fitted = FittedTrees(booster, trees, 1.0)
    mean = fitted.predict(rows.features).mean
    return FittedCounts(FittedTrees(booster, trees, residual_sd(rows.quantity, mean, context.residual_rows)))

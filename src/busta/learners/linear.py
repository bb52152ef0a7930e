"""Linear learners: ridge and elastic net on the quantity, logistic regression on the outcome at a constant line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from sklearn.linear_model import ElasticNet, LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from threadpoolctl import threadpool_limits

from busta.learners.base import FitContext, Forecast, LearnerError, Rows, residual_sd
from busta.learners.penalty import choose_penalty

# Rounds of coordinate descent; correlated features need more than the library's thousand.
_MOST_ROUNDS = 10_000


@dataclass(frozen=True)
class FittedRegression:
    """A fitted linear regression of the quantity.

    Attributes
    ----------
    model
        Standardisation and regression.
    sd
        Standard deviation of the training residuals, in units of the quantity.
    """

    model: Pipeline
    sd: float

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast a normal distribution of the quantity for each row."""
        with threadpool_limits(1):
            return Forecast.normal(self.model.predict(features), self.sd)


@dataclass(frozen=True)
class RidgeLearner:
    """Ridge regression of the quantity on standardised features, with a normal residual.

    Attributes
    ----------
    alpha
        Weight of the squared coefficients, at least 0; with some 10,000 rows, 1,000 halves a coefficient
        that explains little. Of several, the most cautious first, inner folds of the training rows choose.
    clip
        Largest standardised feature, in standard deviations; see `_standardised`.
    """

    alpha: float | tuple[float, ...]
    clip: float
    constant_line = False
    choices = ("alpha",)

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedRegression:
        """Fit on all rows; nothing is stopped early, so the later rows are training rows too.

        Returns
        -------
        FittedRegression
            The residuals' deviation is taken in the sample: with some hundred times more rows than
            features it is less than one per cent too small.
        """
        rows = stop.after(train)
        # The number of threads changes the order of a sum, and with it the last bits.
        with threadpool_limits(1):
            alpha = choose_penalty(self.alpha, rows.inner_fold, partial(self._squared_error, rows))
            model = _standardised(_ridge(alpha), self.clip)
            model.fit(rows.features, rows.quantity, ridge__sample_weight=rows.weight)
            mean = model.predict(rows.features)
        return FittedRegression(model, residual_sd(rows.quantity, mean, context.residual_rows))

    def _squared_error(self, rows: Rows, alpha: float, fitted: np.ndarray) -> float:
        model, part, rest = _standardised(_ridge(alpha), self.clip), rows.where(fitted), rows.where(~fitted)
        model.fit(part.features, part.quantity, ridge__sample_weight=part.weight)
        return float(np.sum(rest.weight * (rest.quantity - model.predict(rest.features)) ** 2))


@dataclass(frozen=True)
class ElasticNetLearner:
    """Elastic net of the quantity on standardised features, with a normal residual.

    Attributes
    ----------
    alpha
        Weight of the penalty, above 0, in units of the quantity.
    l1_ratio
        Share of the absolute coefficients in it, in [0, 1]; the rest falls on the squared ones.
    clip
        Largest standardised feature, in standard deviations; see `_standardised`.
    """

    alpha: float
    l1_ratio: float
    clip: float
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedRegression:
        """Fit on all rows; nothing is stopped early, so the later rows are training rows too.

        Returns
        -------
        FittedRegression
            The residuals' deviation is taken in the sample, as that of the ridge.
        """
        rows = stop.after(train)
        with threadpool_limits(1):
            regression = ElasticNet(alpha=self.alpha, l1_ratio=self.l1_ratio, max_iter=_MOST_ROUNDS)
            model = _standardised(regression, self.clip)
            model.fit(rows.features, rows.quantity, elasticnet__sample_weight=rows.weight)
            mean = model.predict(rows.features)
        return FittedRegression(model, residual_sd(rows.quantity, mean, context.residual_rows))


@dataclass(frozen=True)
class FittedLogistic:
    """A fitted logistic regression.

    Attributes
    ----------
    model
        Standardisation and regression; class 1 is over.
    """

    model: Pipeline

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast the probability of over for each row."""
        with threadpool_limits(1):
            return Forecast.direct(self.model.predict_proba(features)[:, 1])


@dataclass(frozen=True)
class LogisticLearner:
    """Logistic regression of over against under, for a market with one line for all rows.

    Attributes
    ----------
    C
        Inverse weight of the squared coefficients, above 0. Of several, the most cautious first, inner folds of
        the training rows choose.
    clip
        Largest standardised feature, in standard deviations; see `_standardised`.
    """

    C: float | tuple[float, ...]
    clip: float
    constant_line = True
    choices = ("C",)

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedLogistic:
        """Fit on all rows that were not pushed.

        Raises
        ------
        LearnerError
            When the rows hold more than one line, or only one of over and under.
        """
        rows = stop.after(train)
        lines = np.unique(rows.line)
        if len(lines) != 1:
            raise LearnerError(f"expected one line for all rows, was {len(lines)} different lines")
        rows = rows.where(rows.quantity != rows.line)
        over = rows.quantity > rows.line
        if over.all() or not over.any():
            raise LearnerError(f"expected rows over and under the line {lines[0]}, was only one of them")
        with threadpool_limits(1):
            C = choose_penalty(self.C, rows.inner_fold, partial(self._log_loss, rows))
            model = _fit_logistic(rows, C, self.clip)
        return FittedLogistic(model)

    def _log_loss(self, rows: Rows, C: float, fitted: np.ndarray) -> float:
        rest = rows.where(~fitted)
        over = _fit_logistic(rows.where(fitted), C, self.clip).predict_proba(rest.features)[:, 1]
        of_outcome = np.where(rest.quantity > rest.line, over, 1 - over)
        return -float(np.sum(rest.weight * np.log(of_outcome)))


def _ridge(alpha: float) -> Ridge:
    return Ridge(alpha=alpha, solver="cholesky")


def _fit_logistic(rows: Rows, C: float, clip: float) -> Pipeline:
    model = _standardised(LogisticRegression(C=C, max_iter=1000), clip)
    over = (rows.quantity > rows.line).astype(int)
    return model.fit(rows.features, over, logisticregression__sample_weight=rows.weight)


def _standardised(regression: Ridge | ElasticNet | LogisticRegression, clip: float) -> Pipeline:
    # The first games on neutral ground are dozens of standard deviations from all before them, and a handful
    # of them would bend the fit; so would a day of the season that no season before has reached.
    bounds = {"a_min": -clip, "a_max": clip}
    return make_pipeline(StandardScaler(), FunctionTransformer(np.clip, kw_args=bounds), regression)

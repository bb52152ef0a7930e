"""Linear learners: ridge on the quantity, logistic regression on the outcome at a constant line."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from threadpoolctl import threadpool_limits

from busta.learners.base import FitContext, Forecast, LearnerError, Rows, residual_sd


@dataclass(frozen=True)
class FittedRidge:
    """A fitted ridge regression.

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
        that explains little.
    clip
        Largest standardised feature, in standard deviations; see `_standardised`.
    """

    alpha: float
    clip: float
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedRidge:
        """Fit on all rows; nothing is stopped early, so the later rows are training rows too.

        Returns
        -------
        FittedRidge
            The residuals' deviation is taken in the sample: with some hundred times more rows than
            features it is less than one per cent too small.
        """
        rows = stop.after(train)
        model = _standardised(Ridge(alpha=self.alpha, solver="cholesky"), self.clip)
        # The number of threads changes the order of a sum, and with it the last bits.
        with threadpool_limits(1):
            model.fit(rows.features, rows.quantity, ridge__sample_weight=rows.weight)
            mean = model.predict(rows.features)
        return FittedRidge(model, residual_sd(rows.quantity, mean, context.residual_rows))


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
        Inverse weight of the squared coefficients, above 0.
    clip
        Largest standardised feature, in standard deviations; see `_standardised`.
    """

    C: float
    clip: float
    constant_line = True

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
        settled = rows.quantity != rows.line
        over = (rows.quantity > rows.line)[settled]
        if over.all() or not over.any():
            raise LearnerError(f"expected rows over and under the line {lines[0]}, was only one of them")
        model = _standardised(LogisticRegression(C=self.C, max_iter=1000), self.clip)
        with threadpool_limits(1):
            weight = rows.weight[settled]
            model.fit(rows.features[settled], over.astype(int), logisticregression__sample_weight=weight)
        return FittedLogistic(model)


def _standardised(regression: Ridge | LogisticRegression, clip: float) -> Pipeline:
    # The first games on neutral ground are dozens of standard deviations from all before them, and a handful
    # of them would bend the fit; so would a day of the season that no season before has reached.
    bounds = {"a_min": -clip, "a_max": clip}
    return make_pipeline(StandardScaler(), FunctionTransformer(np.clip, kw_args=bounds), regression)

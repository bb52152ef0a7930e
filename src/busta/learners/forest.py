"""Random forest on the quantity."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sklearn.ensemble import RandomForestRegressor

from busta.learners.base import FitContext, Forecast, Rows, residual_sd


@dataclass(frozen=True)
class FittedForest:
    """A fitted random forest.

    Attributes
    ----------
    model
        The trees; it answers in one thread, so that their sum has one order.
    sd
        Standard deviation of the residuals of rows that a tree has not seen, in units of the quantity.
    """

    model: RandomForestRegressor
    sd: float

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast a normal distribution of the quantity for each row."""
        return Forecast.normal(self.model.predict(features.to_numpy()), self.sd)


@dataclass(frozen=True)
class RandomForestLearner:
    """Random forest regression of the quantity, with a normal residual.

    Attributes
    ----------
    n_estimators, max_depth, min_samples_split, min_samples_leaf
        As scikit-learn names them, at least 1, 1, 2 and 1.
    max_features
        Share of the features that each split may choose from, in (0, 1].
    """

    n_estimators: int
    max_depth: int
    min_samples_split: int
    min_samples_leaf: int
    max_features: float
    constant_line = False

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedForest:
        """Fit on all rows; nothing is stopped early, so the later rows are training rows too.

        Returns
        -------
        FittedForest
            The residuals are those of the trees that have not seen a row: within the sample a forest is far
            too good.
        """
        rows = stop.after(train)
        model = RandomForestRegressor(
            n_estimators=self.n_estimators,
            max_depth=self.max_depth,
            min_samples_split=self.min_samples_split,
            min_samples_leaf=self.min_samples_leaf,
            max_features=self.max_features,
            monotonic_cst=list(context.directions(rows.features)),
            oob_score=True,
            random_state=context.seed,
            n_jobs=context.threads,
        )
        model.fit(rows.features.to_numpy(), rows.quantity, sample_weight=rows.weight)
        model.set_params(n_jobs=1)
        return FittedForest(model, residual_sd(rows.quantity, model.oob_prediction_, context.residual_rows))

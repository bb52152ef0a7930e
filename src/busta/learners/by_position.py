"""A learner of counts with a model for every position that has rows enough, and one of all men for the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.learners.base import FitContext, Forecast, LearnerError, Rows
from busta.learners.counts import FittedCounts, TweedieLightGBMLearner

# Of the theme `bio`: 1 where a man is listed so, between 0 and 1 where no list names him.
POSITION_COLUMNS = ("bio_guard", "bio_forward", "bio_center")
_UNKNOWN = -1


@dataclass(frozen=True)
class FittedByPosition:
    """Fitted models, one for each position.

    Attributes
    ----------
    everybody
        Fitted on all men; answers where a position has no model of its own.
    own
        Position, the sum of the flags' powers of two in the order of `POSITION_COLUMNS`, to its model.
    """

    everybody: FittedCounts
    own: Mapping[int, FittedCounts]

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast the mean of each row by the model of its position."""
        said, position = self.everybody.predict(features), _positions(features)
        mean, sd = said.mean.copy(), said.sd.copy()
        for place, model in self.own.items():
            rows = position == place
            if rows.any():
                own = model.predict(features[rows])
                mean[rows], sd[rows] = own.mean, own.sd
        return Forecast(mean, sd, said.probability_over)


@dataclass(frozen=True)
class TweedieByPositionLearner(TweedieLightGBMLearner):
    """LightGBM with a Tweedie loss for every position.

    Attributes
    ----------
    min_rows
        Positions with fewer training rows are answered for by the model of all men.
    variance_power, num_leaves, learning_rate, min_child_samples, reg_lambda, colsample_bytree, subsample, n_estimators
        As in `busta.learners.counts.TweedieLightGBMLearner`.
    """

    min_rows: int

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> FittedByPosition:  # type: ignore[override]
        """Fit all trees on all rows, then on those of every position.

        Raises
        ------
        LearnerError
            When a quantity is below 0, or no feature says who plays where.
        DeviceError
            When the device asked for cannot train.
        """
        rows = stop.after(train)
        position = _positions(rows.features)
        found, counts = np.unique(position[position != _UNKNOWN], return_counts=True)
        none, fit = rows.where(np.zeros(len(rows), dtype=bool)), super().fit
        own = {
            int(place): fit(rows.where(position == place), none, context)
            for place in found[counts >= self.min_rows]
        }
        return FittedByPosition(fit(rows, none, context), own)


def _positions(features: pd.DataFrame) -> np.ndarray:
    absent = [name for name in POSITION_COLUMNS if name not in features]
    if absent:
        raise LearnerError(
            f"expected the features {', '.join(absent)} of a model by position, was none: "
            "switch on `bio` among the market's feature_groups"
        )
    flags = features[list(POSITION_COLUMNS)].to_numpy(dtype=np.float64)
    place = flags @ (2.0 ** np.arange(len(POSITION_COLUMNS)))
    is_listed = np.isin(flags, (0.0, 1.0)).all(axis=1) & (place > 0)
    return np.where(is_listed, place, _UNKNOWN).astype(np.int64)

"""What a learner is: fit once on rows strictly before the games it will be asked about, then forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import pandas as pd

Device = Literal["cpu", "cuda"]


class LearnerError(ValueError):
    """A learner cannot be built or fitted as asked."""


class DeviceError(LearnerError):
    """The device asked for is not the device that would train."""


@dataclass(frozen=True)
class Rows:
    """Rows to fit on.

    Attributes
    ----------
    features
        One row per game, complete (no nulls), float.
    quantity
        Y of each row, in units of the quantity.
    line
        L of each row, in the same units.
    weight
        How much each row counts, above 0, 1 on average over all rows of a fit.
    inner_fold
        Inner fold of each row, for choices made inside a training set.
    """

    features: pd.DataFrame
    quantity: np.ndarray
    line: np.ndarray
    weight: np.ndarray
    inner_fold: np.ndarray

    def __len__(self) -> int:
        return len(self.quantity)

    def where(self, chosen: np.ndarray) -> Rows:
        """Take the rows that are chosen (one truth value for each)."""
        return Rows(
            self.features[chosen],
            self.quantity[chosen],
            self.line[chosen],
            self.weight[chosen],
            self.inner_fold[chosen],
        )

    def after(self, earlier: Rows) -> Rows:
        """Append these rows to earlier ones."""
        return Rows(
            pd.concat([earlier.features, self.features]),
            np.concatenate([earlier.quantity, self.quantity]),
            np.concatenate([earlier.line, self.line]),
            np.concatenate([earlier.weight, self.weight]),
            np.concatenate([earlier.inner_fold, self.inner_fold]),
        )


@dataclass(frozen=True)
class FitContext:
    """What every fit has to know beside its rows.

    Attributes
    ----------
    seed
        Seed of this fit's own random stream.
    residual_rows
        Latest training rows whose residuals give the standard deviation: the noise of a game grows over
        the years.
    device
        The device that must train; learners without a device of their own use the processor.
    threads
        Threads of one fit.
    monotone
        Feature to 1 or -1: the direction in which the forecast may move with it.
    """

    seed: int
    residual_rows: int
    device: Device = "cpu"
    threads: int = 1
    monotone: Mapping[str, int] | None = None

    def directions(self, features: pd.DataFrame) -> tuple[int, ...]:
        """List the direction of every feature, 0 where it is free.

        Raises
        ------
        LearnerError
            When a direction is given for a feature that is not there.
        """
        monotone = self.monotone or {}
        unknown = sorted(set(monotone) - set(features.columns))
        if unknown:
            raise LearnerError(
                f"expected directions (monotone) for features of the training table, was {', '.join(unknown)}"
            )
        return tuple(monotone.get(name, 0) for name in features.columns)


@dataclass(frozen=True)
class Forecast:
    """What a fitted learner says about each row.

    Attributes
    ----------
    mean, sd
        Normal distribution of the quantity, in its units, sd > 0; null for a learner that answers for one
        line only.
    probability_over
        Probability of over among over and under, in (0, 1), from a learner that answers for one line only;
        otherwise null, and the distribution gives it.
    """

    mean: np.ndarray
    sd: np.ndarray
    probability_over: np.ndarray

    @classmethod
    def normal(cls, mean: np.ndarray, sd: float) -> Forecast:
        """Forecast a normal distribution with one standard deviation for all rows."""
        return cls(mean, np.full(len(mean), sd), np.full(len(mean), np.nan))

    @classmethod
    def direct(cls, probability_over: np.ndarray) -> Forecast:
        """Forecast the probability of over alone."""
        unknown = np.full(len(probability_over), np.nan)
        return cls(unknown, unknown, probability_over)


class Fitted(Protocol):
    """A learner after its fit: picklable, forecasts any rows with the same features."""

    def predict(self, features: pd.DataFrame) -> Forecast:
        """Forecast each row of features."""
        ...


class Learner(Protocol):
    """A learner before its fit: hyperparameters only."""

    def fit(self, train: Rows, stop: Rows, context: FitContext) -> Fitted:
        """Fit on the training rows, stop early by the later `stop` rows."""
        ...


# Of a normal distribution, from the first to the third quartile, in standard deviations.
_QUARTILES = 1.3489795003921634


def residual_sd(quantity: np.ndarray, mean: np.ndarray, latest: int) -> float:
    """Compute the standard deviation of the normal that the middle half of the latest residuals follows.

    Margins and totals have fatter tails than a normal (an excess kurtosis of .4), so their root mean square is too
    wide where lines are: even the closing spread, made a probability of winning by it, is too timid by 6 % in
    log-odds. The distance of the quartiles describes the middle, which is asked about.

    Parameters
    ----------
    quantity, mean
        Y and its forecast, one for each row in time order, in units of the quantity.
    latest
        Number of rows at the end that count, at least 1.

    Returns
    -------
    float
        Distance of the quartiles of the residuals over 1.349, in units of the quantity, at least 1e-6.
    """
    first, third = np.quantile((quantity - mean)[-latest:], [0.25, 0.75])
    return max(float(third - first) / _QUARTILES, 1e-6)

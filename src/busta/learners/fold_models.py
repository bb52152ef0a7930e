"""Fit one learner on every fold of a market, and forecast every fold with the model that may."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from busta.learners.base import Device, FitContext, Fitted, Forecast, Learner, LearnerError, Rows
from busta.seeds import stream


@dataclass(frozen=True)
class FitCost:
    """What one fit took.

    Attributes
    ----------
    rows, features
        Size of what was fitted, early-stopping rows included.
    seconds
        Wall-clock time.
    mebibytes
        Peak resident memory of the fitting process up to the end of this fit.
    """

    rows: int
    features: int
    seconds: float
    mebibytes: float


@dataclass(frozen=True)
class FoldModels:
    """One learner fitted on every fold of one market; picklable.

    Attributes
    ----------
    market, learner
        Whose models these are.
    feature_names
        Features in the order of the fit.
    fitted
        Fold to fitted learner.
    costs
        Fold to what the fit took; differs from run to run.
    """

    market: str
    learner: str
    feature_names: tuple[str, ...]
    fitted: Mapping[str, Fitted]
    costs: Mapping[str, FitCost]

    @property
    def latest(self) -> str:
        """The fold whose training rows reach furthest."""
        return list(self.fitted)[-1]

    def predict(self, features: pd.DataFrame, fold: str) -> Forecast:
        """Forecast rows with the model of one fold.

        Parameters
        ----------
        features
            One row per game, with at least the features of the fit.
        fold
            Name of the fold.

        Raises
        ------
        LearnerError
            When there is no such fold or a feature is missing.
        """
        if fold not in self.fitted:
            raise LearnerError(f"{self.market}.model_{self.learner}: expected a fitted fold, was {fold!r}")
        absent = [name for name in self.feature_names if name not in features.columns]
        if absent:
            raise LearnerError(
                f"{self.market}.model_{self.learner}: expected the features {', '.join(absent)}, "
                "was without them"
            )
        return self.fitted[fold].predict(features[list(self.feature_names)])


@dataclass(frozen=True)
class FitSettings:
    """How the folds of a market are fitted.

    Attributes
    ----------
    seed
        The one seed of the configuration.
    device
        The device that must train.
    threads
        Threads of one fit.
    n_jobs
        Folds fitted at the same time.
    half_life_days
        Age at which a training row counts half as much as the latest: the game changes. Null: all alike.
    residual_rows
        Latest training rows whose residuals give the standard deviation.
    monotone
        Feature to 1 or -1.
    """

    seed: int
    device: Device
    threads: int
    n_jobs: int
    half_life_days: float | None
    residual_rows: int
    monotone: Mapping[str, int]

    def context(self, *names: str) -> FitContext:
        """Give the context of one fit, named from wide to narrow, with a random stream of its own."""
        return FitContext(
            stream(self.seed, *names), self.residual_rows, self.device, self.threads, self.monotone
        )


def fit_folds(
    table: pd.DataFrame,
    folds: pd.DataFrame,
    *,
    market: str,
    learner_name: str,
    learner: Learner,
    feature_names: Sequence[str],
    settings: FitSettings,
    by_fold: Mapping[str, Learner] | None = None,
) -> FoldModels:
    """Fit one learner on the training rows of every fold.

    Parameters
    ----------
    table
        The market's training table: `game_id`, `player_id`, `actual`, `line` and the features, one row per game or,
        of a player market, several.
    folds
        One row per fold and game, already checked.
    market, learner_name
        Names for the random streams and the messages.
    learner
        The learner before its fit.
    feature_names
        Columns of the table to learn from.
    settings
        Seed, device, threads, directions.
    by_fold
        Fold to the learner that is fitted there instead, e.g. with hyperparameters chosen before it.

    Returns
    -------
    FoldModels
        A model for every fold, the same bits whatever the number of folds fitted at the same time.
    """
    used = folds[folds["role"] != "test"]
    names = [str(name) for name in used["fold"].unique()]
    # A generator: all training rows of some sixty folds at once would fill a gigabyte.
    jobs = (
        delayed(_fit)(
            (by_fold or {}).get(str(fold), learner),
            *_train_and_stop(table, part, feature_names, settings.half_life_days),
            settings.context(market, learner_name, str(fold)),
        )
        for fold, part in used.groupby("fold", sort=False)
    )
    results = Parallel(n_jobs=settings.n_jobs)(jobs)
    return FoldModels(
        market,
        learner_name,
        tuple(feature_names),
        {name: fitted for name, (fitted, _) in zip(names, results, strict=True)},
        {name: cost for name, (_, cost) in zip(names, results, strict=True)},
    )


def recency_weights(game_date: pd.Series, half_life_days: float | None) -> np.ndarray:
    """Weigh rows by their age: ``w = 2 ** (-age / half-life)``, scaled to 1 on average.

    Parameters
    ----------
    game_date
        Day of each row.
    half_life_days
        Age, in days before the latest row, at which a row counts half; above 0. Null: all rows count 1.

    Returns
    -------
    numpy.ndarray
        One weight for each row, above 0. The mean of 1 keeps penalties and leaf sizes comparable.
    """
    if half_life_days is None:
        return np.ones(len(game_date))
    age = (game_date.max() - game_date).dt.days.to_numpy(dtype=np.float64)
    weight = 0.5 ** (age / half_life_days)
    return weight * len(weight) / weight.sum()


def forecast_folds(models: FoldModels, table: pd.DataFrame, folds: pd.DataFrame) -> pd.DataFrame:
    """Forecast the test rows of every fold with the model of that fold.

    Parameters
    ----------
    models
        The fitted folds.
    table
        The market's training table.
    folds
        The folds the models were fitted on.

    Returns
    -------
    pandas.DataFrame
        One row per row of a tested game, in the order of the folds: fold, game_id, player_id, mean, sd (null for a
        learner that answers for one line only) and probability_direct (null for all others).
    """
    parts = []
    for fold, tested in folds[folds["role"] == "test"].groupby("fold", sort=False):
        rows = table.iloc[_rows_of(table, tested)["position"].to_numpy()]
        forecast = models.predict(rows, str(fold))
        columns: dict[str, Any] = {
            "fold": fold,
            "game_id": rows["game_id"].to_numpy(),
            "player_id": rows["player_id"].array,
            "mean": forecast.mean,
            "sd": forecast.sd,
            "probability_direct": forecast.probability_over,
        }
        parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def peak_mebibytes() -> float:
    """Measure the peak resident memory of this process so far, in MiB."""
    # Linux counts kibibytes, macOS bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _train_and_stop(
    table: pd.DataFrame, part: pd.DataFrame, feature_names: Sequence[str], half_life_days: float | None
) -> tuple[Rows, Rows]:
    found = _rows_of(table, part)
    taken = table.iloc[found["position"].to_numpy()]
    rows = Rows(
        taken[list(feature_names)].reset_index(drop=True),
        taken["actual"].to_numpy(dtype=np.float64),
        taken["line"].to_numpy(dtype=np.float64),
        recency_weights(taken["game_date"], half_life_days),
        found["inner_fold"].to_numpy(),
    )
    # A man who was asked about and did not play teaches nothing; of games, only played ones are in a fold.
    known = taken["actual"].notna().to_numpy()
    stops = (found["role"] == "early_stopping").to_numpy()
    return rows.where(~stops & known), rows.where(stops & known)


def _rows_of(table: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    # In the order of the games of the fold; the rows of a game about players stay in the order of the table.
    positions = pd.DataFrame({"game_id": table["game_id"].to_numpy(), "position": range(len(table))})
    return part.merge(positions, on="game_id", how="left")


def _fit(learner: Learner, train: Rows, stop: Rows, context: FitContext) -> tuple[Fitted, FitCost]:
    start = time.perf_counter()
    fitted = learner.fit(train, stop, context)
    seconds = time.perf_counter() - start
    size = len(train) + len(stop), train.features.shape[1]
    return fitted, FitCost(*size, seconds, peak_mebibytes())

"""What every fit cost and what it was worth, fold by fold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict

import numpy as np
import pandas as pd

from busta.evaluation.scores import accuracy, brier_score, log_loss
from busta.learners.fold_models import FoldModels


def training_report(models: FoldModels, rows: pd.DataFrame) -> pd.DataFrame:
    """Report the fits of one learner on one market.

    Parameters
    ----------
    models
        The fitted folds with their costs.
    rows
        The out-of-fold rows of the same learner.

    Returns
    -------
    pandas.DataFrame
        One row per fold in their order: market, learner, fold, rows and features of the fit, seconds,
        mebibytes (peak of the process), tested (settled test rows), log_loss (nats), brier_score and
        accuracy on them (null without any). Seconds and mebibytes differ from run to run.
    """
    return _report(models, rows[rows["outcome"].notna()], _scores, ("log_loss", "brier_score", "accuracy"))


def player_training_report(models: FoldModels, rows: pd.DataFrame) -> pd.DataFrame:
    """Report the fits of one learner on one market about players.

    Parameters
    ----------
    models
        The fitted folds with their costs.
    rows
        The out-of-fold rows of the same learner.

    Returns
    -------
    pandas.DataFrame
        As `training_report`, with mean_absolute_error, root_mean_squared_error and bias (forecast minus actual, all in
        units of Y) of the men who played in place of the scores of probabilities.
    """
    names = ("mean_absolute_error", "root_mean_squared_error", "bias")
    return _report(models, rows[rows["actual"].notna()], _errors, names)


def _report(
    models: FoldModels,
    settled: pd.DataFrame,
    score: Callable[[pd.DataFrame], dict[str, float]],
    columns: tuple[str, ...],
) -> pd.DataFrame:
    scored = {str(fold): score(part) for fold, part in settled.groupby("fold", observed=True)}
    nothing = {"tested": 0, **dict.fromkeys(columns)}
    names = {"market": models.market, "learner": models.learner}
    return pd.DataFrame(
        [
            {**names, "fold": fold, **asdict(cost), **scored.get(fold, nothing)}
            for fold, cost in models.costs.items()
        ]
    )


def _errors(rows: pd.DataFrame) -> dict[str, float]:
    error = (rows["mean"] - rows["actual"]).to_numpy()
    return {
        "tested": len(rows),
        "mean_absolute_error": float(np.abs(error).mean()),
        "root_mean_squared_error": float(np.sqrt((error**2).mean())),
        "bias": float(error.mean()),
    }


def _scores(rows: pd.DataFrame) -> dict[str, float]:
    given, outcome = rows["probability_over"], rows["outcome"]
    return {
        "tested": len(rows),
        "log_loss": log_loss(given, outcome),
        "brier_score": brier_score(given, outcome),
        "accuracy": accuracy(given, outcome),
    }

"""What every fit cost and what it was worth, fold by fold."""

from __future__ import annotations

from dataclasses import asdict

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
    settled = rows[rows["outcome"].notna()]
    scored = {str(fold): _scores(part) for fold, part in settled.groupby("fold", observed=True)}
    nothing = {"tested": 0, "log_loss": None, "brier_score": None, "accuracy": None}
    names = {"market": models.market, "learner": models.learner}
    return pd.DataFrame(
        [
            {**names, "fold": fold, **asdict(cost), **scored.get(fold, nothing)}
            for fold, cost in models.costs.items()
        ]
    )


def _scores(rows: pd.DataFrame) -> dict[str, float]:
    given, outcome = rows["probability_over"], rows["outcome"]
    return {
        "tested": len(rows),
        "log_loss": log_loss(given, outcome),
        "brier_score": brier_score(given, outcome),
        "accuracy": accuracy(given, outcome),
    }

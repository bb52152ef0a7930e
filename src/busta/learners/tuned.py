"""Hyperparameters that were chosen before a season: a document, and who may use which of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from busta.learners.tuning import Study

Document = Mapping[str, Any]


def tuned_document(market: str, learner: str, objective: str, studies: Mapping[str, Study]) -> dict[str, Any]:
    """Write down what the studies of one learner have chosen.

    Parameters
    ----------
    market, learner
        Whose hyperparameters these are.
    objective
        Name of the loss.
    studies
        Season to the study that was made of what lies before it.

    Returns
    -------
    dict
        `market, learner, objective` and `seasons`: season to `hyperparameters` (every one), `trial` (0: the
        default stays), `trials` (tried beside the default), `pruned`, `loss` and `default_loss` (mean of a row on the
        inner folds).
    """
    return {
        "market": market,
        "learner": learner,
        "objective": objective,
        "seasons": {season: _chosen(study) for season, study in studies.items()},
    }


def tuned_for(document: Document, season: str) -> dict[str, Any] | None:
    """Find the hyperparameters that hold in a season: those of the latest study made before it.

    Parameters
    ----------
    document
        As `tuned_document` gives it, or empty where nothing was tuned.
    season
        The season to be forecast.

    Returns
    -------
    dict or None
        Every hyperparameter; None where the first study was made before a later season.
    """
    seasons = document.get("seasons", {})
    known = max((tuned for tuned in seasons if tuned <= season), default=None)
    return None if known is None else dict(seasons[known]["hyperparameters"])


def tuned_folds(document: Document, folds: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Find the hyperparameters of every fold that has any.

    Parameters
    ----------
    document
        As for `tuned_for`.
    folds
        Names of folds: `2018-19`, or `2018-19/2019-01`; a month has those of its season.

    Returns
    -------
    dict
        Fold to hyperparameters; folds before the first study are absent.
    """
    found = {fold: tuned_for(document, fold.partition("/")[0]) for fold in folds}
    return {fold: tuned for fold, tuned in found.items() if tuned is not None}


def _chosen(study: Study) -> dict[str, Any]:
    best = study.best
    return {
        "hyperparameters": dict(best.hyperparameters),
        "trial": best.number,
        "trials": len(study.trials) - 1,
        "pruned": sum(trial.is_pruned for trial in study.trials),
        "loss": best.loss,
        "default_loss": study.default.loss,
    }

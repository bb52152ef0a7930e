"""One study for every season that is tuned, each of nothing but what lies before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from busta.evaluation.folds import FoldError
from busta.evaluation.inner_scores import FoldRules, Question, inner_scores
from busta.learners.base import LearnerError
from busta.learners.registry import needs_constant_line
from busta.learners.search_space import SearchSpace
from busta.learners.tuning import Study, StudyRules, run_study

if TYPE_CHECKING:
    from optuna.storages import BaseStorage


@dataclass(frozen=True)
class StudyPlan:
    """What is tried, how, and on which folds.

    Attributes
    ----------
    space
        What may be tried.
    default
        Every hyperparameter of the learner, as without tuning.
    rules
        How many trials, drawn how.
    folds
        How folds are made.
    inner_seasons
        Seasons before a tuned one that are scored.
    """

    space: SearchSpace
    default: Mapping[str, Any]
    rules: StudyRules
    folds: FoldRules
    inner_seasons: int


def tuned_seasons(folds: pd.DataFrame, first: str, every: int) -> list[str]:
    """Name the seasons that get a study of their own.

    Parameters
    ----------
    folds
        The market's folds.
    first
        The first of them.
    every
        Every so many seasons, at least 1; between them the latest study holds.

    Raises
    ------
    FoldError
        When no season from the first on is tested.
    """
    tested = sorted(folds.loc[folds["role"] == "test", "season"].unique())
    later = [str(season) for season in tested if season >= first]
    if not later:
        raise FoldError(
            f"expected a tested season from {first} (tuning.first_season) on, the last was {tested[-1]}"
        )
    return later[::every]


def study_seasons(
    table: pd.DataFrame,
    seasons: list[str],
    question: Question,
    plan: StudyPlan,
    storage: BaseStorage,
    tell: Callable[[str], None],
) -> dict[str, Study]:
    """Choose hyperparameters for every season from the rows before it.

    Parameters
    ----------
    table
        The market's training table.
    seasons
        The seasons that get a study.
    question
        Market, learner, features and objective.
    plan
        What is tried, and how.
    storage
        Where trials are written down, and looked up.
    tell
        Takes lines of progress.

    Returns
    -------
    dict
        Season to its study.

    Raises
    ------
    LearnerError
        When the objective scores a distribution and the learner has none.
    """
    if question.objective == "crps" and needs_constant_line(question.learner):
        raise LearnerError(
            f"market {question.market!r}, learner {question.learner!r}, key 'objective': expected 'log_loss' or "
            "'brier_score' for a learner that answers for one line only, was 'crps'"
        )
    studies = {}
    for season in seasons:
        score = inner_scores(table, season, plan.inner_seasons, plan.folds, question)
        rules = {key: value for key, value in vars(plan.rules).items() if key not in ("trials", "n_jobs")}
        told = {key: vars(given) for key, given in plan.space.ranges.items()}
        fingerprint = score.fingerprint(rules, told, dict(plan.default))
        name = f"{question.market}/{question.learner}/{season}"
        studies[season] = run_study(
            name,
            fingerprint,
            plan.space,
            plan.default,
            score,
            len(score.folds),
            plan.rules,
            storage,
            tell,
        )
    return studies


def trials_table(space: SearchSpace, studies: Mapping[str, Study]) -> pd.DataFrame:
    """List every trial of every study.

    Parameters
    ----------
    space
        What was tried.
    studies
        Season to its study.

    Returns
    -------
    pandas.DataFrame
        One row per season and trial: market, learner, season, trial (0 is the default), is_best, is_pruned, folds
        (inner folds that were scored), rows, loss (mean of a row on them), against_default (the same minus that of the
        default on the same folds), a column per hyperparameter that was searched (null where the default is not one
        number), and seconds, which differ from run to run.
    """
    records = [
        {
            "market": space.market,
            "learner": space.learner,
            "season": season,
            "trial": trial.number,
            "is_best": trial is study.best,
            "is_pruned": trial.is_pruned,
            "folds": len(trial.losses),
            "rows": sum(loss.rows for loss in trial.losses),
            "loss": trial.loss,
            "against_default": trial.against(study.default),
            **{key: _number(trial.hyperparameters[key]) for key in space.ranges},
            "seconds": trial.seconds,
        }
        for season, study in studies.items()
        for trial in study.trials
    ]
    return pd.DataFrame(records)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else np.nan

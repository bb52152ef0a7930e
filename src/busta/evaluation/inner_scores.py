"""Scores for choices made before a season: folds inside the rows that lie before it, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
import pandas as pd

from busta.evaluation.crps import normal_crps_rows
from busta.evaluation.folds import FoldError, walk_forward_folds
from busta.evaluation.mean_losses import MEAN_LOSSES, mean_loss
from busta.evaluation.out_of_fold import out_of_fold
from busta.evaluation.player_table import games_of, player_out_of_fold
from busta.evaluation.scores import brier_rows, log_loss_rows
from busta.learners.fold_models import FitSettings, fit_folds, forecast_folds
from busta.learners.registry import build_learner
from busta.learners.study_log import FoldLoss

Objective = Literal["log_loss", "brier_score", "crps", "poisson_deviance", "squared_error"]


@dataclass(frozen=True)
class FoldRules:
    """How folds are made, see `busta.evaluation.folds.walk_forward_folds`."""

    weeks_per_group: int
    early_stopping_groups: int
    min_complete_rows: int
    inner_count: int


@dataclass(frozen=True)
class Question:
    """Who asks, and how the answers are scored.

    Attributes
    ----------
    market, learner
        For random streams and messages.
    feature_names
        Columns of the training table to learn from.
    settings
        How a fold is fitted.
    is_push_possible, impossible
        See `busta.evaluation.out_of_fold.out_of_fold`.
    objective
        `log_loss` or `brier_score` of the outcome at the line; `crps` of the whole distribution of the quantity,
        which no line makes coarser; `poisson_deviance` or `squared_error` of the mean of a count, for men who are
        asked about without a line.
    """

    market: str
    learner: str
    feature_names: tuple[str, ...]
    settings: FitSettings
    is_push_possible: bool
    impossible: tuple[float, ...]
    objective: Objective


@dataclass(frozen=True)
class InnerScores:
    """Scores hyperparameters on walk-forward folds before a season; picklable.

    Attributes
    ----------
    rows
        The training table up to the day before the season's first game.
    folds
        One table of folds for each scored season, in time order.
    question
        Who asks.
    """

    rows: pd.DataFrame
    folds: tuple[pd.DataFrame, ...]
    question: Question

    def __call__(self, hyperparameters: Mapping[str, Any], fold: int) -> FoldLoss:
        """Fit on the training rows of an inner fold and score its tested rows.

        Returns
        -------
        FoldLoss
            The losses of the decided games (all played ones where no line is asked about).

        Raises
        ------
        FoldError
            When none of the games can be scored.
        """
        question, folds = self.question, self.folds[fold]
        models = fit_folds(
            self.rows,
            folds,
            market=question.market,
            learner_name=question.learner,
            learner=build_learner(question.learner, hyperparameters),
            feature_names=question.feature_names,
            settings=question.settings,
        )
        forecasts = forecast_folds(models, self.rows, folds)
        if question.objective in MEAN_LOSSES:
            scored = player_out_of_fold(self.rows, forecasts)
        else:
            scored = out_of_fold(self.rows, forecasts, question.is_push_possible, question.impossible)
        rows = _scorable(scored, question.objective)
        if rows.empty:
            raise FoldError(
                f"market {question.market!r}, learner {question.learner!r}, inner fold {folds['fold'].iloc[0]}: "
                f"expected games that {question.objective!r} can score, was none"
            )
        return FoldLoss(float(np.sum(_LOSSES[question.objective](rows))), len(rows))

    def fingerprint(self, *more: object) -> str:
        """Name everything the losses depend on, and more, in 16 hexadecimal digits."""
        digest = hashlib.sha256()
        columns = [*_KEYS, *self.question.feature_names]
        for table in (self.rows[columns], *self.folds):
            digest.update(pd.util.hash_pandas_object(table, index=False).to_numpy().tobytes())
        # The number of processes changes no bit.
        settings = {
            **vars(self.question.settings),
            "n_jobs": None,
            "monotone": dict(self.question.settings.monotone),
        }
        told = [{**vars(self.question), "settings": settings}, *more]
        digest.update(json.dumps(told, sort_keys=True, default=repr).encode())
        return digest.hexdigest()[:16]


def inner_scores(
    table: pd.DataFrame, season: str, count: int, rules: FoldRules, question: Question
) -> InnerScores:
    """Lay walk-forward folds inside the rows before a season.

    Parameters
    ----------
    table
        The market's training table.
    season
        The season that is to be forecast; neither it nor anything later is kept.
    count
        Seasons before it that are scored, at least 1, the latest; fewer where there are fewer.
    rules
        How the folds are made. Every inner fold tests a season and trains on all before it.
    question
        Who asks.

    Returns
    -------
    InnerScores

    Raises
    ------
    FoldError
        When there are not two seasons before it, or the learner says nothing that the objective scores.
    """
    place = f"market {question.market!r}, learner {question.learner!r}, season {season}"
    first_day = table.loc[table["season"] == season, "game_date"].min()
    before = table[table["game_date"] < first_day].reset_index(drop=True)
    seasons = sorted(before["season"].unique())
    if len(seasons) < 2:
        raise FoldError(
            f"{place}: expected at least two earlier seasons, one to train on and one to score, was {len(seasons)}; "
            "tuning.first_season must come later"
        )
    scored = seasons[max(len(seasons) - count, 1) :]
    folds = walk_forward_folds(games_of(before), first_test_season=scored[0], refit="season", **vars(rules))
    parts = tuple(part.reset_index(drop=True) for _, part in folds.groupby("fold", sort=False))
    return InnerScores(before, parts, question)


def _scorable(scored: pd.DataFrame, objective: Objective) -> pd.DataFrame:
    # A push has no outcome and is part of the distribution; a learner for one line only has none.
    asked = ["outcome"] if objective in ("log_loss", "brier_score") else ["actual", "mean"]
    return scored[scored[asked].notna().all(axis=1)]


def _crps(rows: pd.DataFrame) -> np.ndarray:
    return normal_crps_rows(rows["mean"], rows["sd"], rows["actual"])


_LOSSES: dict[Objective, Callable[[pd.DataFrame], np.ndarray]] = {
    "log_loss": lambda rows: log_loss_rows(rows["probability_over"], rows["outcome"]),
    "brier_score": lambda rows: brier_rows(rows["probability_over"], rows["outcome"]),
    "crps": _crps,
    "poisson_deviance": partial(mean_loss, "poisson_deviance"),
    "squared_error": partial(mean_loss, "squared_error"),
}
_KEYS = ["season", "game_id", "game_date", "actual", "line", "outcome", "is_complete"]

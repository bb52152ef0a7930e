"""Nodes of the stage `tuning`, for one market."""

import logging
from typing import Any

import pandas as pd

from busta.evaluation.folds import check_folds
from busta.evaluation.inner_scores import FoldRules, Question
from busta.evaluation.mean_tuning_gain import forecast_means_both, mean_tuning_gains
from busta.evaluation.season_studies import StudyPlan, study_seasons, trials_table, tuned_seasons
from busta.evaluation.tuning_gain import forecast_both, tuning_gains
from busta.learners.tuned import Document, tuned_document
from busta.markets import Market
from busta.params.evaluation import EvaluationParams
from busta.params.modeling import ModelingParams
from busta.params.tuning import TuningParams
from busta.reports.tuning_markdown import tuning_page

Identity = dict[str, Any]

logger = logging.getLogger(__name__)


def tune(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    studies: Any,
    market: Market,
    modeling: ModelingParams,
    tuning: TuningParams,
    learner: str,
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Make `tuned_<learner>` and `trials_<learner>`: hyperparameters chosen on what lies before each tuned season.

    Parameters
    ----------
    rows, folds
        The market's training table and folds.
    studies
        Where trials are written down; those that stand there already are not computed again.
    market
        Its features, half-life and directions.
    modeling
        How to fit, and the default hyperparameters.
    tuning
        What is tried, and how.
    learner
        Its name.

    Returns
    -------
    tuple
        See `busta.learners.tuned.tuned_document` and `busta.evaluation.season_studies.trials_table`.
    """
    space = tuning.space(market.id, learner)
    plan = StudyPlan(
        space,
        modeling.learners[learner],
        tuning.rules(modeling.seed),
        _fold_rules(modeling),
        tuning.inner_seasons,
    )
    seasons = tuned_seasons(check_folds(folds), tuning.first_season, tuning.every)
    question = _question(market, modeling, tuning, learner)
    made = study_seasons(rows, seasons, question, plan, studies, logger.info)
    return tuned_document(market.id, learner, question.objective, made), trials_table(space, made)


def forecast_tuned(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    tuned: Document,
    market: Market,
    modeling: ModelingParams,
    tuning: TuningParams,
    learner: str,
) -> pd.DataFrame:
    """Make `tested_<learner>`: `busta.evaluation.tuning_gain.forecast_both`, of players its twin for means."""
    question = _question(market, modeling, tuning, learner)
    forecast = forecast_means_both if market.subject == "player" else forecast_both
    return forecast(rows, check_folds(folds), question, modeling.learners[learner], tuned)


def measure_gains(market: Market, evaluation: EvaluationParams, *made: Any) -> pd.DataFrame:
    """Make `report_tuning`: `busta.evaluation.tuning_gain.tuning_gains`, of players its twin for means.

    Parameters
    ----------
    market
        Its learners.
    evaluation
        How intervals are made.
    made
        `tested_<learner>` of all learners in their order, then `tuned_<learner>` of all.
    """
    count = len(market.learners)
    tested = dict(zip(market.learners, made[:count], strict=True))
    tuned = dict(zip(market.learners, made[count:], strict=True))
    if market.subject == "player":
        return mean_tuning_gains(tested, tuned, market.id, market.weights, evaluation.rules)
    return tuning_gains(tested, tuned, market.id, evaluation.rules)


def write_tuning_page(
    gains: pd.DataFrame, identity: Identity, market: Market, tuning: TuningParams, *tuned: Document
) -> str:
    """Write the page that says what tuning is worth."""
    documents = dict(zip(market.learners, tuned, strict=True))
    return tuning_page(gains, documents, identity, market.id, tuning.asked)


def _fold_rules(modeling: ModelingParams) -> FoldRules:
    return FoldRules(
        modeling.weeks_per_group,
        modeling.early_stopping_groups,
        modeling.min_complete_rows,
        modeling.inner_folds,
    )


def _question(market: Market, modeling: ModelingParams, tuning: TuningParams, learner: str) -> Question:
    return Question(
        market=market.id,
        learner=learner,
        feature_names=tuple(market.feature_names),
        settings=modeling.fit_settings(market.half_life_days, market.monotone),
        is_push_possible=market.is_push_possible,
        impossible=market.impossible,
        objective=tuning.objective_of(market),
    )

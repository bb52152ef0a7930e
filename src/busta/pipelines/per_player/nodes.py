"""Nodes of the stage `per_player`, for one market about players."""

import logging
from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.folds import check_folds
from busta.evaluation.per_player_scores import (
    fitted_folds,
    forecast_players,
    score_players,
    with_pooled,
)
from busta.evaluation.per_player_studies import MenPlan, study_men
from busta.evaluation.season_studies import trials_table
from busta.learners.base import FitContext, Rows
from busta.learners.per_player import MEMBERS, PlayerModels, fit_players, fold_rows
from busta.learners.selection import select_features
from busta.learners.tuned import Document, tuned_document, tuned_folds
from busta.markets import Market
from busta.params.evaluation import EvaluationParams
from busta.params.modeling import ModelingParams
from busta.params.per_player import PerPlayerParams
from busta.params.tuning import TuningParams
from busta.seeds import stream

logger = logging.getLogger(__name__)


def select(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    per_player: PerPlayerParams,
) -> pd.DataFrame:
    """Make `selected_features`: for every fitted fold the features that its training rows speak for.

    Parameters
    ----------
    rows, folds
        The market's training table and folds.
    market
        Its features.
    modeling
        Seed, and the trees whose gain is the importance.
    per_player
        Which folds are fitted, and how features are chosen.

    Returns
    -------
    pandas.DataFrame
        One row per fold and feature: ``fold``, then as `busta.learners.selection.select_features` says.
    """
    rules = per_player.selection.rules(modeling)
    made = []
    for fold in fitted_folds(check_folds(folds), per_player.first_season):
        train, _ = fold_rows(rows, folds, fold)
        context = FitContext(stream(modeling.seed, market.id, "selection", fold), modeling.residual_rows)
        table = select_features(_pooled(train, market.feature_names), rules, context)
        table.insert(0, "fold", fold)
        made.append(table)
    return pd.concat(made, ignore_index=True)


def fit(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    selected: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    per_player: PerPlayerParams,
    *tuned: Document,
) -> PlayerModels:
    """Make `per_player_models`, all men of the market in one object, see `busta.learners.per_player.fit_players`.

    Parameters
    ----------
    rows, folds, selected
        The market's training table and folds, and the features that are kept.
    market, modeling, per_player
        How.
    tuned
        `tuned_per_player_<member>` in the order of the members, empty where nothing was tuned; read where the
        configuration says so.
    """
    names = _feature_names(selected, per_player)
    documents = dict(zip(MEMBERS, tuned, strict=True)) if per_player.use_tuned else {}
    chosen = {member: tuned_folds(document, names) for member, document in documents.items()}
    rules = per_player.rules(modeling.seed)
    return fit_players(rows, check_folds(folds), names, market.id, rules, chosen)


def tune(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    selected: pd.DataFrame,
    studies: Any,
    market: Market,
    modeling: ModelingParams,
    per_player: PerPlayerParams,
    tuning: TuningParams,
    member: str,
) -> tuple[dict[str, Any], pd.DataFrame]:
    """Make `tuned_per_player_<member>` and `trials_per_player_<member>`: one choice for all men, before a season.

    Parameters
    ----------
    rows, folds, selected
        The market's training table and folds, and the features that are kept.
    studies
        Where trials are written down; those that stand there already are not computed again.
    market, modeling, per_player, tuning
        What is tried, how, and on whom.
    member
        Its name.

    Returns
    -------
    tuple
        See `busta.learners.tuned.tuned_document` and `busta.evaluation.season_studies.trials_table`.
    """
    space, men = tuning.space(market.id, member), per_player.tuning
    plan = MenPlan(
        space,
        per_player.learners[member],
        tuning.rules(modeling.seed),
        tuning.objective_of_players,
        men.men,
        per_player.min_games,
        men.share,
        men.folds,
        men.every,
    )
    names = _feature_names(selected, per_player)
    made = study_men(rows, check_folds(folds), names, market.id, plan, studies, logger.info)
    return tuned_document(market.id, member, plan.objective, made), trials_table(space, made)


def forecast(
    models: PlayerModels,
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    means: pd.DataFrame,
    per_player: PerPlayerParams,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make `oof_per_player` and `oof_per_player_members`.

    Parameters
    ----------
    models
        All men of the market.
    rows, folds, means
        Its training table, its folds, and what the pooled model says.
    per_player
        Which answer speaks for a man.

    Returns
    -------
    tuple
        The columns of every `oof_<learner>` of a player market; every member beside the baselines, see
        `busta.evaluation.per_player_scores.forecast_players`.
    """
    said = forecast_players(models, rows, check_folds(folds), means)
    return with_pooled(said, per_player.answer), said


def report(said: pd.DataFrame, per_player: PerPlayerParams, evaluation: EvaluationParams) -> pd.DataFrame:
    """Make `report_per_player`, see `busta.evaluation.per_player_scores.score_players`."""
    return score_players(said, per_player.min_games, evaluation.rules)


def _feature_names(selected: pd.DataFrame, per_player: PerPlayerParams) -> dict[str, list[str]]:
    used = selected[selected["is_kept"] | (not per_player.use_selected)]
    return {str(fold): list(part) for fold, part in used.groupby("fold", sort=False)["feature"]}


def _pooled(train: pd.DataFrame, names: list[str]) -> Rows:
    n, quantity = len(train), train["actual"].to_numpy(dtype=np.float64)
    return Rows(train[names], quantity, np.full(n, np.nan), np.ones(n), np.zeros(n))

"""Nodes of the stage `per_player`, for one market about players."""

import numpy as np
import pandas as pd

from busta.evaluation.folds import check_folds
from busta.evaluation.per_player_scores import (
    fitted_folds,
    forecast_players,
    score_players,
    with_pooled,
)
from busta.learners.base import FitContext, Rows
from busta.learners.per_player import PlayerModels, fit_players, fold_rows
from busta.learners.selection import select_features
from busta.markets import Market
from busta.params.evaluation import EvaluationParams
from busta.params.modeling import ModelingParams
from busta.params.per_player import PerPlayerParams
from busta.seeds import stream


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
) -> PlayerModels:
    """Make `per_player_models`, all men of the market in one object, see `busta.learners.per_player.fit_players`."""
    used = selected[selected["is_kept"] | (not per_player.use_selected)]
    names = {str(fold): list(part) for fold, part in used.groupby("fold", sort=False)["feature"]}
    return fit_players(rows, check_folds(folds), names, market.id, per_player.rules(modeling.seed))


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


def _pooled(train: pd.DataFrame, names: list[str]) -> Rows:
    n, quantity = len(train), train["actual"].to_numpy(dtype=np.float64)
    return Rows(train[names], quantity, np.full(n, np.nan), np.ones(n), np.zeros(n))

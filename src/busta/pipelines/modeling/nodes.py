"""Nodes of the stage `modeling`, for one market."""

import logging

import pandas as pd

from busta.evaluation import folds as walk_forward
from busta.evaluation import training_report, training_table
from busta.evaluation.out_of_fold import out_of_fold
from busta.features.game_rows import Combine, combine_teams, game_row_names
from busta.features.player_registry import player_feature_columns
from busta.features.registry import feature_columns, missing_flags
from busta.learners.fold_models import FoldModels, fit_folds, forecast_folds
from busta.learners.registry import build_learner
from busta.learners.tuned import Document, tuned_folds
from busta.markets import Market
from busta.params.modeling import ModelingParams
from busta.probability.blending import logit_mean

logger = logging.getLogger(__name__)

ABLATION_COLUMNS = ["step", "season", "game_id", "game_date", "outcome", "probability_over"]


def make_training_table(
    features: pd.DataFrame, prm_games: pd.DataFrame, prm_market_lines: pd.DataFrame, market: Market
) -> pd.DataFrame:
    """Make `training_table`: one row per game with a line, the question first, then the features.

    Parameters
    ----------
    features
        The feature store, one row per game and team.
    prm_games, prm_market_lines
        Results and lines.
    market
        The market's block of the roster.

    Returns
    -------
    pandas.DataFrame
        By date: season, game_id, game_date, player_id, season_type, actual, line, outcome,
        market_probability, market_moment, is_price_assumed, is_complete, then the features as of the evening before.
        The line is asked about, never learned from.
    """
    rows = _question(training_table.actuals(prm_games, market.quantity), prm_market_lines, market)
    asked = prm_games[prm_games["game_id"].isin(rows["game_id"])]
    rows = training_table.with_completeness(rows, features, missing_flags(market.feature_groups))
    combined = combine_teams(features, asked, *_combination(market, market.feature_groups))
    return rows.merge(combined, on="game_id", how="left", validate="one_to_one")


def make_folds(rows: pd.DataFrame, market: Market, modeling: ModelingParams) -> pd.DataFrame:
    """Make `folds`, see `busta.evaluation.folds.walk_forward_folds`."""
    return walk_forward.walk_forward_folds(
        rows,
        first_test_season=modeling.first_test_season,
        refit=market.refit,
        weeks_per_group=modeling.weeks_per_group,
        early_stopping_groups=modeling.early_stopping_groups,
        min_complete_rows=modeling.min_complete_rows,
        inner_count=modeling.inner_folds,
    )


def make_split(rows: pd.DataFrame, modeling: ModelingParams) -> pd.DataFrame:
    """Make `split`, see `busta.evaluation.folds.chronological_split`."""
    return walk_forward.chronological_split(
        rows, train=modeling.split.train, validation=modeling.split.validation
    )


def fit_learner(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    tuned: Document,
    learner: str,
) -> FoldModels:
    """Make `model_<learner>`, see `busta.learners.fold_models.fit_folds`.

    Parameters
    ----------
    rows, folds
        The market's training table and folds.
    market
        Its features and directions.
    modeling
        How to fit, and whether what was tuned is used.
    tuned
        `tuned_<learner>`; empty where nothing was.
    learner
        Its name.

    Returns
    -------
    FoldModels
        A model for every fold, with the hyperparameters that were chosen before its season, or the default ones.
    """
    if modeling.use_tuned and not tuned:
        logger.warning(
            "%s.tuned_%s: modeling.use_tuned is true and nothing was tuned, the default hyperparameters hold",
            market.id,
            learner,
        )
    return _fit(rows, folds, market, modeling, learner, market.feature_groups, tuned)


def forecast_out_of_fold(
    models: FoldModels, rows: pd.DataFrame, folds: pd.DataFrame, market: Market
) -> pd.DataFrame:
    """Make `oof_<learner>`, see `busta.evaluation.out_of_fold.out_of_fold`."""
    forecasts = forecast_folds(models, rows, walk_forward.check_folds(folds))
    return out_of_fold(rows, forecasts, market.is_push_possible, market.impossible)


def report_training(models: FoldModels, oof: pd.DataFrame) -> pd.DataFrame:
    """Make `training_report_<learner>`, see `busta.evaluation.training_report.training_report`."""
    return training_report.training_report(models, oof)


def ablate(
    rows: pd.DataFrame, folds: pd.DataFrame, market: Market, modeling: ModelingParams, *tuned: Document
) -> pd.DataFrame:
    """Make `ablation`: what each step of feature groups is worth, on the same folds.

    Parameters
    ----------
    rows, folds
        The market's training table and folds.
    market
        Its learners, averaged in log-odds, and the steps of its ablation.
    modeling
        How to fit, and the first published season.
    tuned
        `tuned_<learner>`, in the order of the market's learners.

    Returns
    -------
    pandas.DataFrame
        One row per step and settled game of the published seasons, columns `ABLATION_COLUMNS`.
    """
    tested = folds[folds["role"] == "test"]
    published = tested.loc[tested["season"] >= modeling.first_published_season, "fold"].unique()
    kept = folds[folds["fold"].isin(published)]
    steps = [
        _average(rows, kept, market, modeling, groups, tuned).assign(step=step)
        for step, groups in (market.ablation or {}).items()
    ]
    table = pd.concat(steps, ignore_index=True)
    return table.loc[table["outcome"].notna(), ABLATION_COLUMNS].reset_index(drop=True)


def _question(rows: pd.DataFrame, lines: pd.DataFrame, market: Market) -> pd.DataFrame:
    rule = market.line
    if rule.market is None:
        asked = training_table.with_constant_line(rows, rule.constant or 0.0)
    else:
        taken = training_table.lines_of(lines, rule.market, rule.moment)
        asked = training_table.with_market_line(rows, taken, rule.scale, rule.round_to)
    quotes = training_table.lines_of(lines, market.quotes, market.moment) if market.quotes else None
    return training_table.with_quotes(training_table.with_outcome(asked), quotes, market.moment)


def _combination(market: Market, groups: tuple[str, ...]) -> tuple[list[str], Combine, list[str]]:
    if market.combine is None:
        raise training_table.TrainingTableError(
            f"market {market.id!r}: expected the subject 'game', was {market.subject!r}; "
            "the feature store has one row per team and game"
        )
    return feature_columns(groups, scope="team"), market.combine, feature_columns(groups, scope="game")


def _names(market: Market, groups: tuple[str, ...]) -> list[str]:
    if market.subject == "player":
        return player_feature_columns(groups, market.parts)
    return game_row_names(*_combination(market, groups))


def _fit(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    learner: str,
    groups: tuple[str, ...],
    tuned: Document,
) -> FoldModels:
    names = _names(market, groups)
    # A step of the ablation has fewer features than the market; the full fit must have them all.
    monotone = {
        name: sign
        for name, sign in market.monotone.items()
        if name in names or groups == market.feature_groups
    }
    chosen = tuned_folds(tuned, folds["fold"].unique()) if modeling.use_tuned else {}
    return fit_folds(
        rows,
        walk_forward.check_folds(folds),
        market=market.id,
        learner_name=learner,
        learner=build_learner(learner, modeling.learners[learner]),
        feature_names=names,
        settings=modeling.fit_settings(market.half_life_days, monotone),
        by_fold={fold: build_learner(learner, values) for fold, values in chosen.items()},
    )


def _average(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    groups: tuple[str, ...],
    tuned: tuple[Document, ...],
) -> pd.DataFrame:
    members = []
    for learner, document in zip(market.learners, tuned, strict=True):
        models = _fit(rows, folds, market, modeling, learner, groups, document)
        forecasts = forecast_folds(models, rows, folds)
        members.append(out_of_fold(rows, forecasts, market.is_push_possible, market.impossible))
    together = pd.concat([member["probability_over"] for member in members], axis=1)
    return members[0].assign(probability_over=logit_mean(together))

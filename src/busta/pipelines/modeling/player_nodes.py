"""Nodes of the stage `modeling`, for one market about players."""

from functools import partial
from typing import Any

import pandas as pd

from busta.evaluation import folds as walk_forward
from busta.evaluation import training_report
from busta.evaluation.mean_mix import compare_mixes, mix_means
from busta.evaluation.player_table import (
    games_of,
    player_out_of_fold,
    player_questions_of,
    player_rows_in_order,
    player_training_table,
)
from busta.evaluation.prop_ablation import BY_POSITION, OTHER, PLAYER_ABLATION_COLUMNS, position_groups
from busta.learners.fold_models import FoldModels, forecast_folds
from busta.markets import Market
from busta.params.mixing import MixingParams
from busta.params.modeling import ModelingParams
from busta.params.prop_reports import PropReportParams
from busta.pipelines.modeling import nodes


def make_player_table(
    features_players: pd.DataFrame,
    feat_player_questions: pd.DataFrame,
    prm_player_games: pd.DataFrame,
    prm_prop_lines: pd.DataFrame,
    market: Market,
) -> pd.DataFrame:
    """Make `training_table`: one row per question, the market's line where it has one, then the features.

    Parameters
    ----------
    features_players, feat_player_questions
        The feature store of players, and who is asked about.
    prm_player_games, prm_prop_lines
        What they did, and the lines they were given.
    market
        The market's block of the roster.

    Returns
    -------
    pandas.DataFrame
        See `busta.evaluation.player_table`. The line is asked about, never learned from.
    """
    own = (prm_prop_lines["market"] == market.quotes) & (prm_prop_lines["moment"] == market.moment)
    rows = player_questions_of(feat_player_questions, prm_player_games, prm_prop_lines[own], market.parts)
    return player_training_table(rows, features_players, market.feature_names)


def make_player_folds(rows: pd.DataFrame, market: Market, modeling: ModelingParams) -> pd.DataFrame:
    """Make `folds`, by game: see `busta.evaluation.folds.walk_forward_folds`."""
    return nodes.make_folds(games_of(rows), market, modeling)


def make_player_split(rows: pd.DataFrame, modeling: ModelingParams) -> pd.DataFrame:
    """Make `split`, by game: see `busta.evaluation.folds.chronological_split`."""
    return nodes.make_split(games_of(rows), modeling)


def forecast_players(models: FoldModels, rows: pd.DataFrame, folds: pd.DataFrame) -> pd.DataFrame:
    """Make `oof_<learner>`, see `busta.evaluation.player_table.player_out_of_fold`."""
    return player_out_of_fold(rows, forecast_folds(models, rows, walk_forward.check_folds(folds)))


def report_player_training(models: FoldModels, oof: pd.DataFrame) -> pd.DataFrame:
    """Make `training_report_<learner>`, see `busta.evaluation.training_report.player_training_report`."""
    return training_report.player_training_report(models, oof)


def mix(market: Market, mixing: MixingParams, *oof: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Make `means` and `report_mix`, see `busta.evaluation.mean_mix`.

    Parameters
    ----------
    market
        Its learners and their shares.
    mixing
        How the mean is held to the league.
    oof
        `oof_<learner>`, in the order of the market's learners.

    Returns
    -------
    tuple
        One row per question of a tested game; one row per season and mix.
    """
    means = mix_means(dict(zip(market.learners, oof, strict=True)), market.weights, mixing.rules)
    return means, compare_mixes(means, market.weights, mixing.rules)


def ablate_players(
    rows: pd.DataFrame,
    folds: pd.DataFrame,
    prm_players: pd.DataFrame,
    market: Market,
    modeling: ModelingParams,
    mixing: MixingParams,
    prop_reports: PropReportParams,
    *tuned: dict[str, Any],
) -> pd.DataFrame:
    """Make `ablation`: the mean forecast with the features of each step, then with a model per position.

    Parameters
    ----------
    rows, folds
        The market's training table and folds.
    prm_players
        Positions.
    market
        Its learners, their shares, and the steps of its ablation.
    modeling, mixing
        How to fit, and how the mean is held to the league.
    prop_reports
        The first season that is asked.
    tuned
        `tuned_<learner>`, in the order of the market's learners.

    Returns
    -------
    pandas.DataFrame
        One row per step and man who played, columns `PLAYER_ABLATION_COLUMNS`.
    """
    tested = folds[folds["role"] == "test"]
    kept = tested.loc[tested["season"] >= prop_reports.first_season, "fold"].unique()
    own = folds[folds["fold"].isin(kept)]
    ask = partial(_forecasts, folds=own, modeling=modeling, tuned=tuned)
    steps = {
        step: ask(rows, market.model_copy(update={"feature_groups": groups, "ablation": None}))
        for step, groups in (market.ablation or {}).items()
    }
    position = position_groups(rows, prm_players, prop_reports.position_rows)
    parts = [ask(part, market) for name, part in rows.groupby(position) if name != OTHER]
    # Too few men for a model of their own have that of all.
    everybody, others = list(steps.values())[-1], rows.loc[position == OTHER, ["game_id", "player_id"]]
    parts.append({name: oof.merge(others, on=["game_id", "player_id"]) for name, oof in everybody.items()})
    steps[BY_POSITION] = {
        learner: player_rows_in_order([part[learner] for part in parts]) for learner in market.learners
    }
    means = {step: mix_means(oof, market.weights, mixing.rules) for step, oof in steps.items()}
    table = pd.concat([part.assign(step=step) for step, part in means.items()], ignore_index=True)
    return table.loc[table["actual"].notna(), PLAYER_ABLATION_COLUMNS].reset_index(drop=True)


def _forecasts(
    rows: pd.DataFrame,
    market: Market,
    folds: pd.DataFrame,
    modeling: ModelingParams,
    tuned: tuple[dict[str, Any], ...],
) -> dict[str, pd.DataFrame]:
    own, oof = folds[folds["game_id"].isin(rows["game_id"])], {}
    for learner, document in zip(market.learners, tuned, strict=True):
        models = nodes.fit_learner(rows, own, market, modeling, document, learner)
        oof[learner] = forecast_players(models, rows, own)
    return oof

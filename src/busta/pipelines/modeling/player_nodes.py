"""Nodes of the stage `modeling`, for one market about players."""

import pandas as pd

from busta.evaluation import folds as walk_forward
from busta.evaluation import training_report
from busta.evaluation.mean_mix import compare_mixes, mix_means
from busta.evaluation.player_table import (
    games_of,
    player_out_of_fold,
    player_questions_of,
    player_training_table,
)
from busta.learners.fold_models import FoldModels, forecast_folds
from busta.markets import Market
from busta.params.mixing import MixingParams
from busta.params.modeling import ModelingParams
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

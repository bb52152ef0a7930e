"""Nodes that say what the learners look at."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from busta.features.game_rows import game_row_names
from busta.features.registry import feature_columns
from busta.learners.explanation import explain
from busta.learners.fold_models import FoldModels
from busta.markets import Market
from busta.params.evaluation import EvaluationParams
from busta.params.reporting import ReportingParams
from busta.reports.data_line import data_line
from busta.reports.importance_chart import importance_figure
from busta.reports.importance_markdown import importance_page

Identity = dict[str, Any]


def measure_importance(
    training_table: pd.DataFrame,
    folds: pd.DataFrame,
    market: Market,
    evaluation: EvaluationParams,
    reporting: ReportingParams,
    *models: FoldModels,
) -> pd.DataFrame:
    """Take the forecasts of every learner of a market apart."""
    groups, rules = _groups(market), reporting.importance.rules(evaluation.seed)
    tables = [explain(model, training_table, folds, groups, rules, evaluation.rules) for model in models]
    whole = pd.concat(tables, ignore_index=True)
    whole.insert(0, "market", market.id)
    return whole


def plot_importance(
    importance: pd.DataFrame, identity: Identity, market: Market, reporting: ReportingParams
) -> Figure:
    """Draw what the learners of a market look at."""
    title = f"{market.id}: what the learners look at"
    return importance_figure(importance, reporting.importance.shown, title, data_line(identity))


def join_importance(*tables: pd.DataFrame) -> pd.DataFrame:
    """Put the markets under each other."""
    return pd.concat(tables, ignore_index=True)


def write_importance(importance: pd.DataFrame, identity: Identity, reporting: ReportingParams) -> str:
    """Write the page; the figures lie beside it."""
    return importance_page(importance, identity, reporting.importance.shown)


def _groups(market: Market) -> dict[str, str]:
    combine = market.combine or "difference"
    return {
        name: group
        for group in market.feature_groups
        for name in game_row_names(
            feature_columns([group], "team"), combine, feature_columns([group], "game")
        )
    }

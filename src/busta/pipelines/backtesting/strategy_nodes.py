"""Nodes of the stage `backtesting` that bet: strategies, ledger, results, tries."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from busta.betting.curves import bankroll_table, headline_plans, threshold_table
from busta.betting.ledger import join_ledgers, ledger_sheet
from busta.betting.prop_returns import require_checked
from busta.betting.results import backtest
from busta.betting.rules import BacktestRules
from busta.betting.shopping import shopping_table
from busta.betting.strategies import Asked
from busta.betting.tries import tries_table
from busta.markets import Market
from busta.params.evaluation import EvaluationParams
from busta.params.modeling import ModelingParams
from busta.reports import backtest_charts as charts
from busta.reports.backtest_markdown import backtest_page
from busta.reports.data_line import data_line

Identity = dict[str, Any]


def asked_of(market: Market) -> Asked:
    """What strategies must know of a market."""
    is_side = market.quantity.endswith("margin")
    # A point of a man's threes is not a point of his points: edges on players are probabilities.
    has_line = market.line.constant is None and market.subject == "game"
    return Asked(market.id, "side" if is_side else "total", "points" if has_line else "probability")


def run_backtest(
    bets: pd.DataFrame,
    market: Market,
    strategies: BacktestRules,
    evaluation: EvaluationParams,
    modeling: ModelingParams,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Bet by every strategy, at every moment and book, with every way to stake."""
    first = modeling.first_published_season
    found = backtest(bets, asked_of(market), strategies, evaluation.rules, first)
    return found.results, found.ledger, found.days


def measure_thresholds(
    bets: pd.DataFrame,
    market: Market,
    strategies: BacktestRules,
    evaluation: EvaluationParams,
    modeling: ModelingParams,
) -> pd.DataFrame:
    """Measure bets on the model's side by their smallest edge."""
    first = modeling.first_published_season
    return threshold_table(bets, asked_of(market), strategies, evaluation.rules, first)


def measure_shopping(
    bets: pd.DataFrame,
    market: Market,
    strategies: BacktestRules,
    evaluation: EvaluationParams,
    modeling: ModelingParams,
) -> pd.DataFrame:
    """Measure what the best price is worth on the same bets."""
    first = modeling.first_published_season
    asked = asked_of(market)
    return shopping_table(bets, asked, strategies.strategies, strategies.seed, evaluation.rules, first)


def follow_bankrolls(
    results: pd.DataFrame, days: pd.DataFrame, strategies: BacktestRules, evaluation: EvaluationParams
) -> pd.DataFrame:
    """Follow the bankrolls of the headline strategies."""
    return bankroll_table(results, days, strategies, evaluation.rules)


def plot_bankroll(
    bankrolls: pd.DataFrame, identity: Identity, market: Market, strategies: BacktestRules
) -> Figure:
    """Draw the bankrolls of the headline strategies with their band."""
    shown = headline_plans(bankrolls, strategies.headline.books)
    title = f"{market.id}: bankroll of {strategies.bankroll:g} units"
    return charts.bankroll_figure(shown, strategies.bankroll, title, data_line(identity))


def plot_thresholds(
    thresholds: pd.DataFrame, identity: Identity, market: Market, strategies: BacktestRules
) -> Figure:
    """Draw the ROI by the smallest edge that is bet on."""
    title = f"{market.id}: ROI by the smallest edge"
    return charts.thresholds_figure(thresholds, title, data_line(identity))


def join_placed(strategies: BacktestRules, *ledgers: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the placed bets of all markets under each other; and the few that people open."""
    joined = join_ledgers(_filled(ledgers))
    return joined, ledger_sheet(joined, strategies.headline, strategies.sheet_bets)


def join_results(*results: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put the results of all markets under each other, saved in two formats."""
    joined = pd.concat(_filled(results), ignore_index=True)
    return joined, joined


def count_tries(
    results: pd.DataFrame, strategies: BacktestRules, evaluation: EvaluationParams, **days: pd.DataFrame
) -> pd.DataFrame:
    """Count what was tried, and hold the best of it against luck."""
    named = [table.assign(market=market) for market, table in days.items()]
    joined = pd.concat(_filled(named), ignore_index=True)
    return tries_table(results, joined, evaluation.rules, strategies.min_bets)


def write_backtest(
    results: pd.DataFrame,
    tries: pd.DataFrame,
    strategies: BacktestRules,
    evaluation: EvaluationParams,
    identity: Identity,
    **tables: Any,
) -> str:
    """Write the page that says what the strategies were worth; not of players whose prices nobody checked."""
    if "returns" in tables:
        require_checked(tables["returns"])
    shopping = [table for name, table in tables.items() if name.startswith("shopping_")]
    figures = [name.removeprefix("figure_") for name in tables if name.startswith("figure_")]
    joined = pd.concat(_filled(shopping), ignore_index=True)
    drawn, price = evaluation.rules, evaluation.edges.assumed_price
    return backtest_page(
        results, tries, joined, strategies, identity, figures, drawn.draws, drawn.level, price
    )


# A market that nobody quoted has empty tables, whose columns have no types.
def _filled(tables: Sequence[pd.DataFrame]) -> list[pd.DataFrame]:
    return [table for table in tables if len(table)] or list(tables[:1])

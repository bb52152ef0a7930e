"""Nodes of the tests of market efficiency."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from busta.evaluation.biases import betting_sides, bias_tests
from busta.evaluation.early_season import early_season_shares, early_season_tests, early_unders
from busta.evaluation.efficiency import efficiency_table
from busta.evaluation.encompassing import encompassing_tests, forecasts_beside_lines
from busta.evaluation.margin_choice import archived_losses, choose_methods, quoted_losses, score_methods
from busta.evaluation.older_seasons import older_bias_tests
from busta.markets import Market
from busta.params.efficiency import EfficiencyParams
from busta.params.evaluation import EvaluationParams
from busta.params.odds import OddsParams
from busta.reports import efficiency_charts as charts
from busta.reports.data_line import data_line
from busta.reports.efficiency_markdown import Asked, efficiency_page

Identity = dict[str, Any]


def measure_encompassing(
    probabilities: pd.DataFrame,
    beliefs: pd.DataFrame,
    market: Market,
    evaluation: EvaluationParams,
    efficiency: EfficiencyParams,
) -> pd.DataFrame:
    """Ask whether the model of a market knows anything that its lines do not."""
    rows = forecasts_beside_lines(probabilities, beliefs)
    return encompassing_tests(rows, market.id, efficiency.biases.min_rows, evaluation.level)


def measure_biases(
    lines: pd.DataFrame,
    quotes: pd.DataFrame,
    games: pd.DataFrame,
    team_games: pd.DataFrame,
    history: pd.DataFrame,
    evaluation: EvaluationParams,
    efficiency: EfficiencyParams,
) -> pd.DataFrame:
    """Ask of every kind of game whether its lines are off, and whether they were in older seasons."""
    rules, price, level = efficiency.biases, evaluation.edges.assumed_price, evaluation.level
    sides = betting_sides(lines, quotes, games, price)
    tests = [
        bias_tests(sides, games, team_games, rules, level),
        older_bias_tests(history, games, rules, price, level),
    ]
    return pd.concat([part for part in tests if len(part)] or tests[:1], ignore_index=True)


def measure_early_season(
    history: pd.DataFrame, evaluation: EvaluationParams, efficiency: EfficiencyParams
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Look for the known anomaly: its tests, and the shares season by season."""
    unders = early_unders(history, efficiency.early_season)
    tests = early_season_tests(unders, evaluation.edges.assumed_price, evaluation.level)
    return tests, early_season_shares(unders, evaluation.level)


def join_tests(efficiency: EfficiencyParams, *parts: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Put all tests under each other and correct them for their number, saved in two formats."""
    tests = efficiency_table(parts, efficiency.alpha)
    return tests, tests


def compare_margins(
    quotes: pd.DataFrame,
    games: pd.DataFrame,
    history: pd.DataFrame,
    odds: OddsParams,
    evaluation: EvaluationParams,
    efficiency: EfficiencyParams,
) -> pd.DataFrame:
    """Compare the ways to take the margin out, and what validation would choose."""
    losses = pd.concat([quoted_losses(quotes, games), archived_losses(history)], ignore_index=True)
    choices = choose_methods(losses, odds.margin_removal, efficiency.margin_min_rows)
    return score_methods(losses, choices, odds.margin_removal, evaluation.rules)


def plot_weights(tests: pd.DataFrame, identity: Identity) -> Figure:
    """Draw what weight line and model get beside each other."""
    return charts.weights_figure(tests, "What is the model worth beside the line?", data_line(identity))


def plot_biases(
    tests: pd.DataFrame, identity: Identity, efficiency: EfficiencyParams, market: Market
) -> Figure:
    """Draw in which kinds of games the closing line is off."""
    title = f"{market.id}: in which games is the closing line off?"
    return charts.biases_figure(tests, market.id, efficiency.alpha, title, data_line(identity))


def plot_early_season(shares: pd.DataFrame, identity: Identity, evaluation: EvaluationParams) -> Figure:
    """Draw the anomaly that died."""
    title = "Unders at the beginning of a season"
    return charts.early_season_figure(shares, evaluation.edges.assumed_price, title, data_line(identity))


def plot_margins(margins: pd.DataFrame, identity: Identity) -> Figure:
    """Draw what the ways to take the margin out are worth."""
    return charts.margins_figure(
        margins, "Taking the margin out of moneylines, in other ways", data_line(identity)
    )


def write_efficiency(
    tests: pd.DataFrame,
    margins: pd.DataFrame,
    identity: Identity,
    odds: OddsParams,
    evaluation: EvaluationParams,
    efficiency: EfficiencyParams,
    **figures: bytes,
) -> str:
    """Write the page that says how efficient the markets are."""
    asked = Asked(
        alpha=efficiency.alpha,
        price=evaluation.edges.assumed_price,
        sources={moment: sources[0] for moment, sources in odds.priority["moneyline"].items()},
    )
    return efficiency_page(tests, margins, identity, list(figures), asked)

"""Nodes of the reports of player markets."""

from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from busta.evaluation import prop_curves, prop_gates, prop_line_scores, prop_scores
from busta.evaluation.combination_scores import pairs_together
from busta.evaluation.count_scores import synthetic_lines
from busta.evaluation.joint_scores import sums_together
from busta.evaluation.prop_ablation import player_ablation_table
from busta.evaluation.prop_baselines import BASELINES, baseline_means, fit_baseline
from busta.evaluation.prop_line_scores import KEYS
from busta.markets import Market
from busta.params.distributions import DistributionParams
from busta.params.evaluation import Data, EvaluationParams
from busta.params.prop_reports import PropReportParams
from busta.probability.season_distributions import SeasonDistributions
from busta.reports import props_charts as charts
from busta.reports.data_line import data_line, is_fabricated
from busta.reports.props_json import chosen_bets, market_block, props_document, with_bets
from busta.reports.props_markdown import market_page, title
from busta.reports.props_page import props_page
from busta.reports.props_tables import MOMENTS

Identity = dict[str, Any]
Block = dict[str, Any]


def score_players(
    forecasts: pd.DataFrame,
    fitted: SeasonDistributions,
    rows: pd.DataFrame,
    market: Market,
    evaluation: EvaluationParams,
    distributions: DistributionParams,
    prop_reports: PropReportParams,
    at_lines: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Score a player market on everybody who played, at lines nobody offered and at real ones.

    Returns
    -------
    tuple
        `report_prop_scores`, `report_prop_curves` and `report_prop_days`.
    """
    rules = prop_reports.score_rules(evaluation.rules, evaluation.bins, distributions.scores.factors)
    means = baseline_means(rows, prop_reports.baselines.rules)
    played = prop_scores.published_rows(forecasts, means, prop_reports.first_season)
    spreads = _baselines(forecasts, means, market, distributions, prop_reports)
    least = prop_reports.baselines.least_mean
    asked = {prop_scores.MODEL: prop_scores.PropForecaster(played["mean"].to_numpy(), fitted)}
    asked |= {
        name: prop_scores.PropForecaster(played[name].to_numpy(), spread, least)
        for name, spread in spreads.items()
    }
    said = prop_scores.say(played, asked, rules.factors, prop_reports.seed)
    lines = synthetic_lines(played["mean"].to_numpy(), rules.factors)
    scores = [prop_scores.score_played(played, said, lines, rules)]
    curves = [prop_curves.synthetic_curve(played, said[prop_scores.MODEL].over, lines, rules)]
    real = _real_lines(at_lines, forecasts, means, spreads, prop_reports)
    scores.append(prop_line_scores.score_lines(real, rules))
    curves += [
        prop_curves.line_curves(real, rules),
        prop_curves.pit_curves({name: one.pit for name, one in said.items()}),
    ]
    return _joined(scores), _joined(curves), prop_line_scores.line_days(real)


def hold_players(
    scores: pd.DataFrame, identity: Identity, market: Market, prop_reports: PropReportParams
) -> pd.DataFrame:
    """Hold the scores of a player market against its thresholds on these data."""
    data = _kind(identity)
    return prop_gates.prop_gates(scores, market.id, data, prop_reports.thresholds_for(market.id, data))


def score_player_ablation(ablation: pd.DataFrame, evaluation: EvaluationParams) -> pd.DataFrame:
    """Measure what every step of the ablation of a player market adds."""
    return player_ablation_table(ablation, evaluation.rules)


def tell_players(
    scores: pd.DataFrame,
    gates: pd.DataFrame,
    families: pd.DataFrame,
    mixes: pd.DataFrame,
    identity: Identity,
    prop_reports: PropReportParams,
    per_player: pd.DataFrame | None = None,
    tuning: pd.DataFrame | None = None,
    ablation: pd.DataFrame | None = None,
) -> Block:
    """Put all that was measured of a player market into one document."""
    shown = {
        name: table[table["season"].astype("str") >= prop_reports.first_season]
        for name, table in {"families": families, "mixes": mixes}.items()
    }
    tables = {"per_player": per_player, "tuning": tuning, "ablation": ablation}
    block = market_block(
        scores,
        gates=gates,
        **shown,
        **{name: table for name, table in tables.items() if table is not None},
    )
    return {"data": data_line(identity), **block}


def plot_reliability(curves: pd.DataFrame, identity: Identity, market: Market) -> Figure:
    """Draw what was said and what happened."""
    head = f"{title(market.id)}: what was said and what happened"
    return charts.reliability_figure(curves, head, data_line(identity))


def plot_pit(curves: pd.DataFrame, identity: Identity, market: Market) -> Figure:
    """Draw where in its distribution every result fell."""
    head = f"{title(market.id)}: where in their distributions results fell"
    return charts.pit_figure(curves, head, data_line(identity))


def plot_errors(block: Block, identity: Identity, market: Market) -> Figure:
    """Draw the errors of the model beside those of the baselines."""
    head = f"{title(market.id)}: errors beside forecasters without a model"
    return charts.errors_figure(block, head, data_line(identity))


def plot_steps(ablation: pd.DataFrame, identity: Identity, market: Market) -> Figure:
    """Draw what every group of features is worth."""
    head = f"{title(market.id)}: what each group of features is worth"
    return charts.steps_figure(ablation, head, data_line(identity))


def write_market(
    document: Block,
    prop_reports: PropReportParams,
    distributions: DistributionParams,
    market: str,
    figures: tuple[str, ...],
) -> str:
    """Write the page of a player market; the figures lie beside it."""
    factors = distributions.scores.factors
    return market_page(market, document["data"], document["markets"][market], figures, prop_reports, factors)


def join_players(
    identity: Identity,
    backtest: pd.DataFrame,
    evaluation: EvaluationParams,
    prop_reports: PropReportParams,
    joint: pd.DataFrame | None = None,
    combinations: pd.DataFrame | None = None,
    **parts: Block | pd.DataFrame,
) -> Block:
    """Join the player markets: `block_<market>` and `days_<market>` of each, backtests and joint draws of all."""
    days = [part for part in parts.values() if isinstance(part, pd.DataFrame) and len(part)]
    together = (
        pd.concat(days, ignore_index=True) if days else pd.DataFrame(columns=prop_line_scores.DAY_COLUMNS)
    )
    pooled = prop_line_scores.pooled_days(together, evaluation.rules)
    data = _kind(identity)
    gates = prop_gates.joint_prop_gates(pooled, data, prop_reports.thresholds_for(prop_gates.EVERY, data))
    blocks = {name.removeprefix("block_"): part for name, part in parts.items() if isinstance(part, dict)}
    told = {
        name: with_bets(block, chosen_bets(backtest, name, MOMENTS, prop_reports.bets))
        for name, block in blocks.items()
    }
    first = prop_reports.first_season
    drawn = {} if joint is None else {"sums": sums_together(joint, first)}
    drawn |= {} if combinations is None else {"pairs": pairs_together(combinations, first, evaluation.rules)}
    return props_document(identity, told, pooled, gates, **drawn)


def plot_gains(document: Block, identity: Identity) -> Figure:
    """Draw by how much each market beats forecasters without a model."""
    return charts.gains_figure(
        document, "Distributions beside forecasters without a model", data_line(identity)
    )


def plot_against_market(document: Block, identity: Identity) -> Figure:
    """Draw model and blend against the market."""
    return charts.against_market_figure(document, "Model and blend at real lines", data_line(identity))


def write_players(document: Block, prop_reports: PropReportParams, **figures: bytes) -> str:
    """Write the page of all player markets."""
    return props_page(document, list(figures), prop_reports)


def _baselines(
    forecasts: pd.DataFrame,
    means: pd.DataFrame,
    market: Market,
    distributions: DistributionParams,
    prop_reports: PropReportParams,
) -> dict[str, SeasonDistributions]:
    asked = ["season", "game_id", "game_date", "player_id", "actual"]
    rows = forecasts.loc[forecasts["actual"].notna(), asked].merge(
        means, on=["game_id", "player_id"], validate="one_to_one"
    )
    rules, least = distributions.rules(market.id, market.family), prop_reports.baselines.least_mean
    return {name: fit_baseline(rows.assign(mean=rows[name]), rules, least) for name in BASELINES}


def _real_lines(
    at_lines: pd.DataFrame | None,
    forecasts: pd.DataFrame,
    means: pd.DataFrame,
    spreads: dict[str, SeasonDistributions],
    prop_reports: PropReportParams,
) -> pd.DataFrame:
    nothing = forecasts.iloc[:0][[*KEYS, "season", "game_date", "actual"]]
    asked = nothing.assign(**dict.fromkeys(prop_line_scores.ASKED)) if at_lines is None else at_lines
    published = asked[asked["season"] >= prop_reports.first_season]
    return prop_line_scores.line_rows(published, forecasts, means, spreads, prop_reports.baselines.least_mean)


def _kind(identity: Identity) -> Data:
    return "fabricated" if is_fabricated(identity) else "real"


def _joined(tables: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([table for table in tables if len(table)], ignore_index=True)

"""Nodes of the stage `reporting`: scores, gates, pages and charts."""

import hashlib
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from busta.evaluation.comparisons import ablation_columns, compare_forecasters
from busta.evaluation.edges import market_edges, score_edges
from busta.evaluation.gates import evaluate_gates
from busta.evaluation.information_scores import score_information
from busta.evaluation.league_moments import league_moments
from busta.evaluation.score_table import ablation_table, forecast_table, forecasters_of, score_market
from busta.markets import Market
from busta.params.evaluation import Data, EvaluationParams
from busta.params.reporting import ReportingParams
from busta.reports import charts, gate_check
from busta.reports.baseline_markdown import baseline_page
from busta.reports.data_line import data_line, is_fabricated
from busta.reports.moments_markdown import moments_page
from busta.reports.reliability_table import known_rows, reliability_table
from busta.reports.scores_json import scores_document
from busta.reports.tables import ablation_steps, closing_score, season_table
from busta.reports.training_report import training_report

Identity = dict[str, Any]
JOINED = ("scores", "gates", "ablation", "information", "edges", "comparisons")


def score(
    probabilities: pd.DataFrame, market: Market, evaluation: EvaluationParams, *calibrated: pd.DataFrame
) -> pd.DataFrame:
    """Score the published probabilities, every learner and the closing line on the same rows."""
    table = forecast_table(probabilities, dict(zip(market.learners, calibrated, strict=True)))
    forecasters = forecasters_of(market.learners)
    return score_market(table, forecasters, market.id, evaluation.rules, evaluation.bins)


def measure_gates(
    probabilities: pd.DataFrame,
    identity: Identity,
    market: Market,
    evaluation: EvaluationParams,
    ablation: pd.DataFrame | None = None,
    edges: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure the gates that hold for this market on these data."""
    data: Data = "fabricated" if is_fabricated(identity) else "real"
    thresholds = evaluation.thresholds_for(market.id, data)
    return evaluate_gates(
        probabilities, ablation, market.id, data, thresholds, evaluation.rules, evaluation.bins, edges
    )


def compare(
    probabilities: pd.DataFrame,
    market: Market,
    evaluation: EvaluationParams,
    ablation: pd.DataFrame | None = None,
    **calibrated: pd.DataFrame,
) -> pd.DataFrame:
    """Say what the model and its blend with the close gain over every step, every learner and the close."""
    table = forecast_table(probabilities, calibrated)
    table = table.merge(ablation_columns(ablation), on="game_id", how="left", validate="one_to_one")
    named = forecasters_of(market.learners)
    steps = {name: name for name in table.columns if name.startswith("step ")}
    ours = {name: named[name] for name in ("probability_model", "probability_stacked")}
    return compare_forecasters(table, steps | named, ours, evaluation.rules)


def score_ablation(ablation: pd.DataFrame, evaluation: EvaluationParams) -> pd.DataFrame:
    """Measure what every step of the ablation adds."""
    return ablation_table(ablation, evaluation.rules)


def measure_edges(
    probabilities: pd.DataFrame,
    prm_market_lines: pd.DataFrame,
    market: Market,
    evaluation: EvaluationParams,
    *oof: pd.DataFrame,
) -> pd.DataFrame:
    """Set the sides of the published seasons' forecasts against the opening and the closing line."""
    edges = market_edges(oof, prm_market_lines, market.id)
    published = edges[edges["season"].isin(probabilities["season"].unique())]
    return score_edges(published, evaluation.edges, evaluation.rules)


def score_informed(informed: pd.DataFrame, evaluation: EvaluationParams) -> pd.DataFrame:
    """Measure what knowing more on the day of the game is worth."""
    return score_information(informed, evaluation.rules)


def measure_reliability(probabilities: pd.DataFrame, evaluation: EvaluationParams) -> pd.DataFrame:
    """Compare what was said with what happened, bin by bin."""
    return reliability_table(probabilities, evaluation.rules, evaluation.bins)


def plot_reliability(
    reliability: pd.DataFrame, probabilities: pd.DataFrame, identity: Identity, market: Market
) -> Figure:
    """Draw the reliability diagram."""
    rows, known = known_rows(probabilities)
    forecasters = {
        name: charts.Reliability(reliability[reliability["forecaster"] == name], rows[column].to_numpy(float))
        for name, column in known.items()
    }
    title = f"{market.id}: what was said and what happened"
    return charts.reliability_figure(forecasters, title, data_line(identity))


def plot_seasons(scores: pd.DataFrame, identity: Identity, market: Market) -> Figure:
    """Draw the Brier score by season against the closing line."""
    seasons = season_table(scores, "brier_score")
    return charts.seasons_figure(
        seasons, "Brier score", f"{market.id}: season by season", data_line(identity)
    )


def plot_ablation(
    ablation_scores: pd.DataFrame, scores: pd.DataFrame, identity: Identity, market: Market
) -> Figure:
    """Draw what every group of features is worth."""
    close = closing_score(scores, "brier_score")
    title = f"{market.id}: what each group of features is worth"
    return charts.ablation_figure(ablation_steps(ablation_scores), close, title, data_line(identity))


def plot_information(information_scores: pd.DataFrame, identity: Identity, market: Market) -> Figure:
    """Draw what knowing more on the day of the game is worth."""
    title = f"{market.id}: what knowing more on the day is worth (Brier score, paired)"
    return charts.information_figure(information_scores, title, data_line(identity))


def list_figures(identity: Identity, **figures: bytes) -> dict[str, Any]:
    """Name every figure of a market with the hash of its file, and what data they show."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in figures.items()}
    return {"data": data_line(identity), "figures": hashes}


def join_training(*reports: pd.DataFrame) -> pd.DataFrame:
    """Put the training reports of several learners or markets under each other."""
    return training_report(reports)


def join_scores(identity: Identity, **tables: pd.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """Join what was measured of all markets, saved in two places."""
    parts: dict[str, dict[str, pd.DataFrame]] = {name: {} for name in JOINED}
    for name, table in tables.items():
        part, _, market = name.partition("_")
        parts[part][market] = table
    document = scores_document(identity, **parts)
    return document, document


def write_page(scores: dict[str, Any], reporting: ReportingParams, **figures: dict[str, Any]) -> str:
    """Write the page that says what the probabilities are worth."""
    named = {
        market: [name.removeprefix("plot_") for name in listed["figures"]]
        for market, listed in figures.items()
    }
    return baseline_page(scores, named, reporting.targets)


def measure_league(evaluation: EvaluationParams, **tables: pd.DataFrame) -> pd.DataFrame:
    """Say in numbers what the league of this run looks like."""
    return league_moments(tables, evaluation.moments, evaluation.rules)


def write_moments(moments: pd.DataFrame, identity: Identity) -> str:
    """Write the page of these numbers."""
    return moments_page(moments, identity)


def check_gates(scores: dict[str, Any], *reports: object) -> None:
    """Fail the run if a gate was breached; runs last, after everything was saved."""
    gate_check.check_gates(scores, *(report for report in reports if isinstance(report, dict)))

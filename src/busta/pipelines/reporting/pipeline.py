"""The stage `reporting`: what the probabilities are worth, told in numbers, pages and charts."""

from collections.abc import Callable
from typing import Any

from kedro.pipeline import Node, Pipeline

from busta.evaluation.league_moments import TABLES
from busta.markets import Market, Roster
from busta.pipelines.reporting import nodes
from busta.pipelines.reporting.efficiency_pipeline import efficiency_nodes, encompassing_nodes
from busta.pipelines.reporting.html_pipeline import album_node, html_nodes
from busta.pipelines.reporting.importance_pipeline import joint_importance_nodes, market_importance_nodes
from busta.pipelines.reporting.props_pipeline import create_player_pipeline, player_reports

IDENTITY = "prm_data_identity"
# Results of a market that a report of all markets reads: they leave the namespace under a name of their own.
SHARED_OUTPUTS = (
    "scores", "gates", "ablation", "information", "edges", "comparisons", "figures", "training",
    "encompassing", "importance", "album",
)  # fmt: skip
LINES = "prm_market_lines"
SHARED_PARAMETERS = frozenset({"params:evaluation", "params:efficiency", "params:reporting"})


def create_pipeline(roster: Roster) -> Pipeline:
    """Build the reports of every market, and the reports of all of them.

    Parameters
    ----------
    roster
        The markets.

    Returns
    -------
    kedro.pipeline.Pipeline
        Its last node checks the gates, after all reports were saved.
    """
    markets = [_market_pipeline(market) for market in roster.of_games]
    every, of_players = roster.of_games, roster.of_players
    joint = [*_league_nodes(), *efficiency_nodes(every), *joint_importance_nodes(every), *_joint_nodes(every)]
    last = [*html_nodes(every, of_players), _gate_node(player_reports(of_players))]
    return sum(markets, Pipeline([])) + create_player_pipeline(of_players) + Pipeline([*joint, *last])


def report_name(part: str, market: str) -> str:
    """Name of one market's part of a report, e.g. ``report_scores_ats``."""
    return f"report_{part}_{market}"


def _market_pipeline(market: Market) -> Pipeline:
    measured = [*_score_nodes(market), *encompassing_nodes(market), *market_importance_nodes(market)]
    template = Pipeline([*measured, *_figure_nodes(market), album_node(market)])
    outputs = {f"report_{part}": report_name(part, market.id) for part in SHARED_OUTPUTS}
    shared = {name: name for name in template.inputs() & SHARED_PARAMETERS}
    return Pipeline(
        template,
        namespace=market.id,
        inputs={IDENTITY} | ({LINES} & template.inputs()),
        outputs={name: new for name, new in outputs.items() if name in template.all_outputs()},
        parameters={"params:market": f"params:markets.{market.id}"} | shared,
    )


def _score_nodes(market: Market) -> list[Node]:
    common = ["params:market", "params:evaluation"]
    calibrated = [f"calibrated_{learner}" for learner in market.learners]
    trained = [f"training_report_{learner}" for learner in market.learners]
    scored = [
        Node(nodes.score, ["probabilities", *common, *calibrated], "report_scores", name="score"),
        Node(nodes.join_training, trained, "report_training", name="join_training"),
        Node(
            nodes.measure_reliability,
            ["probabilities", "params:evaluation"],
            "report_reliability",
            name="measure_reliability",
        ),
    ]
    gates = Node(nodes.measure_gates, _gate_inputs(market), "report_gates", name="measure_gates")
    ablation = Node(
        nodes.score_ablation, ["ablation", "params:evaluation"], "report_ablation", name="score_ablation"
    )
    informed = Node(
        nodes.score_informed, ["informed", "params:evaluation"], "report_information", name="score_informed"
    )
    forecasts = [f"oof_{learner}" for learner in market.learners]
    edges = Node(
        nodes.measure_edges,
        ["probabilities", LINES, *common, *forecasts],
        "report_edges",
        name="measure_edges",
    )
    compared = {learner: f"calibrated_{learner}" for learner in market.learners} | {
        "probabilities": "probabilities",
        "market": "params:market",
        "evaluation": "params:evaluation",
    }
    compared |= {"ablation": "ablation"} if market.ablation else {}
    scored.append(Node(nodes.compare, compared, "report_comparisons", name="compare"))
    asked = {ablation: market.ablation, informed: market.informed, edges: _has_moving_line(market)}
    return [*scored, gates, *(node for node, is_asked in asked.items() if is_asked)]


def _gate_inputs(market: Market) -> dict[str, str]:
    inputs = {
        "probabilities": "probabilities",
        "identity": IDENTITY,
        "market": "params:market",
        "evaluation": "params:evaluation",
    }
    inputs |= {"ablation": "ablation"} if market.ablation else {}
    return inputs | ({"edges": "report_edges"} if _has_moving_line(market) else {})


def _has_moving_line(market: Market) -> bool:
    return market.line.market is not None and market.quotes is not None


def _figure_nodes(market: Market) -> list[Node]:
    drawn: dict[str, tuple[Callable[..., Any], list[str]]] = {
        "plot_reliability": (nodes.plot_reliability, ["report_reliability", "probabilities"]),
        "plot_seasons": (nodes.plot_seasons, ["report_scores"]),
    }
    if market.ablation:
        drawn["plot_ablation"] = (nodes.plot_ablation, ["report_ablation", "report_scores"])
    if market.informed:
        drawn["plot_information"] = (nodes.plot_information, ["report_information"])
    figures = [
        Node(function, [*inputs, IDENTITY, "params:market"], name, name=name)
        for name, (function, inputs) in drawn.items()
    ]
    named = {"identity": IDENTITY} | {name: name for name in drawn}
    listed = Node(nodes.list_figures, named, "report_figures", name="list_figures")
    return [*figures, listed]


def _league_nodes() -> list[Node]:
    tables = {name: name for name in TABLES} | {"evaluation": "params:evaluation"}
    return [
        Node(nodes.measure_league, tables, "report_moments", name="measure_league"),
        Node(nodes.write_moments, ["report_moments", IDENTITY], "report_moments_page", name="write_moments"),
    ]


def _joint_nodes(markets: list[Market]) -> list[Node]:
    parts = [(part, market) for part in ("scores", "gates", "comparisons") for market in markets]
    parts += [("ablation", market) for market in markets if market.ablation]
    parts += [("information", market) for market in markets if market.informed]
    parts += [("edges", market) for market in markets if _has_moving_line(market)]
    tables = {f"{part}_{market.id}": report_name(part, market.id) for part, market in parts}
    figures = {market.id: report_name("figures", market.id) for market in markets}
    return [
        Node(
            nodes.join_scores,
            {"identity": IDENTITY, **tables},
            ["report_scores", "report_scores_history"],
            name="join_scores",
        ),
        Node(
            nodes.write_page,
            {"scores": "report_scores", "reporting": "params:reporting", **figures},
            "report_metrics_baseline",
            name="write_page",
        ),
        Node(
            nodes.join_training,
            [report_name("training", market.id) for market in markets],
            "report_training",
            name="join_training",
        ),
    ]


def _gate_node(of_players: list[str]) -> Node:
    # It reads every report, so that all are saved before it may fail.
    reports = [
        "report_scores",
        "report_metrics_baseline",
        "report_training",
        "report_moments_page",
        "report_market_efficiency",
        "report_html",
    ]
    return Node(nodes.check_gates, [*reports, *of_players], None, name="check_gates")

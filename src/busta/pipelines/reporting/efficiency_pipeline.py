"""The part of reporting that asks how efficient the markets are."""

from collections.abc import Callable, Sequence
from typing import Any

from kedro.pipeline import Node

from busta.evaluation.biases import QUANTITIES
from busta.markets import Market
from busta.pipelines.reporting import efficiency_nodes as nodes

IDENTITY = "prm_data_identity"
LINES = "prm_market_lines"
RULES = ["params:evaluation", "params:efficiency"]
PREFIX = "plot_efficiency_"


def encompassing_nodes(market: Market) -> list[Node]:
    """Build what is asked of one market.

    Parameters
    ----------
    market
        The market.

    Returns
    -------
    list of kedro.pipeline.Node
        None where nobody quotes the market.
    """
    if not _has_lines(market):
        return []
    inputs = ["probabilities", "beliefs", "params:market", *RULES]
    return [Node(nodes.measure_encompassing, inputs, "report_encompassing", name="measure_encompassing")]


def efficiency_nodes(markets: Sequence[Market]) -> list[Node]:
    """Build what is asked of all markets together, and the page.

    Parameters
    ----------
    markets
        Markets of the roster.

    Returns
    -------
    list of kedro.pipeline.Node
        From the primary tables and ``report_encompassing_<market>`` to ``report_market_efficiency``.
    """
    encompassing = [f"report_encompassing_{market.id}" for market in markets if _has_lines(market)]
    tests = [*encompassing, "report_biases", "report_early_season"]
    return [
        Node(
            nodes.measure_biases,
            [LINES, "prm_quotes", "prm_games", "prm_team_games", "prm_line_history", *RULES],
            "report_biases",
            name="measure_biases",
        ),
        Node(
            nodes.measure_early_season,
            ["prm_line_history", *RULES],
            ["report_early_season", "report_early_season_shares"],
            name="measure_early_season",
        ),
        Node(
            nodes.join_tests,
            ["params:efficiency", *tests],
            ["report_efficiency", "report_efficiency_sheet"],
            name="join_efficiency",
        ),
        Node(
            nodes.compare_margins,
            ["prm_quotes", "prm_games", "prm_line_history", "params:odds", *RULES],
            "report_margins",
            name="compare_margins",
        ),
        *_page_nodes([market for market in markets if market.id in QUANTITIES]),
    ]


def _page_nodes(markets: Sequence[Market]) -> list[Node]:
    tests = "report_efficiency"
    drawn: dict[str, tuple[Callable[..., Any], list[str]]] = {
        "weights": (nodes.plot_weights, [tests, IDENTITY]),
        "early_season": (nodes.plot_early_season, ["report_early_season_shares", IDENTITY, RULES[0]]),
        "margin_removal": (nodes.plot_margins, ["report_margins", IDENTITY]),
    }
    for market in markets:
        inputs = [tests, IDENTITY, "params:efficiency", f"params:markets.{market.id}"]
        drawn[f"biases_{market.id}"] = (nodes.plot_biases, inputs)
    figures = [
        Node(function, inputs, f"{PREFIX}{name}", name=f"{PREFIX}{name}")
        for name, (function, inputs) in drawn.items()
    ]
    written = {"tests": tests, "margins": "report_margins", "identity": IDENTITY}
    written |= {name.removeprefix("params:"): name for name in ("params:odds", *RULES)}
    page = Node(
        nodes.write_efficiency,
        written | {name: f"{PREFIX}{name}" for name in drawn},
        "report_market_efficiency",
        name="write_efficiency",
    )
    return [*figures, page]


def _has_lines(market: Market) -> bool:
    return market.subject == "game" and market.quotes == market.id

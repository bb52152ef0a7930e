"""The part of reporting about player markets: scores, gates, charts, a page for each market and one for all."""

from collections.abc import Callable, Sequence
from typing import Any

from kedro.pipeline import Node, Pipeline

from busta.markets import Market
from busta.pipelines.per_market import bound
from busta.pipelines.reporting import props_nodes as nodes

IDENTITY = "prm_data_identity"
BACKTEST = "report_backtest_sheet"
RULES = "params:prop_reports"
# Results of a market that something of all markets reads: they leave the namespace under a name of their own.
SHARED_OUTPUTS = ("prop_block", "prop_days")
SHARED_PARAMETERS = frozenset({"params:evaluation", "params:distributions", RULES})
DOCUMENT, PAGE = "report_props_scores", "report_props"
FIGURES = ("gains", "against_market")


def create_player_pipeline(markets: Sequence[Market]) -> Pipeline:
    """Build the reports of every player market, and of all together.

    Parameters
    ----------
    markets
        Markets about players.

    Returns
    -------
    kedro.pipeline.Pipeline
        Ends with `PAGE`; empty where no market asks about players.
    """
    if not markets:
        return Pipeline([])
    return sum(map(_market_pipeline, markets), Pipeline([])) + Pipeline(_joint_nodes(markets))


def player_reports(markets: Sequence[Market]) -> list[str]:
    """What must be saved before a gate may fail the run: the document first, then every page."""
    pages = [f"report_prop_page_{market.id}" for market in markets]
    return [DOCUMENT, PAGE, *pages] if markets else []


def _market_pipeline(market: Market) -> Pipeline:
    template = Pipeline([*_measured(market), *_figures(market)])
    return Pipeline(
        template,
        namespace=market.id,
        inputs={IDENTITY: IDENTITY, "report_tuning": f"report_tuning_{market.id}"},
        outputs={f"report_{part}": f"report_{part}_{market.id}" for part in SHARED_OUTPUTS},
        parameters={"params:market": f"params:markets.{market.id}"}
        | {name: name for name in template.inputs() & SHARED_PARAMETERS},
    )


def _measured(market: Market) -> list[Node]:
    rules = ["params:evaluation", "params:distributions", RULES]
    scored = ["forecasts", "distributions", "training_table", "params:market", *rules]
    # Only what somebody quotes has real lines.
    scored += ["at_lines"] if market.quotes else []
    measured = [f"report_prop_{part}" for part in ("scores", "curves", "days")]
    held = ["report_prop_scores", IDENTITY, "params:market", RULES]
    told = {
        "scores": "report_prop_scores",
        "gates": "report_prop_gates",
        "families": "report_distributions",
        "mixes": "report_mix",
        "identity": IDENTITY,
        "per_player": "report_per_player",
        "tuning": "report_tuning",
        "prop_reports": RULES,
    }
    steps = [
        Node(nodes.score_players, scored, measured, name="score_players"),
        Node(nodes.hold_players, held, "report_prop_gates", name="hold_players"),
    ]
    if market.ablation:
        asked = ["ablation", "params:evaluation"]
        steps.append(Node(nodes.score_player_ablation, asked, "report_prop_ablation", name="score_ablation"))
        told["ablation"] = "report_prop_ablation"
    return [*steps, Node(nodes.tell_players, told, "report_prop_block", name="tell_players")]


def _drawn(market: Market) -> dict[str, tuple[Callable[..., Any], str]]:
    drawn: dict[str, tuple[Callable[..., Any], str]] = {
        "plot_reliability": (nodes.plot_reliability, "report_prop_curves"),
        "plot_pit": (nodes.plot_pit, "report_prop_curves"),
        "plot_errors": (nodes.plot_errors, "report_prop_block"),
    }
    if market.ablation:
        drawn["plot_ablation"] = (nodes.plot_steps, "report_prop_ablation")
    return drawn


def _figures(market: Market) -> list[Node]:
    return [
        Node(function, [table, IDENTITY, "params:market"], name, name=name)
        for name, (function, table) in _drawn(market).items()
    ]


def _page(market: Market) -> Node:
    # What bets were worth is known when all markets have been bet on: no page inside its namespace waits for them.
    named = tuple(name.removeprefix("plot_") for name in _drawn(market))
    return Node(
        bound(nodes.write_market, market=market.id, figures=named),
        [DOCUMENT, RULES, "params:distributions"],
        f"report_prop_page_{market.id}",
        name=f"write_{market.id}",
    )


def drawn_together(markets: Sequence[Market]) -> dict[str, str]:
    """Name what calibration measures of all markets that it draws together: combinations, and sums where there are any.

    Returns
    -------
    dict
        Argument of `props_nodes.join_players` to its dataset.
    """
    single = {market.parts[0] for market in markets if len(market.parts) == 1}
    sums = [market for market in markets if len(market.parts) > 1 and set(market.parts) <= single]
    return ({"combinations": "report_combination_games"} if single else {}) | (
        {"joint": "report_joint"} if sums else {}
    )


def _joint_nodes(markets: Sequence[Market]) -> list[Node]:
    parts = {
        f"{part}_{market.id}": f"report_prop_{part}_{market.id}"
        for market in markets
        for part in ("block", "days")
    }
    joined = {"identity": IDENTITY, "backtest": BACKTEST, "prop_reports": RULES}
    joined |= {"evaluation": "params:evaluation"} | drawn_together(markets)
    drawn = {"gains": nodes.plot_gains, "against_market": nodes.plot_against_market}
    return [
        Node(nodes.join_players, joined | parts, DOCUMENT, name="join_players"),
        *(
            Node(drawn[name], [DOCUMENT, IDENTITY], f"plot_props_{name}", name=f"plot_props_{name}")
            for name in FIGURES
        ),
        Node(
            nodes.write_players,
            {"document": DOCUMENT, "prop_reports": RULES} | {name: f"plot_props_{name}" for name in FIGURES},
            PAGE,
            name="write_players",
        ),
        *map(_page, markets),
    ]

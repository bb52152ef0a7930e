"""The part of reporting that tells a run on one page."""

from collections.abc import Sequence

from kedro.pipeline import Node

from busta.markets import Market
from busta.pipelines.reporting import html_nodes as nodes
from busta.pipelines.reporting import props_pipeline
from busta.pipelines.reporting.efficiency_pipeline import PREFIX, efficiency_nodes

IDENTITY = "prm_data_identity"
# Figures of every market, and those of the bets on it, which are absent until a backtest has run.
FIGURES = ("reliability", "seasons", "importance")
OF_BETS = ("bankroll", "thresholds")


def album_node(market: Market) -> Node:
    """Build what collects the figures of one market.

    Parameters
    ----------
    market
        The market.

    Returns
    -------
    kedro.pipeline.Node
        To ``report_album``.
    """
    asked = {"ablation": market.ablation, "information": market.informed}
    names = [*FIGURES, *(name for name, is_asked in asked.items() if is_asked)]
    inputs = {"identity": IDENTITY, "market": "params:market"} | {
        f"plot_{name}": f"plot_{name}" for name in names
    }
    return Node(nodes.collect_album, inputs, "report_album", name="collect_album")


def html_nodes(markets: Sequence[Market], of_players: Sequence[Market]) -> list[Node]:
    """Build the page, and the picture that only it shows.

    Parameters
    ----------
    markets, of_players
        Markets of the roster about games, and about players.

    Returns
    -------
    list of kedro.pipeline.Node
        From scores, pages and figures to ``report_html``. What the stages `backtesting` and `tuning` make is read where
        they have run.
    """
    plotted = {
        output for node in efficiency_nodes(markets) for output in node.outputs if output.startswith(PREFIX)
    }
    inputs = {
        "scores": "report_scores",
        "identity": IDENTITY,
        "reporting": "params:reporting",
        "coverage": "report_coverage",
        "backtest": "report_backtest_sheet",
        "backtest_page": "report_backtest_page",
        "importance": "report_importance_page",
        "efficiency": "report_market_efficiency",
        "moments": "report_moments_page",
        "calibration.png": "plot_calibration",
        **{f"market_efficiency/{name.removeprefix(PREFIX)}.png": name for name in sorted(plotted)},
        **{key: name for market in markets for key, name in _of_market(market).items()},
        **_of_players(of_players),
    }
    return [
        Node(
            nodes.plot_calibration, ["report_scores", IDENTITY], "plot_calibration", name="plot_calibration"
        ),
        Node(nodes.write_html, inputs, "report_html", name="write_html"),
    ]


def _of_players(markets: Sequence[Market]) -> dict[str, str]:
    figures = {f"props/{name}.png": f"plot_props_{name}" for name in props_pipeline.FIGURES}
    bets = {key: name for market in markets for key, name in _of_bets(market).items()}
    return {"props": props_pipeline.PAGE} | figures | bets if markets else {}


def _of_market(market: Market) -> dict[str, str]:
    return {
        f"album_{market.id}": f"report_album_{market.id}",
        f"tuning_{market.id}": f"report_tuning_page_{market.id}",
        f"gains_{market.id}": f"report_tuning_{market.id}",
        **_of_bets(market),
    }


def _of_bets(market: Market) -> dict[str, str]:
    drawn = [f"{name}_{market.id}" for name in OF_BETS if market.quotes is not None]
    return {f"backtest/{name}.png": f"plot_backtest_{name}" for name in drawn}

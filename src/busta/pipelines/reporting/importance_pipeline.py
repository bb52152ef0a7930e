"""The part of reporting that says what the learners look at."""

from collections.abc import Sequence

from kedro.pipeline import Node

from busta.markets import Market
from busta.pipelines.reporting import importance_nodes as nodes

IDENTITY = "prm_data_identity"
REPORTING = "params:reporting"


def market_importance_nodes(market: Market) -> list[Node]:
    """Build what is asked of one market.

    Parameters
    ----------
    market
        The market.

    Returns
    -------
    list of kedro.pipeline.Node
        From its models to ``report_importance`` and ``plot_importance``.
    """
    models = [f"model_{learner}" for learner in market.learners]
    asked = ["training_table", "folds", "params:market", "params:evaluation", REPORTING, *models]
    drawn = ["report_importance", IDENTITY, "params:market", REPORTING]
    return [
        Node(nodes.measure_importance, asked, "report_importance", name="measure_importance"),
        Node(nodes.plot_importance, drawn, "plot_importance", name="plot_importance"),
    ]


def joint_importance_nodes(markets: Sequence[Market]) -> list[Node]:
    """Build the table and the page of all markets.

    Parameters
    ----------
    markets
        Markets of the roster.

    Returns
    -------
    list of kedro.pipeline.Node
        From ``report_importance_<market>`` to ``report_importance_page``.
    """
    tables = [f"report_importance_{market.id}" for market in markets]
    written = ["report_importance", IDENTITY, REPORTING]
    return [
        Node(nodes.join_importance, tables, "report_importance", name="join_importance"),
        Node(nodes.write_importance, written, "report_importance_page", name="write_importance"),
    ]

"""The stage `per_player`: an ensemble for every man beside the pooled model; not part of the default run."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.per_market import for_each_market
from busta.pipelines.per_player import nodes


def create_pipeline(roster: Roster) -> Pipeline:
    """Build the stage for every player market of the roster.

    Parameters
    ----------
    roster
        The markets.

    Returns
    -------
    kedro.pipeline.Pipeline
        One namespaced copy of the template for each player market.
    """
    return for_each_market(template, roster.of_players)


def template(market: Market) -> Pipeline:
    """Build the stage for one market about players; names as if it were the only one."""
    rows, how = ["training_table", "folds"], ["params:market", "params:modeling", "params:per_player"]
    said = ["oof_per_player", "oof_per_player_members"]
    return Pipeline(
        [
            node(nodes.select, [*rows, *how], "selected_features", name="select_features"),
            node(nodes.fit, [*rows, "selected_features", *how], "per_player_models", name="fit_per_player"),
            node(
                nodes.forecast,
                ["per_player_models", *rows, "means", "params:per_player"],
                said,
                name="forecast_per_player",
            ),
            node(
                nodes.report,
                ["oof_per_player_members", "params:per_player", "params:evaluation"],
                "report_per_player",
                name="report_per_player",
            ),
        ]
    )

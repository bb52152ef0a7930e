"""The stages `per_player` and `per_player_tuning`: an ensemble for every man; not part of the default run."""

from kedro.pipeline import Node, Pipeline, node

from busta.learners.per_player import MEMBERS
from busta.markets import Market, Roster
from busta.pipelines.per_market import bound, for_each_market
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


def create_tuning_pipeline(roster: Roster) -> Pipeline:
    """Build the studies of the members for every player market of the roster; as `create_pipeline`."""
    return for_each_market(tuning_template, roster.of_players)


def template(market: Market) -> Pipeline:
    """Build the stage for one market about players; names as if it were the only one."""
    rows, how = ["training_table", "folds"], ["params:market", "params:modeling", "params:per_player"]
    tuned = [f"tuned_per_player_{member}" for member in MEMBERS]
    said = ["oof_per_player", "oof_per_player_members"]
    return Pipeline(
        [
            _select(),
            node(
                nodes.fit,
                [*rows, "selected_features", *how, *tuned],
                "per_player_models",
                name="fit_per_player",
            ),
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


def tuning_template(market: Market) -> Pipeline:
    """Build the studies for one market about players; names as if it were the only one."""
    rules = [f"params:{name}" for name in ("market", "modeling", "per_player", "tuning")]
    studies = [
        node(
            bound(nodes.tune, member=member),
            ["training_table", "folds", "selected_features", f"studies_per_player_{member}", *rules],
            [f"tuned_per_player_{member}", f"trials_per_player_{member}"],
            name=f"tune_per_player_{member}",
        )
        for member in MEMBERS
    ]
    return Pipeline([_select(), *studies])


def _select() -> Node:
    asked = ["training_table", "folds", "params:market", "params:modeling", "params:per_player"]
    return node(nodes.select, asked, "selected_features", name="select_features")

"""The stage `modeling`: per market, the question, the folds, the learners and their out-of-fold forecasts."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.modeling import informed_nodes, nodes
from busta.pipelines.modeling.player_pipeline import player_template
from busta.pipelines.per_market import bound, for_each_market


def create_pipeline(roster: Roster) -> Pipeline:
    """Build the stage for every market of the roster.

    Parameters
    ----------
    roster
        The markets.

    Returns
    -------
    kedro.pipeline.Pipeline
        One namespaced copy of a template for each market: one for those about games, one for those about players.
    """
    return for_each_market(template, roster.of_games) + for_each_market(player_template, roster.of_players)


def template(market: Market) -> Pipeline:
    """Build the stage for one market about games.

    Parameters
    ----------
    market
        Its learners decide the nodes; everything else comes from `params:market` when they run.

    Returns
    -------
    kedro.pipeline.Pipeline
        Names as if this were the only market.
    """
    learners = [_learner(name) for name in market.learners]
    return sum([_rows(), *learners, _ablation(market), _informed(market), _day_before(market)], Pipeline([]))


def _rows() -> Pipeline:
    return Pipeline(
        [
            node(
                nodes.make_training_table,
                ["features", "prm_games", "prm_market_lines", "params:market"],
                "training_table",
                name="make_training_table",
            ),
            node(
                nodes.make_folds,
                ["training_table", "params:market", "params:modeling"],
                "folds",
                name="make_folds",
            ),
            node(nodes.make_split, ["training_table", "params:modeling"], "split", name="make_split"),
        ]
    )


def _learner(name: str) -> Pipeline:
    return Pipeline(
        [
            node(
                bound(nodes.fit_learner, learner=name),
                ["training_table", "folds", "params:market", "params:modeling", f"tuned_{name}"],
                f"model_{name}",
                name=f"fit_{name}",
            ),
            node(
                nodes.forecast_out_of_fold,
                [f"model_{name}", "training_table", "folds", "params:market"],
                f"oof_{name}",
                name=f"forecast_{name}",
            ),
            node(
                nodes.report_training,
                [f"model_{name}", f"oof_{name}"],
                f"training_report_{name}",
                name=f"report_{name}",
            ),
        ]
    )


def _ablation(market: Market) -> Pipeline:
    if not market.ablation:
        return Pipeline([])
    tuned = [f"tuned_{learner}" for learner in market.learners]
    inputs = ["training_table", "folds", "params:market", "params:modeling", *tuned]
    return Pipeline([node(nodes.ablate, inputs, "ablation", name="ablate")])


def _informed(market: Market) -> Pipeline:
    if not market.informed:
        return Pipeline([])
    tables = ["features", "prm_games", "prm_market_lines", "training_table", "folds"]
    models = [f"model_{learner}" for learner in market.learners]
    inputs = [*tables, "params:market", "params:modeling", *models]
    return Pipeline([node(informed_nodes.forecast_informed, inputs, "informed", name="forecast_informed")])


def _day_before(market: Market) -> Pipeline:
    # Only where somebody quotes an opening is it asked what a bet there could have known.
    if market.quotes is None or market.subject != "game":
        return Pipeline([])
    models = [f"model_{learner}" for learner in market.learners]
    inputs = ["features_day_before", "prm_games", "training_table", "folds", "params:market", *models]
    ask = informed_nodes.forecast_day_before
    return Pipeline([node(ask, inputs, "oof_day_before", name="forecast_day_before")])

"""The stage `modeling` of one market about players: the question, the folds, the learners and their mean."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market
from busta.pipelines.modeling import nodes, player_nodes
from busta.pipelines.per_market import bound


def player_template(market: Market) -> Pipeline:
    """Build the stage for one market about players.

    Parameters
    ----------
    market
        Its learners decide the nodes; everything else comes from `params:market` when they run.

    Returns
    -------
    kedro.pipeline.Pipeline
        Names as if this were the only market.
    """
    return sum([_rows(), *map(_learner, market.learners), _mean(market), _ablation(market)], Pipeline([]))


def _rows() -> Pipeline:
    asked = ["features_players", "feat_player_questions", "prm_player_games", "prm_prop_lines"]
    return Pipeline(
        [
            node(
                player_nodes.make_player_table,
                [*asked, "params:market"],
                "training_table",
                name="make_training_table",
            ),
            node(
                player_nodes.make_player_folds,
                ["training_table", "params:market", "params:modeling"],
                "folds",
                name="make_folds",
            ),
            node(
                player_nodes.make_player_split,
                ["training_table", "params:modeling"],
                "split",
                name="make_split",
            ),
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
                player_nodes.forecast_players,
                [f"model_{name}", "training_table", "folds"],
                f"oof_{name}",
                name=f"forecast_{name}",
            ),
            node(
                player_nodes.report_player_training,
                [f"model_{name}", f"oof_{name}"],
                f"training_report_{name}",
                name=f"report_{name}",
            ),
        ]
    )


def _mean(market: Market) -> Pipeline:
    oof = [f"oof_{learner}" for learner in market.learners]
    made = ["means", "report_mix"]
    return Pipeline([node(player_nodes.mix, ["params:market", "params:mixing", *oof], made, name="mix")])


def _ablation(market: Market) -> Pipeline:
    if not market.ablation:
        return Pipeline([])
    asked = ["training_table", "folds", "prm_players", "params:market"]
    rules = ["params:modeling", "params:mixing", "params:prop_reports"]
    tuned = [f"tuned_{learner}" for learner in market.learners]
    return Pipeline(
        [node(player_nodes.ablate_players, [*asked, *rules, *tuned], "ablation", name="ablate_players")]
    )

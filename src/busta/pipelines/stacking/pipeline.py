"""The stage `stacking`, for every market."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market, Roster
from busta.pipelines.per_market import for_each_market
from busta.pipelines.stacking.nodes import fit_market_stack, publish_probabilities
from busta.pipelines.stacking.player_pipeline import player_template


def create_template(market: Market) -> Pipeline:
    """The stacking of one market, named as if it were the only one."""
    calibrated = [f"calibrated_{learner}" for learner in market.learners]
    return Pipeline(
        [
            node(
                fit_market_stack,
                ["training_table", "params:market", "params:calibration", "params:stacking", *calibrated],
                "stack",
                name="fit_stack",
            ),
            node(
                publish_probabilities,
                ["training_table", "stack", "params:market", "params:modeling", *calibrated],
                "probabilities",
                name="publish_probabilities",
            ),
        ],
        tags="stacking",
    )


def create_pipeline(roster: Roster) -> Pipeline:
    """The stacking of every market of the roster."""
    return for_each_market(create_template, roster.of_games) + for_each_market(
        player_template, roster.of_players
    )

"""The stage `stacking` of one market about players: the lines they were given, the blend, what is published."""

from kedro.pipeline import Pipeline, node

from busta.markets import Market
from busta.pipelines.stacking import player_nodes as nodes


def player_template(market: Market) -> Pipeline:
    """The stacking of one market about players, named as if it were the only one."""
    tables = ["means", "distributions", "prm_prop_lines"]
    return Pipeline(
        [
            node(
                nodes.blend_lines,
                [*tables, "params:market", "params:prop_blend"],
                ["stack", "at_lines"],
                name="fit_stack",
            ),
            node(
                nodes.publish_players,
                ["at_lines", "params:market", "params:modeling"],
                "probabilities",
                name="publish_probabilities",
            ),
        ],
        tags="stacking",
    )

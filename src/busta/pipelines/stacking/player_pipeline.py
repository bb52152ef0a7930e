"""The stage `stacking` of the markets about players: the lines they were given, the blend, what is published."""

from collections.abc import Sequence

from kedro.pipeline import Pipeline, node

from busta.markets import Market
from busta.pipelines.stacking import player_nodes as nodes


def create_player_pipeline(markets: Sequence[Market]) -> Pipeline:
    """Build the stage for markets about players.

    Every market fits the blend of its group anew on the rows of all of it: one fit for the group would have to leave
    the namespaces and come back into them, which Kedro forbids.

    Parameters
    ----------
    markets
        Those that somebody quotes.

    Returns
    -------
    kedro.pipeline.Pipeline
        Ends with `{market}.at_lines` and `{market}.probabilities`.
    """
    return sum((_of_market(market, _group(market, markets)) for market in markets), Pipeline([]))


def _group(market: Market, markets: Sequence[Market]) -> list[str]:
    if market.blend_group is None:
        return [market.id]
    return [one.id for one in markets if one.blend_group == market.blend_group]


def _of_market(market: Market, group: Sequence[str]) -> Pipeline:
    asked = {name: f"prop_at_lines_{name}" for name in group}
    template = Pipeline(
        [
            node(
                nodes.put_to_lines,
                ["means", "distributions", "prm_prop_lines", "params:market", "params:prop_blend"],
                asked[market.id],
                name="put_to_lines",
            ),
            node(nodes.fit_player_stack, ["params:prop_blend", *asked.values()], "stack", name="fit_stack"),
            node(
                nodes.publish_players,
                [asked[market.id], "stack", "params:market", "params:modeling"],
                ["at_lines", "probabilities"],
                name="publish_probabilities",
            ),
        ],
        tags="stacking",
    )
    shared = {name: name for name in ("params:prop_blend", "params:modeling")}
    return Pipeline(
        template,
        namespace=market.id,
        inputs={"prm_prop_lines"} | {name for one, name in asked.items() if one != market.id},
        outputs={asked[market.id]},
        parameters={"params:market": f"params:markets.{market.id}"} | shared,
    )

"""The part of `feature_engineering` that the markets about players need."""

from kedro.pipeline import Pipeline, node

from busta.features.player_groups import QUESTIONS, PlayerFeatureGroup
from busta.features.player_registry import used_groups
from busta.markets import Roster
from busta.pipelines.feature_engineering import player_market_nodes as nodes
from busta.pipelines.per_market import bound


def create_player_pipeline(roster: Roster) -> Pipeline:
    """Build the features of players.

    Parameters
    ----------
    roster
        The markets; only groups that one of them uses are made.

    Returns
    -------
    kedro.pipeline.Pipeline
        The questions, one node per group, and the store that joins them; empty where no market asks about players.
    """
    markets = [market for market in roster if market.subject == "player"]
    groups = used_groups((market.feature_groups, market.parts) for market in markets)
    return Pipeline([_questions(), *map(_group, groups), _store(groups)]) if groups else Pipeline([])


def _questions() -> Pipeline:
    inputs = ["prm_team_games", "prm_player_games", "feat_player_outlook", "prm_prop_quotes"]
    make = node(nodes.make_questions, inputs=inputs, outputs=QUESTIONS, name="make_player_questions")
    return Pipeline([make])


def _group(group: PlayerFeatureGroup) -> Pipeline:
    make = bound(nodes.make_player_group, group=group)
    inputs = ["params:player_features", *group.inputs]
    return Pipeline([node(make, inputs=inputs, outputs=group.table, name=f"make_player_{group.name}")])


def _store(groups: list[PlayerFeatureGroup]) -> Pipeline:
    join = bound(nodes.join_player_features, groups=groups)
    inputs = [QUESTIONS, *(group.table for group in groups)]
    return Pipeline([node(join, inputs=inputs, outputs="features_players", name="join_player_features")])

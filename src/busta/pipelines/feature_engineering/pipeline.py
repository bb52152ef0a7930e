"""The stage `feature_engineering`: primary tables to the feature store."""

from collections.abc import Callable
from typing import Any

from kedro.pipeline import Pipeline, node

from busta.features.day_before import day_before_inputs
from busta.features.registry import FEATURE_GROUPS
from busta.pipelines.feature_engineering import day_before_nodes, nodes, player_nodes


def create_pipeline() -> Pipeline:
    """Build the stage.

    Returns
    -------
    kedro.pipeline.Pipeline
        One node per group of features, the store that joins them all, and the store without the day before.
    """
    return player_outlook() + team_features() + feature_store() + day_before_store()


def player_outlook() -> Pipeline:
    """Build the outlook on every man on the books.

    Returns
    -------
    kedro.pipeline.Pipeline
        One node.
    """
    inputs = ["prm_games", "prm_team_games", "prm_player_games", "prm_injury_notes", "params:features"]
    make = node(player_nodes.make_outlook, inputs=inputs, outputs="feat_player_outlook", name="make_outlook")
    return Pipeline([make])


def team_features() -> Pipeline:
    """Build the features of teams.

    Returns
    -------
    kedro.pipeline.Pipeline
        One node per group.
    """
    functions: dict[str, Callable[..., Any]] = {
        "elo": nodes.make_elo,
        "efficiency": nodes.make_efficiency,
        "schedule": nodes.make_schedule,
        "four_factors": nodes.make_four_factors,
        "players": player_nodes.make_players,
        "past_lines": player_nodes.make_past_lines,
        "morning": player_nodes.make_morning,
        "tip_off": player_nodes.make_tip_off,
    }
    return Pipeline(
        [
            node(
                function,
                inputs=[*FEATURE_GROUPS[name].inputs, "params:features"],
                outputs=FEATURE_GROUPS[name].table,
                name=f"make_{name}",
            )
            for name, function in functions.items()
        ]
    )


def feature_store() -> Pipeline:
    """Build the join of every group of the registry.

    Returns
    -------
    kedro.pipeline.Pipeline
        One node.
    """
    tables = [group.table for group in FEATURE_GROUPS.values()]
    return Pipeline([node(nodes.join_features, inputs=tables, outputs="features", name="join_features")])


def day_before_store() -> Pipeline:
    """Build the store that knows nothing of the day before a game.

    Returns
    -------
    kedro.pipeline.Pipeline
        One node.
    """
    inputs = ["features", "params:features", "params:modeling", *day_before_inputs()]
    make = day_before_nodes.make_day_before
    return Pipeline([node(make, inputs=inputs, outputs="features_day_before", name="make_day_before")])

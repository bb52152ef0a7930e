"""The pipelines by stage. The same graph in every environment."""

from pathlib import Path

from kedro.pipeline import Pipeline

from busta.markets import load_roster
from busta.pipelines import (
    backtesting,
    calibration,
    fabrication,
    feature_engineering,
    fetching,
    ingestion,
    modeling,
    per_player,
    reporting,
    stacking,
    tuning,
)

ROSTER = Path(__file__).parents[2] / "conf" / "base" / "parameters_markets.yml"


def register_pipelines() -> dict[str, Pipeline]:
    """Build every stage for the markets of the roster.

    Returns
    -------
    dict
        Stage name to pipeline; ``__default__`` is all stages that need no network, but for the tuning and the
        players' own models.
    """
    roster = load_roster(ROSTER)
    stages = {
        "fabrication": fabrication.create_pipeline(),
        "ingestion": ingestion.create_pipeline(),
        "feature_engineering": feature_engineering.create_pipeline()
        + feature_engineering.create_player_pipeline(roster),
        "modeling": modeling.create_pipeline(roster),
        "calibration": calibration.create_pipeline(roster),
        "stacking": stacking.create_pipeline(roster),
        "backtesting": backtesting.create_pipeline(roster),
        "reporting": reporting.create_pipeline(roster),
    }
    # What takes hours, and what asks the network, runs only when it is named.
    apart = {
        "tuning": tuning.create_pipeline(roster),
        "per_player": per_player.create_pipeline(roster),
        "per_player_tuning": per_player.create_tuning_pipeline(roster),
        "fetching": fetching.create_pipeline(),
    }
    return stages | apart | {"__default__": sum(stages.values(), Pipeline([]))}

"""Markets about players from primary tables to bets, by the project's own stages, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kedro.pipeline import Pipeline

from busta.markets import validate_roster
from busta.pipelines import backtesting, calibration, feature_engineering, modeling, stacking
from tests.laws.project_run import parameters, run

QUOTED, UNQUOTED = "points", "steals_blocks"
QUOTED_LATE = "points_rebounds_assists"
SUM = {
    "id": UNQUOTED,
    "subject": "player",
    "quantity": UNQUOTED,
    "parts": ["steals", "blocks"],
    "line": {"market": UNQUOTED, "moment": "morning"},
    "quotes": None,
    "moment": "morning",
    "is_push_possible": True,
    "feature_groups": ["form", "minutes", "schedule"],
    "learners": ["tweedie_lightgbm", "poisson"],
    "weights": {"tweedie_lightgbm": 0.6, "poisson": 0.4},
    "family": "negative_binomial",
    "refit": "season",
}
SHARED = ("feat_player_questions", "features_players")
OF_MARKET = ("training_table", "folds", "means", "forecasts", "distributions")
OF_QUOTED = ("at_lines", "probabilities", "stack")


def player_parameters() -> dict[str, Any]:
    """Parameters of the test environment: `points`, and an eleventh market of one more block."""
    raw = parameters("test")
    points = raw["markets"][QUOTED] | {"ablation": None}
    return raw | {"markets": {QUOTED: points, UNQUOTED: SUM}}


def quoted_parameters() -> dict[str, Any]:
    """Parameters of the test environment with two markets: one is quoted in the mornings, one near tip-off, too."""
    raw = parameters("test")
    blocks = {name: raw["markets"][name] | {"ablation": None} for name in (QUOTED, QUOTED_LATE)}
    return raw | {"markets": blocks}


def player_stages(raw: Mapping[str, Any]) -> Pipeline:
    """Features to bets, for the markets of the parameters."""
    roster = validate_roster({"markets": raw["markets"]})
    stages = (modeling, calibration, stacking, backtesting)
    features = feature_engineering.create_pipeline() + feature_engineering.create_player_pipeline(roster)
    return sum((stage.create_pipeline(roster) for stage in stages), features)


def player_run(tables: Mapping[str, Any], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Run all of it.

    Returns
    -------
    dict
        Of every market what its stages made; of the quoted one the lines, the blend and the bets, too.
    """
    kept = [f"{market}.{name}" for market in raw["markets"] for name in OF_MARKET]
    for market, block in raw["markets"].items():
        kept += [f"{market}.model_{learner}" for learner in block["learners"]]
        if block["quotes"]:
            kept += [*(f"{market}.{name}" for name in OF_QUOTED), f"bets_{market}"]
    return run(player_stages(raw), tables, raw, [*SHARED, *kept])

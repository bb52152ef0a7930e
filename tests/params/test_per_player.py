"""The parameters of the stage `per_player`."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from busta.params.modeling import ModelingParams
from busta.params.per_player import PerPlayerParams
from busta.params.tuning import TuningParams
from tests.laws.project_run import parameters


@pytest.fixture
def block() -> dict[str, Any]:
    return parameters("local")["per_player"]


def test_the_configuration_votes_as_the_roadmap_says(block: dict[str, Any]) -> None:
    params = PerPlayerParams.model_validate(block)
    assert params.weights == {"random_forest": 0.4, "xgboost": 0.4, "elastic_net": 0.2}
    assert params.min_games == 50
    assert (params.backend, params.answer) == ("loky", "voting")


def test_the_hyperparameters_lie_in_the_ranges_of_the_roadmap(block: dict[str, Any]) -> None:
    params = PerPlayerParams.model_validate(block)
    tuning = TuningParams.model_validate(parameters("local")["tuning"])
    asked = {
        "random_forest": ("n_estimators", "max_depth", "min_samples_split", "min_samples_leaf"),
        "xgboost": ("n_estimators", "max_depth", "learning_rate", "subsample", "colsample_bytree"),
        "elastic_net": ("alpha", "l1_ratio"),
    }
    for learner, names in asked.items():
        ranges = tuning.space("points", learner).ranges
        for name in names:
            assert ranges[name].low <= params.learners[learner][name] <= ranges[name].high


def test_the_members_are_tried_in_the_ranges_of_the_roadmap() -> None:
    tuning = TuningParams.model_validate(parameters("local")["tuning"])
    asked = {
        "random_forest": {
            "n_estimators": (100, 200),
            "max_depth": (5, 15),
            "min_samples_split": (5, 20),
            "min_samples_leaf": (2, 10),
        },
        "xgboost": {
            "n_estimators": (50, 500),
            "max_depth": (3, 12),
            "learning_rate": (0.01, 0.3),
            "subsample": (0.6, 1),
            "colsample_bytree": (0.5, 1),
        },
        "elastic_net": {"alpha": (0.01, 1), "l1_ratio": (0.1, 0.9)},
    }
    for member, limits in asked.items():
        ranges = tuning.space("points", member).ranges
        assert {name: (ranges[name].low, ranges[name].high) for name in limits} == limits


@pytest.mark.parametrize("environment", ["local", "demo", "test"])
def test_every_environment_has_rules_for_every_man(environment: str) -> None:
    raw = parameters(environment)
    params, modeling = (
        PerPlayerParams.model_validate(raw["per_player"]),
        ModelingParams.model_validate(raw["modeling"]),
    )
    assert params.rules(7).seed == 7
    assert params.rules(7).min_games == params.min_games
    assert params.selection.rules(modeling).trees == modeling.learners["tweedie_lightgbm"]
    assert params.first_season >= modeling.first_test_season


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("weights", {"random_forest": 0.4, "xgboost": 0.4, "elastic_net": 0.1}, "sum to 1"),
        (
            "weights",
            {"random_forest": 0.5, "xgboost": 0.5},
            "expected in 'weights' random_forest, xgboost",
        ),
        ("weights", {"random_forest": 1.2, "xgboost": -0.4, "elastic_net": 0.2}, "from 0 up"),
        ("learners", {"ridge": {"alpha": 1}}, "expected in 'learners'"),
        ("backend", "hope", "loky"),
        ("min_games", 3, "greater than or equal to 10"),
        ("answer", "oracle", "voting"),
    ],
)
def test_a_wrong_value_is_an_error_that_says_what_was_expected(
    block: dict[str, Any], key: str, value: Any, message: str
) -> None:
    with pytest.raises(ValidationError, match=message):
        PerPlayerParams.model_validate(block | {key: value})


def test_hyperparameters_are_those_of_the_learner(block: dict[str, Any]) -> None:
    block["learners"]["elastic_net"] = {"alpha": 1}
    with pytest.raises(ValidationError, match="elastic_net"):
        PerPlayerParams.model_validate(block)

"""The parameters of the stage `tuning`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from busta.learners.registry import LEARNERS
from busta.markets import load_roster
from busta.params.tuning import TuningParams
from busta.pipeline_registry import ROSTER
from tests.laws.project_run import parameters


@pytest.fixture
def block(repository: Path) -> dict[str, Any]:
    text = (repository / "conf" / "base" / "parameters_tuning.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["tuning"]


def spans(params: TuningParams, learner: str) -> dict[str, tuple[float, float]]:
    return {key: (given.low, given.high) for key, given in params.space("ats", learner).ranges.items()}


def test_the_configuration_has_the_ranges_that_the_roadmap_names(block: dict[str, Any]) -> None:
    params = TuningParams.model_validate(block)
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
    for learner, ranges in asked.items():
        assert ranges.items() <= spans(params, learner).items()
    assert params.trials == 100


@pytest.mark.parametrize("environment", ["local", "demo", "test"])
def test_every_learner_can_be_tuned_by_trials_and_by_grid(environment: str) -> None:
    params = TuningParams.model_validate(parameters(environment)["tuning"])
    base = TuningParams.model_validate(parameters("local")["tuning"])
    points = {learner: len(params.space("total", learner).grid()) for learner in LEARNERS}
    assert all(1 < count <= base.trials for count in points.values())


def test_a_market_may_have_a_space_of_its_own(block: dict[str, Any]) -> None:
    block["spaces"]["total"] = {"ridge": {"alpha": {"low": 1, "high": 5}}}
    params = TuningParams.model_validate(block)
    assert params.space("total", "ridge").market == "total"
    assert spans(params, "ridge")["alpha"] == (10, 10000)
    assert params.space("total", "ridge").ranges["alpha"].high == 5
    assert params.space("total", "xgboost").ranges == params.space("ats", "xgboost").ranges


@pytest.mark.parametrize(
    ("market", "learner", "ranges", "sentence"),
    [
        (
            "total",
            "xgboost",
            {"max_depth": {"low": 12, "high": 3}},
            "market 'total', learner 'xgboost', key 'max_depth': expected 'low' below 'high', was 12.0 and 3.0",
        ),
        (
            "ats",
            "ridge",
            {"alfa": {"low": 1, "high": 3}},
            "market 'ats', learner 'ridge', key 'alfa': expected a hyperparameter among alpha, clip",
        ),
        (
            "ats",
            "oracle",
            {"x": {"low": 1, "high": 3}},
            "market 'ats', learner 'oracle': expected a learner among",
        ),
    ],
)
def test_a_wrong_space_is_an_error_that_names_market_learner_and_key(
    block: dict[str, Any], market: str, learner: str, ranges: dict[str, Any], sentence: str
) -> None:
    block["spaces"][market] = {learner: ranges}
    with pytest.raises(ValidationError) as error:
        TuningParams.model_validate(block)
    assert sentence in str(error.value)


def test_a_learner_without_a_space_is_named(block: dict[str, Any]) -> None:
    del block["spaces"]["default"]["logistic"]
    with pytest.raises(
        ValidationError, match="market 'default', learner 'logistic': expected a search space, was none"
    ):
        TuningParams.model_validate(block)


def test_an_unknown_word_is_refused(block: dict[str, Any]) -> None:
    for key in ("sampler", "objective", "objective_of_players"):
        with pytest.raises(ValidationError, match=key):
            TuningParams.model_validate({**block, key: "hope"})


def test_the_rules_are_those_of_the_configuration(block: dict[str, Any]) -> None:
    rules = TuningParams.model_validate(block).rules(seed=7)
    assert (rules.trials, rules.sampler, rules.pruner, rules.seed) == (100, "tpe", "median", 7)


def test_games_and_players_have_a_loss_each(block: dict[str, Any]) -> None:
    params, roster = TuningParams.model_validate(block), load_roster(ROSTER)
    said = {market.subject: params.objective_of(market) for market in roster}
    assert said == {"game": "log_loss", "player": "poisson_deviance"}

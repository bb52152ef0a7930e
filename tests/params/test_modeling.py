"""The parameters of the stage `modeling`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from busta.params.modeling import ModelingParams


@pytest.fixture
def block(repository: Path) -> dict[str, Any]:
    text = (repository / "conf" / "base" / "parameters_modeling.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["modeling"]


def test_the_configuration_of_the_project_is_valid(block: dict[str, Any]) -> None:
    assert ModelingParams.model_validate(block).device == "cpu"


def test_shares_of_the_split_sum_to_one(block: dict[str, Any]) -> None:
    block["split"]["train"] = 0.8
    with pytest.raises(ValidationError, match="expected shares that sum to 1, was"):
        ModelingParams.model_validate(block)


def test_every_learner_has_its_hyperparameters(block: dict[str, Any]) -> None:
    del block["learners"]["ridge"]
    with pytest.raises(
        ValidationError, match="expected the learners elastic_net, lightgbm, logistic, poisson"
    ):
        ModelingParams.model_validate(block)


def test_a_misspelt_hyperparameter_is_named(block: dict[str, Any]) -> None:
    block["learners"]["ridge"] = {"alfa": 1, "clip": 4}
    with pytest.raises(
        ValidationError, match="learner 'ridge': expected the hyperparameters alpha, clip, was alfa"
    ):
        ModelingParams.model_validate(block)


def test_nothing_is_published_before_it_is_tested(block: dict[str, Any]) -> None:
    block["first_published_season"] = "2015-16"
    with pytest.raises(ValidationError, match="expected first_published_season from"):
        ModelingParams.model_validate(block)


def test_an_unknown_device_is_refused(block: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="'cpu' or 'cuda'"):
        ModelingParams.model_validate({**block, "device": "abacus"})

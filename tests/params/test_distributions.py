"""The parameters of distributions."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.params.distributions import DistributionParams


@pytest.fixture
def block(repository: Path) -> dict:
    text = (repository / "conf" / "base" / "parameters_distributions.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["distributions"]


def test_the_configuration_is_as_typed(block: dict) -> None:
    params = DistributionParams.model_validate(block)
    rules = params.rules("points", "empirical")
    assert rules.fallback == "empirical"
    assert rules.level == params.interval.level == 0.8
    assert rules.unfitted().name == "negative_binomial"
    assert rules.in_order() == ["poisson", "negative_binomial", "normal", "empirical"]
    assert params.scores.rules.bins == params.scores.bins
    assert params.joint.check.draws == params.joint.draws


def test_a_market_may_have_candidates_of_its_own(block: dict) -> None:
    own = block | {"candidates": block["candidates"] | {"blocks": ["poisson"]}}
    params = DistributionParams.model_validate(own)
    assert params.rules("blocks", "negative_binomial").in_order() == ["poisson", "negative_binomial"]
    assert len(params.rules("steals", "poisson").candidates) == 4


@pytest.mark.parametrize(
    "change",
    [
        {"bins": 0},
        {"min_rows": 1},
        {"judged_seasons": 0},
        {"tie_tolerance": -1},
        {"interval": {"level": 1.0, "groups": 1}},
        {"candidates": {"points": ["poisson"]}},
        {"candidates": {"default": ["gamma"]}},
        {"defaults": {"normal": [0.1, 0.2]}},
        {"seed": 1},
    ],
)
def test_a_wrong_value_is_refused(block: dict, change: dict) -> None:
    with pytest.raises(ValidationError, match="default" if "default" in str(change) else next(iter(change))):
        DistributionParams.model_validate(block | change)

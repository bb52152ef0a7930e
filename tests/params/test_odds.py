"""What odds parameters are accepted."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from busta.params.odds import OddsParams


@pytest.fixture
def block(repository: Path) -> dict[str, Any]:
    return yaml.safe_load((repository / "conf/base/parameters_odds.yml").read_text())["odds"]


def test_the_configuration_is_accepted(block: dict[str, Any]) -> None:
    assert OddsParams.model_validate(block).priority["moneyline"]["close"]


def test_an_unknown_margin_removal_is_an_error(block: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="expected one of multiplicative"):
        OddsParams.model_validate(block | {"margin_removal": "guess"})


def test_an_unknown_moment_is_an_error_that_names_the_market(block: dict[str, Any]) -> None:
    with pytest.raises(
        ValidationError, match="priority of ats: expected moments out of open, morning, close, was 'noon'"
    ):
        OddsParams.model_validate(block | {"priority": {"ats": {"noon": ["s"]}}})


def test_bounds_out_of_order_are_an_error(block: dict[str, Any]) -> None:
    plausible = block["plausible"] | {"total": {"low": 290, "high": 140}}
    with pytest.raises(ValidationError, match="expected low at most high, was 290 and 140"):
        OddsParams.model_validate(block | {"plausible": plausible})


def test_an_unknown_key_is_an_error(block: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match="Extra inputs"):
        OddsParams.model_validate(block | {"margin": 1})


def test_a_confirmation_of_an_unknown_moment_distance_or_key_is_an_error(block: dict[str, Any]) -> None:
    for wrong, said in (
        ({"moment": "noon"}, "confirmation: expected a moment out of open, morning, close, was 'noon'"),
        ({"within": -1}, "Confirmation within: expected 0 or more points, was -1"),
        ({"beyond": 1}, "beyond"),
    ):
        with pytest.raises(ValidationError, match=said):
            OddsParams.model_validate(block | {"confirmation": block["confirmation"] | wrong})

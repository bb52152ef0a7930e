"""The parameters of every evaluation."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.evaluation.thresholds import GateThresholds
from busta.params.evaluation import EvaluationParams


@pytest.fixture
def block(repository: Path) -> dict:
    text = (repository / "conf" / "base" / "parameters_evaluation.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)["evaluation"]


def test_the_configuration_is_as_typed(block: dict) -> None:
    params = EvaluationParams.model_validate(block)
    assert params.rules.draws == params.draws
    assert params.thresholds_for("moneyline", "real").baseline_ratio_max == 0.99


@pytest.mark.parametrize("market", ["ats", "total"])
def test_sides_against_the_close_are_watched(block: dict, market: str) -> None:
    band = EvaluationParams.model_validate(block).thresholds_for(market, "real").hit_rate
    assert band is not None
    assert (band.low, band.high, band.min_games) == (0.48, 0.52, 5000)


def test_an_invented_league_must_only_show_that_the_machine_works(block: dict) -> None:
    params = EvaluationParams.model_validate(block)
    for market in ("moneyline", "ats", "total"):
        assert params.thresholds_for(market, "fabricated") == GateThresholds(brier_score_max=0.26)


def test_a_market_that_is_not_named_has_the_default(block: dict) -> None:
    params = EvaluationParams.model_validate(block)
    assert params.thresholds_for("first_half_total", "real") == params.gates["real"]["default"]


def test_a_kind_of_data_without_gates_has_none(block: dict) -> None:
    params = EvaluationParams.model_validate(block | {"gates": {}})
    assert params.thresholds_for("moneyline", "real") == GateThresholds()


@pytest.mark.parametrize(
    "change", [{"draws": 10}, {"level": 1.0}, {"bins": 1}, {"gates": {"imaginary": {}}}, {"speed": 9}]
)
def test_a_wrong_value_is_refused(block: dict, change: dict) -> None:
    with pytest.raises(ValidationError, match=next(iter(change))):
        EvaluationParams.model_validate(block | change)

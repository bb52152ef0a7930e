"""The parameters of calibration and stacking."""

from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from busta.params.calibration import CalibrationParams, StackingParams


@pytest.fixture
def blocks(repository: Path) -> dict:
    text = (repository / "conf" / "base" / "parameters_calibration.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)


def test_the_configuration_is_as_typed(blocks: dict) -> None:
    calibration = CalibrationParams.model_validate(blocks["calibration"])
    stacking = StackingParams.model_validate(blocks["stacking"])
    rules = stacking.rules(calibration, ("none", "edge"))
    assert rules.recalibration.candidates == ("none", "edge")
    assert rules.recalibration.min_rows == calibration.min_rows
    assert rules.recalibration.tie_tolerance == stacking.tie_tolerance
    # The first candidate of a market stands until an earlier season can judge.
    assert calibration.rules(("platt", "none")).fallback == "platt"
    assert calibration.rules(("none", "platt")).fallback == "none"
    assert calibration.curve.rules.draws == calibration.curve.draws


@pytest.mark.parametrize(
    "change", [{"fallback": "platt"}, {"min_rows": 0}, {"tie_tolerance": -1}, {"clip": 0.5}, {"seed": 3}]
)
def test_a_wrong_value_of_calibration_is_refused(blocks: dict, change: dict) -> None:
    with pytest.raises(ValidationError, match=next(iter(change))):
        CalibrationParams.model_validate(blocks["calibration"] | change)


@pytest.mark.parametrize(
    "change", [{"tie_tolerance": -1}, {"ridge": 0}, {"min_rows": 1}, {"information": "evening"}]
)
def test_a_wrong_value_of_stacking_is_refused(blocks: dict, change: dict) -> None:
    with pytest.raises(ValidationError, match=next(iter(change))):
        StackingParams.model_validate(blocks["stacking"] | change)

"""Parameters of the reports of player markets."""

from __future__ import annotations

import pytest
import yaml
from pydantic import ValidationError

from busta.params.prop_reports import PropReportParams, PropTarget
from tests.project import CONF


def _params() -> PropReportParams:
    text = (CONF / "base" / "parameters_prop_reports.yml").read_text(encoding="utf-8")
    return PropReportParams.model_validate(yaml.safe_load(text)["prop_reports"])


def test_what_is_asked_of_a_market_stands_over_what_is_asked_of_all() -> None:
    params = _params()
    points, steals = (params.thresholds_for(name, "real") for name in ("points", "steals"))
    assert points.mae_max == 4.5
    assert points.coverage == steals.coverage == (0.79, 0.81)
    assert steals.mae_max is None


def test_an_invented_league_is_held_to_less() -> None:
    params = _params()
    assert params.thresholds_for("points", "fabricated").mae_max is None
    assert not params.thresholds_for("points", "fabricated").beaten


def test_a_target_asks_for_something() -> None:
    with pytest.raises(ValidationError, match="'at_least' or 'at_most'"):
        PropTarget(metric="ece", parts=("synthetic",), why="because")

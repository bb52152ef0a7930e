"""The stage `calibration`, run on invented forecasts."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from busta.params.calibration import CalibrationParams
from busta.pipelines.calibration import create_pipeline
from busta.schemas.outputs import CalibratedForecasts
from tests.forecasts import SEASONS, forecasts
from tests.markets import run_stage, small_roster

QUOTES = ["market_probability", "market_moment"]


@pytest.fixture(scope="module")
def made(repository: Path) -> dict[str, Any]:
    """Everything that the stage makes of moneyline forecasts that are honest and too bold, and bold spreads."""
    block = yaml.safe_load((repository / "conf/base/parameters_calibration.yml").read_text(encoding="utf-8"))
    quick = block["calibration"] | {"min_rows": 100, "curve": block["calibration"]["curve"] | {"draws": 100}}
    inputs: dict[str, Any] = {"params:calibration": CalibrationParams.model_validate(quick)}
    inputs |= {f"params:markets.{market.id}": market for market in small_roster()}
    inputs["moneyline.oof_ridge"] = forecasts().drop(columns=QUOTES)
    inputs["moneyline.oof_lightgbm"] = forecasts(slope=0.4).drop(columns=QUOTES)
    inputs["ats.oof_ridge"] = forecasts(slope=0.2).drop(columns=QUOTES)
    return run_stage(create_pipeline(small_roster()), inputs)


def test_every_market_and_learner_has_its_own_calibrator(made: dict[str, Any]) -> None:
    assert sorted(name for name in made if ".calibrator_" in name) == [
        "ats.calibrator_ridge",
        "moneyline.calibrator_lightgbm",
        "moneyline.calibrator_ridge",
    ]


@pytest.mark.parametrize("name", ["moneyline.calibrated_ridge", "ats.calibrated_ridge"])
def test_calibrated_forecasts_keep_their_contract_and_their_rows(made: dict[str, Any], name: str) -> None:
    table = CalibratedForecasts.validate(made[name])
    assert list(table["game_id"]) == list(forecasts()["game_id"])
    assert "actual" in table.columns


def test_an_edge_over_the_line_is_shrunk_and_an_honest_forecast_left_alone(made: dict[str, Any]) -> None:
    last = {
        name: made[name].loc[made[name]["season"] == SEASONS[-1], "calibrator"].iloc[0]
        for name in ("moneyline.calibrated_ridge", "moneyline.calibrated_lightgbm", "ats.calibrated_ridge")
    }
    assert last == {
        "moneyline.calibrated_ridge": "none",
        "moneyline.calibrated_lightgbm": "platt",
        "ats.calibrated_ridge": "edge",
    }


def test_the_choices_are_reported_with_their_reasons(made: dict[str, Any]) -> None:
    choices = made["moneyline.report_calibrator_choices"]
    assert len(choices) == 2 * (len(SEASONS) + 1)
    following = choices[(choices["season"] == "next") & (choices["learner"] == "lightgbm")].iloc[0]
    assert following["log_loss_platt"] < following["log_loss_none"]
    assert following["validation_rows"] == 1600


def test_the_curve_of_the_season_to_come_is_drawn(made: dict[str, Any]) -> None:
    curve = made["ats.report_calibrator_curve_ridge"]
    assert isinstance(curve, pd.DataFrame)
    assert set(curve["calibrator"]) == {"edge"}
    assert (curve["low"] <= curve["high"]).all()
    assert set(curve["n"]) == {2000}

"""The stage `stacking`, run on invented calibrated forecasts."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.evaluation.scores import brier_score
from busta.params.calibration import CalibrationParams, StackingParams
from busta.params.modeling import ModelingParams
from busta.pipelines.stacking import create_pipeline
from busta.schemas.outputs import Probabilities
from tests.forecasts import SEASONS, forecasts
from tests.markets import run_stage, small_roster


def _parameters(repository: Path) -> dict[str, Any]:
    def read(name: str) -> dict[str, Any]:
        return yaml.safe_load((repository / f"conf/base/parameters_{name}.yml").read_text(encoding="utf-8"))

    blocks = read("calibration")
    modeling = read("modeling")["modeling"] | {"first_test_season": SEASONS[0]}
    return {
        "params:calibration": CalibrationParams.model_validate(blocks["calibration"] | {"min_rows": 100}),
        "params:stacking": StackingParams.model_validate(blocks["stacking"] | {"min_rows": 100}),
        "params:modeling": ModelingParams.model_validate(modeling | {"first_published_season": SEASONS[2]}),
    }


def _calibrated(noise: float, seed: int) -> pd.DataFrame:
    table = forecasts().drop(columns=["market_probability", "market_moment"])
    x = np.log(table["probability_over"] / (1 - table["probability_over"]))
    shift = np.random.default_rng(seed).normal(0, noise, len(table))
    rows = np.where(table["season"] > SEASONS[0], 400, 0)
    return table.assign(probability_calibrated=1 / (1 + np.exp(-(x + shift))), calibrator_rows=rows)


def _run(repository: Path) -> dict[str, Any]:
    questions = forecasts()
    questions.loc[::10, ["market_probability", "market_moment"]] = [np.nan, None]
    inputs = _parameters(repository) | {f"params:markets.{market.id}": market for market in small_roster()}
    inputs |= {"moneyline.training_table": questions, "ats.training_table": questions}
    inputs |= {
        "moneyline.calibrated_ridge": _calibrated(0.6, 1),
        "moneyline.calibrated_lightgbm": _calibrated(0.6, 2),
        "ats.calibrated_ridge": _calibrated(0.6, 3),
    }
    return run_stage(create_pipeline(small_roster()), inputs)


@pytest.fixture(scope="module")
def made(repository: Path) -> dict[str, Any]:
    """Everything that the stage makes."""
    return _run(repository)


@pytest.mark.parametrize(("market", "members"), [("moneyline", "ridge+lightgbm"), ("ats", "ridge")])
def test_every_market_publishes_its_probabilities(made: dict[str, Any], market: str, members: str) -> None:
    table = Probabilities.validate(made[f"{market}.probabilities"])
    assert set(table["members"]) == {members}
    assert table["season"].min() == SEASONS[2]
    assert len(table) == 3 * 400


def test_an_average_is_better_than_its_members(made: dict[str, Any]) -> None:
    table = made["moneyline.probabilities"].set_index("game_id")
    member = _calibrated(0.6, 1).set_index("game_id")["probability_calibrated"].loc[table.index]
    assert brier_score(table["probability_model"], table["outcome"]) < brier_score(member, table["outcome"])


def test_a_game_without_a_quote_is_published_as_the_model_says(made: dict[str, Any]) -> None:
    table = made["moneyline.probabilities"]
    unquoted = table[table["market_probability"].isna()]
    assert len(unquoted) == 120
    assert (unquoted["probability_stacked"] == unquoted["probability_model"]).all()


def test_the_blend_follows_the_better_forecaster(made: dict[str, Any]) -> None:
    blend = made["moneyline.stack"].latest
    assert blend.market_weight > blend.model_weight
    assert blend.rows == 4 * 360


def test_the_same_run_gives_the_same_bits(made: dict[str, Any], repository: Path) -> None:
    again = _run(repository)["moneyline.probabilities"]
    pd.testing.assert_frame_equal(again, made["moneyline.probabilities"], check_exact=True)

"""The stage `tuning` of a market about players."""

from __future__ import annotations

from typing import Any

import pytest
from optuna.storages import InMemoryStorage

from busta.markets import validate_roster
from busta.pipelines import tuning
from tests.laws.project_run import parameters, run
from tests.learners.men import SEASONS
from tests.pipelines.per_player.test_pipeline import block, tables
from tests.reports.samples import REAL


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    raw = parameters("test")
    raw["markets"] = {"points": block()}
    raw["tuning"] |= {"first_season": SEASONS[-1], "trials": 3, "at_once": 1}
    stage = tuning.create_pipeline(validate_roster({"markets": {"points": block()}}))
    inputs = tables() | {"prm_data_identity": REAL, "points.studies_poisson": InMemoryStorage()}
    given = {name: inputs[name] for name in stage.inputs() if name in inputs}
    found = run(stage, given, raw, stage.all_outputs())
    return {name.removeprefix("points.").removesuffix("_points"): data for name, data in found.items()}


def test_hyperparameters_are_chosen_by_the_loss_of_the_mean(made: dict[str, Any]) -> None:
    document = made["tuned_poisson"]
    assert document["objective"] == "poisson_deviance"
    assert list(document["seasons"]) == [SEASONS[-1]]
    assert len(made["trials_poisson"]) == 4
    assert made["tested_poisson"][["mean_default", "mean_tuned"]].notna().all(axis=None)


def test_the_page_compares_means_and_speaks_of_no_probability(made: dict[str, Any]) -> None:
    assert set(made["report_tuning"]["metric"]) == {"poisson_deviance", "squared_error", "absolute_error"}
    page = made["report_tuning_page"]
    assert "of the Poisson deviance. Measured for the mean of the learners" in page
    assert "Asked about are men who played" in page
    assert "probabilities are those" not in page

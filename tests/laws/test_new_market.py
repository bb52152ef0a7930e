"""A fourth game market is one block of YAML."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from kedro.pipeline import Pipeline

from busta.markets import load_roster
from busta.pipelines import calibration, modeling, stacking
from busta.schemas.outputs import Probabilities
from tests.laws.feature_laws import STORE, build_features
from tests.laws.project_run import parameters, run

BLOCK = """
markets:
  first_half_total:
    id: first_half_total
    subject: game
    quantity: first_half_points
    line: {market: total, moment: close, scale: 0.5, round_to: 0.5}
    quotes: null
    is_push_possible: true
    combine: sum
    feature_groups: [elo, efficiency, schedule, four_factors, players]
    learners: [ridge, lightgbm]
    refit: season
    calibrators: [none, platt]
"""


@pytest.fixture(scope="module")
def probabilities(tables: Mapping[str, Any], feature_params: Any, tmp_path_factory: pytest.TempPathFactory):
    path: Path = tmp_path_factory.mktemp("roster") / "parameters_markets.yml"
    path.write_text(BLOCK, encoding="utf-8")
    roster = load_roster(path)
    stages = (stage.create_pipeline(roster) for stage in (modeling, calibration, stacking))
    inputs = {name: tables[name] for name in ("prm_games", "prm_market_lines")}
    inputs[STORE] = build_features(tables, feature_params)[STORE]
    made = run(sum(stages, Pipeline([])), inputs, {**parameters("test"), **yaml.safe_load(BLOCK)},
               ["first_half_total.probabilities", "first_half_total.training_table"])  # fmt: skip
    return made


def test_a_market_of_one_block_runs_to_probabilities(probabilities) -> None:
    published = probabilities["first_half_total.probabilities"]
    Probabilities.validate(published)
    assert len(published) > 0
    assert published["probability_over"].between(0, 1, inclusive="neither").all()
    # Points are whole: only a whole line can be met.
    assert ((published["probability_push"] > 0) == (published["line"] % 1 == 0)).all()
    assert set(published["members"]) == {"ridge+lightgbm"}


def test_a_market_that_nobody_quotes_has_no_market_probability(probabilities) -> None:
    published = probabilities["first_half_total.probabilities"]
    assert published["market_probability"].isna().all()
    assert published["market_moment"].isna().all()
    np.testing.assert_array_equal(published["probability_stacked"], published["probability_model"])


def test_its_line_is_half_the_closing_total_to_the_half_point(
    probabilities, tables: Mapping[str, Any]
) -> None:
    asked = probabilities["first_half_total.training_table"].set_index("game_id")
    lines = (
        tables["prm_market_lines"]
        .query("market == 'total' and moment == 'close'")
        .set_index("game_id")["line"]
    )
    half = lines.loc[asked.index] / 2
    assert ((asked["line"] - half).abs() <= 0.25).all()
    assert (asked["line"] * 2 % 1 == 0).all()
    known = tables["prm_games"].set_index("game_id")["first_half_points"].loc[asked.index]
    np.testing.assert_array_equal(asked["actual"], known)

"""What each group of features of a player market is worth, fitted step by step."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.evaluation.prop_ablation import BY_POSITION, PLAYER_ABLATION_COLUMNS
from busta.features.player_registry import player_feature_columns
from busta.markets import Market
from busta.params.mixing import MixingParams
from busta.params.modeling import ModelingParams
from busta.params.prop_reports import PropReportParams
from busta.pipelines.modeling.player_nodes import ablate_players
from busta.pipelines.modeling.player_pipeline import player_template
from tests.learners import men
from tests.project import CONF

MARKET = Market(
    id="points",
    subject="player",
    quantity="points",
    parts=("points",),
    line={"market": "points", "moment": "morning"},
    quotes="points",
    moment="morning",
    is_push_possible=True,
    feature_groups=("form", "minutes"),
    learners=("poisson",),
    weights={"poisson": 1.0},
    refit="season",
    ablation={"minutes": ("minutes",), "form": ("form", "minutes")},
)
PLAYERS = pd.DataFrame({"player_id": [1, 2, 3], "position": ["Guard", "Guard", "Center"]})


def _conf(name: str, block: str) -> dict:
    text = (CONF / "base" / f"parameters_{name}.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)[block])


@pytest.fixture(scope="module")
def ablation() -> pd.DataFrame:
    table, draws = men.men_table(), np.random.default_rng(2)
    names = player_feature_columns(("form", "minutes"), ("points",))
    noise = pd.DataFrame(draws.uniform(1, 2, (len(table), len(names))), columns=names)
    rows = pd.concat([table.drop(columns="minutes"), noise], axis=1)
    rows["points_mean_3"] = table["form"].clip(lower=0.1)
    reports = _conf("prop_reports", "prop_reports") | {"first_season": "2021-22", "position_rows": 150}
    return ablate_players(
        rows,
        men.men_folds(table),
        PLAYERS,
        MARKET,
        ModelingParams.model_validate(_conf("modeling", "modeling")),
        MixingParams.model_validate(_conf("modeling", "mixing")),
        PropReportParams.model_validate(reports),
        {},
    )


def test_every_step_forecasts_the_same_men_of_the_reported_seasons(ablation: pd.DataFrame) -> None:
    assert list(ablation.columns) == PLAYER_ABLATION_COLUMNS
    assert list(dict.fromkeys(ablation["step"])) == ["minutes", "form", BY_POSITION]
    assert set(ablation["season"]) == {"2021-22"}
    assert ablation["actual"].notna().all()
    keys = {
        step: rows[["game_id", "player_id"]].to_numpy().tolist() for step, rows in ablation.groupby("step")
    }
    assert keys["minutes"] == keys["form"] == keys[BY_POSITION]


def test_a_group_that_knows_his_level_lowers_the_error(ablation: pd.DataFrame) -> None:
    error = (ablation["actual"] - ablation["mean"]).abs().groupby(ablation["step"]).mean()
    assert error["form"] < 0.7 * error["minutes"]


def test_men_of_a_small_group_have_the_model_of_all(ablation: pd.DataFrame) -> None:
    guard = ablation["player_id"].isin([1, 2])
    form, own = (
        ablation[ablation["step"] == step].set_index(["game_id", "player_id"])["mean"]
        for step in ("form", BY_POSITION)
    )
    ratio = (own / form).groupby(form.index.get_level_values("game_id")).agg(["min", "max"])
    assert guard.any()
    # Those of all differ from the guards' by the league's ratio of the day alone.
    others = (own / form)[~form.index.get_level_values("player_id").isin([1, 2])]
    spread = others.groupby(level="game_id").agg(lambda one: one.max() - one.min())
    assert spread.max() == pytest.approx(0, abs=1e-9)
    assert (ratio["max"] - ratio["min"]).max() > 1e-6


def test_only_a_market_with_steps_is_taken_apart() -> None:
    def names(market: Market) -> set[str]:
        return {node.name for node in player_template(market).nodes}

    assert "ablate_players" in names(MARKET)
    assert "ablate_players" not in names(MARKET.model_copy(update={"ablation": None}))

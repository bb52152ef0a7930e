"""A player market whose models are fitted anew every month."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import yaml

from busta.evaluation.folds import check_folds
from busta.features.player_registry import player_feature_columns
from busta.markets import Market
from busta.params.mixing import MixingParams
from busta.params.modeling import ModelingParams
from busta.pipelines.modeling.nodes import fit_learner
from busta.pipelines.modeling.player_nodes import forecast_players, make_player_folds, mix
from tests.learners import men
from tests.pipelines.modeling.test_player_ablation import MARKET
from tests.project import CONF

MONTHLY = MARKET.model_copy(update={"refit": "month", "ablation": None})


def _conf(block: str) -> dict:
    text = (CONF / "base" / "parameters_modeling.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)[block])


FROM = {"first_test_season": "2020-21", "first_published_season": "2020-21"}
MODELING = ModelingParams.model_validate(_conf("modeling") | FROM)


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    table, draws = men.men_table(), np.random.default_rng(2)
    names = player_feature_columns(("form", "minutes"), ("points",))
    noise = pd.DataFrame(draws.uniform(1, 2, (len(table), len(names))), columns=names)
    made = pd.concat([table.drop(columns="minutes"), noise], axis=1)
    return made.assign(points_mean_3=table["form"].clip(lower=0.1))


def _means(rows: pd.DataFrame, market: Market) -> pd.DataFrame:
    folds = make_player_folds(rows, market, MODELING)
    models = fit_learner(rows, folds, market, MODELING, {}, "poisson")
    return mix(market, MixingParams.model_validate(_conf("mixing")), forecast_players(models, rows, folds))[0]


def test_every_month_has_a_fold_that_knows_the_months_before(rows: pd.DataFrame) -> None:
    folds = check_folds(make_player_folds(rows, MONTHLY, MODELING))
    assert list(folds["fold"].unique())[:3] == ["2020-21/2020-11", "2020-21/2020-12", "2021-22/2021-11"]
    december = folds[folds["fold"] == "2020-21/2020-12"]
    learned = december.loc[december["role"] != "test", "game_date"]
    assert learned.max() >= pd.Timestamp("2020-11-25")


def test_every_question_is_forecast_once_by_the_models_of_its_month(rows: pd.DataFrame) -> None:
    monthly, by_season = _means(rows, MONTHLY), _means(rows, MARKET)
    keys = ["game_id", "player_id"]
    assert monthly[keys].to_numpy().tolist() == by_season[keys].to_numpy().tolist()
    assert (monthly["fold"].str.partition("/")[2] == monthly["game_date"].dt.strftime("%Y-%m")).all()
    assert not np.allclose(monthly["mean"], by_season["mean"])


def test_what_was_counted_this_month_changes_the_models_of_the_next_one_only(rows: pd.DataFrame) -> None:
    november = rows["game_date"].between("2020-11-01", "2020-11-30")
    changed = rows.assign(actual=rows["actual"].where(~november, 3 * rows["actual"] + 5))
    first, second = (
        table.assign(plain=table["mean_poisson"]).set_index(["game_id", "player_id"])
        for table in (_means(rows, MONTHLY), _means(changed, MONTHLY))
    )
    same = first["plain"] == second["plain"]
    assert same[first["fold"] == "2020-21/2020-11"].all()
    assert not same[first["fold"] == "2020-21/2020-12"].any()

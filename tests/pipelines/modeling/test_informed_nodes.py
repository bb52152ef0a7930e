"""The models are asked again with what was seen on the day, on games small enough to compute by hand."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from busta.evaluation.training_table import TrainingTableError
from busta.features.informed import informed_columns
from busta.features.registry import feature_columns
from busta.learners.base import Forecast
from busta.learners.fold_models import FoldModels
from busta.markets import Market
from busta.pipelines.modeling.informed_nodes import forecast_day_before, forecast_informed
from busta.schemas.outputs import Informed

HOME, AWAY = 1, 2
LATER = ("morning", "tip_off")
MARKET = Market(
    id="moneyline",
    subject="game",
    quantity="home_margin",
    line={"constant": 0},
    quotes="moneyline",
    is_push_possible=False,
    combine="difference",
    feature_groups=("players",),
    learners=("ridge",),
    refit="season",
    calibrators=("none",),
    informed=LATER,
)
MODELING: Any = SimpleNamespace(first_published_season="2002-03")
GAMES = pd.DataFrame(
    {
        "season": ["2001-02", "2001-02", "2002-03", "2002-03"],
        "game_id": [f"{number:010d}" for number in range(4)],
        "game_date": pd.to_datetime(["2001-11-01", "2001-11-02", "2002-11-01", "2002-11-02"]),
        "home_team_id": HOME,
        "away_team_id": AWAY,
        "home_margin": [-1.0, 7.0, 5.0, np.nan],
    }
)


def _features() -> pd.DataFrame:
    rows = pd.concat(
        [GAMES[["season", "game_id", "game_date"]].assign(team_id=team) for team in (HOME, AWAY)]
    )
    is_home = rows["team_id"] == HOME
    store = rows.assign(**dict.fromkeys(feature_columns(["players", *LATER]), 0.0))
    store["lineup_value"] = np.where(is_home, 6.0, 0.0)
    store["tip_off_lineup_value"] = np.where(is_home, 0.0, 3.0)
    store["tip_off_is_known"] = 1.0
    # In the morning nobody had looked at the guests of the last game.
    last = rows["game_id"] == GAMES["game_id"].iloc[-1]
    store["morning_is_known"] = np.where(last & ~is_home, 0.0, 1.0)
    return store.reset_index(drop=True)


def _lines() -> pd.DataFrame:
    keys = GAMES[["season", "game_id", "game_date"]]
    price = keys.assign(market="moneyline", moment="close", line=0.0, market_probability=0.6)
    spread = keys.assign(market="ats", line=3.0, market_probability=0.5)
    return pd.concat(
        [price, spread.assign(moment="close"), spread.assign(moment="morning")], ignore_index=True
    )


def _made(market: Market = MARKET) -> pd.DataFrame:
    def predict(features: pd.DataFrame) -> Forecast:
        return Forecast.normal(features["lineup_value_difference"].to_numpy(), 12.0)

    names = [f"{name}_difference" for name in feature_columns(["players"])]
    models = FoldModels("moneyline", "ridge", tuple(names), {"2002-03": SimpleNamespace(predict=predict)}, {})
    question = GAMES[["season", "game_id", "game_date"]].assign(player_id=pd.NA, actual=GAMES["home_margin"])
    question = question.assign(line=0.0, outcome=[0.0, 1.0, 1.0, np.nan])
    rows = question.assign(**dict.fromkeys(names, 0.0)).assign(lineup_value_difference=6.0)
    tested = GAMES["season"] == "2002-03"
    folds = GAMES[["game_id"]].assign(fold="2002-03", role=np.where(tested, "test", "train"))
    return forecast_informed(_features(), GAMES, _lines(), rows, folds, market, MODELING, models)


def test_the_games_of_published_seasons_of_which_both_teams_are_known_are_asked() -> None:
    made = _made()
    Informed.validate(made)
    asked = made.groupby("information")["game_id"].agg(list)
    ids = GAMES["game_id"].tolist()
    assert asked.to_dict() == {"morning": ids[2:3], "tip_off": ids[2:]}


def test_the_two_forecasts_differ_in_the_information_alone() -> None:
    rows = _made().set_index("information")
    assert rows["probability_evening"].to_numpy() == pytest.approx(ndtr(6.0 / 12.0))
    assert rows.loc["tip_off", "probability_informed"].to_numpy() == pytest.approx(ndtr(-3.0 / 12.0))


def test_the_line_is_that_of_the_same_hour() -> None:
    rows = _made().drop_duplicates("information").set_index("information")
    assert rows["market_moment"].to_dict() == {"morning": "morning", "tip_off": "close"}
    assert rows["market_quotes"].to_dict() == {"morning": "ats", "tip_off": "moneyline"}
    # Residuals -4 and 4 of the season before: the quartiles are -2 and 2.
    assert rows.loc["morning", "market_probability"] == pytest.approx(ndtr(3.0 / (4.0 / 1.3489795003921634)))
    assert rows.loc["tip_off", "market_probability"] == 0.6


def test_a_market_of_players_has_no_teams_to_know() -> None:
    with pytest.raises(TrainingTableError, match="expected the subject 'game'"):
        _made(MARKET.model_copy(update={"combine": None}))


def test_every_column_that_is_held_anew_is_among_those_the_models_see() -> None:
    assert set(informed_columns(["players"], "morning")) == set(feature_columns(["players"]))


def _early(store: pd.DataFrame, market: Market = MARKET) -> pd.DataFrame:
    def predict(features: pd.DataFrame) -> Forecast:
        return Forecast.normal(features["lineup_value_difference"].to_numpy(), 12.0)

    names = [f"{name}_difference" for name in feature_columns(["players"])]
    models = FoldModels("moneyline", "ridge", tuple(names), {"2002-03": SimpleNamespace(predict=predict)}, {})
    question = GAMES[["season", "game_id", "game_date"]].assign(player_id=pd.NA, actual=GAMES["home_margin"])
    question = question.assign(line=0.0, outcome=[0.0, 1.0, 1.0, np.nan])
    rows = question.assign(**dict.fromkeys(names, 0.0)).assign(lineup_value_difference=6.0)
    folds = GAMES[["game_id"]].assign(
        fold="2002-03", role=np.where(GAMES["season"] == "2002-03", "test", "train")
    )
    return forecast_day_before(store, GAMES, rows, folds, market, models, models)


def test_without_the_day_before_the_tested_games_are_forecast_on_the_other_store() -> None:
    store = _features().query("season == '2002-03'")
    made = _early(store.assign(lineup_value=store["lineup_value"] / 2))
    assert made["game_id"].tolist() == GAMES["game_id"].tolist()[2:]
    # The training table says six points, the other store three.
    assert made["mean"].tolist() == [3.0, 3.0]
    assert made["probability_over"].to_numpy() == pytest.approx(ndtr(3.0 / 12.0))
    assert made["actual"].isna().tolist() == [False, True]

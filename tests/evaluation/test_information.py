"""The same models, twice asked, and the line of the same hour."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtr

from busta.evaluation.information import (
    INFORMED_COLUMNS,
    average_forecast,
    implied_probability,
    informed_rows,
    line_of_the_hour,
    quoted_probability,
)
from busta.learners.base import Forecast
from busta.learners.fold_models import FoldModels


def _lines() -> pd.DataFrame:
    # Residuals of the earlier season around its closes: -6, -2, 2, 6; quartiles -3 and 3.
    closes = pd.DataFrame({"season": "2001-02", "game_id": list("abcd"), "line": 4.0, "moment": "close"})
    morning = pd.DataFrame(
        {"season": "2002-03", "game_id": ["x", "y"], "line": [0.0, 6.0], "moment": "morning"}
    )
    first = pd.DataFrame({"season": ["2001-02"], "game_id": ["a"], "line": [3.0], "moment": ["morning"]})
    later = pd.DataFrame({"season": ["2002-03"], "game_id": ["x"], "line": [-20.0], "moment": ["close"]})
    spread = pd.concat([closes, morning, first, later]).assign(market="ats", market_probability=0.5)
    price = pd.DataFrame(
        {"season": "2002-03", "game_id": ["x", "y"], "line": 0.0, "moment": "close", "market": "moneyline"}
    ).assign(market_probability=[0.7, np.nan])
    return pd.concat([spread, price], ignore_index=True)


def _games() -> pd.DataFrame:
    return pd.DataFrame({"game_id": list("abcdxy"), "home_margin": [-2.0, 2.0, 6.0, 10.0, 30.0, np.nan]})


def test_a_morning_line_becomes_a_probability_by_the_width_of_earlier_seasons() -> None:
    implied = implied_probability(_lines(), _games(), "home_margin", "morning", asked=0.0)
    sd = 6.0 / 1.3489795003921634
    assert implied.to_dict() == pytest.approx({"x": 0.5, "y": ndtr(6.0 / sd)})


def test_the_first_season_has_no_width_and_no_probability() -> None:
    assert "a" not in implied_probability(_lines(), _games(), "home_margin", "morning", asked=0.0)


def test_a_quantity_without_a_line_implies_nothing() -> None:
    games = _games().rename(columns={"home_margin": "first_half_points"})
    assert implied_probability(_lines(), games, "first_half_points", "morning", asked=0.0).empty


def test_only_quoted_games_have_a_quoted_probability() -> None:
    assert quoted_probability(_lines(), "moneyline", "close").to_dict() == {"x": 0.7}
    assert quoted_probability(_lines(), "moneyline", "morning").empty


def test_a_quote_goes_before_what_a_line_implies_and_no_line_is_no_number() -> None:
    rows = pd.DataFrame({"game_id": ["x", "y", "z"]}, index=[5, 6, 7])
    quoted, implied = pd.Series({"x": 0.7}), pd.Series({"x": 0.6, "y": 0.4})
    hour = line_of_the_hour(rows, quoted, implied, "close", ("moneyline", "ats"))
    assert list(hour.index) == [5, 6, 7]
    assert hour["market_probability"].tolist()[:2] == [0.7, 0.4]
    assert hour["market_quotes"].tolist()[:2] == ["moneyline", "ats"]
    assert hour.loc[[5, 6], "market_moment"].tolist() == ["close", "close"]
    assert hour.loc[7].isna().all()


def _models(factor: float) -> FoldModels:
    def predict(features: pd.DataFrame) -> Forecast:
        odds = factor * features["edge"].to_numpy()
        return Forecast.direct(1 / (1 + np.exp(-odds)))

    return FoldModels("moneyline", "logistic", ("edge",), {"2002-03": SimpleNamespace(predict=predict)}, {})


def _rows() -> pd.DataFrame:
    days = pd.to_datetime(["2002-11-02", "2002-11-01"])
    return pd.DataFrame({"season": "2002-03", "game_id": ["y", "x"], "game_date": days}).assign(
        player_id=pd.NA, line=0.0, actual=1.0, outcome=[1.0, 0.0], edge=[2.0, -1.0]
    )


FOLDS = pd.DataFrame(
    {"fold": "2002-03", "role": ["train", "test", "test", "test"], "game_id": ["a", "x", "y", "z"]}
)


def test_the_learners_are_averaged_in_log_odds() -> None:
    forecast = average_forecast([_models(1.0), _models(3.0)], _rows(), FOLDS, is_push_possible=False)
    assert forecast.to_dict() == pytest.approx({"x": 1 / (1 + np.exp(2.0)), "y": 1 / (1 + np.exp(-4.0))})


def test_a_game_that_no_fold_tests_is_not_forecast() -> None:
    trained = _rows().assign(game_id=["a", "b"])
    assert average_forecast([_models(1.0)], trained, FOLDS, is_push_possible=False).empty


def test_both_forecasts_stand_beside_the_line_of_their_game_in_the_order_of_the_rows() -> None:
    rows = _rows()
    hour = line_of_the_hour(rows, pd.Series({"x": 0.7}), pd.Series(dtype=float), "close", ("moneyline", None))
    evening, informed = pd.Series({"x": 0.1, "y": 0.2}), pd.Series({"y": 0.4, "x": 0.3})
    made = informed_rows("tip_off", rows, evening, informed, hour)
    assert list(made.columns) == INFORMED_COLUMNS
    assert made["probability_evening"].tolist() == [0.2, 0.1]
    assert made["probability_informed"].tolist() == [0.4, 0.3]
    assert made["market_probability"].isna().tolist() == [True, False]
    assert set(made["information"]) == {"tip_off"}

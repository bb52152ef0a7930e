"""Line and model side by side."""

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.encompassing import (
    ROW_COLUMNS,
    TEST_COLUMNS,
    encompassing_tests,
    forecasts_beside_lines,
)
from busta.probability.logits import from_logit

GAMES = 4000


def _points(truth_of_model: float) -> pd.DataFrame:
    """Games whose margin lies between line and forecast: so much of the way towards the forecast."""
    rng = np.random.default_rng(4)
    line = rng.normal(0, 6, GAMES).round() + 0.5
    model = line + rng.normal(0, 3, GAMES)
    actual = (line + truth_of_model * (model - line) + rng.normal(0, 10, GAMES)).round()
    return _rows(line=line, mean_model=model, actual=actual, market_probability=0.5)


def _winners(truth_of_model: float) -> pd.DataFrame:
    rng = np.random.default_rng(2)
    line, model = rng.normal(0.2, 1, (2, GAMES))
    truth = from_logit((1 - truth_of_model) * line + truth_of_model * model)
    actual = np.where(rng.random(GAMES) < truth, 5.0, -5.0)
    forecasts = {"market_probability": from_logit(line), "probability_model": from_logit(model)}
    return _rows(line=0.0, actual=actual, **forecasts)


def _rows(**columns: object) -> pd.DataFrame:
    number = np.arange(GAMES)
    known = {
        "season": "2019-20",
        "game_id": number.astype(str),
        "game_date": pd.Timestamp("2019-11-01") + pd.to_timedelta(number // 8, unit="D"),
        "moment": "close",
        "information": "evening",
        "is_confirmed": False,
        "mean_model": 0.0,
        "sd_model": 10.0,
        "probability_model": 0.5,
    }
    return pd.DataFrame(known | columns)[ROW_COLUMNS]


def _test(tests: pd.DataFrame, name: str) -> pd.Series:
    return tests.set_index("test").loc[name]


@pytest.mark.parametrize("weight", [0.0, 0.5])
def test_the_weight_of_a_forecast_of_points_is_found(weight: float) -> None:
    tests = encompassing_tests(_points(weight), "ats", 100, 0.999)
    found = _test(tests, "quantity on line and model: model")
    assert found["low"] < weight < found["high"]
    assert (found["p_value"] < 0.001) == (weight > 0)
    assert (_test(tests, "log-odds on the edge: edge")["p_value"] < 0.001) == (weight > 0)
    assert _test(tests, "quantity on line and model: line")["low"] < 1 - weight


@pytest.mark.parametrize("weight", [0.0, 0.6])
def test_the_weight_of_a_probability_is_found(weight: float) -> None:
    tests = encompassing_tests(_winners(weight), "moneyline", 100, 0.999)
    model, line = (_test(tests, f"log-odds on line and model: {name}") for name in ("model", "line"))
    assert model["low"] < weight < model["high"]
    assert line["low"] < 1 - weight < line["high"]
    assert (line["expected"], model["expected"]) == (1.0, 0.0)


def test_a_line_that_is_right_is_not_called_biased_and_one_that_is_off_is() -> None:
    right = _points(0.0)
    assert _test(encompassing_tests(right, "ats", 100, 0.95), "line alone: both")["p_value"] > 0.01
    off = right.assign(line=right["line"] + 2)
    tests = encompassing_tests(off, "ats", 100, 0.95)
    assert _test(tests, "line alone: both")["p_value"] < 1e-6
    assert _test(tests, "line alone: intercept")["estimate"] == pytest.approx(-2, abs=0.5)


def test_pushes_have_no_side() -> None:
    rows = _points(0.0)
    rows["line"] -= 0.5
    pushes = int((rows["actual"] == rows["line"]).sum())
    tests = encompassing_tests(rows, "ats", 100, 0.95)
    assert pushes > 0
    assert _test(tests, "log-odds on the edge: edge")["n"] == GAMES - pushes


def test_openings_stand_twice_and_few_games_are_passed_over() -> None:
    rows = _points(0.0).assign(moment="open", is_confirmed=np.arange(GAMES) < 150)
    assert set(encompassing_tests(rows, "ats", 100, 0.95)["group"]) == {"all", "confirmed"}
    assert set(encompassing_tests(rows, "ats", 200, 0.95)["group"]) == {"all"}
    nothing = encompassing_tests(rows, "ats", GAMES + 1, 0.95)
    assert (len(nothing), list(nothing.columns)) == (0, TEST_COLUMNS)


def _beliefs() -> pd.DataFrame:
    columns = {
        "season": ["2019-20", "2019-20", "2019-20", "2018-19"],
        "game_id": ["b", "a", "c", "z"],
        "game_date": pd.Timestamp("2019-11-01"),
        "moment": pd.Categorical(["open", "open", "close", "open"]),
        "information": pd.Categorical(["day_before", "evening", "evening", "evening"]),
        "line": 4.5,
        "market_probability": 0.5,
        "mean_model": 3.0,
        "sd_model": 10.0,
        "probability_model": 0.45,
        "book_confirmed": pd.array([True, None, None, True], dtype="boolean"),
        "actual": [7.0, 3.0, np.nan, 1.0],
        "mean_shrunk": 4.4,
    }
    return pd.DataFrame(columns)


def test_the_beliefs_of_published_and_played_games_are_taken_as_the_model_had_them() -> None:
    rows = forecasts_beside_lines(pd.DataFrame({"season": ["2019-20"]}), _beliefs())
    told = rows[["game_id", "moment", "information", "mean_model", "actual", "is_confirmed"]]
    assert told.to_numpy().tolist() == [
        ["b", "open", "day_before", 3.0, 7.0, True],
        ["a", "open", "evening", 3.0, 3.0, False],
    ]


def test_an_opening_is_asked_with_and_without_the_day_before() -> None:
    rows = _points(0.0).assign(
        moment="open", information=np.where(np.arange(GAMES) < 500, "day_before", "evening")
    )
    tests = encompassing_tests(rows, "ats", 100, 0.95)
    assert set(tests["information"]) == {"day_before", "evening"}

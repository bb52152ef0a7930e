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


def _published() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "season": "2019-20",
            "game_id": ["a", "b", "c"],
            "game_date": pd.Timestamp("2019-11-01"),
            "probability_model": [0.6, 0.5, 0.4],
        }
    )


def _forecasts(mean: float | None) -> pd.DataFrame:
    sd = None if mean is None else 10.0
    games = {"game_id": ["c", "b", "a"], "actual": [np.nan, 3.0, 7.0]}
    return pd.DataFrame(games | {"mean": mean, "sd": sd}).astype({"mean": "float64", "sd": "float64"})


def test_every_line_of_a_published_and_played_game_meets_the_mean_of_the_forecasts() -> None:
    lines = pd.DataFrame(
        {
            "market": ["ats", "ats", "ats", "total", "ats"],
            "moment": ["open", "close", "close", "close", "close"],
            "game_id": ["a", "a", "c", "a", "z"],
            "line": [4.0, 5.5, 1.0, 210.0, 2.0],
            "market_probability": 0.5,
            "book_confirmed": pd.array([True, None, None, None, None], dtype="boolean"),
        }
    )
    learners = [_forecasts(2.0), _forecasts(4.0), _forecasts(None)]
    rows = forecasts_beside_lines(_published(), learners, lines, "ats")
    told = rows[["game_id", "moment", "line", "mean_model", "sd_model", "actual", "is_confirmed"]]
    assert told.to_numpy().tolist() == [
        ["a", "close", 5.5, 3.0, 10.0, 7.0, False],
        ["a", "open", 4.0, 3.0, 10.0, 7.0, True],
    ]


def test_without_any_mean_the_forecast_of_points_is_missing() -> None:
    lines = pd.DataFrame(
        {"market": ["ml"], "moment": "close", "game_id": "b", "line": 0.0, "market_probability": 0.5}
    ).assign(book_confirmed=pd.array([None], dtype="boolean"))
    rows = forecasts_beside_lines(_published(), [_forecasts(None)], lines, "ml")
    assert rows["mean_model"].isna().tolist() == [True]
    assert rows["probability_model"].tolist() == [0.5]

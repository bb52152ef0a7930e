"""Boosted trees: monotone, stopped early, the same bits, and honest about the device."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import DeviceError, FitContext, LearnerError, Rows
from busta.learners.registry import build_learner

COMMON = {
    "learning_rate": 0.1,
    "reg_lambda": 0,
    "n_estimators": 80,
    "least_estimators": 2,
    "early_stopping_rounds": 5,
}
SMALL: dict[str, dict[str, Any]] = {
    "lightgbm": {"num_leaves": 6, "min_child_samples": 5, "colsample_bytree": 1, **COMMON},
    "xgboost": {"max_depth": 3, "min_child_weight": 5, "colsample_bytree": 1, **COMMON},
}
BOTH = pytest.mark.parametrize("name", sorted(SMALL))


def rows(count: int, seed: int, slope: float = 1.0) -> Rows:
    draws = np.random.default_rng(seed)
    features = pd.DataFrame(draws.normal(size=(count, 3)), columns=["a", "b", "c"])
    quantity = slope * features["a"].to_numpy() + draws.normal(size=count)
    return Rows(features, quantity, np.zeros(count), np.ones(count), np.zeros(count))


def nothing() -> Rows:
    return Rows(rows(1, 0).features.iloc[:0], *(np.empty(0) for _ in range(4)))


def context(**changes: Any) -> FitContext:
    return FitContext(**{"seed": 1, "residual_rows": 200, **changes})


@BOTH
def test_trees_find_what_there_is(name: str) -> None:
    fitted = build_learner(name, SMALL[name]).fit(rows(600, 1), rows(200, 2), context())
    later = rows(300, 3)
    forecast = fitted.predict(later.features)
    assert np.corrcoef(forecast.mean, later.quantity)[0, 1] > 0.5
    assert forecast.sd == pytest.approx(np.full(300, forecast.sd[0]))
    assert 0.6 < forecast.sd[0] < 1.2
    assert np.isnan(forecast.probability_over).all()


@BOTH
def test_a_forecast_never_moves_against_a_known_direction(name: str) -> None:
    # The truth falls with the feature; the constraint says it rises, and wins.
    falling = rows(600, 4, slope=-1.0)
    free = build_learner(name, SMALL[name]).fit(falling, nothing(), context())
    held = build_learner(name, SMALL[name]).fit(falling, nothing(), context(monotone={"a": 1}))
    grid = pd.DataFrame({"a": np.linspace(-3, 3, 200), "b": 0.3, "c": -0.2})
    assert (np.diff(free.predict(grid).mean) < 0).any()
    assert (np.diff(held.predict(grid).mean) >= 0).all()


@BOTH
def test_a_direction_of_an_unknown_feature_is_refused(name: str) -> None:
    with pytest.raises(LearnerError, match=r"expected directions .* was moon"):
        build_learner(name, SMALL[name]).fit(rows(50, 1), nothing(), context(monotone={"moon": 1}))


@BOTH
def test_trees_stop_when_the_later_rows_gain_nothing(name: str) -> None:
    learner = build_learner(name, SMALL[name])
    noise = rows(400, 5, slope=0.0)
    stopped: Any = learner.fit(noise, rows(400, 6, slope=0.0), context())
    unstopped: Any = learner.fit(noise, nothing(), context())
    assert stopped.trees < 20
    assert unstopped.trees == 80


@BOTH
def test_some_trees_are_left_even_where_noise_wins_from_the_first_on(name: str) -> None:
    noise = rows(400, 5, slope=0.0)
    learner = build_learner(name, {**SMALL[name], "least_estimators": 25})
    fitted: Any = learner.fit(noise, rows(400, 6, slope=0.0), context())
    assert fitted.trees == 25


@BOTH
def test_the_later_rows_are_learned_from_once_the_number_of_trees_is_known(name: str) -> None:
    learner = build_learner(name, SMALL[name])
    train, stop = rows(300, 7), rows(100, 8)
    fitted: Any = learner.fit(train, stop, context())
    again = build_learner(name, {**SMALL[name], "n_estimators": fitted.trees})
    both: Any = again.fit(stop.after(train), nothing(), context())
    np.testing.assert_array_equal(fitted.predict(train.features).mean, both.predict(train.features).mean)


@BOTH
def test_the_same_seed_gives_the_same_bits(name: str) -> None:
    learner = build_learner(name, {**SMALL[name], "colsample_bytree": 0.5})
    first, second, other = (
        learner.fit(rows(300, 1), rows(100, 2), context(seed=seed)).predict(rows(50, 3).features).mean
        for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, second)
    assert (first != other).any()


@BOTH
def test_a_graphics_card_that_is_not_there_is_an_error_that_says_so(name: str) -> None:
    learner, said = build_learner(name, SMALL[name]), ""
    try:
        learner.fit(rows(50, 1), nothing(), context(device="cuda"))
    except DeviceError as error:
        said = str(error)
    if not said:
        pytest.skip("this machine has the graphics card")
    assert "modeling.device: expected a device that" in said
    assert "was 'cuda', which is not usable here" in said


@BOTH
def test_a_tree_may_see_a_share_of_the_rows(name: str) -> None:
    train, later = rows(400, 7), rows(50, 8).features
    said = {
        share: build_learner(name, {**SMALL[name], "subsample": share})
        .fit(train, nothing(), context())
        .predict(later)
        .mean
        for share in (1, 0.6)
    }
    default = build_learner(name, SMALL[name]).fit(train, nothing(), context()).predict(later).mean
    np.testing.assert_array_equal(said[1], default)
    assert (said[0.6] != default).any()

"""Random forest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.registry import build_learner

SMALL = {
    "n_estimators": 40,
    "max_depth": 5,
    "min_samples_split": 10,
    "min_samples_leaf": 5,
    "max_features": 0.7,
}


def rows(count: int, seed: int, slope: float = 1.0) -> Rows:
    draws = np.random.default_rng(seed)
    features = pd.DataFrame(draws.normal(size=(count, 3)), columns=["a", "b", "c"])
    quantity = slope * features["a"].to_numpy() + draws.normal(size=count)
    return Rows(features, quantity, np.zeros(count), np.ones(count), np.zeros(count))


def fit(train: Rows, **context: Any) -> Any:
    nothing = train.where(np.zeros(len(train), dtype=bool))
    return build_learner("random_forest", SMALL).fit(
        train, nothing, FitContext(**{"seed": 1, "residual_rows": 200, **context})
    )


def test_a_forest_finds_what_there_is_and_knows_its_noise() -> None:
    later = rows(300, 3)
    forecast = fit(rows(600, 1)).predict(later.features)
    assert np.corrcoef(forecast.mean, later.quantity)[0, 1] > 0.5
    assert 0.8 < forecast.sd[0] < 1.4
    assert np.isnan(forecast.probability_over).all()


def test_a_forecast_never_moves_against_a_known_direction() -> None:
    falling = rows(600, 4, slope=-1.0)
    grid = pd.DataFrame({"a": np.linspace(-3, 3, 200), "b": 0.3, "c": -0.2})
    assert (np.diff(fit(falling).predict(grid).mean) < 0).any()
    assert (np.diff(fit(falling, monotone={"a": 1}).predict(grid).mean) >= 0).all()


def test_a_direction_of_an_unknown_feature_is_refused() -> None:
    with pytest.raises(LearnerError, match=r"expected directions .* was moon"):
        fit(rows(50, 1), monotone={"moon": 1})


def test_the_same_seed_gives_the_same_bits_whatever_the_number_of_threads() -> None:
    train, later = rows(300, 5), rows(50, 6).features
    one, two = (fit(train, threads=threads).predict(later) for threads in (1, 2))
    np.testing.assert_array_equal(one.mean, two.mean)
    np.testing.assert_array_equal(one.sd, two.sd)
    assert (one.mean != fit(train, seed=2).predict(later).mean).any()

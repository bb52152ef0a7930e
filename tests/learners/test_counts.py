"""Learners of counts: means above 0, that follow what they were shown, the same bits, and no quantity below 0."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.counts import LEAST_MEAN, LogScale
from busta.learners.registry import build_learner

TREES = {
    "variance_power": 1.2,
    "learning_rate": 0.1,
    "reg_lambda": 1,
    "colsample_bytree": 1,
    "subsample": 0.8,
    "n_estimators": 60,
}
SMALL: dict[str, dict[str, Any]] = {
    "tweedie_lightgbm": {"num_leaves": 8, "min_child_samples": 20, **TREES},
    "tweedie_xgboost": {"max_depth": 3, "min_child_weight": 5, **TREES},
    "poisson": {"alpha": 1e-4, "clip": 5, "offset": 0.1},
}
EVERY = pytest.mark.parametrize("name", sorted(SMALL))


def rows(count: int, seed: int) -> Rows:
    draws = np.random.default_rng(seed)
    rate, minutes = draws.gamma(4, 0.1, count), draws.uniform(5, 38, count)
    features = pd.DataFrame(
        {"rate": rate, "minutes": minutes, "spread": draws.normal(0, 6, count)}, dtype="float32"
    )
    quantity = draws.poisson(rate * minutes).astype(float)
    return Rows(features, quantity, np.full(count, np.nan), np.ones(count), np.zeros(count))


def nothing() -> Rows:
    return rows(1, 0).where(np.array([False]))


def fit(name: str, train: Rows) -> Any:
    return build_learner(name, SMALL[name]).fit(train, nothing(), FitContext(seed=3, residual_rows=500))


@EVERY
def test_the_mean_of_a_count_is_learned(name: str) -> None:
    fitted, later = fit(name, rows(4000, 1)), rows(2000, 2)
    mean = fitted.predict(later.features).mean
    truth = (later.features["rate"] * later.features["minutes"]).to_numpy()
    assert mean.min() >= LEAST_MEAN
    assert np.corrcoef(mean, truth)[0, 1] > 0.95
    assert mean.mean() == pytest.approx(truth.mean(), rel=0.03)


def test_a_product_of_rate_and_minutes_is_a_sum_of_logarithms() -> None:
    fitted = fit("poisson", rows(8000, 3))
    asked = pd.DataFrame({"rate": [0.4, 0.4, 0.8], "minutes": [15.0, 30.0, 30.0], "spread": 0.0})
    mean = fitted.predict(asked).mean
    assert mean[1] / mean[0] == pytest.approx(2, rel=0.12)
    assert mean[2] / mean[1] == pytest.approx(2, rel=0.12)


@EVERY
def test_the_same_rows_and_seed_give_the_same_bits(name: str) -> None:
    train, later = rows(1500, 4), rows(300, 5)
    first, second = (fit(name, train).predict(later.features).mean for _ in range(2))
    assert first.tobytes() == second.tobytes()


@EVERY
def test_a_quantity_below_0_is_no_count(name: str) -> None:
    train = rows(200, 6)
    train.quantity[7] = -1
    with pytest.raises(LearnerError, match="expected a quantity from 0 up, was -1"):
        fit(name, train)


def test_only_levels_have_a_logarithm_and_a_feature_that_never_moves_counts_for_nothing() -> None:
    features = pd.DataFrame(
        {"level": [0.0, 2.0, 4.0], "flag": [0.0, 1.0, 0.0], "signed": [-1.0, 0.0, 3.0], "same": 2.0}
    )
    scale = LogScale.of(features, clip=5, share=0.1)
    assert np.isfinite(scale.offset).tolist() == [True, False, False, True]
    standard = scale(features)
    assert standard[:, :3].mean(axis=0) == pytest.approx([0, 0, 0], abs=1e-12)
    assert standard[:, :3].std(axis=0) == pytest.approx([1, 1, 1])
    assert standard[:, 3].tolist() == [0, 0, 0]
    far = pd.DataFrame({"level": [1e9], "flag": [0.0], "signed": [-1e9], "same": [2.0]})
    assert scale(far)[0, [0, 2]].tolist() == [5, -5]

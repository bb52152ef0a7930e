"""A model for every position: what men of one position do says nothing of another."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.features.player_bio import BIO_COLUMNS, POSITIONS
from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.by_position import POSITION_COLUMNS
from busta.learners.registry import build_learner

GUARD, GUARD_FORWARD, CENTER = (1.0, 0.0, 0.0), (1.0, 1.0, 0.0), (0.0, 0.0, 1.0)
UNLISTED = (0.4, 0.35, 0.25)
SMALL: dict[str, Any] = {
    "variance_power": 1.2,
    "num_leaves": 8,
    "learning_rate": 0.1,
    "min_child_samples": 20,
    "reg_lambda": 1,
    "colsample_bytree": 1,
    "subsample": 1,
    "n_estimators": 40,
}


def rows(position: tuple[float, float, float], count: int, seed: int, rate: float = 0.3) -> Rows:
    draws = np.random.default_rng(seed)
    minutes = draws.uniform(5, 38, count)
    flags = dict(zip(POSITION_COLUMNS, position, strict=True))
    features = pd.DataFrame({"minutes": minutes}, dtype="float32").assign(**flags)
    quantity = draws.poisson(rate * minutes).astype(float)
    return Rows(features, quantity, np.full(count, np.nan), np.ones(count), np.zeros(count))


def fit(train: Rows, least: int = 500) -> Any:
    learner = build_learner("tweedie_by_position", {**SMALL, "min_rows": least})
    return learner.fit(train, train.where(np.zeros(len(train), dtype=bool)), FitContext(3, 500))


def test_its_features_are_those_of_the_theme_bio() -> None:
    assert tuple(f"bio_{name}" for name in POSITIONS) == POSITION_COLUMNS
    assert set(POSITION_COLUMNS) <= set(BIO_COLUMNS)


def test_a_position_with_rows_enough_is_answered_for_by_its_own_model() -> None:
    guards, centers = rows(GUARD, 1500, 1), rows(CENTER, 1500, 2, rate=0.6)
    fitted, other = fit(centers.after(guards)), fit(rows(CENTER, 1500, 4, rate=0.1).after(guards))
    asked = rows(GUARD, 300, 5).features
    assert set(fitted.own) == {1, 4}
    # Centers who do six times as much move the model of all men, and no guard.
    assert fitted.predict(asked).mean.tolist() == other.predict(asked).mean.tolist()
    assert fitted.everybody.predict(asked).mean.tolist() != other.everybody.predict(asked).mean.tolist()
    assert fitted.predict(asked).mean.mean() == pytest.approx(0.3 * asked["minutes"].mean(), rel=0.05)


@pytest.mark.parametrize("position", [GUARD_FORWARD, UNLISTED, (0.0, 0.0, 0.0)])
def test_too_few_of_a_position_and_men_on_no_list_have_the_model_of_all(
    position: tuple[float, float, float],
) -> None:
    fitted = fit(rows(GUARD, 1000, 1).after(rows(position, 499, 2)))
    asked = rows(position, 50, 3).features
    said, everybody = fitted.predict(asked), fitted.everybody.predict(asked)
    assert set(fitted.own) == {1}
    assert said.mean.tolist() == everybody.mean.tolist()
    assert said.sd.tolist() == everybody.sd.tolist()
    assert np.isnan(said.probability_over).all()


def test_a_market_without_positions_is_told_what_to_switch_on() -> None:
    train = rows(GUARD, 600, 1)
    blind = Rows(train.features[["minutes"]], train.quantity, train.line, train.weight, train.inner_fold)
    with pytest.raises(LearnerError, match="expected the features bio_guard, bio_forward, bio_center"):
        fit(blind)

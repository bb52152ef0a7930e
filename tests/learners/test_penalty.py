"""Choosing a penalty inside the training rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.linear import LogisticLearner, RidgeLearner
from busta.learners.penalty import choose_penalty
from busta.learners.registry import build_learner

CONTEXT = FitContext(seed=1, residual_rows=1000)
INNER = np.array([0, 0, 1, 1, 2, 2])


def rows(slope: float, count: int = 400, features: int = 40) -> Rows:
    draws = np.random.default_rng(7)
    x = draws.normal(size=(count, features))
    y = slope * x[:, 0] + draws.normal(size=count)
    table = pd.DataFrame(x, columns=[f"x{i}" for i in range(features)])
    return Rows(table, y, np.zeros(count), np.ones(count), np.arange(count) // 20 % 5)


def test_one_candidate_stands_and_is_not_tried() -> None:
    def error(option: float, fitted: np.ndarray) -> float:
        raise AssertionError("nothing to choose")

    assert choose_penalty(3.0, INNER, error) == 3.0
    assert choose_penalty((3.0, 1.0), np.zeros(6), error) == 3.0


def test_the_candidate_with_the_smallest_error_on_rows_not_fitted_on_is_taken() -> None:
    fitted_on = []

    def error(option: float, fitted: np.ndarray) -> float:
        fitted_on.append(tuple(INNER[fitted]))
        return abs(option - 10.0)

    assert choose_penalty((100.0, 11.0, 1.0), INNER, error) == 11.0
    assert set(fitted_on) == {(1, 1, 2, 2), (0, 0, 2, 2), (0, 0, 1, 1)}


def test_of_equal_candidates_the_most_cautious_is_taken() -> None:
    assert choose_penalty((100.0, 1.0), INNER, lambda option, fitted: 1.0) == 100.0


@pytest.mark.parametrize(("slope", "stronger"), [(0.0, True), (3.0, False)])
def test_ridge_shrinks_noise_and_trusts_a_clear_effect(slope: float, stronger: bool) -> None:
    learner = RidgeLearner(alpha=(10000.0, 1.0), clip=9)
    fitted = learner.fit(rows(slope), rows(slope).where(np.zeros(400, dtype=bool)), CONTEXT)
    assert (fitted.model[-1].alpha == 10000.0) is stronger


def test_logistic_chooses_too() -> None:
    learner = LogisticLearner(C=(0.0001, 1.0), clip=9)
    fitted = learner.fit(rows(3.0), rows(3.0).where(np.zeros(400, dtype=bool)), CONTEXT)
    assert fitted.model[-1].C == 1.0


def test_several_values_are_only_for_a_hyperparameter_that_is_chosen() -> None:
    assert build_learner("ridge", {"alpha": [10, 1], "clip": 4}) == RidgeLearner((10, 1), 4)
    with pytest.raises(LearnerError, match="learner 'ridge', 'clip': expected a number from 0 up"):
        build_learner("ridge", {"alpha": 1, "clip": [4, 5]})
    with pytest.raises(LearnerError, match="learner 'ridge', 'alpha': expected a number from 0 up"):
        build_learner("ridge", {"alpha": [], "clip": 4})

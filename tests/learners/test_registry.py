"""Learners by name."""

import pytest

from busta.learners.base import LearnerError
from busta.learners.registry import (
    LEARNERS,
    build_learner,
    hyperparameter_names,
    needs_constant_line,
    whole_hyperparameters,
)


def test_an_unknown_learner_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        LearnerError,
        match="expected a learner among elastic_net, lightgbm, logistic, poisson, random_forest, ridge, "
        "tweedie_by_position, tweedie_lightgbm, tweedie_xgboost, xgboost, was 'k'",
    ):
        build_learner("k", {})


def test_a_hyperparameter_that_is_missing_is_named() -> None:
    with pytest.raises(
        LearnerError, match="learner 'ridge': expected the hyperparameters alpha, clip, was none"
    ):
        build_learner("ridge", {})


@pytest.mark.parametrize("value", [-1, "many", True, None])
def test_a_hyperparameter_is_a_number_from_zero_up(value: object) -> None:
    with pytest.raises(LearnerError, match="learner 'ridge', 'alpha': expected a number from 0 up, was"):
        build_learner("ridge", {"alpha": value, "clip": 4})


def test_only_the_logistic_learner_is_tied_to_one_line() -> None:
    tied = {name: needs_constant_line(name) for name in (*LEARNERS, "k")}
    assert [name for name, is_tied in tied.items() if is_tied] == ["logistic"]


def test_a_hyperparameter_with_a_neutral_value_may_be_left_out() -> None:
    given = dict.fromkeys(hyperparameter_names("xgboost"), 1)
    without = {key: value for key, value in given.items() if key != "subsample"}
    assert build_learner("xgboost", without) == build_learner("xgboost", given)


def test_what_counts_something_is_whole() -> None:
    assert whole_hyperparameters("random_forest") == {
        "n_estimators",
        "max_depth",
        "min_samples_split",
        "min_samples_leaf",
    }
    assert whole_hyperparameters("ridge") == frozenset()

"""Learners by name."""

import pytest

from busta.learners.base import LearnerError
from busta.learners.registry import build_learner, needs_constant_line


def test_an_unknown_learner_is_answered_with_the_known_ones() -> None:
    with pytest.raises(
        LearnerError, match="expected a learner among lightgbm, logistic, ridge, xgboost, was 'k'"
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
    tied = {name: needs_constant_line(name) for name in ("ridge", "logistic", "lightgbm", "xgboost", "k")}
    assert [name for name, is_tied in tied.items() if is_tied] == ["logistic"]

"""The learners by name: the names a roster may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from busta.learners.base import Learner, LearnerError
from busta.learners.boosted import LightGBMLearner, XGBoostLearner
from busta.learners.linear import LogisticLearner, RidgeLearner

LEARNERS: dict[str, type[Any]] = {
    "ridge": RidgeLearner,
    "logistic": LogisticLearner,
    "lightgbm": LightGBMLearner,
    "xgboost": XGBoostLearner,
}


def needs_constant_line(name: str) -> bool:
    """Tell whether a learner answers for one line only; an unknown one does not."""
    return bool(LEARNERS[name].constant_line) if name in LEARNERS else False


def build_learner(name: str, hyperparameters: Mapping[str, Any]) -> Learner:
    """Build a learner from its hyperparameters.

    Parameters
    ----------
    name
        A key of `LEARNERS`.
    hyperparameters
        A value for every hyperparameter of the learner; a number, or several for the learner's ``choices``.

    Raises
    ------
    LearnerError
        When the learner is unknown, a hyperparameter is missing or too many, or is no positive number.
    """
    if name not in LEARNERS:
        raise LearnerError(f"expected a learner among {', '.join(sorted(LEARNERS))}, was {name!r}")
    expected = [field.name for field in fields(LEARNERS[name])]
    if sorted(hyperparameters) != sorted(expected):
        raise LearnerError(
            f"learner {name!r}: expected the hyperparameters {', '.join(expected)}, "
            f"was {', '.join(hyperparameters) or 'none'}"
        )
    choices = getattr(LEARNERS[name], "choices", ())
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in hyperparameters.items()}
    for key, value in values.items():
        numbers = value if isinstance(value, tuple) and key in choices else (value,)
        if not numbers or not all(map(_is_number_from_zero, numbers)):
            raise LearnerError(f"learner {name!r}, {key!r}: expected a number from 0 up, was {value!r}")
    learner: Learner = LEARNERS[name](**values)
    return learner


def _is_number_from_zero(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0

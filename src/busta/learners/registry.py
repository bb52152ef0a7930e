"""The learners by name: the names a roster may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from busta.learners.base import Learner, LearnerError
from busta.learners.boosted import LightGBMLearner, XGBoostLearner
from busta.learners.by_position import TweedieByPositionLearner
from busta.learners.counts import PoissonLearner, TweedieLightGBMLearner, TweedieXGBoostLearner
from busta.learners.forest import RandomForestLearner
from busta.learners.linear import ElasticNetLearner, LogisticLearner, RidgeLearner

LEARNERS: dict[str, type[Any]] = {
    "ridge": RidgeLearner,
    "elastic_net": ElasticNetLearner,
    "logistic": LogisticLearner,
    "lightgbm": LightGBMLearner,
    "xgboost": XGBoostLearner,
    "random_forest": RandomForestLearner,
    "tweedie_lightgbm": TweedieLightGBMLearner,
    "tweedie_by_position": TweedieByPositionLearner,
    "tweedie_xgboost": TweedieXGBoostLearner,
    "poisson": PoissonLearner,
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
        A value for every hyperparameter of the learner that has no neutral one; a number, or several for the
        learner's ``choices``.

    Raises
    ------
    LearnerError
        When the learner is unknown, a hyperparameter is missing or too many, or is no positive number.
    """
    if name not in LEARNERS:
        raise LearnerError(f"expected a learner among {', '.join(sorted(LEARNERS))}, was {name!r}")
    expected = hyperparameter_names(name)
    needed = [field.name for field in fields(LEARNERS[name]) if field.default is MISSING]
    if not set(needed) <= set(hyperparameters) <= set(expected):
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


def hyperparameter_names(name: str) -> list[str]:
    """List the hyperparameters of a learner, in the order of its class."""
    return [field.name for field in fields(LEARNERS[name])]


def whole_hyperparameters(name: str) -> frozenset[str]:
    """Name the hyperparameters of a learner that count something."""
    hints = get_type_hints(LEARNERS[name])
    return frozenset(key for key in hyperparameter_names(name) if hints[key] is int)


def _is_number_from_zero(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0

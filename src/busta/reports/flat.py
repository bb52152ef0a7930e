"""Nested parameters and scores as flat names, for a tracking server."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from busta.evaluation.score_table import POOLED

VALUES = ("value", "difference")
INTERVALS = (*VALUES, "low", "high", "difference_low", "difference_high")
NAMED_BY = ("season", "step", "name")


def flat_parameters(parameters: Mapping[str, Any]) -> dict[str, str]:
    """Flatten parameters, typed ones too.

    Parameters
    ----------
    parameters
        Name to value; a mapping, a pydantic model or a dataclass is opened, all else is written as text.

    Returns
    -------
    dict of str to str
        Dotted name to text, sorted by name.
    """
    return dict(sorted((name, str(value)) for name, value in _leaves("", parameters)))


def flat_metrics(document: Mapping[str, Any]) -> dict[str, float]:
    """Flatten the finite numbers of a document of scores.

    Parameters
    ----------
    document
        Nested mappings and lists. An element of a list is named by its season, step or name; lists without
        such names are left out, and so is text.

    Returns
    -------
    dict of str to float
        Dotted name to number, e.g. ``moneyline.model.brier_score``; the ``value`` of an interval bears the
        name of its metric, its ends ``.low`` and ``.high``. True is 1.
    """
    numbers = {}
    for name, value in _leaves("", document):
        if isinstance(value, int | float) and math.isfinite(value):
            numbers[name.removesuffix(".value")] = float(value)
    return dict(sorted(numbers.items()))


def tracked_metrics(document: Mapping[str, Any]) -> dict[str, float]:
    """Numbers of ``scores.json`` that are followed from run to run: pooled scores, gates, ablation, information.

    Parameters
    ----------
    document
        ``scores.json``.

    Returns
    -------
    dict of str to float
        E.g. ``moneyline.model.brier_score``, ``moneyline.market.brier_score``, ``ats.gates.<gate>.is_passed``.
    """
    numbers: dict[str, Any] = {}
    for market, block in document["markets"].items():
        scores = {name: _followed(name, metrics) for name, metrics in block["scores"].items()}
        pooled = {part["information"]: part for part in block["information"] if part["season"] == POOLED}
        parts = {"gates": block["gates"], "ablation": block["ablation"], "information": pooled}
        numbers[market] = scores | parts
    return flat_metrics(numbers)


def _followed(forecaster: str, metrics: Mapping[str, Any]) -> dict[str, Any]:
    # Intervals of every learner would bury what is looked for: only the published model's are followed.
    fields = INTERVALS if forecaster == "model" else VALUES
    return {metric: {name: score.get(name) for name in fields} for metric, score in metrics.items()}


def _leaves(prefix: str, value: Any) -> Iterator[tuple[str, Any]]:
    children = _children(value)
    if children is None:
        yield prefix.removesuffix("."), value
    else:
        for name, child in children.items():
            yield from _leaves(f"{prefix}{name}.", child)


def _children(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, BaseModel):
        return {name: getattr(value, name) for name in type(value).model_fields}
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): child for name, child in value.items()}
    if (
        isinstance(value, list)
        and value
        and all(isinstance(child, Mapping) and _label(child) for child in value)
    ):
        return {str(_label(child)): {k: v for k, v in child.items() if k not in NAMED_BY} for child in value}
    return None


def _label(element: Mapping[str, Any]) -> Any:
    return next((element[key] for key in NAMED_BY if element.get(key)), None)

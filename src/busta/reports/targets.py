"""Numbers somebody asked for, beside what was measured, what the market reaches, and what both mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.params.reporting import Target
from busta.reports.numbers import METRIC_NAMES, interval, number


def target_rows(document: Mapping[str, Any], targets: Sequence[Target]) -> list[list[str]]:
    """Compare targets with scores.

    Parameters
    ----------
    document
        ``scores.json``.
    targets
        Numbers asked for; one of a market without scores is passed over.

    Returns
    -------
    list of list of str
        For each target: market, asked, measured with interval, the closing line's own, what it means.
    """
    return [
        _row(target, document["markets"][target.market]["scores"])
        for target in targets
        if target.market in document["markets"]
    ]


def _row(target: Target, scores: Mapping[str, Any]) -> list[str]:
    metric = target.metric
    score, close = scores["model"][metric], scores.get("market", {}).get(metric)
    return [
        target.market,
        f"{METRIC_NAMES.get(metric, metric)} {_asked(target)}",
        interval(score["value"], score["low"], score["high"], metric),
        number(None) if close is None else interval(close["value"], close["low"], close["high"], metric),
        " ".join([_reached(target, score), *_market_reached(target, close), *_chance(score), target.context]),
    ]


def _asked(target: Target) -> str:
    low, high = number(target.at_least, target.metric), number(target.at_most, target.metric)
    if target.at_most is None:
        return f"at least {low}"
    return f"at most {high}" if target.at_least is None else f"{low} to {high}"


def _reached(target: Target, score: Mapping[str, Any]) -> str:
    if score["value"] is None:
        return "Not measurable on these games."
    if not _is_inside(target, score["value"]):
        return "Not reached."
    if score["low"] is None or not (_is_inside(target, score["low"]) and _is_inside(target, score["high"])):
        return "Reached on these games, not beyond chance."
    return "Reached."


def _market_reached(target: Target, close: Mapping[str, Any] | None) -> list[str]:
    if close is None or close["value"] is None:
        return []
    verb = "reaches" if _is_inside(target, close["value"]) else "does not reach"
    return [f"The closing line {verb} it."]


def _chance(score: Mapping[str, Any]) -> list[str]:
    if score.get("null_high") is None:
        return []
    return [f"Chance alone gives {number(score['null_low'])} to {number(score['null_high'])}."]


def _is_inside(target: Target, value: float) -> bool:
    is_high_enough = target.at_least is None or value >= target.at_least
    return is_high_enough and (target.at_most is None or value <= target.at_most)

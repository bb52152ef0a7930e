"""Numbers somebody asked for, beside what was measured, what the market reaches, and what both mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from busta.params.reporting import Target
from busta.reports.numbers import METRIC_NAMES, interval, number

HEAD = ("market", "asked", "measured", "the market's own", "what it means")
COMMANDS = {
    "backtest": "kedro run --pipelines=backtesting,reporting",
    "tuning": "kedro run --pipelines=tuning,reporting",
}
NOT_MEASURED = "not measured in this run"


def target_rows(
    document: Mapping[str, Any], targets: Sequence[Target], tables: Mapping[str, pd.DataFrame] | None = None
) -> list[list[str]]:
    """Compare targets with what was measured.

    Parameters
    ----------
    document
        ``scores.json``.
    targets
        Numbers asked for; one of a market without scores is passed over.
    tables
        ``backtest``: ``report_backtest``; ``tuning``: ``report_tuning`` of all markets. What is absent was not
        measured, and the command that would is named.

    Returns
    -------
    list of list of str
        For each target the cells of `HEAD`: market, asked, measured with interval, the market's own (the closing line's
        for a score), what it means.
    """
    return [
        _score_row(target, document["markets"][target.market]["scores"])
        if target.source == "scores"
        else _table_row(target, (tables or {}).get(target.source))
        for target in targets
        if target.market in document["markets"]
    ]


def _score_row(target: Target, scores: Mapping[str, Any]) -> list[str]:
    metric = target.metric
    score, close = scores["model"][metric], scores.get("market", {}).get(metric)
    return [
        target.market,
        _asked_of(target),
        interval(score["value"], score["low"], score["high"], metric),
        number(None) if close is None else interval(close["value"], close["low"], close["high"], metric),
        " ".join([_reached(target, score), *_market_reached(target, close), *_chance(score), target.context]),
    ]


def _table_row(target: Target, table: pd.DataFrame | None) -> list[str]:
    found = _measured_in(table, target, target.where)
    if found is None:
        meaning = f"`{COMMANDS[target.source]}` measures it. {target.context}"
        return [target.market, _asked_of(target), NOT_MEASURED, number(None), meaning]
    own = _measured_in(table, target, target.where | target.beside) if target.beside else None
    return [
        target.market,
        _asked_of(target),
        _with_rows(found, target.metric),
        number(None) if own is None else _with_rows(own, target.metric),
        f"{_reached(target, found)} {target.context}",
    ]


def _measured_in(
    table: pd.DataFrame | None, target: Target, where: Mapping[str, str]
) -> dict[str, float | None] | None:
    named = {"market": target.market, **where}
    if table is None or not set(named) <= set(table.columns):
        return None
    chosen = pd.concat([table[name].astype("str") == value for name, value in named.items()], axis=1)
    rows = table[chosen.all(axis=1)].to_dict("records")
    if not rows:
        return None
    fields = {"value": target.metric, "low": f"{target.metric}_low", "high": f"{target.metric}_high"}
    numbers = {name: rows[0].get(column) for name, column in fields.items()}
    counted = next((rows[0][name] for name in ("n_bets", "n") if name in rows[0]), None)
    return {name: None if pd.isna(value) else value for name, value in {**numbers, "n": counted}.items()}


def _with_rows(found: Mapping[str, Any], metric: str) -> str:
    text = interval(found["value"], found["low"], found["high"], metric)
    unit = "bets" if metric == "roi" else "games"
    return text if found["n"] is None else f"{text} ({found['n']:,} {unit})"


def _asked_of(target: Target) -> str:
    name = METRIC_NAMES.get(target.metric, target.metric)
    return f"{name} {_asked(target)}" + (f": {target.label}" if target.label else "")


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

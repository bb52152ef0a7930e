"""The section of the page that sets the forecasts' sides against the opening and the closing line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.reports.markdown import table
from busta.reports.numbers import interval

HEAD = (
    "line",
    "games",
    "edge at least",
    "sides",
    "right",
    "points the line moved towards the side",
    "profit per unit staked",
)
INTRODUCTION = """A side is the one the mean forecast lies on, before any calibration. Right is the share of decided
sides; profit assumes one price for both sides, since the archives of openings have none. An opening has no time stamp,
so what was known the evening before may be younger than it: of such bets, believe the confirmed ones, whose opening a
second archive has within half a point, and believe the move of the line before the profit.
"""


def edges_section(scores: Sequence[Mapping[str, Any]]) -> str:
    """Write the section.

    Parameters
    ----------
    scores
        Section `edges` of a market in ``scores.json``: one record per moment, group, smallest edge and metric.

    Returns
    -------
    str
        Markdown; empty where nothing was measured.
    """
    if not scores:
        return ""
    groups: dict[tuple[str, str, float], dict[str, Mapping[str, Any]]] = {}
    for record in scores:
        key = (record["moment"], record["games"], record["min_edge"])
        groups.setdefault(key, {})[record["metric"]] = record
    rows = (_row(*key, found) for key, found in groups.items())
    return f"### Sides against the lines\n\n{INTRODUCTION}\n{table(HEAD, rows)}"


def _row(moment: str, games: str, least: float, found: Mapping[str, Mapping[str, Any]]) -> list[str]:
    cells = [_measured(found.get(name), name) for name in ("hit_rate", "closing_line_value", "roi")]
    return [moment, games, f"{least:g}", f"{found['roi']['n']:,}", *cells]


def _measured(record: Mapping[str, Any] | None, metric: str) -> str:
    if record is None:
        return "–"
    return interval(
        record["value"], record["low"], record["high"], metric, is_difference=metric != "hit_rate"
    )

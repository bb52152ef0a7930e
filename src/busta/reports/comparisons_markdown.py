"""The section of the page that says what is gained, and over what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.reports.markdown import table
from busta.reports.numbers import interval, number

NAMES = {
    "probability_model": "model",
    "probability_stacked": "blend with the close",
    "market": "the closing line",
}
HEAD = (
    "forecaster",
    "over",
    "games",
    "Brier score",
    "of the other",
    "difference, paired",
    "in % of the other",
)
INTRODUCTION = """A gain is a gain over something: the same forecaster gains much over Elo, little over a good single
model and nothing over the close. Steps are those of the ablation, learners averaged, before any calibration.
"""


def comparisons_section(comparisons: Sequence[Mapping[str, Any]]) -> str:
    """Write the section.

    Parameters
    ----------
    comparisons
        Section `comparisons` of a market in ``scores.json``: one record per forecaster and baseline.

    Returns
    -------
    str
        Markdown; empty where nothing was compared.
    """
    if not comparisons:
        return ""
    rows = table(HEAD, (_row(record) for record in comparisons))
    return f"### Gained over what\n\n{INTRODUCTION}\n{rows}"


def _row(record: Mapping[str, Any]) -> list[str]:
    change = [record[name] for name in ("change", "change_low", "change_high")]
    percent = [None if value is None else f"{100 * value:+.2f}" for value in change]
    ends = "" if percent[1] is None or percent[2] is None else f" [{percent[1]}, {percent[2]}]"
    differences = (record[name] for name in ("difference", "difference_low", "difference_high"))
    return [
        NAMES.get(record["forecaster"], record["forecaster"]),
        NAMES.get(record["baseline"], record["baseline"]),
        f"{record['n']:,}",
        number(record["value"]),
        number(record["baseline_value"]),
        interval(*differences, is_difference=True),
        f"{percent[0]}{ends} %",
    ]

"""The section of the page that says what knowing more on the day of the game is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from busta.evaluation.score_table import POOLED
from busta.reports.markdown import table
from busta.reports.numbers import interval

NAMES = {"morning": "morning of the game", "tip_off": "tip-off"}
HEAD = (
    "known by",
    "season",
    "games",
    "told the evening before",
    "told by then",
    "line of that hour",
    "told by then minus evening, paired",
    "told by then minus that line, paired",
)
INTRODUCTION = """Of some games line-ups or injury lists were seen on the day, with the hour. On those of which both
teams had been looked at, the fitted learners are asked twice: with the line-up expected on the evening before, and with
what was seen by then. Nothing is fitted anew and nothing is calibrated: the two forecasts (learners averaged in
log-odds) differ in the information alone. Brier scores, beside the market's line of the same hour on the same games;
where the market's own price of that hour is not archived, the line of its quantity is turned into a probability by a
normal whose width comes from earlier seasons.
"""


def information_section(scores: Sequence[Mapping[str, Any]]) -> str:
    """Write the section.

    Parameters
    ----------
    scores
        Section `information` of a market in ``scores.json``: one record per information and season.

    Returns
    -------
    str
        Markdown: a table and one sentence for each information; empty where nothing was measured.
    """
    if not scores:
        return ""
    sentences = "".join(f"- {_meaning(record)}\n" for record in scores if record["season"] == POOLED)
    rows = table(HEAD, (_row(record) for record in scores))
    return f"### What knowing more on the day is worth\n\n{INTRODUCTION}\n{rows}\n{sentences}"


def _row(record: Mapping[str, Any]) -> list[str]:
    return [
        NAMES.get(record["information"], record["information"]),
        "all" if record["season"] == POOLED else record["season"],
        f"{record['n']:,}",
        *(_measured(record, name) for name in ("evening", "informed", "market")),
        *(_measured(record, name) for name in ("informed_minus_evening", "informed_minus_market")),
    ]


def _meaning(record: Mapping[str, Any]) -> str:
    hour = NAMES.get(record["information"], record["information"])
    name = "informed_minus_evening"
    gain = f"what was seen by then changes the Brier score by {_measured(record, name)}, {_verdict(record, name)}"
    return f"**{hour}**: {gain}. {_against_line(record)}"


def _against_line(record: Mapping[str, Any]) -> str:
    if record["market"] is None:
        return "Nobody quotes a line of that hour."
    before, after = (_measured(record, f"{name}_minus_market") for name in ("evening", "informed"))
    verdict = _verdict(record, "informed_minus_market")
    source = f"{record['market_quotes']}, {record['market_moment']}"
    unquoted = record["known"] - record["n"]
    left_out = f" {unquoted:,} games without such a line are left out." if unquoted else ""
    return (
        f"Against the line of the same hour ({source}) the forecast of the evening stands at {before}, "
        f"the informed one at {after}, {verdict}.{left_out}"
    )


def _verdict(record: Mapping[str, Any], name: str) -> str:
    low, high = record[f"{name}_low"], record[f"{name}_high"]
    if low is None or low <= 0 <= high:
        return "no more than chance can make"
    return "better beyond chance" if high < 0 else "worse beyond chance"


def _measured(record: Mapping[str, Any], name: str) -> str:
    ends = record[name], record[f"{name}_low"], record[f"{name}_high"]
    return interval(*ends, is_difference="_minus_" in name)

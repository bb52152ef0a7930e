"""The page that says what the learners look at."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from busta.learners.explanation import ALL_OF_GROUP
from busta.reports.data_line import data_line
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

READING = """Of every learner, on games of the latest test seasons that it was not fitted on. Three ways to ask, because
none is the truth alone:

- **Shuffled**: by how much the squared error grows when a feature is dealt out anew among the games of its season, with
  95 % interval by day. About 0: the learner does without it. Columns that say nearly the same replace each other, so
  their single numbers are small; what counts for them is the whole group, shuffled together.
- **Split (SHAP)**: mean size of the feature's part of a forecast, in units of the quantity (log-odds for a learner
  of the outcome), with 95 % interval by day.
- **Own weights**: of trees the feature's share of the gain of all splits, of linear learners the size of its
  standardised coefficient; mean over the fits, least and most of one fit in brackets.

A feature that matters to a learner need not be worth anything beside the closing line.
"""


def importance_page(importance: pd.DataFrame, identity: Mapping[str, Any], shown: int) -> str:
    """Write the page.

    Parameters
    ----------
    importance
        The tables of `busta.learners.explanation.explain` of all markets under each other, first column market.
    identity
        ``prm_data_identity``.
    shown
        Features of each market that are shown: those that matter most to any of its learners.

    Returns
    -------
    str
        Markdown. The first line says what data this is.
    """
    parts = [f"{data_line(identity)}\n\n# What the learners look at\n\n{READING}"]
    for market, rows in importance.groupby("market", sort=False):
        parts += _market(str(market), rows, shown)
    return "\n".join(parts)


def most_important(importance: pd.DataFrame, kind: str, shown: int) -> list[str]:
    """Name the features that matter most to any learner.

    Parameters
    ----------
    importance
        Rows of one market.
    kind
        Kind of importance that decides.
    shown
        How many.

    Returns
    -------
    list of str
        The most important first.
    """
    single = importance[(importance["kind"] == kind) & (importance["feature"] != ALL_OF_GROUP)]
    most = single.groupby("feature")["value"].max()
    # Stable: of equal ones the first of the alphabet.
    return list(most.sort_values(ascending=False, kind="stable").index[:shown])


def _market(market: str, rows: pd.DataFrame, shown: int) -> list[str]:
    shuffled = rows[rows["kind"] == "permutation"]
    groups = shuffled[shuffled["feature"] == ALL_OF_GROUP]
    order = groups.groupby("group")["value"].max().sort_values(ascending=False, kind="stable").index
    features = most_important(rows, "permutation", shown)
    weights = rows[rows["kind"].isin(["gain", "coefficient"])]
    group_of = rows[rows["feature"] != ALL_OF_GROUP].groupby("feature")["group"].first()
    return [
        f"## {market}\n",
        f"![{market}: importance]({market}/importance.png)\n",
        "### Whole groups shuffled (growth of the squared error)\n",
        _wide(groups, "group", list(order), _percent),
        f"### Single features shuffled (growth of the squared error), the first {len(features)}\n",
        _wide(shuffled, "feature", features, _percent, group_of),
        "### The forecast split (SHAP)\n",
        _wide(rows[rows["kind"] == "shap"], "feature", most_important(rows, "shap", shown), _plain, group_of),
        "### Own weights\n",
        _wide(weights, "feature", features, _weight, group_of),
    ]


def _wide(
    rows: pd.DataFrame,
    key: str,
    order: Sequence[str],
    text: Callable[[Mapping[Hashable, Any]], str],
    group_of: pd.Series | None = None,
) -> str:
    learners = list(dict.fromkeys(rows["learner"]))
    cells = {(row[key], row["learner"]): text(row) for row in rows.to_dict("records")}
    beside = [] if group_of is None else ["group"]
    lines = (
        [
            name,
            *([] if group_of is None else [str(group_of[name])]),
            *(cells.get((name, learner), ABSENT) for learner in learners),
        ]
        for name in order
    )
    return table([key, *beside, *learners], lines)


def _percent(row: Mapping[Hashable, Any]) -> str:
    value, low, high = (f"{100 * row[name]:+.1f}" for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}] %"


def _plain(row: Mapping[Hashable, Any]) -> str:
    return f"{row['value']:.2f} [{row['low']:.2f}, {row['high']:.2f}]"


def _weight(row: Mapping[Hashable, Any]) -> str:
    if row["kind"] == "coefficient":
        return _plain(row)
    value, low, high = (f"{100 * row[name]:.1f}" for name in ("value", "low", "high"))
    return f"{value} [{low}, {high}] %"

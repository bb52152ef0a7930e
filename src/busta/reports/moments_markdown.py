"""The page of a league's moments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from busta.reports.data_line import data_line
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

HEADER = ("moment", "unit", "rows", "value", "95 % interval")
DIGITS = 4

READING = """Scores, rest, box scores, players, roles and absences are those of the regular season; the markets those of
all league games. Intervals are bootstrapped by day, those of numbers of a team's season by team and season; that of
the season means is the one of normal numbers. What is counted how stands in the docstrings of
`src/busta/evaluation/moments`.
"""


def moments_page(moments: pd.DataFrame, identity: Mapping[str, Any]) -> str:
    """Write the page.

    Parameters
    ----------
    moments
        One row per moment: group, moment, unit, n, value, low, high.
    identity
        ``prm_data_identity``.

    Returns
    -------
    str
        Markdown, one table per group. The first line says what data this is.
    """
    parts = [f"{data_line(identity)}\n\n# The league in numbers\n\n{READING}"]
    for group, rows in moments.groupby("group", sort=False):
        cells = (_cells(row) for _, row in rows.iterrows())
        parts.append(f"\n## {str(group).capitalize()}\n\n{table(HEADER, cells)}")
    return "".join(parts)


def plain(value: float) -> str:
    """Write a number of any size with four digits that count, or a dash.

    Parameters
    ----------
    value
        The number; NaN where there is none.

    Returns
    -------
    str
        E.g. ``108.8``, ``0.1502``, ``0.002281``.
    """
    if pd.isna(value):
        return ABSENT
    text = f"{value:.{DIGITS}g}"
    return f"{value:.0f}" if "e+" in text else text


def interval(low: float, high: float) -> str:
    """Write the two ends of an interval, or a dash.

    Parameters
    ----------
    low, high
        Its ends; NaN where there is none.

    Returns
    -------
    str
        E.g. ``[0.1406, 0.1601]``.
    """
    return ABSENT if pd.isna(low) or pd.isna(high) else f"[{plain(low)}, {plain(high)}]"


def _cells(row: pd.Series) -> list[str]:
    ends = interval(row["low"], row["high"])
    return [row["moment"], row["unit"], f"{row['n']:,}", plain(row["value"]), ends]

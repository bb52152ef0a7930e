"""Numbers of tests as text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from busta.reports.numbers import ABSENT

SMALLEST = 0.0001


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Give a table row by row.

    Parameters
    ----------
    rows
        A table.

    Returns
    -------
    list of dict
        One per row, by column.
    """
    return [{str(name): value for name, value in row.items()} for row in rows.to_dict("records")]


def estimate(row: Mapping[str, Any], write: Callable[[float], str]) -> str:
    """Write an estimate with its interval.

    Parameters
    ----------
    row
        estimate, low and high; without an interval where low is missing.
    write
        How one number is written.

    Returns
    -------
    str
        E.g. ``0.071 [-0.090, 0.231]``.
    """
    text = write(row["estimate"])
    return text if pd.isna(row["low"]) else f"{text} [{write(row['low'])}, {write(row['high'])}]"


def money(row: Mapping[str, Any], name: str) -> str:
    """Write a profit per unit in %, with its interval.

    Parameters
    ----------
    row
        The profit under its name, and with _low and _high; missing where there is none.
    name
        Which profit.

    Returns
    -------
    str
        E.g. ``+8.9 [-0.7, +18.4]``, or a dash.
    """
    value, low, high = (row[f"{name}{end}"] for end in ("", "_low", "_high"))
    return ABSENT if pd.isna(value) else f"{points(value)} [{points(low)}, {points(high)}]"


def plain(value: float) -> str:
    """Write a coefficient: three decimals."""
    return f"{value:.3f}"


def points(value: float) -> str:
    """Write a difference of shares in percentage points, with a sign."""
    return f"{100 * value:+.1f}"


def share(value: float) -> str:
    """Write a share in %."""
    return f"{100 * value:.1f} %"


def p_value(value: float) -> str:
    """Write a p-value: four decimals, or that it is smaller."""
    return f"<{SMALLEST:g}" if value < SMALLEST else f"{value:.4f}"

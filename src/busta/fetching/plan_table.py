"""What is going to be asked, as a table and as text for people."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterable

import pandas as pd
from rich.console import Console
from rich.table import Table

from busta.fetching.calls import Call

COLUMNS = ("source", "endpoint", "partition", "parameters", "reason", "calls", "credits", "state")
STORED, TO_FETCH = "stored", "to fetch"
_WIDTH = 110


def plan_table(calls: Iterable[Call], is_fresh: Callable[[Call], bool]) -> pd.DataFrame:
    """Say of each call whether it is going to be made.

    Parameters
    ----------
    calls
        In the order in which they are made.
    is_fresh
        Whether the store holds an answer that is young enough.

    Returns
    -------
    pandas.DataFrame
        One row per call: ``source, endpoint, partition, parameters`` (JSON), ``reason, calls`` (to be made: 0 or 1),
        ``credits`` (at most), ``state`` (``stored``, ``to fetch``).
    """
    rows = [_row(call, is_fresh(call)) for call in calls]
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    texts = {name: "str" for name in COLUMNS if name not in ("calls", "credits")}
    return table.astype({**texts, "calls": "int64", "credits": "int64"})


def show_plan(table: pd.DataFrame, calls_per_second: float | None = None) -> str:
    """Write a plan for people: one line per source, endpoint, folder and reason.

    Parameters
    ----------
    table
        From `plan_table`, of one source or several.
    calls_per_second
        For how long it takes at least; None: not said.

    Returns
    -------
    str
        Lines of at most 110 characters, without colours.
    """
    console = Console(file=io.StringIO(), width=_WIDTH, color_system=None)
    console.print(_drawn(table))
    console.print(_total(table, calls_per_second), soft_wrap=True)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())  # type: ignore[attr-defined]


def _row(call: Call, is_fresh: bool) -> dict[str, object]:
    return {
        "source": call.source,
        "endpoint": call.endpoint,
        "partition": call.partition,
        "parameters": json.dumps(dict(sorted(call.parameters.items())), ensure_ascii=False),
        "reason": call.reason,
        "calls": int(not is_fresh),
        "credits": 0 if is_fresh else call.credits,
        "state": STORED if is_fresh else TO_FETCH,
    }


def _drawn(table: pd.DataFrame) -> Table:
    drawn = Table("source", "endpoint", "folder", "why", box=None, pad_edge=False)
    for name in ("stored", "calls", "credits"):
        drawn.add_column(name, justify="right")
    held = table.assign(stored=table["state"].eq(STORED).astype("int64"))
    words, counts = ["source", "endpoint", "partition", "reason"], ["stored", "calls", "credits"]
    sums = held.groupby(words, sort=False)[counts].sum().reset_index()
    for row in sums.to_dict("records"):
        drawn.add_row(*(str(row[name]) for name in words), *(f"{row[name]:,}" for name in counts))
    return drawn


def _total(table: pd.DataFrame, calls_per_second: float | None) -> str:
    calls, credits = int(table["calls"].sum()), int(table["credits"].sum())
    stored = int(table["state"].eq(STORED).sum())
    parts = [f"{calls:,} calls to make", f"{stored:,} answers stored already"]
    if credits:
        parts.append(f"at most {credits:,} credits")
    if calls and calls_per_second:
        slowest = table.groupby("source")["calls"].sum().max()
        parts.append(f"at least {slowest / calls_per_second:,.0f} s")
    return ", ".join(parts)

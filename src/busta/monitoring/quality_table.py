"""One table for all checks of data quality: what was looked at, how much of it is bad, and how bad that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd

from busta.params.quality import SEVERITIES, Limits

QUALITY_TYPES = {
    "check": "str",
    "table": "str",
    "column": "str",
    "n": "int64",
    "n_bad": "int64",
    "share": "float64",
    "limit": "float64",
    "severity": "str",
    "is_breached": "bool",
    "sentence": "str",
}
Row = dict[str, Any]


class DataQualityError(ValueError):
    """The data are worse than the configuration allows."""


def measured(
    check: str, table: str, column: str, counts: tuple[int, int], limits: Limits, sentence: str
) -> Row:
    """Make one row of the table.

    Parameters
    ----------
    check, table, column
        What was looked at; `column` is empty where the table as a whole is meant.
    counts
        How much was looked at, and how much of it is bad.
    limits
        From which share on that is a warning, or an error.
    sentence
        What was found, with an example, and what to do.

    Returns
    -------
    dict
        The columns of `QUALITY_TYPES`. ``limit`` is the one that is breached, else the one that comes next.
    """
    n, bad = int(counts[0]), int(counts[1])
    share = bad / n if n else 0.0
    severity, limit = _severity(share, limits)
    return {
        "check": check,
        "table": table,
        "column": column,
        "n": n,
        "n_bad": bad,
        "share": share,
        "limit": limit,
        "severity": severity,
        "is_breached": severity != "info",
        "sentence": sentence,
    }


def _severity(share: float, limits: Limits) -> tuple[str, float]:
    if limits.error is not None and share > limits.error:
        return "error", limits.error
    if limits.warning is not None and share > limits.warning:
        return "warning", limits.warning
    following = limits.warning if limits.warning is not None else limits.error
    return "info", float("nan") if following is None else following


def quality_table(rows: Sequence[Row]) -> pd.DataFrame:
    """Put rows into one table.

    Parameters
    ----------
    rows
        As from `measured`.

    Returns
    -------
    pandas.DataFrame
        One row per check, table and column, with the types of `QUALITY_TYPES`.
    """
    return pd.DataFrame(list(rows), columns=list(QUALITY_TYPES)).astype(QUALITY_TYPES)


def join_tables(*tables: pd.DataFrame) -> pd.DataFrame:
    """Put the tables of all parts together.

    Parameters
    ----------
    tables
        As from `quality_table`.

    Returns
    -------
    pandas.DataFrame
        The worst first; among equals by check, table and column.
    """
    joined = pd.concat(tables, ignore_index=True).astype(QUALITY_TYPES)
    rank = joined["severity"].map({name: place for place, name in enumerate(reversed(SEVERITIES))})
    joined = joined.assign(rank=rank).sort_values(["rank", "check", "table", "column"], kind="stable")
    return joined.drop(columns="rank").reset_index(drop=True)


def at_least(table: pd.DataFrame, severity: str) -> pd.DataFrame:
    """Choose the findings of a severity, and of worse ones.

    Parameters
    ----------
    table
        As from `join_tables`.
    severity
        ``info``, ``warning`` or ``error``; any other word finds nothing.

    Returns
    -------
    pandas.DataFrame
        Those rows.
    """
    wanted = SEVERITIES[SEVERITIES.index(severity) :] if severity in SEVERITIES else ()
    return table[table["severity"].isin(list(wanted))]


def require_quality(table: pd.DataFrame, stop_at: str) -> None:
    """Stop where the data are too bad.

    Parameters
    ----------
    table
        ``report_quality``.
    stop_at
        The severity that stops a run; ``never``: none does.

    Raises
    ------
    DataQualityError
        With the sentence of every finding of that severity, and where all findings are.
    """
    found = at_least(table, stop_at)
    if found.empty:
        return
    told = "\n".join(f"- {sentence}" for sentence in found["sentence"])
    kinds = "errors" if stop_at == "error" else "warnings or errors"
    raise DataQualityError(
        f"expected no {kinds} among the checks of the data, was {len(found)}:\n{told}\n"
        "08_reporting/data_quality.html below the data root shows all checks. Mend the raw files, or say in "
        "conf/local/parameters.yml what is acceptable (quality.limits, quality.known_gaps, quality.stop_at)."
    )


def counted(n: int, word: str) -> str:
    """Write a number of things.

    Parameters
    ----------
    n
        How many.
    word
        One of them.

    Returns
    -------
    str
        For example ``1 warning`` or ``2 warnings``.
    """
    return f"{n:,} {word}" if n == 1 else f"{n:,} {word}s"


def percent(share: float) -> str:
    """Write a share.

    Parameters
    ----------
    share
        0 to 1.

    Returns
    -------
    str
        For example ``12.3 %``; a share that is not zero is never written as zero.
    """
    if 0 < share < 0.00005:
        return "under .01 %"
    return f"{100 * share:.2f} %" if share < 0.01 else f"{100 * share:.1f} %"


def told_count(bad: int, n: int) -> str:
    """Write how much is bad.

    Parameters
    ----------
    bad, n
        Counts.

    Returns
    -------
    str
        For example ``1,330 of 12,836 (10.4 %)``.
    """
    return f"{bad:,} of {n:,} ({percent(bad / n if n else 0.0)})"

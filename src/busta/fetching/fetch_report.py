"""What became of a plan: counts, history, and sentences for what could not be had."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from busta.fetching.errors import FetchingFailedError
from busta.fetching.fetch_all import EMPTY, FAILED, FETCHED, NOT_TRIED, STORED

HISTORY = ("started_at_utc", "source", "calls", "attempts", "failed_attempts", "credits")
_SHOWN = 20


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put tables of the same columns below each other.

    Parameters
    ----------
    tables
        One at least; those without rows give only columns and types.

    Returns
    -------
    pandas.DataFrame
        All rows, numbered from 0.
    """
    filled = [table for table in tables if len(table)] or list(tables[:1])
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame()


def fetch_history(plan: pd.DataFrame, log: pd.DataFrame) -> pd.DataFrame:
    """Count what a run asked of each source.

    Parameters
    ----------
    plan
        With ``planned_at_utc``.
    log
        See `busta.fetching.fetch_all.COLUMNS`.

    Returns
    -------
    pandas.DataFrame
        One row per source that was asked: ``started_at_utc, source, calls, attempts, failed_attempts, credits``.
    """
    asked = log[log["attempts"] > 0]
    asked = asked.assign(failed_attempts=_words(asked["faults"]), calls=1)
    sums = asked.groupby("source", as_index=False)[["calls", "attempts", "failed_attempts", "credits"]].sum()
    started = plan["planned_at_utc"].min() if len(plan) else pd.NaT
    moments = pd.Series(started, index=sums.index, dtype="datetime64[us, UTC]")
    return sums.assign(started_at_utc=moments)[list(HISTORY)].astype({"source": "str"})


def fetch_summary(log: pd.DataFrame, written: pd.DataFrame) -> str:
    """Say in one sentence what a run did.

    Parameters
    ----------
    log
        See `busta.fetching.fetch_all.COLUMNS`.
    written
        One row per raw file.

    Returns
    -------
    str
        For people.
    """
    if log.empty:
        return "No call was made"
    counts = log["outcome"].value_counts()
    parts = [
        f"{counts.get(outcome, 0):,} {words}"
        for outcome, words in (
            (FETCHED, "fetched"),
            (STORED, "stored already"),
            (EMPTY, "had nothing"),
            (FAILED, "failed"),
            (NOT_TRIED, "not tried"),
        )
    ]
    return f"Calls: {', '.join(parts)}; raw files written: {len(written):,}"


def failure_sentences(log: pd.DataFrame) -> list[str]:
    """Say what could not be had.

    Parameters
    ----------
    log
        See `busta.fetching.fetch_all.COLUMNS`.

    Returns
    -------
    list of str
        One sentence per failed call, then one per source for the calls that were not tried.
    """
    failed = log[log["outcome"] == FAILED]
    told = [
        f"{row['source']} {row['endpoint']} {row['partition']}: {row['sentence']}"
        for row in failed.to_dict("records")
    ]
    left = log[log["outcome"] == NOT_TRIED].groupby("source", sort=False).size()
    return told + [
        f"{source}: {count:,} more calls were not tried, because it was stopped"
        for source, count in left.items()
    ]


def require_all(log: pd.DataFrame) -> None:
    """Refuse a run in which planned calls failed.

    Parameters
    ----------
    log
        See `busta.fetching.fetch_all.COLUMNS`.

    Raises
    ------
    FetchingFailedError
        With a sentence per failed call.
    """
    told = failure_sentences(log)
    if not told:
        return
    rest = [f"... and {len(told) - _SHOWN:,} more, see report_fetch_log"] if len(told) > _SHOWN else []
    lines = "\n".join(f"- {sentence}" for sentence in [*told[:_SHOWN], *rest])
    raise FetchingFailedError(
        f"not everything that was planned could be fetched; all that could is kept and written, and the same command "
        f"asks only for the rest:\n{lines}"
    )


def _words(faults: pd.Series) -> pd.Series:
    texts = faults.fillna("").astype("str")
    return texts.str.count(",") + texts.ne("").astype("int64")

"""Making the calls of a plan one by one: a failure costs its own call, and everything is told in a log."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pandas as pd
from rich.console import Console
from rich.progress import Progress

from busta.fetching.calls import Answer, Call, Reader
from busta.fetching.errors import FetchError, NothingThereError, StopSourceError

STORED, FETCHED, EMPTY, FAILED, NOT_TRIED = "stored", "fetched", "empty", "failed", "not_tried"
COLUMNS = {
    "source": "str",
    "endpoint": "str",
    "partition": "str",
    "key": "str",
    "parameters": "str",
    "outcome": "str",
    "attempts": "int64",
    "faults": "str",
    "rows": "int64",
    "bytes": "int64",
    "seconds": "float64",
    "credits": "int64",
    "credits_left": "Int64",
    "fetched_at_utc": "datetime64[us, UTC]",
    "sentence": "str",
}


@dataclass(frozen=True)
class Fetched:
    """What became of the calls of a plan.

    Attributes
    ----------
    log
        One row per call, in their order, see `COLUMNS`. ``outcome``: ``stored`` (known already), ``fetched``, ``empty``
        (nothing there, believed), ``failed``, ``not_tried`` (the source was stopped before). ``sentence`` says what
        happened and what to do; empty where all is well.
    answers
        Of the calls that have one, in their order.
    """

    log: pd.DataFrame
    answers: list[Answer] = field(default_factory=list)


def fetch_all(calls: Sequence[Call], reader: Reader, now: datetime, quiet: bool = True) -> Fetched:
    """Make calls to one source.

    Parameters
    ----------
    calls
        All of the reader's source.
    reader
        The source.
    now
        Tells whether a stored answer is too old (UTC).
    quiet
        No progress bar.

    Returns
    -------
    Fetched
        The log and the answers. A call that fails does not stop the others, but for a `StopSourceError`.
    """
    rows: list[dict[str, object]] = []
    answers: list[Answer] = []
    stopped: StopSourceError | None = None
    with Progress(disable=quiet or not calls, console=Console(stderr=True)) as progress:
        task = progress.add_task(reader.source, total=len(calls))
        for call in calls:
            if stopped:
                rows.append(_not_tried(call, stopped))
            else:
                row, answer, stopped = _fetched(call, reader, now)
                rows.append(row)
                answers.extend([answer] if answer else [])
            progress.advance(task)
    return Fetched(log_table(rows), answers)


def log_table(rows: Sequence[dict[str, object]] = ()) -> pd.DataFrame:
    """Make a log; without rows it is that of a source that was not asked.

    Parameters
    ----------
    rows
        Columns of `COLUMNS` to values.

    Returns
    -------
    pandas.DataFrame
        With all columns in their order and types.
    """
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(COLUMNS)


def _fetched(
    call: Call, reader: Reader, now: datetime
) -> tuple[dict[str, object], Answer | None, StopSourceError | None]:
    started = time.monotonic()
    try:
        answer = reader.fetch(call, now)
    except FetchError as error:
        outcome = EMPTY if isinstance(error, NothingThereError) else FAILED
        row = _row(call, outcome, error.faults, len(error.faults), sentence=error.sentence)
        row["seconds"] = time.monotonic() - started
        return row, None, error if isinstance(error, StopSourceError) else None
    outcome = STORED if answer.is_stored else FETCHED if answer.rows else EMPTY
    row = _row(call, outcome, answer.faults, answer.attempts)
    row |= {
        "rows": answer.rows,
        "bytes": len(answer.content),
        "seconds": time.monotonic() - started,
        "credits": 0 if answer.is_stored else call.credits,
        "credits_left": answer.credits_left,
        "fetched_at_utc": answer.fetched_at_utc,
    }
    return row, answer, None


def _not_tried(call: Call, stopped: StopSourceError) -> dict[str, object]:
    return _row(call, NOT_TRIED, (), 0, f"not tried, because the source was stopped: {stopped.sentence}")


def _row(
    call: Call, outcome: str, faults: tuple[str, ...], attempts: int, sentence: str = ""
) -> dict[str, object]:
    return {
        "source": call.source,
        "endpoint": call.endpoint,
        "partition": call.partition,
        "key": call.key,
        "parameters": json.dumps(dict(sorted(call.parameters.items())), ensure_ascii=False),
        "outcome": outcome,
        "attempts": attempts,
        "faults": ",".join(faults),
        "rows": 0,
        "bytes": 0,
        "seconds": 0.0,
        "credits": 0,
        "credits_left": None,
        "fetched_at_utc": None,
        "sentence": sentence,
    }

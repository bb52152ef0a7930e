"""Nodes of the part `pages` of the stage `fetching`: injury reports, line-ups, the injury feed, news."""

import logging
from datetime import datetime

import pandas as pd

from busta.fetching.calls import Answer, Call, Reader, Source
from busta.fetching.fetch_all import fetch_all, log_table
from busta.fetching.pages_calls import SOURCES, page_calls
from busta.fetching.pages_files import page_file, written_table
from busta.fetching.plan_table import plan_table
from busta.params.fetching import FetchingParams
from busta.sources.parsed import RawFile

Files = dict[str, RawFile]
Frames = dict[str, pd.DataFrame]
Written = tuple[Frames, Frames, Frames, Frames, pd.DataFrame]

logger = logging.getLogger(__name__)


def plan_pages(
    clock: datetime, fetching: FetchingParams, *sources: Source
) -> tuple[list[Call], pd.DataFrame]:
    """Plan the calls for pages: `int_fetch_calls_pages`, `int_fetch_plan_pages`.

    Parameters
    ----------
    clock
        Now; ``as_of`` takes its place.
    fetching
        Typed parameters.
    sources
        In the order of `busta.fetching.pages_calls.SOURCES`; they are not asked.

    Returns
    -------
    tuple
        The calls, and the plan.
    """
    planned = page_calls(fetching, fetching.as_of or clock)
    readers = {
        name: source.open(fetching) for name, source in zip(SOURCES, sources, strict=True) if planned[name]
    }
    now = fetching.as_of or clock
    calls = [call for name in SOURCES for call in planned[name]]
    return calls, plan_table(calls, lambda call: readers[call.source].is_fresh(call, now))


def fetch_pages(
    calls: list[Call], plan: pd.DataFrame, clock: datetime, fetching: FetchingParams, *sources: Source
) -> pd.DataFrame:
    """Make the calls: `int_fetch_log_pages`.

    Parameters
    ----------
    calls
        As planned.
    plan
        ``int_fetch_plan``: shown before anything is fetched.
    clock, fetching, sources
        As in `plan_pages`.

    Returns
    -------
    pandas.DataFrame
        The log; empty in a dry run.
    """
    if fetching.dry_run:
        return log_table([])
    now = fetching.as_of or clock
    logs = []
    for name, source in zip(SOURCES, sources, strict=True):
        own = [call for call in calls if call.source == name]
        if own:
            logs.append(fetch_all(own, source.open(fetching), now, fetching.quiet).log)
    return pd.concat(logs, ignore_index=True) if logs else log_table([])


def write_pages(log: pd.DataFrame, fetching: FetchingParams, *given: Source | Files) -> Written:
    """Make the raw files of the seasons and months that were asked for, from all stored answers.

    Parameters
    ----------
    log
        ``int_fetch_log_pages``: names the seasons and months.
    fetching
        Typed parameters.
    given
        The sources, not asked, in the order of `SOURCES`; then the raw files of their folders.

    Returns
    -------
    tuple
        The new raw files of each folder, and `int_fetch_written_pages`.
    """
    half = len(given) // 2
    written, accounts = [], []
    for name, source, held in zip(SOURCES, given[:half], given[half:], strict=True):
        files: Frames = {}
        partitions = sorted(log.loc[log["source"] == name, "partition"].unique())
        if partitions:
            reader = source.open(fetching)  # type: ignore[union-attr]
            there = {file: raw.rows for file, raw in held.items()}  # type: ignore[union-attr]
            for partition in partitions:
                made = page_file(name, partition, _answers(reader, partition), there | files, fetching)
                if len(made.rows) or made.account["sentence"]:
                    accounts.append(made.account)
                files |= {made.name: made.rows} if len(made.rows) else {}
        written.append(files)
    table = written_table(accounts)
    for sentence in filter(None, table["sentence"]):
        logger.warning("%s", sentence)
    return (*written, table)  # type: ignore[return-value]


def _answers(reader: Reader, partition: str) -> list[Answer]:
    held = reader.manifest()
    endpoints = sorted(held.loc[held["partition"] == partition, "endpoint"].unique())
    found = [answer for name in endpoints for answer in reader.stored_answers(name, partition)]
    return sorted(found, key=lambda answer: answer.fetched_at_utc)

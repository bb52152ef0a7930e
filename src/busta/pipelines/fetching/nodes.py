"""Nodes that all sources of the stage `fetching` share: the plan that is shown, the reports, the verdict."""

import logging
from datetime import datetime

import pandas as pd

from busta.fetching.fetch_report import fetch_history, fetch_summary, require_all, together
from busta.fetching.plan_table import show_plan
from busta.params.fetching import FetchingParams

Reports = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]

logger = logging.getLogger(__name__)


def show_fetch_plan(clock: datetime, fetching: FetchingParams, *plans: pd.DataFrame) -> pd.DataFrame:
    """Make `int_fetch_plan` and print it, before anything is fetched.

    Parameters
    ----------
    clock
        Now; ``as_of`` takes its place.
    fetching
        Typed parameters.
    plans
        ``int_fetch_plan_<part>`` of all parts.

    Returns
    -------
    pandas.DataFrame
        All calls, with ``planned_at_utc``.
    """
    plan = together(plans)
    what = "This would be fetched" if fetching.dry_run else "This is going to be fetched"
    # Printed, not logged: a log would break the lines of the table.
    print(f"{what} ({fetching.mode}):\n{show_plan(plan, fetching.politeness.calls_per_second)}", flush=True)
    return plan.assign(planned_at_utc=pd.Timestamp(fetching.as_of or clock).tz_convert("UTC").as_unit("us"))


def report_fetching(plan: pd.DataFrame, *tables: pd.DataFrame) -> Reports:
    """Make `report_fetch_plan`, `report_fetch_log`, `report_fetch_files` and this run's rows of `int_fetch_history`.

    Parameters
    ----------
    plan
        ``int_fetch_plan``.
    tables
        ``int_fetch_log_<part>`` of all parts, then ``int_fetch_written_<part>`` of all.

    Returns
    -------
    tuple
        Each as a table.
    """
    half = len(tables) // 2
    log, written = together(tables[:half]), together(tables[half:])
    logger.info("%s", fetch_summary(log, written))
    return plan, log, written, fetch_history(plan, log)


def accept_fetching(log: pd.DataFrame, written: pd.DataFrame) -> None:
    """Fail the run if a planned call failed: now that everything that could be had is written.

    Parameters
    ----------
    log, written
        ``report_fetch_log`` and ``report_fetch_files``: they are written before the run may fail.
    """
    require_all(log)

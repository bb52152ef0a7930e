"""Parameters of the stage `fetching` for tests: those of conf/, quick, and with other addresses."""

from __future__ import annotations

from typing import Any

from busta.params.fetching import FetchingParams
from tests.laws.project_run import parameters

QUICK = {
    "calls_per_second": 500,
    "jitter_seconds": 0,
    "attempts": 6,
    "backoff_seconds": 0.01,
    "longest_backoff_seconds": 0.05,
    "timeout_seconds": 0.5,
    "deadline_seconds": 3,
    "empty_confirmations": 3,
}


def fetching_params(**changes: Any) -> FetchingParams:
    """Parameters as configured, but quick; a mapping changes single keys of its block.

    Examples
    --------
    >>> fetching_params(mode="backfill", stats_nba={"base_url": "http://127.0.0.1:8080"}).mode
    'backfill'
    """
    block = parameters("local")["fetching"]
    block["quiet"] = True
    block["politeness"] |= QUICK
    for name, value in changes.items():
        block[name] = block[name] | value if isinstance(value, dict) else value
    return FetchingParams.model_validate(block)

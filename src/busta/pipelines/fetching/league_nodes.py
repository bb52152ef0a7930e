"""Nodes of the part `league` of the stage `fetching`: stats.nba.com."""

from datetime import datetime

import pandas as pd

from busta.fetching import stats_league as league
from busta.fetching.calls import Call, Source
from busta.fetching.fetch_all import log_table
from busta.fetching.plan_table import plan_table
from busta.params.fetching import FetchingParams
from busta.sources.parsed import RawFile

Files = dict[str, RawFile]
Frames = dict[str, pd.DataFrame]
# Raw files of each folder, then what was written.
Written = tuple[Frames | pd.DataFrame, ...]


def plan_league(
    stats_nba: Source, clock: datetime, fetching: FetchingParams, *own: Files
) -> tuple[list[Call], pd.DataFrame]:
    """Plan the calls to stats.nba.com: `int_fetch_calls_league`, `int_fetch_plan_league`.

    Parameters
    ----------
    stats_nba
        The source; it is not asked.
    clock
        Now; ``as_of`` takes its place.
    fetching
        Typed parameters.
    own
        Raw files of the folders in `LEAGUE_FOLDERS`, then those of newcomers.

    Returns
    -------
    tuple
        The calls that do not depend on answers, and the plan.
    """
    if not fetching.stats_nba.enabled:
        return [], plan_table([], lambda call: False)
    reader = stats_nba.open(fetching)
    return league.plan(reader, fetching, _owned(own), fetching.as_of or clock)


def fetch_league(
    stats_nba: Source,
    calls: list[Call],
    plan: pd.DataFrame,
    clock: datetime,
    fetching: FetchingParams,
    *own: Files,
) -> pd.DataFrame:
    """Make the calls: `int_fetch_log_league`.

    Parameters
    ----------
    stats_nba
        The source.
    calls
        As planned.
    plan
        ``int_fetch_plan``: shown before anything is fetched.
    clock, fetching, own
        As in `plan_league`.

    Returns
    -------
    pandas.DataFrame
        The log; empty in a dry run.
    """
    if fetching.dry_run or not fetching.stats_nba.enabled:
        return log_table([])
    reader = stats_nba.open(fetching)
    return league.fetch(reader, calls, fetching, _owned(own), fetching.as_of or clock)


def write_league(stats_nba: Source, log: pd.DataFrame, fetching: FetchingParams, *own: Files) -> Written:
    """Make the raw files of the seasons that were asked for, from all stored answers.

    Parameters
    ----------
    stats_nba
        The source; it is not asked.
    log
        ``int_fetch_log_league``: names the seasons.
    fetching, own
        As in `plan_league`.

    Returns
    -------
    tuple
        The new raw files of each folder, and `int_fetch_written_league`.
    """
    partitions = sorted(log["partition"].unique())
    if not partitions:
        nothing: list[Frames] = [{} for _ in league.FOLDERS]
        return (*nothing, pd.DataFrame(columns=list(league.WRITTEN)).astype(league.WRITTEN))
    files, written = league.write(stats_nba.open(fetching), partitions, _owned(own))
    return (*(files[folder] for folder in league.FOLDERS), written)


def _owned(own: tuple[Files, ...]) -> league.Owned:
    *folders, newcomers = ({name: file.rows for name, file in files.items()} for files in own)
    by_name = dict(zip(league.FOLDERS, folders, strict=True))
    return league.owned_by_user(by_name | {"players": by_name["players"] | newcomers})

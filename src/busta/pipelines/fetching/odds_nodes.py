"""Nodes of the odds: what is asked of The Odds API, its answers, and the raw files made of them."""

from datetime import datetime
from typing import Protocol

import pandas as pd

from busta.fetching.calls import Call, Source
from busta.fetching.fetch_all import fetch_all, log_table
from busta.fetching.odds_calls import EVENT_ODDS, ODDS, PAST_EVENT_ODDS, PAST_ODDS, player_calls
from busta.fetching.odds_files import game_files, nothing_written, player_files
from busta.fetching.odds_plan import known_games, plan_odds
from busta.fetching.odds_tables import EVENTS, LAYOUTS, listed_games, with_layouts
from busta.params.fetching import FetchingParams
from busta.sources.parsed import RawFile
from busta.sources.schedules import parse_schedules
from busta.sources.team_logs import parse_team_logs

RawFiles = dict[str, RawFile]
Tables = dict[str, pd.DataFrame]


class KeyedSource(Source, Protocol):
    """A source that needs a key."""

    @property
    def lacks(self) -> str:
        """What has to be done before anything can be asked."""
        ...


def plan_odds_calls(
    odds_api: KeyedSource, clock: datetime, fetching: FetchingParams, team_logs: RawFiles, schedules: RawFiles
) -> tuple[list[Call], pd.DataFrame]:
    """Plan what is asked, without the network.

    Parameters
    ----------
    odds_api
        The source.
    clock
        Now; ``as_of`` takes its place.
    fetching
        Typed parameters.
    team_logs, schedules
        Raw files that tell on which days there are games.

    Returns
    -------
    tuple
        ``int_fetch_calls_odds`` and ``int_fetch_plan_odds``.
    """
    now = fetching.as_of or clock
    reader = odds_api.open(fetching)
    games = known_games(parse_team_logs(team_logs).rows, parse_schedules(schedules).rows)
    plan = plan_odds(fetching, games, now, odds_api.lacks, lambda call: reader.is_fresh(call, now))
    return plan.calls, plan.table


def fetch_odds(
    odds_api: Source, calls: list[Call], plan: pd.DataFrame, clock: datetime, fetching: FetchingParams
) -> pd.DataFrame:
    """Fetch the odds of games, then, of the games they name, the quotes on players.

    Parameters
    ----------
    odds_api
        The source.
    calls
        ``int_fetch_calls_odds``.
    plan
        ``int_fetch_plan``: it was shown.
    clock
        Now; ``as_of`` takes its place.
    fetching
        Typed parameters.

    Returns
    -------
    pandas.DataFrame
        ``int_fetch_log_odds``.
    """
    if fetching.dry_run or not calls:
        return log_table()
    now = fetching.as_of or clock
    reader = odds_api.open(fetching)
    first = fetch_all(calls, reader, now, fetching.quiet)
    listing = [answer for answer in first.answers if answer.call.endpoint in (EVENTS, PAST_ODDS)]
    games = listed_games(listing, now)
    players = fetch_all(player_calls(fetching.odds_api, games), reader, now, fetching.quiet)
    logs = [with_layouts(part.log, part.answers) for part in (first, players) if len(part.log)]
    return pd.concat(logs, ignore_index=True)


def write_odds(
    odds_api: Source,
    log: pd.DataFrame,
    fetching: FetchingParams,
    spreads: RawFiles,
    totals: RawFiles,
    moneylines: RawFiles,
    props: RawFiles,
) -> tuple[Tables, Tables, Tables, Tables, pd.DataFrame]:
    """Make raw files of all stored answers of the seasons and months that were asked for.

    Parameters
    ----------
    odds_api
        The source.
    log
        ``int_fetch_log_odds``.
    fetching
        Typed parameters.
    spreads, totals, moneylines, props
        All raw files of the folders: what stands in those of the user is not written again.

    Returns
    -------
    tuple
        Files of spreads, of totals, of moneylines and of quotes on players, and ``int_fetch_written_odds``.
    """
    if fetching.dry_run or log.empty:
        return {}, {}, {}, {}, nothing_written()
    reader = odds_api.open(fetching)
    own = dict(zip(LAYOUTS, (spreads, totals, moneylines), strict=True))
    games = game_files(reader.stored_answers, _partitions(log, ODDS, PAST_ODDS), own)
    players = player_files(reader.stored_answers, _partitions(log, EVENT_ODDS, PAST_EVENT_ODDS), props)
    written = pd.concat([part.written for part in (*games, players)], ignore_index=True)
    first, second, third = (part.files for part in games)
    return first, second, third, players.files, written


def _partitions(log: pd.DataFrame, *endpoints: str) -> list[str]:
    return sorted(log.loc[log["endpoint"].isin(endpoints), "partition"].unique())

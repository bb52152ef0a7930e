"""stats.nba.com, asked by the classes of nba_api through our own polite session."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, cast

import requests

from busta.datasets.answer_store import AnswerStore
from busta.datasets.polite_adapter import PoliteAdapter
from busta.datasets.polite_session import PoliteSession, Reply
from busta.datasets.reader import BaseReader, SourceDataset, clock_of, open_store
from busta.fetching.calls import Call, Source
from busta.fetching.errors import FetchError, GarbledError
from busta.params.fetching import FetchingParams

_HOST = "stats.nba.com"
# What a class of nba_api wants to be made with; all other parameters have defaults.
_REQUIRED = {"GameID": "game_id", "GameDate": "game_date"}
# The settings of nba_api belong to its class, not to an object.
_ONE_AT_A_TIME = threading.Lock()

logger = logging.getLogger(__name__)


class StatsNbaDataset(SourceDataset):
    """The league's statistics service.

    Parameters
    ----------
    path
        Folder of the answers: ``<raw root>/answers/stats_nba``.
    metadata
        Not used here; read by Kedro-Viz.
    """

    SOURCES: ClassVar[tuple[str, ...]] = ("stats_nba",)

    def load(self) -> Source:
        """Give the source; `open` makes a reader of it.

        Returns
        -------
        StatsNbaSource
            Asks nobody yet.
        """
        return StatsNbaSource(self._path)


class StatsNbaSource:
    """The service, unopened.

    Parameters
    ----------
    path
        Folder of the answers.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, params: object) -> StatsNbaReader:
        """Make a reader.

        Parameters
        ----------
        params
            The typed parameters of the stage.

        Returns
        -------
        StatsNbaReader
            Asks nobody before its first call.
        """
        fetching = cast(FetchingParams, params)
        session = PoliteSession(fetching.politeness, _HOST)
        return StatsNbaReader(
            open_store(self._path), clock_of(fetching), session, fetching.stats_nba.base_url
        )


class StatsNbaReader(BaseReader):
    """Asks one call after the other.

    Parameters
    ----------
    store, clock
        See `BaseReader`.
    session
        Keeps the pace, tries again, gives up.
    base_url
        Address without a slash at its end.
    """

    def __init__(
        self, store: AnswerStore, clock: Callable[[], datetime], session: PoliteSession, base_url: str
    ) -> None:
        super().__init__(store, clock)
        self._session, self._base_url = session, base_url

    def ask(self, call: Call) -> Reply:
        """Ask through the class of nba_api that is named as the endpoint."""
        required = {own: call.parameters[name] for name, own in _REQUIRED.items() if name in call.parameters}
        endpoint = _endpoints()[call.endpoint](**required, get_request=False)
        endpoint.parameters.update(call.parameters)
        adapter = PoliteAdapter(self._session, count_rows, call.may_be_empty)
        with _nba_api_through(adapter, self._base_url):
            try:
                endpoint.get_request()
            except (LookupError, ValueError, TypeError, AttributeError) as error:
                # The answer is whole and has rows; what it lacks is told when raw files are written.
                if adapter.reply is None:
                    raise
                logger.warning("nba_api cannot read the answer of %s (%r)", call.endpoint, error)
        if adapter.reply is None:
            raise FetchError(f"{_HOST}: nba_api made no request for {call.endpoint}")
        return adapter.reply


@contextmanager
def _nba_api_through(adapter: PoliteAdapter, base_url: str) -> Iterator[None]:
    from nba_api.stats.library.http import NBAStatsHTTP

    session = requests.Session()
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter)
    with _ONE_AT_A_TIME:
        before = NBAStatsHTTP._session, NBAStatsHTTP.base_url
        NBAStatsHTTP.set_session(session)
        NBAStatsHTTP.base_url = f"{base_url}/stats/{{endpoint}}"
        try:
            yield
        finally:
            NBAStatsHTTP.set_session(before[0])
            NBAStatsHTTP.base_url = before[1]


@cache
def _endpoints() -> dict[str, Any]:
    # Imported when the network is needed: the package takes a while, and most runs ask nobody.
    from nba_api.stats import endpoints

    used = (
        endpoints.LeagueGameLog,
        endpoints.ScheduleLeagueV2,
        endpoints.ScoreboardV3,
        endpoints.PlayerIndex,
        endpoints.CommonTeamYears,
        endpoints.BoxScoreTraditionalV3,
        endpoints.BoxScoreAdvancedV3,
        endpoints.LeagueDashPtStats,
        endpoints.LeagueHustleStatsPlayer,
    )
    return {str(each.endpoint): each for each in used}


def count_rows(content: bytes) -> int:
    """Count the rows of an answer of any endpoint.

    Parameters
    ----------
    content
        JSON.

    Returns
    -------
    int
        Rows of the first result set; games of a schedule or scoreboard; players of a box score.

    Raises
    ------
    GarbledError
        If it is no such answer.
    """
    document = json.loads(content)
    for name, count in _COUNTS.items():
        if name in document:
            return count(document[name])
    raise GarbledError(f"neither rows nor games in it, it begins with {content[:60]!r}")


def _rows(results: Any) -> int:
    first = results[0] if isinstance(results, list) else results
    width = len(first["headers"])
    if any(len(row) != width for row in first["rowSet"]):
        raise GarbledError("a row is longer or shorter than the headers")
    return len(first["rowSet"])


def _box_players(box: Any) -> int:
    return sum(len(box[side]["players"]) for side in ("homeTeam", "awayTeam"))


_COUNTS = {
    "resultSets": _rows,
    "resultSet": _rows,
    "leagueSchedule": lambda schedule: sum(len(day["games"]) for day in schedule["gameDates"]),
    "scoreboard": lambda board: len(board["games"]),
    "boxScoreTraditional": _box_players,
    "boxScoreAdvanced": _box_players,
}

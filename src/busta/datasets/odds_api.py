"""The Odds API, version 4: the key stays here, and no credit is spent that was not granted."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

from busta.datasets.answer_faults import FaultError
from busta.datasets.answer_store import AnswerStore
from busta.datasets.odds_credits import LEFT, Credits, number_in
from busta.datasets.polite_session import PoliteSession, Reply
from busta.datasets.reader import BaseReader, SourceDataset, clock_of, open_store, utc_now
from busta.fetching.calls import Call
from busta.fetching.errors import (
    UNREADABLE,
    FetchError,
    GarbledError,
    NothingThereError,
    StopSourceError,
)
from busta.params.fetching import FetchingParams, OddsApiParams

SOURCE = "odds_api"
WHERE = (
    "put it as odds_api.key into conf/local/credentials.yml, or into the environment variable BUSTA_ODDS_API_KEY; "
    "one is given at https://the-odds-api.com"
)
_PATHS = {
    "odds": "/v4/sports/{sport}/odds",
    "events": "/v4/sports/{sport}/events",
    "event_odds": "/v4/sports/{sport}/events/{eventId}/odds",
    "historical_odds": "/v4/historical/sports/{sport}/odds",
    "historical_event_odds": "/v4/historical/sports/{sport}/events/{eventId}/odds",
}
# Costs nothing, and says in its headers how many credits are left.
_FREE = "/v4/sports"
_IN_PATH = ("sport", "eventId")
_NO_KEY = {"MISSING_KEY", "INVALID_KEY", "DEACTIVATED_KEY"}
_NO_CREDITS = "OUT_OF_USAGE_CREDITS"
_NO_HISTORY = "HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN"
_GONE = "EVENT_NOT_FOUND"


class OddsApiReader(BaseReader):
    """The Odds API behind its store.

    Parameters
    ----------
    store
        Of the answers.
    polite
        Asks the network.
    params
        Address and budget.
    key
        Of the subscription; empty: nothing is asked.
    clock
        Dates the answers.
    """

    def __init__(
        self,
        store: AnswerStore,
        polite: PoliteSession,
        params: OddsApiParams,
        key: str,
        clock: Callable[[], Any] = utc_now,
    ) -> None:
        super().__init__(store, clock)
        self._polite, self._base, self._key = polite, params.base_url, key
        self.credits = Credits(params)

    def ask(self, call: Call) -> Reply:
        """Ask, if the budget allows it.

        Parameters
        ----------
        call
            The question.

        Returns
        -------
        Reply
            The answer; its rows are events, or books for the quotes of one event.

        Raises
        ------
        StopSourceError
            Without a key or with a wrong one, without credits, or when the budget would be overspent.
        FetchError
            If there is no answer to this call.
        """
        if not self._key:
            raise StopSourceError(f"The Odds API: there is no key: {WHERE}")
        if self.credits.must_be_learned(call.credits):
            free = self._get(_FREE, {}, lambda content: len(json.loads(content)), False)
            self.credits.note(free.headers, 0, ())
        self.credits.require(call.credits)
        path = _PATHS[call.endpoint].format(
            **{name: quote(call.parameters.get(name, ""), safe="") for name in _IN_PATH}
        )
        asked = {name: text for name, text in call.parameters.items() if name not in _IN_PATH}
        try:
            reply = self._get(path, asked, _counter(call, self.credits), call.may_be_empty)
        except FetchError as error:
            self.credits.note_lost(call.credits, error.faults)
            raise
        self.credits.note(reply.headers, call.credits, reply.faults)
        return reply

    def credits_left(self, reply: Reply) -> int | None:
        """Read the credits left from the headers."""
        return number_in(reply.headers, LEFT)

    def _get(
        self, path: str, asked: dict[str, str], check: Callable[[bytes], int], may_be_empty: bool
    ) -> Reply:
        return self._polite.get(
            self._base + path,
            params={**asked, "apiKey": self._key},
            headers={"Accept-Encoding": "gzip"},
            check=check,
            may_be_empty=may_be_empty,
            settle=_settled,
        )


class OddsApiSource:
    """The Odds API, unopened.

    Parameters
    ----------
    folder
        Of the answers.
    key
        Of the subscription; empty where there is none.
    """

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key = folder, key

    @property
    def lacks(self) -> str:
        """What has to be done before anything can be asked; empty where all is there."""
        return "" if self._key else WHERE

    def open(self, params: object) -> OddsApiReader:
        """Open the source.

        Parameters
        ----------
        params
            `FetchingParams`.

        Returns
        -------
        OddsApiReader
            The source behind its store, with the budget of one run.
        """
        fetching = cast(FetchingParams, params)
        polite = PoliteSession(fetching.politeness, "The Odds API", secrets=(self._key,))
        return OddsApiReader(
            open_store(self._folder), polite, fetching.odds_api, self._key, clock_of(fetching)
        )


class OddsApiDataset(SourceDataset):
    """Catalog entry of The Odds API; ``credentials: odds_api`` with ``key``."""

    SOURCES = (SOURCE,)

    def load(self) -> OddsApiSource:
        """Give the source, unopened."""
        return OddsApiSource(self._path, str(self._credentials.get("key") or "").strip())


def _counter(call: Call, credits: Credits) -> Callable[[bytes], int]:
    lost = 0

    def count(content: bytes) -> int:
        nonlocal lost
        try:
            return _rows(content, call.endpoint)
        except UNREADABLE as error:
            # It may have been charged: to ask again must be within the budget too.
            lost += 1
            credits.require(call.credits * (lost + 1) if call.credits else 0)
            raise GarbledError(str(error)) from None

    return count


def _rows(content: bytes, endpoint: str) -> int:
    document = json.loads(content)
    if isinstance(document, dict) and "timestamp" in document:
        document = document["data"]
    if endpoint in ("event_odds", "historical_event_odds"):
        return len(document["bookmakers"]) if document else 0
    if not isinstance(document, list):
        raise GarbledError(f"expected a list of events, was {str(document)[:60]!r}")
    return len(document)


def _settled(reply: Reply) -> int | None:
    code, said = _told(reply.content)
    if code in _NO_KEY:
        raise StopSourceError(f"The Odds API refuses the key ({code}): {WHERE}", (str(reply.status),))
    if code == _NO_CREDITS:
        raise StopSourceError(
            f"The Odds API: the credits of the subscription are used up ({code}). What was fetched is kept; wait for "
            "the next month of the subscription, or take a larger one",
            (str(reply.status),),
        )
    if code == _NO_HISTORY:
        raise StopSourceError(
            f"The Odds API: the subscription does not include the past ({code}): set fetching.odds_api.history to "
            "false, or take one that does",
            (str(reply.status),),
        )
    if code == _GONE:
        raise NothingThereError(
            f"The Odds API no longer knows the event ({code}); nothing has to be done", ("404",)
        )
    if reply.status == 422:
        raise FetchError(
            f"The Odds API does not take the question ({code or 422}: {said}): correct sport, regions, markets or "
            "player_markets under fetching.odds_api in conf/",
            ("422",),
        )
    if reply.status == 401:
        raise FaultError("401", f"refused with 401 ({code or said or 'no reason given'})", is_block=True)
    return None


def _told(content: bytes) -> tuple[str, str]:
    try:
        document = json.loads(content)
    except ValueError:
        return "", ""
    if not isinstance(document, dict):
        return "", ""
    return str(document.get("error_code") or ""), " ".join(str(document.get("message") or "").split())[:160]

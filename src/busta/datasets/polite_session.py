"""Asking a web server politely: never too fast, again after a fault, never for longer than was agreed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import requests
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from urllib3.exceptions import HTTPError

from busta.datasets.answer_faults import FaultError, fault_of_page, fault_of_status
from busta.datasets.careful_session import CarefulSession
from busta.datasets.redaction import hide_in_logs, redacted
from busta.datasets.within import DeadlineError, within
from busta.fetching.errors import UNREADABLE, FetchError, StopSourceError
from busta.params.fetching import Politeness

# Rows that an answer holds; raises GarbledError where it is not what was asked for.
Check = Callable[[bytes], int]
_PIECE = 2**16
# Calls may lie closer together where they arrive than where they start: the way there takes now more, now less.
_ALLOWANCE = 1.02
_SILENT = {"timeout", "connection"}


@dataclass(frozen=True)
class Reply:
    """A usable answer.

    Attributes
    ----------
    status, headers, content
        As given; names of headers in small letters, the content unpacked.
    rows
        As the check counted them.
    attempts
        Calls made, the failed ones included.
    faults
        What was wrong with the failed ones, a word each.
    """

    status: int
    headers: Mapping[str, str]
    content: bytes
    rows: int = 0
    attempts: int = 1
    faults: tuple[str, ...] = ()


# Decides about an answer of status 400 or more: rows (it is believed as it is), None (the usual treatment), or raises.
Settle = Callable[[Reply], int | None]


class Pace:
    """Keeps calls apart, whichever threads make them: from the start of one to the start of the next.

    Parameters
    ----------
    sleep, clock
        Of the time module; others in tests.
    """

    def __init__(
        self, sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._sleep, self._clock = sleep, clock
        self._turn, self._lock = threading.Lock(), threading.Lock()
        self._next = float("-inf")

    def start(self, interval: float) -> None:
        """Wait for the turn of a call.

        Parameters
        ----------
        interval
            Seconds to the next call at least.
        """
        # Kept while asleep: who wakes late has started late, and so does the next.
        with self._turn:
            while (wait := self._next - self._clock()) > 0:
                self._sleep(wait)
            with self._lock:
                self._next = max(self._next, self._clock() + interval)

    def hold(self, seconds: float) -> None:
        """Let nobody start for a while, as the server asked for.

        Parameters
        ----------
        seconds
            From now.
        """
        with self._lock:
            self._next = max(self._next, self._clock() + seconds)


_PACES: dict[str, Pace] = {}
_PACES_LOCK = threading.Lock()


def shared_pace(url: str) -> Pace:
    """Give the pace of a server: all sources that ask it keep one.

    Parameters
    ----------
    url
        Any address of the server.

    Returns
    -------
    Pace
        The same for the same host and port.
    """
    with _PACES_LOCK:
        return _PACES.setdefault(urlsplit(url).netloc.lower(), Pace())


@dataclass
class PoliteSession:
    """Asks until there is a usable answer, or gives up with a sentence.

    Attributes
    ----------
    politeness
        Pace, attempts, waits.
    source
        Named in sentences.
    secrets
        Words that no message may hold.
    sleep
        Waits between attempts; another one in tests.
    chance
        Draws the jitter.
    pace
        None: the one that all sessions of this process keep with the server.
    """

    politeness: Politeness
    source: str
    secrets: tuple[str, ...] = field(default=(), repr=False)
    sleep: Callable[[float], None] = time.sleep
    chance: random.Random = field(default_factory=random.Random)
    pace: Pace | None = None

    def __post_init__(self) -> None:
        self._session = self._new_session()
        hide_in_logs(self.secrets)

    def get(
        self,
        url: str,
        *,
        check: Check,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        may_be_empty: bool = False,
        settle: Settle | None = None,
        may_be_html: bool = False,
    ) -> Reply:
        """Ask for a page.

        Parameters
        ----------
        url
            Without the parameters.
        check
            Counts the rows of the content; `GarbledError` or a `ValueError` of a parser is a fault, and is asked again.
        params, headers
            Of the request; secrets among them appear in no message.
        may_be_empty
            Whether 0 rows are believed, after ``empty_confirmations`` such answers; otherwise they are a fault.
        settle
            Decides about answers of status 400 or more before the usual treatment.
        may_be_html
            Whether a page of HTML can be right.

        Returns
        -------
        Reply
            The answer.

        Raises
        ------
        StopSourceError
            If the address is blocked, or the server asks to wait for longer than agreed.
        FetchError
            If no attempt gave a usable answer.
        """
        request = requests.Request("GET", url, params=dict(params or {}), headers=dict(headers or {}))
        return self.send(
            self._prepared(request),
            check=check,
            may_be_empty=may_be_empty,
            settle=settle,
            may_be_html=may_be_html,
        )

    def send(
        self,
        request: requests.PreparedRequest,
        *,
        check: Check,
        may_be_empty: bool = False,
        settle: Settle | None = None,
        may_be_html: bool = False,
    ) -> Reply:
        """Send a request that is ready, see `get`."""
        faults: list[str] = []
        rules = _Rules(check, may_be_empty, settle, may_be_html)

        def once() -> Reply:
            try:
                return self._once(request, rules, faults)
            except FaultError as fault:
                faults.append(fault.word)
                raise

        try:
            reply = self._retrying()(once)
        except FaultError as fault:
            raise self._given_up(request, fault, tuple(faults)) from None
        except FetchError as error:
            raise type(error)(self.redacted(error.sentence), (*faults, *error.faults)) from None
        return replace(reply, attempts=len(faults) + 1, faults=tuple(faults))

    def redacted(self, text: str) -> str:
        """Take secrets out of a text.

        Parameters
        ----------
        text
            Any.

        Returns
        -------
        str
            The text with ``***`` in their place, also where they were quoted for an address.
        """
        return redacted(text, self.secrets)

    def _prepared(self, request: requests.Request) -> requests.PreparedRequest:
        try:
            return self._session.prepare_request(request)
        except (requests.RequestException, HTTPError):
            # What they say holds the whole address.
            sentence = f"{self.source}: expected an address that can be asked in conf/, was {request.url}"
            raise FetchError(self.redacted(sentence)) from None

    def _new_session(self) -> requests.Session:
        return CarefulSession(self.source, stays=any(self.secrets))

    def _retrying(self) -> Retrying:
        return Retrying(
            stop=stop_after_attempt(self.politeness.attempts),
            wait=self._wait,
            retry=retry_if_exception_type(FaultError),
            sleep=self.sleep,
            reraise=True,
        )

    def _wait(self, state: RetryCallState) -> float:
        rules = self.politeness
        longest = min(rules.backoff_seconds * 2 ** (state.attempt_number - 1), rules.longest_backoff_seconds)
        fault = state.outcome.exception() if state.outcome else None
        asked = fault.retry_after if isinstance(fault, FaultError) else 0.0
        return max(longest, asked) + self.chance.uniform(0, rules.jitter_seconds)

    def _once(self, request: requests.PreparedRequest, rules: _Rules, faults: list[str]) -> Reply:
        reply = self._call(request)
        if reply.status >= 400:
            rows = rules.settle(reply) if rules.settle else None
            if rows is None:
                raise self._refusal(request, reply)
            return replace(reply, rows=rows)
        if not rules.may_be_html and (page := fault_of_page(reply.content)):
            raise page
        return replace(reply, rows=self._rows(reply.content, rules, faults))

    def _call(self, request: requests.PreparedRequest) -> Reply:
        rules, pace = self.politeness, self._pace(request)
        pace.start(_ALLOWANCE / rules.calls_per_second + self.chance.uniform(0, rules.jitter_seconds))
        session = self._session
        try:
            return within(rules.deadline_seconds, lambda over: _transfer(session, request, rules, over))
        except (requests.Timeout, DeadlineError):
            # The connection may still be in use by the call that was given up.
            self._session = self._new_session()
            raise FaultError("timeout", "gave no whole answer in time") from None
        except (requests.RequestException, HTTPError) as error:
            raise FaultError("connection", f"could not be reached ({type(error).__name__})") from None

    def _refusal(self, request: requests.PreparedRequest, reply: Reply) -> Exception:
        fault, limit = (
            fault_of_status(reply.status, reply.headers, reply.content),
            self.politeness.longest_wait_seconds,
        )
        if fault is None:
            return FetchError(
                f"{self.source}: {_place(request)} answered {reply.status}, which no repetition changes; "
                "either the source changed its address or its parameters, or a parameter in conf/ is wrong",
                (str(reply.status),),
            )
        if fault.retry_after > limit:
            return StopSourceError(
                f"{self.source} asks to be left alone for {fault.retry_after:,.0f} s, longer than "
                f"fetching.politeness.longest_wait_seconds ({limit:g}); what was fetched is kept, run again later",
                (fault.word,),
            )
        self._pace(request).hold(fault.retry_after)
        return fault

    def _rows(self, content: bytes, rules: _Rules, faults: list[str]) -> int:
        try:
            rows = rules.check(content)
        except UNREADABLE as error:
            raise FaultError("garbled", f"gave an answer that cannot be read ({_short(error)})") from None
        confirmed = faults.count("empty") + 1
        needed = min(self.politeness.empty_confirmations, self.politeness.attempts)
        if rows or (rules.may_be_empty and confirmed >= needed):
            return rows
        raise FaultError("empty", "gave an answer without rows")

    def _pace(self, request: requests.PreparedRequest) -> Pace:
        return self.pace or shared_pace(str(request.url))

    def _given_up(
        self, request: requests.PreparedRequest, last: FaultError, faults: tuple[str, ...]
    ) -> FetchError:
        place = f"{self.source}: {_place(request)}"
        told = self.redacted(f"{place} {last.what}; tried {len(faults)} times ({', '.join(faults)})")
        if last.is_block:
            return StopSourceError(
                f"{told}. It refuses this address: wait a few hours, ask from another network (addresses of data "
                "centres are often blocked), or name a mirror as base_url in conf/",
                faults,
            )
        if set(faults) <= _SILENT:
            return StopSourceError(
                f"{told}. Is there a network? Some sources give no answer at all to addresses of data centres: ask "
                "from another network, or name a mirror as base_url in conf/",
                faults,
            )
        return FetchError(f"{told}. What was fetched is kept; run again later for the rest", faults)


@dataclass(frozen=True)
class _Rules:
    check: Check
    may_be_empty: bool
    settle: Settle | None
    may_be_html: bool


def _transfer(
    session: requests.Session, request: requests.PreparedRequest, rules: Politeness, is_over: threading.Event
) -> Reply:
    around = session.merge_environment_settings(str(request.url), {}, True, None, None)
    response = session.send(request, timeout=rules.timeout_seconds, **around)
    try:
        content = _content(response, rules, is_over)
    finally:
        response.close()
    headers = {name.lower(): text for name, text in response.headers.items()}
    return Reply(response.status_code, headers, content)


def _content(response: requests.Response, rules: Politeness, is_over: threading.Event) -> bytes:
    pieces, size = [], 0
    # One read of the socket a time: a larger piece would be waited for, however slowly it comes.
    while piece := response.raw.read1(_PIECE, decode_content=True):
        if is_over.is_set():
            raise DeadlineError
        pieces.append(piece)
        size += len(piece)
        if size > rules.largest_mebibytes * 2**20:
            raise FetchError(
                f"expected an answer of at most {rules.largest_mebibytes:g} MiB "
                "(fetching.politeness.largest_mebibytes), was larger: it was not kept"
            )
    return b"".join(pieces)


def _place(request: requests.PreparedRequest) -> str:
    # Without the query: it may hold a key.
    address = urlsplit(str(request.url))
    return f"{address.hostname}{address.path}"


def _short(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:160]

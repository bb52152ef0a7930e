"""A call to a source, and the answer to it: the types that plans, readers and writers of raw files share."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

import pandas as pd

_DIGITS = 10


class Format(StrEnum):
    """What an answer is made of."""

    JSON = "json"
    PDF = "pdf"
    XML = "xml"


@dataclass(frozen=True)
class Call:
    """One question to one source.

    Attributes
    ----------
    source
        ``stats_nba``, ``odds_api``, ``injury_report``, ``daily_lineups``, ``injury_feed`` or ``news_feed``.
    endpoint
        What is asked for, as the source names it, in small letters: ``leaguegamelog``.
    parameters
        What tells this call from others of the endpoint. Never a key or a password.
    partition
        Folder of the answer: a season (``2023-24``) or a day (``2024-03-02``).
    reason
        Why it is asked, in words, for the plan.
    max_age
        How long an answer is believed; None: it never grows old.
    format
        What the answer is made of.
    credits
        What the source charges for it at most.
    may_be_empty
        Whether an answer without rows can be right (after it was given several times); otherwise it is a fault.
    """

    source: str
    endpoint: str
    parameters: Mapping[str, str]
    partition: str
    reason: str
    max_age: timedelta | None = None
    format: Format = Format.JSON
    credits: int = 0
    may_be_empty: bool = False

    @property
    def key(self) -> str:
        """Name of the call within its partition: readable, and unlike that of any other call.

        Returns
        -------
        str
            Values of the parameters, then ten digits of their hash.
        """
        known = dict(sorted(self.parameters.items()))
        text = json.dumps(known, ensure_ascii=True)
        words = re.sub(r"[^a-z0-9]+", "-", " ".join(known.values()).lower()).strip("-")[:60].strip("-")
        return f"{words or 'all'}.{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"

    @property
    def folder(self) -> str:
        """Where its answers lie below the store.

        Returns
        -------
        str
            ``source/endpoint/partition``.
        """
        return f"{self.source}/{self.endpoint}/{self.partition}"


@dataclass(frozen=True)
class Answer:
    """What a source said.

    Attributes
    ----------
    call
        The question.
    content
        The bytes of the answer, unpacked.
    fetched_at_utc
        When it was given (time zone UTC).
    rows
        Rows it holds; 0 is an answer without rows, believed.
    is_stored
        Whether it came from the store and not from the network.
    attempts
        Calls made for it, the failed ones included; 0 when it came from the store.
    faults
        What was wrong with the failed ones, a word each: ``429``, ``500``, ``garbled``, ``html``, ``empty``,
        ``timeout``, ``connection``.
    credits_left
        As the source said in this answer; None where it does not say.
    """

    call: Call
    content: bytes
    fetched_at_utc: datetime
    rows: int
    is_stored: bool = False
    attempts: int = 0
    faults: tuple[str, ...] = ()
    credits_left: int | None = None

    @property
    def sha256(self) -> str:
        """Hash of the content.

        Returns
        -------
        str
            64 hexadecimal digits.
        """
        return hashlib.sha256(self.content).hexdigest()

    def json(self) -> object:
        """Read the answer as JSON.

        Returns
        -------
        object
            As `json.loads` gives it.
        """
        return json.loads(self.content)


class Reader(Protocol):
    """A source behind its store: what is known is read, what is not is asked politely and stored at once."""

    source: str

    def fetch(self, call: Call, now: datetime) -> Answer:
        """Give the answer to a call.

        Parameters
        ----------
        call
            The question.
        now
            Tells whether a stored answer is too old (time zone UTC).

        Returns
        -------
        Answer
            The stored one while it is fresh; else a new one, stored before it is returned.

        Raises
        ------
        busta.fetching.errors.FetchError
            When the source gave no usable answer, with a sentence that says what to do.
        """
        ...

    def is_fresh(self, call: Call, now: datetime) -> bool:
        """Tell whether `fetch` would ask nobody.

        Parameters
        ----------
        call
            The question.
        now
            Tells the age (UTC).
        """
        ...

    def stored(self, call: Call) -> Answer | None:
        """Give the newest stored answer, however old; None without one.

        Parameters
        ----------
        call
            The question.
        """
        ...

    def stored_answers(self, endpoint: str, partition: str | None = None) -> Iterator[Answer]:
        """Give every stored answer of an endpoint, oldest first.

        Parameters
        ----------
        endpoint
            As in `Call`.
        partition
            Only of this folder, if given.
        """
        ...

    def manifest(self) -> pd.DataFrame:
        """Say what the store holds of this source.

        Returns
        -------
        pandas.DataFrame
            One row per stored answer: ``source, endpoint, partition, key, parameters`` (JSON), ``format, rows, bytes,
            sha256, fetched_at_utc, file``.
        """
        ...


class Source(Protocol):
    """What the catalog gives for a source: nothing is asked before it is opened with parameters."""

    def open(self, params: object) -> Reader:
        """Open the source.

        Parameters
        ----------
        params
            Typed parameters of the stage, `busta.params.fetching.FetchingParams`.

        Returns
        -------
        Reader
            The source behind its store.
        """
        ...


def packed(content: bytes) -> bytes:
    """Pack the content of an answer; equal content gives equal bytes.

    Parameters
    ----------
    content
        Any bytes.

    Returns
    -------
    bytes
        Gzip, without a time or a name in it.
    """
    return gzip.compress(content, mtime=0)

"""The base of all sources: a store before the network, so that nothing is asked twice and nothing is lost."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from busta.datasets.answer_store import AnswerStore
from busta.datasets.mark import MARK, read_mark
from busta.datasets.polite_session import Reply
from busta.datasets.single_run import hold, release
from busta.fetching.calls import Answer, Call, Source
from busta.fetching.errors import FetchError, StopSourceError
from busta.params.fetching import FetchingParams


def utc_now() -> datetime:
    """Read the clock.

    Returns
    -------
    datetime
        Time zone UTC.
    """
    return datetime.now(UTC)


def clock_of(fetching: FetchingParams) -> Callable[[], datetime]:
    """Give the clock by which answers are dated.

    Parameters
    ----------
    fetching
        ``as_of`` stops the clock.

    Returns
    -------
    callable
        Gives the moment (UTC).
    """
    moment = fetching.as_of
    return utc_now if moment is None else lambda: moment.astimezone(UTC)


class BaseReader(ABC):
    """A source behind its store, see `busta.fetching.calls.Reader`.

    A subclass says in `ask` how the network is asked.

    Parameters
    ----------
    store
        Where answers are kept; its folder is named as the source.
    clock
        Dates the answers, right after each was given.
    """

    def __init__(self, store: AnswerStore, clock: Callable[[], datetime] = utc_now) -> None:
        self.source = store.source
        self._store = store
        self._clock = clock
        self._stopped: StopSourceError | None = None

    @abstractmethod
    def ask(self, call: Call) -> Reply:
        """Ask the network.

        Parameters
        ----------
        call
            The question.

        Returns
        -------
        Reply
            A usable answer, with its rows.

        Raises
        ------
        FetchError
            If there is none.
        """

    def credits_left(self, reply: Reply) -> int | None:
        """Read from an answer what may still be spent; None where the source does not say.

        Parameters
        ----------
        reply
            The answer.
        """
        return None

    def fetch(self, call: Call, now: datetime) -> Answer:
        """Give the stored answer while it is fresh; else ask, store, and give the new one."""
        self._require_own(call)
        fresh = self._store.newest(call, now, call.max_age)
        if fresh is not None:
            return fresh
        reply = self._asked(call)
        stored = self._store.put(call, reply.content, reply.rows, self._clock())
        return Answer(
            call,
            stored.content,
            stored.fetched_at_utc,
            stored.rows,
            attempts=reply.attempts,
            faults=reply.faults,
            credits_left=self.credits_left(reply),
        )

    def stored(self, call: Call) -> Answer | None:
        """Give the newest stored answer, however old."""
        return self._store.newest(call)

    def is_fresh(self, call: Call, now: datetime) -> bool:
        """Tell whether `fetch` would ask nobody.

        Parameters
        ----------
        call
            The question.
        now
            Tells the age (UTC).

        Returns
        -------
        bool
            True when a stored answer is young enough.
        """
        return self._store.newest(call, now, call.max_age) is not None

    def stored_answers(self, endpoint: str, partition: str | None = None) -> Iterator[Answer]:
        """Give every stored answer of an endpoint, the one last given last."""
        return self._store.answers(endpoint, partition)

    def manifest(self) -> pd.DataFrame:
        """Say what the store holds of this source."""
        return self._store.manifest()

    def _asked(self, call: Call) -> Reply:
        # What was refused once in this run would be refused again.
        if self._stopped:
            raise StopSourceError(self._stopped.sentence)
        try:
            return self.ask(call)
        except StopSourceError as error:
            self._stopped = error
            raise

    def _require_own(self, call: Call) -> None:
        if call.source != self.source:
            raise FetchError(f"expected a call to {self.source}, was one to {call.source}")


class SourceDataset(AbstractDataset[Any, Source]):
    """Base of the catalog entries of sources: `load` gives something to open, and asks nobody.

    Parameters
    ----------
    path
        Folder of the answers: ``<raw root>/answers/<source>``.
    metadata
        Not used here; read by Kedro-Viz.
    credentials
        Secrets, for subclasses that need them.
    """

    SOURCES: ClassVar[tuple[str, ...]]

    def __init__(
        self, *, path: str, metadata: dict[str, Any] | None = None, credentials: dict[str, str] | None = None
    ) -> None:
        self._path = Path(path)
        self._credentials = dict(credentials or {})
        self.metadata = metadata
        if self._path.parent.name != "answers" or self._path.name not in self.SOURCES:
            named = " or ".join(self.SOURCES)
            raise DatasetError(f"Expected a path <raw root>/answers/{named}, was {path}.")

    def hold(self) -> None:
        """Keep other runs that fetch out of the raw root, see `busta.datasets.single_run.hold`."""
        hold(self._path.parents[1])

    def release(self) -> None:
        """Let other runs in."""
        release(self._path.parents[1])

    @abstractmethod
    def load(self) -> Source:
        """Give the source, unopened."""

    def save(self, data: Any) -> None:
        """Refuse: answers are stored by the reader, one by one.

        Raises
        ------
        DatasetError
            Always.
        """
        raise DatasetError(f"Expected nothing to be saved to {self._path}: a source is only read.")

    def _exists(self) -> bool:
        return True

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path)}


def open_store(folder: Path) -> AnswerStore:
    """Open the store of a source; it may be empty.

    Parameters
    ----------
    folder
        ``<raw root>/answers/<source>``.

    Returns
    -------
    AnswerStore
        The store.

    Raises
    ------
    DatasetError
        If the raw root bears the mark of an invented league.
    """
    root = folder.parents[1]
    if read_mark(root) is not None:
        raise DatasetError(
            f"real data are never fetched into an invented league: expected a raw root without the file {MARK}, was "
            f"{root}. Name another one: kedro run --env local --pipelines fetching --params raw_root=<folder>"
        )
    return AnswerStore(folder)

"""The answers of a source on disk: nothing is ever changed or lost, and what is half written is not there."""

from __future__ import annotations

import gzip
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from busta.datasets.atomic import write_atomically
from busta.fetching.calls import Answer, Call, Format, packed

_META = ".meta.json"
_DIGITS = 8
_CLOCKS_DIFFER = timedelta(minutes=10)
_COLUMNS = (
    "source",
    "endpoint",
    "partition",
    "key",
    "parameters",
    "format",
    "rows",
    "bytes",
    "sha256",
    "fetched_at_utc",
    "checked_at_utc",
    "file",
)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Stored:
    """A stored answer, unread.

    Attributes
    ----------
    meta
        What is known of it: the columns of the manifest.
    path
        The packed answer.
    meta_path
        The file of what is known of it.
    """

    meta: dict[str, Any]
    path: Path
    meta_path: Path

    @property
    def fetched_at_utc(self) -> datetime:
        """When the source first gave it."""
        return datetime.fromisoformat(self.meta["fetched_at_utc"])

    @property
    def checked_at_utc(self) -> datetime:
        """When the source last gave it."""
        return datetime.fromisoformat(self.meta["checked_at_utc"])

    def answer(self, call: Call | None = None) -> Answer | None:
        """Read it.

        Parameters
        ----------
        call
            The question; None: as it was remembered.

        Returns
        -------
        Answer or None
            None where the file is damaged.
        """
        try:
            content = gzip.decompress(self.path.read_bytes())
        except (OSError, EOFError, ValueError):
            content = b""
        asked = call or _call(self.meta)
        answer = Answer(asked, content, self.fetched_at_utc, int(self.meta["rows"]), is_stored=True)
        if answer.sha256 == self.meta["sha256"]:
            return answer
        logger.warning("%s is damaged: it is not read, and is fetched again when it is needed", self.path)
        return None


class AnswerStore:
    """The stored answers of one source.

    Parameters
    ----------
    folder
        ``<raw root>/answers/<source>``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.source = folder.name

    def put(self, call: Call, content: bytes, rows: int, now: datetime) -> Answer:
        """Store an answer: a new file for new content; what the last answer said already is only checked.

        Parameters
        ----------
        call
            The question.
        content
            The answer, unpacked.
        rows
            Rows it holds.
        now
            When it was given (UTC).

        Returns
        -------
        Answer
            As it is stored; ``fetched_at_utc`` is when this content was first given.
        """
        answer = Answer(call, content, now, rows)
        known = sorted(self._of_call(call), key=_checked)
        last = known[-1] if known and known[-1].answer(call) else None
        if last and last.meta["sha256"] == answer.sha256:
            _write_meta(last.meta_path, {**last.meta, "checked_at_utc": _text(now)})
            return Answer(call, content, last.fetched_at_utc, rows)
        stem = self._stem(call, answer.sha256, known)
        # First what it is, then the answer: one without the other does not count.
        _write_meta(stem.with_name(f"{stem.name}{_META}"), _meta(answer, _text(now)))
        write_atomically(stem.with_name(f"{stem.name}.{call.format.value}.gz"), packed(content))
        return answer

    def newest(
        self, call: Call, now: datetime | None = None, max_age: timedelta | None = None
    ) -> Answer | None:
        """Read the newest answer to a call.

        Parameters
        ----------
        call
            The question.
        now, max_age
            If both are given, an answer that was last given longer ago than this is none, nor is one that was given
            as far in the future.

        Returns
        -------
        Answer or None
            The one that was last given; None without one.
        """
        for stored in sorted(self._of_call(call), key=_checked, reverse=True):
            if now and max_age is not None:
                age = now - stored.checked_at_utc
                # From the future: the clock was wrong then, or is now; it would be believed until that day.
                if age < -max(max_age, _CLOCKS_DIFFER):
                    continue
                if age > max_age:
                    return None
            if answer := stored.answer(call):
                return answer
        return None

    def answers(self, endpoint: str, partition: str | None = None) -> Iterator[Answer]:
        """Read every stored answer of an endpoint, the one that was last given last.

        Parameters
        ----------
        endpoint, partition
            As in `Call`; None: all partitions.

        Yields
        ------
        Answer
            Its call knows source, endpoint, parameters, partition and format.
        """
        folder = self._folder / endpoint
        folders = [folder / partition] if partition else sorted(folder.glob("*"))
        found = [stored for each in folders for stored in self._of(each, "*")]
        for stored in sorted(found, key=_checked):
            if answer := stored.answer():
                yield answer

    def manifest(self) -> pd.DataFrame:
        """Say what is stored.

        Returns
        -------
        pandas.DataFrame
            One row per stored answer, sorted by file, with the columns ``source, endpoint, partition, key, parameters``
            (JSON), ``format, rows, bytes, sha256, fetched_at_utc, checked_at_utc, file`` (below the store).
        """
        found = [stored for folder in sorted(self._folder.glob("*/*")) for stored in self._of(folder, "*")]
        rows = [
            {
                **stored.meta,
                "parameters": json.dumps(stored.meta["parameters"], sort_keys=True),
                "file": stored.path.relative_to(self._folder.parent).as_posix(),
            }
            for stored in found
        ]
        table = pd.DataFrame(rows, columns=list(_COLUMNS))
        moments = {
            name: pd.to_datetime(table[name], utc=True) for name in ("fetched_at_utc", "checked_at_utc")
        }
        return table.assign(**moments)

    def _stem(self, call: Call, sha256: str, known: list[Stored]) -> Path:
        # What a source said, took back and says again is news again.
        stem = f"{call.key}.{sha256[:_DIGITS]}"
        same = [stored for stored in known if stored.meta["sha256"][:_DIGITS] == sha256[:_DIGITS]]
        times = sum(stored.answer(call) is not None for stored in same)
        return self._folder / call.endpoint / call.partition / (f"{stem}-{times + 1}" if times else stem)

    def _of_call(self, call: Call) -> Iterator[Stored]:
        return self._of(self._folder / call.endpoint / call.partition, f"{call.key}.*")

    def _of(self, folder: Path, pattern: str) -> Iterator[Stored]:
        for meta_path in sorted(folder.glob(f"{pattern}{_META}")):
            meta = None if meta_path.name.startswith(".") else _read_meta(meta_path)
            if meta:
                path = meta_path.with_name(f"{meta_path.name.removesuffix(_META)}.{meta['format']}.gz")
                if path.is_file():
                    yield Stored(meta, path, meta_path)


def _read_meta(path: Path) -> dict[str, Any] | None:
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    is_whole = isinstance(meta, dict) and set(_COLUMNS) - {"file"} <= set(meta)
    return meta if is_whole else None


def _write_meta(path: Path, meta: dict[str, Any]) -> None:
    write_atomically(path, (json.dumps(meta, indent=1, ensure_ascii=False) + "\n").encode())


def _meta(answer: Answer, moment: str) -> dict[str, Any]:
    call = answer.call
    return {
        "source": call.source,
        "endpoint": call.endpoint,
        "partition": call.partition,
        "key": call.key,
        "parameters": dict(sorted(call.parameters.items())),
        "format": call.format.value,
        "rows": answer.rows,
        "bytes": len(answer.content),
        "sha256": answer.sha256,
        "fetched_at_utc": moment,
        "checked_at_utc": moment,
    }


def _call(meta: dict[str, Any]) -> Call:
    return Call(
        source=meta["source"],
        endpoint=meta["endpoint"],
        parameters=meta["parameters"],
        partition=meta["partition"],
        reason="stored",
        format=Format(meta["format"]),
    )


def _checked(stored: Stored) -> tuple[str, str, str]:
    return stored.meta["checked_at_utc"], stored.meta["fetched_at_utc"], stored.path.name


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")

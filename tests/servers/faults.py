"""Faults on demand: a share of the answers of a server is spoiled, always the same ones for the same seed."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from tests.servers.loopback import Answering, Reply, Request

KINDS = ("429", "500", "truncated", "html", "empty", "hang")
_PAGE = b"<!DOCTYPE html><html><head><title>Sorry</title></head><body>Come back later.</body></html>"


class Faults:
    """Chooses for each request whether it is answered badly, and how.

    The choice hangs on the seed, on what is asked and on how often it was asked before, not on the order of requests.

    Parameters
    ----------
    seed
        Another seed spoils other answers.
    share
        Of answers that are spoiled, 0 to 1.
    kinds
        Of `KINDS`; each is as frequent as the others.
    retry_after, hang
        Seconds that a 429 asks to wait for, and that a hanging answer takes.
    in_a_row
        After so many spoiled answers to the same question the next one is good.
    empty
        Makes the answer without rows from the good one.
    """

    def __init__(
        self,
        seed: int,
        share: float,
        kinds: tuple[str, ...] = KINDS,
        *,
        retry_after: float = 1.0,
        hang: float = 60.0,
        in_a_row: int = 3,
        empty: Callable[[Reply], Reply] | None = None,
    ) -> None:
        self.seed, self.share, self.kinds = seed, share, kinds
        self.retry_after, self.hang, self.in_a_row = retry_after, hang, in_a_row
        self.given: Counter[str] = Counter()
        self._empty = empty or without_rows
        self._asked: Counter[str] = Counter()
        self._row: Counter[str] = Counter()
        self._lock = threading.Lock()

    def wrap(self, answer: Answering) -> Answering:
        """The same answers, some of them spoiled."""

        def spoiled(request: Request) -> Reply:
            kind = self._choose(request)
            return answer(request) if kind is None else self._spoil(kind, answer(request))

        return spoiled

    def _choose(self, request: Request) -> str | None:
        asked = json.dumps([request.path, sorted(request.query.items())])
        with self._lock:
            self._asked[asked] += 1
            digest = hashlib.sha256(f"{self.seed} {asked} {self._asked[asked]}".encode()).digest()
            chance, pick = int.from_bytes(digest[:4]) / 2**32, int.from_bytes(digest[4:8])
            if chance >= self.share or self._row[asked] >= self.in_a_row:
                self._row[asked] = 0
                return None
            kind = self.kinds[pick % len(self.kinds)]
            self._row[asked] += 1
            self.given[kind] += 1
            return kind

    def _spoil(self, kind: str, good: Reply) -> Reply:
        spoiled = {
            "429": Reply(b"slow down", 429, {"Retry-After": f"{self.retry_after:g}"}),
            "500": Reply(b"something broke", 500),
            "truncated": replace(good, content=good.content[: len(good.content) * 2 // 3]),
            "html": Reply(_PAGE, 200, {"Content-Type": "text/html"}),
            "hang": replace(good, delay=self.hang),
        }
        return self._empty(good) if kind == "empty" else spoiled[kind]


def without_rows(reply: Reply) -> Reply:
    """The answer in its own shape, but without rows: every ``rowSet`` is emptied, and a list is an empty list."""
    document = json.loads(reply.content)
    return replace(reply, content=json.dumps(_emptied(document)).encode())


def _emptied(document: object) -> object:
    if not isinstance(document, dict):
        return []
    held = document.get("resultSets", document.get("resultSet"))
    for part in held if isinstance(held, list) else [held]:
        if isinstance(part, dict) and "rowSet" in part:
            part["rowSet"] = []
    return document

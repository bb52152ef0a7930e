"""Messages to a webhook: signed, tried several times, and never the reason why a run fails."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import os
import time
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from busta.datasets.atomic import AtomicJsonDataset
from busta.datasets.within import DeadlineError, within

logger = logging.getLogger(__name__)

TIMESTAMP = "X-Busta-Timestamp"
SIGNATURE = "X-Busta-Signature"
_HTTPS = "https"
_ASK_AGAIN = (408, 425, 429)
_OWN_MACHINE = ("127.0.0.1", "localhost", "::1")


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Sign a message.

    Parameters
    ----------
    secret
        Known to both ends.
    timestamp
        Seconds since 1970, as sent.
    body
        The bytes sent.

    Returns
    -------
    str
        ``sha256=`` and the hexadecimal HMAC-SHA256 of ``<timestamp>.<body>``. Who receives it makes the same, compares
        (`hmac.compare_digest`), and refuses a time stamp older than a few minutes.
    """
    message = timestamp.encode() + b"." + body
    return f"sha256={hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()}"


class WebhookDataset(AtomicJsonDataset):
    """Sends what is saved to a webhook, and writes down what became of it.

    Nothing is sent of an empty message, or without an address. A message that cannot be delivered is told in the log
    and in the file, and stops nothing. Neither address nor secret is ever written or logged: an address may be a secret
    itself.

    Parameters
    ----------
    filepath
        Where it is written down.
    credentials
        ``url`` (https, or http on the own machine) and ``secret``; empty: nothing is sent.
    attempts
        How often it is tried.
    timeout_seconds
        How long an attempt may take, as a whole.
    backoff_seconds
        Time before the second attempt; it doubles with every further one.
    sleep, clock
        Stand-ins for tests.
    options
        As of `AtomicJsonDataset`.
    """

    def __init__(
        self,
        *,
        filepath: str | os.PathLike[str],
        credentials: Mapping[str, str] | None = None,
        attempts: int = 4,
        timeout_seconds: float = 10.0,
        backoff_seconds: float = 1.0,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.time,
        **options: Any,
    ) -> None:
        super().__init__(filepath=filepath, **options)
        given = credentials or {}
        self._url, self._secret = given.get("url") or "", given.get("secret") or ""
        self._attempts, self._timeout, self._backoff = attempts, timeout_seconds, backoff_seconds
        self._sleep, self._clock = sleep, clock

    def save(self, data: Mapping[str, Any]) -> None:
        """Send a message.

        Parameters
        ----------
        data
            ``data`` (what data this is), and ``message``: what is sent, or nothing.
        """
        outcome = self._deliver(data["message"]) if data["message"] else {"outcome": "nothing to send"}
        super().save({"data": data["data"], **outcome, "message": data["message"]})

    def _deliver(self, message: Mapping[str, Any]) -> dict[str, Any]:
        if unfit := self._unfit():
            logger.warning("The alert on data quality was not sent: %s", unfit)
            return {"outcome": "not sent", "attempts": 0, "why": unfit}
        body = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
        why = ""
        for attempt in range(1, self._attempts + 1):
            if attempt > 1:
                self._sleep(self._backoff * 2 ** (attempt - 2))
            why, is_final = self._post(body)
            if not why:
                return {"outcome": "delivered", "attempts": attempt}
            if is_final:
                break
        logger.warning("The alert on data quality could not be delivered (%d attempts): %s", attempt, why)
        return {"outcome": "not delivered", "attempts": attempt, "why": why}

    def _unfit(self) -> str:
        if not self._url or not self._secret:
            return "expected 'url' and 'secret' of quality_webhook in conf/local/credentials.yml, was empty"
        try:
            address = urlsplit(self._url)
        except ValueError:
            return "expected an address that begins with https, was none that can be read"
        if address.scheme != _HTTPS and address.hostname not in _OWN_MACHINE:
            return f"expected an address that begins with https, was {address.scheme or 'no scheme'}"
        return ""

    def _post(self, body: bytes) -> tuple[str, bool]:
        timestamp = str(int(self._clock()))
        headers = {
            "Content-Type": "application/json",
            TIMESTAMP: timestamp,
            SIGNATURE: signature(self._secret, timestamp, body),
        }
        try:
            status = within(self._timeout, lambda _: self._send(body, headers))
        except (requests.RequestException, DeadlineError, OSError, ValueError) as error:
            # Its text holds the address.
            return f"no answer ({type(error).__name__})", False
        if 200 <= status < 300:
            return "", True
        is_final = status < 500 and status not in _ASK_AGAIN
        return f"answered with status {status}", is_final

    def _send(self, body: bytes, headers: Mapping[str, str]) -> int:
        # A redirect would carry the message somewhere else than it was meant for.
        with requests.post(
            self._url, data=body, headers=headers, timeout=self._timeout, allow_redirects=False, stream=True
        ) as answer:
            return answer.status_code

    def _describe(self) -> dict[str, Any]:
        return {**super()._describe(), "attempts": self._attempts, "timeout_seconds": self._timeout}

"""What can be wrong with an answer, a word each, and what the server asks for meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_HTML = (b"<!doctype html", b"<html")
_DENIED = b"access denied"
_BLOCKING = (401, 403)


class FaultError(Exception):
    """An answer that is of no use; the same question may get a better one.

    Parameters
    ----------
    word
        ``429``, ``500`` and the like, ``garbled``, ``html``, ``empty``, ``timeout``, ``connection``.
    what
        What happened, as the end of a sentence that begins with the source.
    retry_after
        Seconds that the server asks to wait; 0 where it does not.
    is_block
        Whether the server seems to refuse this address altogether.
    """

    def __init__(self, word: str, what: str, retry_after: float = 0.0, is_block: bool = False) -> None:
        super().__init__(what)
        self.word, self.what, self.retry_after, self.is_block = word, what, retry_after, is_block


def fault_of_status(status: int, headers: Mapping[str, str], content: bytes) -> FaultError | None:
    """Tell what a status of 400 or more means.

    Parameters
    ----------
    status
        Of HTTP.
    headers
        Names in small letters.
    content
        Of the answer.

    Returns
    -------
    FaultError or None
        None where to ask the same again makes no sense.
    """
    if status in _BLOCKING or _DENIED in content[:2048].lower():
        return FaultError(str(status), f"refused with {status}", is_block=True)
    if status == 429:
        return FaultError("429", "asked to slow down (429)", seconds_asked(headers.get("retry-after", "")))
    if status >= 500:
        return FaultError(str(status), f"failed with {status}", seconds_asked(headers.get("retry-after", "")))
    return None


def fault_of_page(content: bytes) -> FaultError | None:
    """Tell whether a page for people was given in place of data.

    Parameters
    ----------
    content
        Of the answer.

    Returns
    -------
    FaultError or None
        None where the content is no HTML.
    """
    if not content[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_HTML):
        return None
    is_block = _DENIED in content[:4096].lower()
    return FaultError("html", "gave a page for people (HTML) in place of data", is_block=is_block)


def seconds_asked(header: str) -> float:
    """Read ``Retry-After``.

    Parameters
    ----------
    header
        Seconds, or a date of HTTP.

    Returns
    -------
    float
        Seconds from now, at least 0; 0 where it cannot be read.
    """
    if header.strip().isdecimal():
        return float(header)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())

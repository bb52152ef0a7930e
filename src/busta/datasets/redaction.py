"""Keeping keys out of what is said."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

HIDDEN = "***"
# It says the whole address of every call when somebody asks for that much detail.
_LOGGERS = ("urllib3.connectionpool", "urllib3.util.retry")


def redacted(text: str, secrets: Iterable[str]) -> str:
    """Take secrets out of a text.

    Parameters
    ----------
    text
        Any.
    secrets
        Words that it may not hold; empty ones are passed over.

    Returns
    -------
    str
        The text with ``***`` in their place, also where they are quoted for an address.
    """
    for secret in filter(None, secrets):
        for form in {secret, quote(secret, safe=""), quote_plus(secret)}:
            text = text.replace(form, HIDDEN)
    return text


class _Hiding(logging.Filter):
    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self.secrets = secrets

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = redacted(record.getMessage(), self.secrets), ()
        return True


def hide_in_logs(secrets: tuple[str, ...]) -> None:
    """See to it that the library underneath logs no secret.

    Parameters
    ----------
    secrets
        Words that its messages may not hold.
    """
    kept = tuple(filter(None, secrets))
    for logger in map(logging.getLogger, _LOGGERS):
        known = [each.secrets for each in logger.filters if isinstance(each, _Hiding)]
        if kept and kept not in known:
            logger.addFilter(_Hiding(kept))

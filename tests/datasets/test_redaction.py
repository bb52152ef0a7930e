"""Keys stay out of what is said."""

from __future__ import annotations

import logging

import pytest

from busta.datasets.redaction import hide_in_logs, redacted


@pytest.mark.parametrize("form", ["a+b/c d", "a%2Bb%2Fc%20d", "a%2Bb%2Fc+d"])
def test_a_secret_is_hidden_however_it_is_quoted(form: str) -> None:
    assert redacted(f"https://x?key={form}&z=1", ["a+b/c d"]) == "https://x?key=***&z=1"


def test_no_secret_hides_nothing() -> None:
    assert redacted("a text", ["", "other"]) == "a text"


def test_the_secrets_of_all_sources_are_hidden_and_each_once() -> None:
    logger = logging.getLogger("urllib3.connectionpool")
    for _ in range(2):
        hide_in_logs(("first-key", ""))
        hide_in_logs(("second-key",))
    hide_in_logs(("",))
    record = logging.LogRecord(
        logger.name, logging.DEBUG, "", 1, "GET %s and %s", ("first-key", "second-key"), None
    )
    assert logger.filter(record)
    assert record.getMessage() == "GET *** and ***"
    hiding = [each for each in logger.filters if "first-key" in getattr(each, "secrets", ())]
    assert len(hiding) == 1

"""What is wrong with an answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from busta.datasets.answer_faults import fault_of_page, fault_of_status, seconds_asked


@pytest.mark.parametrize(
    ("header", "seconds"), [("30", 30), (" 7 ", 7), ("", 0), ("soon", 0), ("-5", 0), ("Mon, 99 Xyz", 0)]
)
def test_what_cannot_be_read_asks_for_no_wait(header: str, seconds: float) -> None:
    assert seconds_asked(header) == seconds


@pytest.mark.parametrize(("minutes", "least", "most"), [(10, 595, 600), (-10, 0, 0)])
def test_a_date_asks_to_wait_until_then(minutes: int, least: float, most: float) -> None:
    moment = datetime.now(UTC) + timedelta(minutes=minutes)
    assert least <= seconds_asked(format_datetime(moment, usegmt=True)) <= most
    assert least <= seconds_asked(moment.strftime("%a, %d %b %Y %H:%M:%S -0000")) <= most


@pytest.mark.parametrize(
    ("status", "word", "is_block"),
    [(401, "401", True), (403, "403", True), (429, "429", False), (500, "500", False), (599, "599", False)],
)
def test_a_status_that_may_pass_is_a_fault(status: int, word: str, is_block: bool) -> None:
    fault = fault_of_status(status, {"retry-after": "9"}, b"")
    assert fault is not None
    assert (fault.word, fault.is_block, fault.retry_after) == (word, is_block, 0 if is_block else 9)


@pytest.mark.parametrize("status", [400, 404, 422])
def test_a_status_that_does_not_pass_is_none(status: int) -> None:
    assert fault_of_status(status, {}, b"what?") is None


def test_access_denied_is_a_block_whatever_the_status() -> None:
    fault = fault_of_status(404, {}, b"<H1>Access Denied</H1>")
    assert fault is not None
    assert fault.is_block


@pytest.mark.parametrize(
    ("content", "is_page"),
    [
        (b"<!DOCTYPE html>", True),
        (b"\xef\xbb\xbf\r\n <HTML lang='en'>", True),
        (b'{"page": "<html>"}', False),
        (b"<?xml version='1.0'?><rss/>", False),
        (b"", False),
        (b"%PDF-1.7", False),
    ],
)
def test_a_page_for_people_is_known_by_its_beginning(content: bytes, is_page: bool) -> None:
    assert (fault_of_page(content) is not None) == is_page


@pytest.mark.parametrize("header", ["\u00b2", "soon", "", "-1"])
def test_a_wait_that_cannot_be_read_is_none(header: str) -> None:
    assert seconds_asked(header) == 0

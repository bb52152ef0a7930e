"""Work within a time."""

from __future__ import annotations

import threading
import time

import pytest

from busta.datasets.within import DeadlineError, within


def test_what_is_done_in_time_gives_its_result() -> None:
    assert within(5, lambda is_over: 7) == 7


def test_work_that_takes_too_long_is_given_up_and_told_so() -> None:
    told = threading.Event()

    def endless(is_over: threading.Event) -> None:
        is_over.wait(30)
        told.set()

    started = time.monotonic()
    with pytest.raises(DeadlineError):
        within(0.1, endless)
    assert time.monotonic() - started < 5
    assert told.wait(5)


def test_an_error_of_the_work_comes_through() -> None:
    def failing(is_over: threading.Event) -> None:
        raise KeyError("no such page")

    with pytest.raises(KeyError, match="no such page"):
        within(5, failing)

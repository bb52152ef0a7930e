"""Work that is given up when it takes too long, wherever it hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class DeadlineError(Exception):
    """The work took longer than agreed."""


def within(seconds: float, work: Callable[[threading.Event], Result]) -> Result:
    """Do something within a time.

    Parameters
    ----------
    seconds
        It is given up after so many.
    work
        Gets an event that is set when it has been given up: its result is of no use any more then.

    Returns
    -------
    object
        What the work returns.

    Raises
    ------
    DeadlineError
        If it took longer; whatever the work itself raises comes through.
    """
    is_over = threading.Event()
    results: list[Result] = []
    errors: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(is_over))
        except BaseException as error:
            errors.append(error)

    # A thread, because no time limit of a socket counts a whole answer that comes byte by byte.
    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(seconds)
    is_over.set()
    if errors:
        raise errors[0]
    if not results:
        raise DeadlineError
    return results[0]

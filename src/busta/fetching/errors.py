"""Why a source gave nothing, in sentences that say what to do."""

from __future__ import annotations


class FetchError(Exception):
    """A call was given up; other calls of the source may work.

    Parameters
    ----------
    sentence
        What happened and what to do. Never holds a key.
    faults
        What was wrong with each attempt, a word each.
    """

    def __init__(self, sentence: str, faults: tuple[str, ...] = ()) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.faults = faults


class StopSourceError(FetchError):
    """No further call of the source makes sense: a wrong key, no credits, a blocked address."""


class NothingThereError(FetchError):
    """The source has nothing there yet, and that is no failure: a report that was not published."""


class GarbledError(Exception):
    """An answer is not what was asked for; the same call may get a better one."""


# What a reader of an answer raises where the answer is of another shape than it was; nesting without end among it.
UNREADABLE = (GarbledError, ValueError, LookupError, TypeError, AttributeError, RecursionError)


class FetchingFailedError(Exception):
    """Some of what was planned could not be had; what was fetched is kept."""

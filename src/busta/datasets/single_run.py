"""One run at a time fetches: two would ask twice as fast as agreed, and take each other's plans for their own."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from kedro.io import DatasetError

_HELD: dict[Path, int] = {}


def hold(folder: Path) -> None:
    """Keep other processes that fetch out of a folder, until it is released or this process ends, however it ends.

    Parameters
    ----------
    folder
        Passed over where it is not there yet, or is held by this process. Nothing is written into it.

    Raises
    ------
    DatasetError
        If another process holds it.
    """
    place = folder.resolve()
    if place in _HELD or not place.is_dir():
        return
    opened = os.open(place, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        raise DatasetError(
            f"Expected no other run that fetches into {folder}, was one: wait for its end. What it fetches is stored, "
            "and this command asks only for the rest."
        ) from None
    _HELD[place] = opened


def release(folder: Path) -> None:
    """Let others in.

    Parameters
    ----------
    folder
        Passed over where this process does not hold it.
    """
    opened = _HELD.pop(folder.resolve(), None)
    if opened is not None:
        os.close(opened)

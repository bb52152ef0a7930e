"""One run at a time fetches: two would ask twice as fast as agreed, and take each other's plans for their own."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from kedro.io import DatasetError


class SingleRun:
    """Folders that only this process fetches into, until it ends, however it ends."""

    def __init__(self) -> None:
        self._held: list[int] = []

    def hold(self, folders: Iterable[Path]) -> None:
        """Keep others out.

        Parameters
        ----------
        folders
            Those that are not there yet are passed over. Nothing is written into them.

        Raises
        ------
        DatasetError
            If another run holds one of them.
        """
        self.release()
        for folder in filter(Path.is_dir, folders):
            self._held.append(os.open(folder, os.O_RDONLY))
            try:
                fcntl.flock(self._held[-1], fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.release()
                raise DatasetError(
                    f"Expected no other run that fetches into {folder}, was one: wait for its end. What it fetches is "
                    "stored, and this command asks only for the rest."
                ) from None

    def release(self) -> None:
        """Let others in."""
        while self._held:
            os.close(self._held.pop())

"""All files of one raw source, found by pattern in its folder, as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from busta.datasets.atomic import write_atomically
from busta.datasets.raw_formats import READERS, WRITERS
from busta.sources.parsed import RawFiles

MARK = "FABRICATED"
MARK_TEXT = (
    "Everything in this folder is fabricated: an invented league in the formats of the real sources.\n"
)


class RawFilesDataset(AbstractDataset[dict[str, pd.DataFrame], RawFiles]):
    """All files of one source in one folder.

    A new season is one more file that matches the pattern; no name or year stands here.

    Parameters
    ----------
    path
        Folder of the source. The folder above it is the raw root.
    pattern
        Glob pattern, or several, for the file names.
    format
        ``csv``, ``parquet`` or ``xlsx``.
    metadata
        Not used here; read by Kedro-Viz.
    """

    def __init__(
        self,
        *,
        path: str,
        pattern: str | list[str],
        format: str,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        if format not in READERS:
            raise DatasetError(f"Expected format to be one of {', '.join(sorted(READERS))}, was {format!r}.")
        self._path = Path(path)
        self._patterns = [pattern] if isinstance(pattern, str) else list(pattern)
        self._format = format
        self._is_begun = False
        self.metadata = metadata

    def load(self) -> RawFiles:
        """Read every file; what cannot be read is told in ``RawFile.problems``, not raised.

        Returns
        -------
        RawFiles
            By file name, sorted; empty when the folder is absent.
        """
        files = {path.name: READERS[self._format](path) for path in self._files()}
        return RawFiles(files, f"{self._path}/{' or '.join(self._patterns)}")

    def save(self, data: dict[str, pd.DataFrame]) -> None:
        """Write a piece of the fabricated files; nothing for an empty mapping.

        The first piece takes the place of all files of the same pattern, those of an earlier league; the pieces
        that follow, in the same run, are added.

        Parameters
        ----------
        data
            File name to table.

        Raises
        ------
        DatasetError
            If the raw root holds data and does not bear the mark of fabricated data.
        """
        if not data:
            return
        self._claim_root()
        for name, frame in data.items():
            write_atomically(self._path / name, WRITERS[self._format](frame))
        if not self._is_begun:
            self._remove_others(set(data))
        self._is_begun = True

    def _remove_others(self, kept: set[str]) -> None:
        for path in self._files():
            if path.name not in kept:
                path.unlink()

    def _release(self) -> None:
        self._is_begun = False

    def _files(self) -> list[Path]:
        found = {path for pattern in self._patterns for path in self._path.glob(pattern) if path.is_file()}
        return sorted(path for path in found if not path.name.startswith("."))

    def _claim_root(self) -> None:
        root = self._path.parent
        mark = root / MARK
        if mark.is_file():
            return
        held = sorted(path.name for path in root.glob("*") if not path.name.startswith("."))
        if held:
            raise DatasetError(
                f"fabricated data are never written into a folder that holds other data: expected {root} to be empty "
                f"or to hold a file named {MARK}, was a folder with {', '.join(held[:5])}"
            )
        write_atomically(mark, MARK_TEXT.encode())

    def _exists(self) -> bool:
        return bool(self._files())

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path), "pattern": self._patterns, "format": self._format}


class RawMarkDataset(AbstractDataset[None, bool]):
    """Whether the raw root bears the mark of fabricated data.

    Parameters
    ----------
    path
        The raw root.
    metadata
        Not used here; read by Kedro-Viz.
    """

    def __init__(self, *, path: str, metadata: dict[str, Any] | None = None) -> None:
        self._path = Path(path)
        self.metadata = metadata

    def load(self) -> bool:
        """Tell whether the data are fabricated.

        Returns
        -------
        bool
            True when the raw root holds the file ``FABRICATED``.
        """
        return (self._path / MARK).is_file()

    def save(self, data: None) -> None:
        """Refuse: the mark is set by the first fabricated file only.

        Raises
        ------
        DatasetError
            Always.
        """
        raise DatasetError(f"The mark {self._path / MARK} is set by writing fabricated files, not by itself.")

    def _exists(self) -> bool:
        return self._path.is_dir()

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path)}

"""All files of one raw source, found by pattern in its folder, as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from busta.datasets.atomic import write_atomically
from busta.datasets.mark import (
    begin_league,
    digest_of,
    marked_name,
    read_mark,
    refuse_mixture,
    write_mark,
)
from busta.datasets.raw_formats import READERS, WRITERS
from busta.sources.parsed import RawFiles


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
        self.metadata = metadata

    def load(self) -> RawFiles:
        """Read every file; what cannot be read is told in ``RawFile.problems``, not raised.

        Returns
        -------
        RawFiles
            By file name, sorted; empty when the folder is absent.

        Raises
        ------
        DatasetError
            If invented files lie among others, or others among invented ones.
        """
        files = {path.name: READERS[self._format](path) for path in self._files()}
        refuse_mixture(
            self._path.parent, {f"{self._path.name}/{name}": file.sha256 for name, file in files.items()}
        )
        return RawFiles(files, f"{self._path}/{' or '.join(self._patterns)}")

    def save(self, data: dict[str, pd.DataFrame]) -> None:
        """Write fabricated files beside those there are; nothing for an empty mapping.

        A league comes in pieces; `RawMarkDataset.save` begins one. Every file gets ``.fabricated`` into its name.

        Parameters
        ----------
        data
            File name, as the source would have it, to table.

        Raises
        ------
        DatasetError
            If the raw root holds data and does not bear the mark of fabricated data.
        """
        if not data:
            return
        root, folder = self._path.parent, self._path.name
        if read_mark(root) is None:
            begin_league(root)
        contents = {marked_name(name): WRITERS[self._format](frame) for name, frame in data.items()}
        # Named before it is there: what a killed run leaves is never taken for a file of somebody else.
        made = {f"{folder}/{name}": digest_of(content) for name, content in contents.items()}
        write_mark(root, {**(read_mark(root) or {}), **made})
        for name, content in contents.items():
            write_atomically(self._path / name, content)

    def _files(self) -> list[Path]:
        found = {path for pattern in self._patterns for path in self._path.glob(pattern) if path.is_file()}
        return sorted(path for path in found if not path.name.startswith("."))

    def _exists(self) -> bool:
        return bool(self._files())

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path), "pattern": self._patterns, "format": self._format}


class RawMarkDataset(AbstractDataset[bool, bool]):
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
        return read_mark(self._path) is not None

    def save(self, data: bool) -> None:
        """Begin an invented league: mark the raw root and take the files of an earlier league away.

        Parameters
        ----------
        data
            Whether a league begins; nothing is done otherwise.

        Raises
        ------
        DatasetError
            If the raw root holds data that were not fabricated.
        """
        if data:
            begin_league(self._path)

    def _exists(self) -> bool:
        return self._path.is_dir()

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path)}

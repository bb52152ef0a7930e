"""Raw files that fetching writes beside those a user owns, and tables that grow with every run."""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import Any

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

from busta.datasets.atomic import AtomicParquetDataset, write_atomically
from busta.datasets.mark import MARK, read_mark
from busta.datasets.raw_formats import READERS, fetched_bytes
from busta.datasets.single_run import hold, release
from busta.sources.parsed import RawFiles

FETCHED = "fetched"


class FetchedFilesDataset(AbstractDataset[dict[str, pd.DataFrame], RawFiles]):
    """The files of one raw folder that fetching wrote; others in the folder are never touched.

    Parameters
    ----------
    path
        Folder of the raw source. The folder above it is the raw root.
    pattern
        Glob pattern of the file names; ``fetched`` stands in it.
    format
        ``csv`` or ``parquet``.
    metadata
        Not used here; read by Kedro-Viz.
    """

    def __init__(
        self, *, path: str, pattern: str, format: str, metadata: dict[str, Any] | None = None
    ) -> None:
        if format not in ("csv", "parquet"):
            raise DatasetError(f"Expected format to be csv or parquet, was {format!r}.")
        if FETCHED not in pattern:
            raise DatasetError(f"Expected the word {FETCHED!r} in the pattern, was {pattern!r}.")
        self._path, self._pattern, self._format = Path(path), pattern, format
        self.metadata = metadata

    def load(self) -> RawFiles:
        """Read the files that fetching wrote.

        Returns
        -------
        RawFiles
            By file name, sorted; empty when there are none.
        """
        files = {path.name: READERS[self._format](path) for path in self._files()}
        return RawFiles(files, f"{self._path}/{self._pattern}")

    def save(self, data: dict[str, pd.DataFrame]) -> None:
        """Write each file whole or not at all; a file whose content stays the same is left alone.

        Parameters
        ----------
        data
            File name to table; other files stay.

        Raises
        ------
        DatasetError
            If a name does not match the pattern, or the raw root bears the mark of an invented league.
        """
        foreign = [name for name in data if not fnmatch.fnmatchcase(name, self._pattern) or "/" in name]
        if foreign:
            raise DatasetError(f"Expected file names such as {self._pattern}, was {', '.join(foreign)}.")
        if data and read_mark(self._path.parent) is not None:
            raise DatasetError(
                f"real data are never fetched into an invented league: {self._path.parent} bears the file {MARK}"
            )
        for name, frame in data.items():
            content, target = fetched_bytes(frame, self._format), self._path / name
            if not target.is_file() or target.read_bytes() != content:
                write_atomically(target, content)

    def _files(self) -> list[Path]:
        found = (path for path in self._path.glob(self._pattern) if path.is_file())
        return sorted(path for path in found if not path.name.startswith("."))

    def _exists(self) -> bool:
        return bool(self._files())

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path), "pattern": self._pattern, "format": self._format}


class FetchPlanDataset(AtomicParquetDataset):
    """The plan of a run that fetches; while the run lasts, no other run writes a plan into the same folder."""

    def hold(self) -> None:
        """Keep other runs that fetch out of the folder, see `busta.datasets.single_run.hold`."""
        # Made, so that two first runs at once do not miss each other.
        self._folder.mkdir(parents=True, exist_ok=True)
        hold(self._folder)

    def release(self) -> None:
        """Let other runs in."""
        release(self._folder)

    @property
    def _folder(self) -> Path:
        return Path(self._filepath).parent


class AppendedParquetDataset(AtomicParquetDataset):
    """A parquet table to which every save adds rows; without rows and columns as long as nobody has written it."""

    def _read(self, path: Path) -> pd.DataFrame:
        return super()._read(path) if path.is_file() else pd.DataFrame()

    def save(self, data: pd.DataFrame) -> None:
        """Add rows; nothing is written where there are none.

        Parameters
        ----------
        data
            With the columns of the rows before.
        """
        if data.empty:
            return
        before = self.load()
        super().save(pd.concat([before, data], ignore_index=True) if len(before.columns) else data)

"""Files that need not be there: what another run may have left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from busta.datasets.atomic import AtomicCsvDataset, AtomicJsonDataset, AtomicTextDataset
from busta.datasets.png import PngDataset


class OptionalJsonDataset(AtomicJsonDataset):
    """A JSON document that is empty as long as nobody has written it."""

    def _read(self, path: Path) -> Any:
        return super()._read(path) if path.is_file() else {}


class OptionalCsvDataset(AtomicCsvDataset):
    """A CSV table that has no rows and no columns as long as nobody has written it."""

    def _read(self, path: Path) -> pd.DataFrame:
        return super()._read(path) if path.is_file() else pd.DataFrame()


class OptionalTextDataset(AtomicTextDataset):
    """A text file that is empty as long as nobody has written it."""

    def _read(self, path: Path) -> str:
        return super()._read(path) if path.is_file() else ""


class OptionalPngDataset(PngDataset):
    """A figure that has no content as long as nobody has drawn it."""

    def load(self) -> bytes:
        """Read the file.

        Returns
        -------
        bytes
            The PNG; empty where there is none.
        """
        return super().load() if self.exists() else b""

"""Documents that need not be there: what another run may have left."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from busta.datasets.atomic import AtomicJsonDataset


class OptionalJsonDataset(AtomicJsonDataset):
    """A JSON document that is empty as long as nobody has written it."""

    def _read(self, path: Path) -> Any:
        return super()._read(path) if path.is_file() else {}

"""When the sources last answered, from what lies beside the stored answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import pandas as pd
from kedro.io import AbstractDataset, DatasetError

_META = "*.meta.json"
_COLUMNS = ("source", "endpoint", "checked_at_utc")


class AnswerTimesDataset(AbstractDataset[Any, pd.DataFrame]):
    """The newest answer of every source and endpoint in the store of answers.

    Parameters
    ----------
    path
        Folder of the store.
    metadata
        Not used here; read by Kedro-Viz.
    """

    def __init__(self, *, path: str, metadata: dict[str, Any] | None = None) -> None:
        self._path = Path(path)
        self.metadata = metadata

    def load(self) -> pd.DataFrame:
        """Read it.

        Returns
        -------
        pandas.DataFrame
            One row per source and endpoint: ``source, endpoint, checked_at_utc`` (UTC); no rows where nothing was
            fetched. An answer that cannot be told of, being written this moment or damaged, does not count.
        """
        told = [meta for path in self._path.rglob(_META) if (meta := _read(path))]
        rows = pd.DataFrame(told, columns=list(_COLUMNS)).astype({"source": "str", "endpoint": "str"})
        moments = pd.to_datetime(rows["checked_at_utc"], utc=True, errors="coerce", format="ISO8601")
        rows = rows.assign(checked_at_utc=moments.astype("datetime64[us, UTC]")).dropna()
        return rows.groupby(["source", "endpoint"], as_index=False).max()

    def save(self, data: Any) -> NoReturn:
        """Refuse: readers write answers."""
        raise DatasetError(
            "Expected answers to be written by the readers of the sources, was a table of them."
        )

    def _exists(self) -> bool:
        return self._path.is_dir()

    def _describe(self) -> dict[str, Any]:
        return {"path": str(self._path)}


def _read(path: Path) -> dict[str, Any] | None:
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
        answer = path.with_name(f"{path.name.removesuffix(_META[1:])}.{meta['format']}.gz")
        return {name: meta[name] for name in _COLUMNS} if answer.is_file() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""Trials of a tuning, kept in a database so that a run that was killed goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kedro.io import AbstractDataset, DatasetError
from optuna.storages import BaseStorage, RDBStorage


class StudiesDataset(AbstractDataset[BaseStorage, BaseStorage]):
    """A storage of Optuna in one SQLite file; what is written to it is in the file at once.

    Parameters
    ----------
    filepath
        The file; made, with its folder, when it is first opened.
    metadata
        Not used here; read by Kedro-Viz.
    """

    def __init__(self, *, filepath: str, metadata: dict[str, Any] | None = None) -> None:
        self._filepath = Path(filepath)
        self.metadata = metadata

    def load(self) -> BaseStorage:
        """Open the storage.

        Returns
        -------
        optuna.storages.BaseStorage
            Several processes may have it open; a trial stands in it whole or not at all.

        Raises
        ------
        DatasetError
            When the file is no storage of Optuna.
        """
        self._filepath.parent.mkdir(parents=True, exist_ok=True)
        try:
            return RDBStorage(f"sqlite:///{self._filepath}")
        except Exception as error:
            raise DatasetError(
                f"expected {self._filepath} to be a storage of Optuna, was none that could be opened "
                f"({str(error).splitlines()[0]}); delete it to begin anew"
            ) from error

    def save(self, data: BaseStorage) -> None:
        """Refuse: a storage is written while it is used.

        Raises
        ------
        DatasetError
            Always.
        """
        raise DatasetError("expected studies to be written while they run, was a call to save them")

    def _exists(self) -> bool:
        return self._filepath.is_file()

    def _describe(self) -> dict[str, Any]:
        return {"filepath": str(self._filepath)}

"""The clock, as an entry of the catalog: what a run believes of the time is data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kedro.io import AbstractDataset, DatasetError

from busta.datasets.reader import utc_now


class ClockDataset(AbstractDataset[Any, datetime]):
    """The moment of loading.

    Parameters
    ----------
    metadata
        Not used here; read by Kedro-Viz.
    """

    def __init__(self, *, metadata: dict[str, Any] | None = None) -> None:
        self.metadata = metadata

    def load(self) -> datetime:
        """Read the clock.

        Returns
        -------
        datetime
            Time zone UTC.
        """
        return utc_now()

    def save(self, data: Any) -> None:
        """Refuse.

        Raises
        ------
        DatasetError
            Always.
        """
        raise DatasetError("Expected nothing to be saved to the clock.")

    def _exists(self) -> bool:
        return True

    def _describe(self) -> dict[str, Any]:
        return {}

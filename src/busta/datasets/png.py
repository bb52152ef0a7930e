"""Figures as PNG files: whole or not at all, and the same figure gives the same bytes."""

from __future__ import annotations

import base64
import io
import os
from pathlib import Path
from typing import Any

from kedro.io import Version
from kedro_datasets._typing import ImagePreview
from kedro_datasets.matplotlib import MatplotlibDataset
from matplotlib.figure import Figure

from busta.datasets.atomic import write_atomically


class PngDataset(MatplotlibDataset):
    """One Matplotlib figure as a PNG file that can be read again as bytes.

    The name of the program that drew it is left out of the file, so a newer Matplotlib or another day alone
    changes nothing; the texts of the figure, such as what data it shows, stand in it as its description. Pyplot is
    not touched: figures of several threads do not close each other.

    Parameters
    ----------
    filepath
        Path of the file.
    save_args
        Passed to ``Figure.savefig``, over ``format: png``.
    version, metadata
        As for every dataset.
    """

    DEFAULT_SAVE_ARGS: dict[str, Any] = {"format": "png", "metadata": {"Software": None}}  # noqa: RUF012

    def __init__(
        self,
        *,
        filepath: str | os.PathLike[str],
        save_args: dict[str, Any] | None = None,
        version: Version | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(filepath=filepath, save_args=save_args, version=version, metadata=metadata)

    def load(self) -> bytes:
        """Read the file.

        Returns
        -------
        bytes
            The PNG.
        """
        return Path(self._get_load_path()).read_bytes()

    def save(self, data: Figure) -> None:
        """Draw the figure.

        Parameters
        ----------
        data
            The figure.
        """
        buffer = io.BytesIO()
        # What stands above the drawing, what data it is first, is told in the file as well.
        texts = "\n".join(text.get_text() for text in data.texts)
        told = {"Description": texts} if texts else {}
        arguments = {**self._save_args, "metadata": {**told, **self._save_args.get("metadata", {})}}
        data.savefig(buffer, **arguments)
        write_atomically(Path(self._get_save_path()), buffer.getvalue())
        self._invalidate_cache()

    def preview(self) -> ImagePreview:
        """Show the figure in Kedro-Viz.

        Returns
        -------
        ImagePreview
            The PNG in base 64.
        """
        return ImagePreview(base64.b64encode(self.load()).decode())

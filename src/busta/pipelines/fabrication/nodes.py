"""The node of the stage `fabrication`."""

import logging
from collections.abc import Iterator
from typing import Any

from busta.fabrication import fabricate_pieces
from busta.params.fabrication import FabricationParams

logger = logging.getLogger(__name__)


def fabricate(fabrication: FabricationParams) -> Iterator[dict[str, Any]]:
    """Invent a league as raw files, one season at a time.

    A piece is valid until the next one is asked for.

    Parameters
    ----------
    fabrication
        Size, laws and seed; 0 seasons give no files.

    Yields
    ------
    dict
        Dataset name to file name to table: the files of a season, last those that hold all seasons. ``raw_mark``
        is true where a league begins: with its first season.
    """
    for number, piece in enumerate(fabricate_pieces(fabrication.settings())):
        if number < fabrication.seasons:
            logger.info(
                "Invented the season of %s (%s of %s)",
                fabrication.first_season + number,
                number + 1,
                fabrication.seasons,
            )
        yield {"raw_mark": number == 0 < fabrication.seasons, **piece}
        # Kedro deals a piece out to the datasets with itertools.tee, which lets go of nothing before 57 pieces have
        # passed: emptied, a piece that has been saved weighs nothing.
        for files in piece.values():
            files.clear()

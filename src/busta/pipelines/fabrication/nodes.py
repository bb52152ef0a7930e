"""The node of the stage `fabrication`."""

import pandas as pd

from busta.fabrication import RAW_DATASETS, fabricate_league
from busta.params.fabrication import FabricationParams


def fabricate(fabrication: FabricationParams) -> dict[str, dict[str, pd.DataFrame]]:
    """Invent a league as raw files.

    Parameters
    ----------
    fabrication
        Size, laws and seed; 0 seasons give no files.

    Returns
    -------
    dict
        Dataset name to file name to table.
    """
    files = fabricate_league(fabrication.settings())
    return {name: files[name] for name in RAW_DATASETS}

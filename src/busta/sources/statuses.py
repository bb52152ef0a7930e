"""What the words of a page say about a player's chance to play."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import pandas as pd

from busta.sources.cells import CellReader


@cache
def phrases(source: str) -> dict[str, str]:
    """Give the known phrases of a source.

    Parameters
    ----------
    source
        Name of the source.

    Returns
    -------
    dict of str to str
        Phrase in small letters to status.
    """
    with files("busta.sources").joinpath("statuses.csv").open(encoding="utf-8") as handle:
        table = pd.read_csv(handle, dtype=str, keep_default_na=False)
    own = table[table["source"] == source]
    return dict(zip(own["phrase"], own["status"], strict=True))


def read_statuses(cells: CellReader, text: pd.Series, column: str) -> pd.Series:
    """Read phrases as statuses; an unknown one is refused.

    Parameters
    ----------
    cells
        The file.
    text
        Phrases.
    column
        The column they come from.

    Returns
    -------
    pandas.Series
        One of `busta.schemas.news.STATUSES`, missing where refused.
    """
    known = phrases(cells.source)
    found = text.str.lower().str.strip().map(known)
    cells.refuse(found.isna(), column, "one of " + ", ".join(known))
    return found.astype("str")

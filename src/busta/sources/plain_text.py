"""Text from outside: kept as text, without characters that cannot be seen, of bounded length."""

from __future__ import annotations

import pandas as pd

from busta.sources.cells import CellReader
from busta.sources.parsed import RawFile

# Line ends, tabs and separators that are no blank.
_BREAKS = "[\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029]+"
# Control characters, and signs without a width: joiners, marks of direction, byte order, tags.
_HIDDEN = (
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    "\U000e0000-\U000e007f]+"
)
_SHOWN = 80


def plain(texts: pd.Series) -> pd.Series:
    """Take out what cannot be seen.

    Nothing is interpreted: marks of HTML or Markdown stay the characters that they are.

    Parameters
    ----------
    texts
        Text, nothing missing.

    Returns
    -------
    pandas.Series
        Text without control characters and signs without width; line ends and tabs are blanks, none around.
    """
    spaced = texts.str.replace(_BREAKS, " ", regex=True)
    return spaced.str.replace(_HIDDEN, "", regex=True).str.strip().astype("str")


def read_text(cells: CellReader, column: str, longest: int, *, is_needed: bool = True) -> pd.Series:
    """Read a column of text from outside.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column.
    longest
        Largest number of characters; a longer text is refused, and told by its length and its beginning.
    is_needed
        Whether an empty cell is refused.

    Returns
    -------
    pandas.Series
        As from `plain`.
    """
    texts = plain(cells.text(column))
    length = texts.str.len()
    bad = length.gt(longest) | (length.eq(0) & is_needed)
    if bad.any():
        told = length[bad].astype("str") + " characters: " + texts[bad].str.slice(0, _SHOWN)
        shown = cells.part(texts.index[bad])
        shown.file = RawFile(cells.file.name, pd.DataFrame({column: told}))
        shown.refuse(bad[bad], column, f"text of {int(is_needed)} to {longest} characters")
    return texts

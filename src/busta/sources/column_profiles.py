"""What the columns of a raw file look like: enough to know one again under another name."""

from __future__ import annotations

import hashlib

import pandas as pd

_ROWS = 50
_DIGITS = 8
_EMPTY = ("", "nan", "None", "NaT", "<NA>")
_MOSTLY = 0.9


def column_profiles(rows: pd.DataFrame) -> dict[str, str]:
    """Describe every column of a raw file by its first rows.

    Parameters
    ----------
    rows
        As in `RawFile.rows`: text, or values as a format keeps them.

    Returns
    -------
    dict
        Column to ``<kind>:<digest>``: ``number``, ``text`` or ``empty``; and digits that are equal where the first
        values are (none where they are all the same, which tells nothing).
    """
    first = rows.head(_ROWS)
    return {str(name): _profile(first[name]) for name in first.columns}


def _profile(column: pd.Series) -> str:
    texts = [text for text in map(str, column.tolist()) if text.strip() not in _EMPTY]
    if not texts:
        return "empty:"
    is_number = pd.to_numeric(pd.Series(texts, dtype="str"), errors="coerce").notna().mean() >= _MOSTLY
    told = hashlib.sha256("\n".join(texts).encode()).hexdigest()[:_DIGITS] if len(set(texts)) > 1 else ""
    return f"{'number' if is_number else 'text'}:{told}"

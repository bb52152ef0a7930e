"""How the archives of lines on players spell a name."""

from __future__ import annotations

import numpy as np
import pandas as pd

_LETTERS = str.maketrans({"æ": "ae", "Æ": "Ae", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D"})
_SUFFIX = r"\s+(?:Jr\.|III|II|IV)$"
_STYLES = 8


def plain_names(names: np.ndarray) -> np.ndarray:
    """Write names without accents.

    Parameters
    ----------
    names
        Names as they are.

    Returns
    -------
    numpy.ndarray
        ASCII.
    """
    plain = pd.Series(names, dtype="str").map(lambda name: name.translate(_LETTERS)).str.normalize("NFKD")
    return plain.str.encode("ascii", "ignore").str.decode("ascii").to_numpy(dtype=object)


def bare_names(names: np.ndarray) -> np.ndarray:
    """Write names without accents, Jr. and III.

    Parameters
    ----------
    names
        Names as they are.

    Returns
    -------
    numpy.ndarray
        ASCII.
    """
    plain = pd.Series(plain_names(names), dtype="str")
    return plain.str.replace(_SUFFIX, "", regex=True).to_numpy(dtype=object)


def mixed_names(names: np.ndarray, number: np.ndarray) -> np.ndarray:
    """Write names as many hands would: mostly plain, some with accents, some with ``Jr`` for ``Jr.`` or nothing.

    Parameters
    ----------
    names
        Names as they are.
    number
        A whole number per name that decides on the hand.

    Returns
    -------
    numpy.ndarray
        Names of one man, if spelled differently, still have the same letters.
    """
    plain = pd.Series(plain_names(names), dtype="str")
    hand = number % _STYLES
    short = plain.str.replace("Jr.", "Jr", regex=False).to_numpy(dtype=object)
    return np.asarray(
        np.select(
            [hand == 0, hand == 1, hand == 2], [names, bare_names(names), short], plain.to_numpy(dtype=object)
        )
    )

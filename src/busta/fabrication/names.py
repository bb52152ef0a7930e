"""Invented names; none is that of a real player on purpose."""

from __future__ import annotations

import numpy as np

_FIRST = (
    "Aldo Bram Corvin Darro Edvin Faron Galen Havel Ivo Jorren Kesto Lorin Marek Nevio Orrin Pavo Quill Rasmus Sorin "
    "Tavis Ulric Varo Wendel Xander Yorick Zeno Anwar Bekele Cassian Dmitar Emeric Fabrice Gideon Horace Ismael Jarek "
    "Kofi Leander Matteo Nikola Osman Petar Quentin Roald Stellan Thierry Umar Viktor Wiremu Yusuf"
).split()
_HEADS = (
    "Alder Brann Cask Dorn Ells Fenn Garr Holl Ister Jorv Kell Lund Marr Nord Oster Pell Quist Rann Sterl Torv Ulv "
    "Vask Wend Yarr Zell Brök Dvoř Grün Hæl Kovač Lé Müll Ñor Pét Šar Živ"
).split()
_TAILS = (
    "ake berg croft dale en field gard holm ić ison krantz ley mont ner ovic quay rell sen ton ulin vale wick"
).split()


def invented_names(count: int, rng: np.random.Generator) -> np.ndarray:
    """Draw names, no two alike.

    Parameters
    ----------
    count
        How many; at most 39,600.
    rng
        Source of chance.

    Returns
    -------
    numpy.ndarray
        Full names as objects; some carry accents, some ``Jr.`` or ``III``, as real ones do.

    Raises
    ------
    ValueError
        If more names are asked for than can be told apart.
    """
    shape = (len(_FIRST), len(_HEADS), len(_TAILS))
    total = int(np.prod(shape))
    if count > total:
        raise ValueError(f"fabrication: expected at most {total} invented names, was {count}")
    first, head, tail = np.unravel_index(rng.permutation(total)[:count], shape)
    suffix = rng.choice(np.array(["", " Jr.", " III"]), size=count, p=[0.95, 0.04, 0.01])
    parts = zip(first, head, tail, suffix, strict=True)
    return np.array([f"{_FIRST[f]} {_HEADS[h]}{_TAILS[t]}{s}" for f, h, t, s in parts], dtype=object)

"""Plain sentences from phrases with gaps."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from string import Formatter

import numpy as np
import pandas as pd


@cache
def _phrases() -> dict[tuple[str, str], tuple[str, ...]]:
    with files("busta.fabrication").joinpath("phrases.csv").open(encoding="utf-8") as handle:
        table = pd.read_csv(handle, dtype=str)
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, part, text in zip(table["kind"], table["part"], table["text"], strict=True):
        found[kind, part] = (*found.get((kind, part), ()), text)
    return found


def phrases(kind: str, part: str) -> tuple[str, ...]:
    """List the phrases for a kind of news.

    Parameters
    ----------
    kind
        What happened, such as ``injury``.
    part
        ``tweet``, ``title``, ``lead`` or ``more``.

    Returns
    -------
    tuple of str
        Texts with gaps such as ``{player}``; none for a part that the kind does not have.
    """
    return _phrases().get((kind, part), ())


def written(texts: tuple[str, ...], facts: pd.DataFrame, rng: np.random.Generator) -> np.ndarray:
    """Write one sentence for every row of facts, each from a phrase drawn for it.

    Parameters
    ----------
    texts
        Phrases, at least one.
    facts
        One column of text for every gap.
    rng
        Source of chance.

    Returns
    -------
    numpy.ndarray
        Text as objects.
    """
    chosen = rng.integers(0, len(texts), len(facts))
    out = np.full(len(facts), "", dtype=object)
    columns: dict[str, np.ndarray] = {}
    for number, text in enumerate(texts):
        rows = np.flatnonzero(chosen == number)
        sentence = np.full(len(rows), "", dtype=object)
        for literal, gap, _, _ in Formatter().parse(text):
            sentence = sentence + literal
            if gap:
                values = columns.setdefault(gap, facts[gap].to_numpy(dtype=object))
                sentence = sentence + values[rows]
        out[rows] = sentence
    return out

"""Random streams: one seed in the configuration, one stream for every named thing."""

from __future__ import annotations

import hashlib


def stream(seed: int, *names: str) -> int:
    """Derive the seed of a named random stream.

    Parameters
    ----------
    seed
        The one seed of the configuration.
    names
        What the stream is for, from wide to narrow, e.g. market, learner, fold.

    Returns
    -------
    int
        In [0, 2**31 - 1), the range every learner accepts. The same in every process and on every
        machine, unlike ``hash``.
    """
    text = "\x1f".join([str(seed), *names])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big") % (2**31 - 1)

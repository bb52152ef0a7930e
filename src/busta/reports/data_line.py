"""The first line of everything that is shown: what data this is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FABRICATED = "DATA: FABRICATED"
REAL = "DATA: real NBA data"


def data_line(identity: Mapping[str, Any]) -> str:
    """Say in one line what data a report was made from.

    Parameters
    ----------
    identity
        ``prm_data_identity``: fabricated, description, games, first_game_date, last_game_date, sha256.

    Returns
    -------
    str
        Starts with ``DATA: FABRICATED`` or ``DATA: real NBA data``.

    Raises
    ------
    ValueError
        If the identity does not say whether the data are fabricated: nothing is called real by default.
    """
    fabricated = identity.get("fabricated")
    if not isinstance(fabricated, bool):
        raise ValueError(
            f"expected 'fabricated' of the data identity to be true or false, was {fabricated!r}"
        )
    head = f"{FABRICATED} (an invented league)" if fabricated else REAL
    return ", ".join([head, *_facts(identity)])


def is_fabricated(identity: Mapping[str, Any]) -> bool:
    """Tell whether the data are an invented league.

    Parameters
    ----------
    identity
        ``prm_data_identity``.

    Returns
    -------
    bool
        True for fabricated data.
    """
    return data_line(identity).startswith(FABRICATED)


def _facts(identity: Mapping[str, Any]) -> list[str]:
    facts = []
    if identity.get("games") is not None:
        facts.append(f"{int(identity['games']):,} games")
    if identity.get("first_game_date") and identity.get("last_game_date"):
        facts.append(f"{str(identity['first_game_date'])[:10]} to {str(identity['last_game_date'])[:10]}")
    if identity.get("sha256"):
        facts.append(f"sha256 {str(identity['sha256'])[:12]}")
    return facts

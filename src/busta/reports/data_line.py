"""The first line of everything that is shown: what data this is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from busta.schemas.identity import FABRICATED, REAL

__all__ = ["FABRICATED", "data_kind", "data_line", "is_fabricated"]


def data_kind(is_fabricated: bool) -> str:
    """Name the kind of data.

    Parameters
    ----------
    is_fabricated
        Whether a league was invented.

    Returns
    -------
    str
        As every `data_line` of that kind begins.
    """
    return f"{FABRICATED} (an invented league)" if is_fabricated else REAL


def data_line(identity: Mapping[str, Any]) -> str:
    """Say in one line what data a report was made from.

    Parameters
    ----------
    identity
        ``prm_data_identity``: fabricated, description.

    Returns
    -------
    str
        The description: it starts with ``DATA: FABRICATED`` or ``DATA: real NBA data``.

    Raises
    ------
    ValueError
        If the identity does not say whether the data are fabricated, or its description says otherwise: nothing is
        called real by default.
    """
    fabricated = identity.get("fabricated")
    if not isinstance(fabricated, bool):
        raise ValueError(
            f"expected 'fabricated' of the data identity to be true or false, was {fabricated!r}"
        )
    head, line = FABRICATED if fabricated else REAL, str(identity.get("description", ""))
    if not line.startswith(head):
        raise ValueError(f"expected the description of the data to begin with {head!r}, was {line!r}")
    return line


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


def refuse_other_kind(identity: Mapping[str, Any], wants_fabricated: bool, place: str) -> None:
    """Refuse to work among results that were made of the other kind of data.

    Parameters
    ----------
    identity
        ``prm_data_identity`` as found in the data root.
    wants_fabricated
        The parameter ``data.fabricated`` of this run.
    place
        Where the identity was found.

    Raises
    ------
    ValueError
        If results of an invented league would be mixed with those of the real NBA.
    """
    if is_fabricated(identity) != wants_fabricated:
        kinds = {True: "an invented league", False: "the real NBA"}
        raise ValueError(
            f"expected a data root for {kinds[wants_fabricated]}, was one with results of "
            f"{kinds[not wants_fabricated]} ({place}): name another data_root, or the environment these results "
            "belong to (demo: none named; real: --env local)"
        )

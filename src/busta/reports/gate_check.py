"""The last word of a run: every gate that was breached, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from busta.reports.numbers import interval


class GateBreached(ValueError):  # noqa: N818 - what happened, not an error of the program
    """One gate or more was breached; the message lists each with what was expected and measured."""


def check_gates(*documents: Mapping[str, Any]) -> None:
    """Raise if a gate that applies to these data was not passed.

    Parameters
    ----------
    documents
        ``scores.json`` and, of player markets, ``scores_props.json``.

    Raises
    ------
    GateBreached
        Listing every breached gate.
    """
    sentences = [
        f"{gate['market']}, {gate['name']}: expected {gate['expected']}, was {_measured(gate)}"
        for document in documents
        for block in [*document["markets"].values(), {"gates": document.get("gates", [])}]
        for gate in block["gates"]
        if gate["is_applied"] and not gate["is_passed"]
    ]
    if sentences:
        listed = "\n".join(f"  - {sentence}" for sentence in sentences)
        raise GateBreached(f"{len(sentences)} of the gates breached; the reports were saved.\n{listed}")


def _measured(gate: Mapping[str, Any]) -> str:
    return interval(gate["measured"], gate["low"], gate["high"])

"""Answers as a store gives them, for tests."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from busta.fetching.calls import Answer, Call, Format


def stored(
    document: Any,
    at: str = "2024-11-05T17:00:00.000001+00:00",
    kind: Format = Format.JSON,
    rows: int = 1,
    **told: str,
) -> Answer:
    """An answer of this content, given at a moment, to a call with these parameters."""
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    call = Call("source", "endpoint", told, "2024-25", "why", format=kind)
    return Answer(call, content, datetime.fromisoformat(at), rows, is_stored=True)

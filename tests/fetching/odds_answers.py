"""Answers of The Odds API for the tests, by hand."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from busta.fetching.calls import Answer, Call

SEEN = datetime(2024, 3, 2, 17, 0, tzinfo=UTC)
HOME, AWAY = "Boston Celtics", "New York Knicks"
START = "2024-03-03T00:30:00Z"


def book(market: str, *outcomes: dict[str, Any], key: str = "fanduel") -> dict[str, Any]:
    """One book with one market."""
    updated = "2024-03-02T16:59:00Z"
    return {
        "key": key,
        "title": key,
        "last_update": updated,
        "markets": [{"key": market, "last_update": updated, "outcomes": list(outcomes)}],
    }


def outcome(name: str, price: float, point: float | None = None, player: str | None = None) -> dict[str, Any]:
    """One side of a quote."""
    told: dict[str, Any] = {"name": name, "price": price}
    return (
        told
        | ({} if point is None else {"point": point})
        | ({} if player is None else {"description": player})
    )


def event(*books: dict[str, Any], id: str = "e1", start: str = START) -> dict[str, Any]:
    """One game."""
    return {"id": id, "commence_time": start, "home_team": HOME, "away_team": AWAY, "bookmakers": list(books)}


def answer(document: Any, endpoint: str = "odds", seen: datetime = SEEN, **parameters: str) -> Answer:
    """An answer that was given at a moment."""
    call = Call("odds_api", endpoint, parameters, "2023-24", "a test")
    return Answer(call, json.dumps(document).encode(), seen, 1)

"""The Odds API, version 4, in its real shape, answering from tables in the layout of the raw files."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from tests.servers.loopback import Reply, Request, json_reply

KEY = "0123456789abcdef0123456789abcdef"
SPORT = "basketball_nba"
_GAME = ["timestamp", "id", "commence_time", "home_team", "away_team"]
_GUIDE = "https://the-odds-api.com/liveapi/guides/v4/api-error-codes.html"
_GAME_MARKETS = {"h2h", "spreads", "totals"}
Event = dict[str, Any]


def error(status: int, code: str, message: str, headers: Mapping[str, str] | None = None) -> Reply:
    """A refusal as the source words it."""
    place = f"{_GUIDE}#{code.lower().replace('_', '-')}"
    return json_reply({"message": message, "error_code": code, "details_url": place}, status, headers)


def too_fast(seconds: float) -> Reply:
    """A refusal because too many calls were made."""
    return error(
        429, "EXCEEDED_FREQ_LIMIT", "Requests are being made too often", {"Retry-After": f"{seconds:g}"}
    )


def _outcomes(market: str, row: Any) -> list[dict[str, Any]]:
    sides = (
        (("home", row.home_team), ("away", row.away_team))
        if market != "totals"
        else (("over", "Over"), ("under", "Under"))
    )
    found = []
    for side, name in sides:
        point = getattr(row, f"{side}_point", None)
        told = {"name": name, "price": getattr(row, f"{side}_price")}
        found.append(told if point is None else {**told, "point": point})
    # The real source lists teams and sides in no fixed order.
    return found[::-1] if len(row.bookmaker) % 2 else found


def game_snapshots(**tables: pd.DataFrame) -> dict[str, list[Event]]:
    """Snapshots by their moment, out of raw tables of ``spreads``, ``totals``, ``h2h``."""
    events: dict[tuple[str, str], Event] = {}
    books: dict[tuple[str, str, str], Event] = {}
    for market, table in tables.items():
        for row in table.itertuples(index=False):
            place = (row.timestamp, row.id)
            event = events.setdefault(place, _event(row))
            book = books.get((*place, row.bookmaker))
            if book is None:
                book = {
                    "key": row.bookmaker,
                    "title": row.bookmaker.title(),
                    "last_update": row.last_update,
                    "markets": [],
                }
                books[(*place, row.bookmaker)] = book
                event["bookmakers"].append(book)
            told = {"key": market, "last_update": row.last_update, "outcomes": _outcomes(market, row)}
            book["markets"].append(told)
    return _by_moment(events)


def player_events(table: pd.DataFrame, moment: str) -> list[Event]:
    """One event per game with the quotes on players of a raw table, as of a moment."""
    found = []
    for _, rows in table.groupby("id", sort=False):
        first = rows.iloc[0]
        event = {
            **{name: first[name] for name in _GAME[1:]},
            "sport_key": SPORT,
            "sport_title": "NBA",
            "bookmakers": [],
        }
        for book, own in rows.groupby("bookmakers.key", sort=False):
            markets = [
                {
                    "key": key,
                    "last_update": updated,
                    "outcomes": [_player_outcome(row) for row in part.to_dict("records")],
                }
                for (key, updated), part in own.groupby(
                    ["bookmakers.markets.key", "bookmakers.markets.last_update"], sort=False
                )
            ]
            event["bookmakers"].append({"key": book, "title": str(book).title(), "markets": markets})
        found.append({**event, "moment": moment})
    return found


def _player_outcome(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": row["outcomes_name"],
        "description": row["outcomes_description"],
        "price": row["outcomes_price"],
        "point": row["outcomes_point"],
    }


def _event(row: Any) -> Event:
    about = {name: getattr(row, name) for name in _GAME[1:]}
    return {"id": about.pop("id"), "sport_key": SPORT, "sport_title": "NBA", **about, "bookmakers": []}


def _by_moment(events: Mapping[tuple[str, str], Event]) -> dict[str, list[Event]]:
    moments: dict[str, list[Event]] = {}
    for (moment, _), event in sorted(events.items(), key=lambda item: item[0][0]):
        moments.setdefault(moment, []).append(event)
    return moments


@dataclass
class OddsApi:
    """The source: give `answer` to a `LoopbackServer`.

    ``now``: which snapshot is the current one; None: the last. ``has_history``: whether the subscription includes the
    past.
    """

    snapshots: Mapping[str, list[Event]]
    players: Iterable[Event] = ()
    key: str = KEY
    credits: int = 20_000
    now: str | None = None
    has_history: bool = True
    used: int = 0
    charged: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self.players = list(self.players)

    def answer(self, request: Request) -> Reply:
        """Answer as the source would."""
        with self._lock:
            given = request.query.get("apiKey")
            if not given:
                return error(401, "MISSING_KEY", "API key is missing")
            if given != self.key:
                return error(401, "INVALID_KEY", f"API key is not valid. Given: {given}")
            if request.path == "/v4/sports":
                return self._charged([{"key": SPORT, "group": "Basketball", "active": True}], 0)
            return self._routed(request)

    def _routed(self, request: Request) -> Reply:
        found = re.fullmatch(rf"/v4/(historical/)?sports/{SPORT}/(odds|events)(?:/(\w+)/odds)?", request.path)
        if not found:
            return error(404, "UNKNOWN_SPORT", "Unknown sport")
        is_past, event = bool(found[1]), found[3]
        if is_past and not self.has_history:
            return error(
                401,
                "HISTORICAL_UNAVAILABLE_ON_FREE_USAGE_PLAN",
                "Historical odds are only available on paid plans",
            )
        moment = self._moment(
            request.query.get("date", "") if is_past else self.now or max(self.snapshots, default="")
        )
        if found[2] == "events" and not event:
            listed = [
                {k: v for k, v in each.items() if k != "bookmakers"}
                for each in self.snapshots.get(moment, [])
            ]
            return self._charged(listed, 0)
        markets = request.query["markets"].split(",")
        if wrong := [
            name for name in markets if not (name.startswith("player_") if event else name in _GAME_MARKETS)
        ]:
            return error(422, "INVALID_MARKET", f"Invalid markets: {', '.join(wrong)}")
        data = self._players(event, markets, moment) if event else self._games(moment, markets)
        if data is None:
            return error(404, "EVENT_NOT_FOUND", "Event not found. The event may have expired.")
        cost = len(markets) * len(request.query["regions"].split(",")) * (10 if is_past else 1)
        return self._paid(data, cost, moment if is_past else None)

    def _paid(self, data: Any, cost: int, moment: str | None) -> Reply:
        is_empty = not data or (isinstance(data, dict) and not data["bookmakers"])
        if self.used + cost > self.credits:
            told = "Usage quota has been reached. See usage plans at https://the-odds-api.com"
            return error(401, "OUT_OF_USAGE_CREDITS", told, self._headers(0))
        if moment is None:
            return self._charged(data, 0 if is_empty else cost)
        moments = sorted(self.snapshots)
        place = moments.index(moment) if moment in moments else 0
        around = {"previous_timestamp": moments[place - 1] if place else None}
        around["next_timestamp"] = moments[place + 1] if place + 1 < len(moments) else None
        return self._charged({"timestamp": moment, **around, "data": data}, 0 if is_empty else cost)

    def _charged(self, document: Any, cost: int) -> Reply:
        self.used += cost
        self.charged.append(cost)
        return Reply(
            json.dumps(document).encode(), 200, {"Content-Type": "application/json", **self._headers(cost)}
        )

    def _headers(self, cost: int) -> dict[str, str]:
        left = self.credits - self.used
        return {
            "x-requests-remaining": f"{left}",
            "x-requests-used": f"{self.used}",
            "x-requests-last": f"{cost}",
        }

    def _moment(self, date: str) -> str:
        return max((moment for moment in self.snapshots if moment <= date), default="")

    def _games(self, moment: str, markets: list[str]) -> list[Event]:
        return [_only(event, markets) for event in self.snapshots.get(moment, [])]

    def _players(self, event: str, markets: list[str], moment: str) -> Event | None:
        own = [each for each in self.players if each["id"] == event and each["moment"] <= (moment or "9")]
        known = any(each["id"] == event for listed in self.snapshots.values() for each in listed)
        if own:
            return {k: v for k, v in _only(own[-1], markets).items() if k != "moment"}
        blank = next(
            (each for listed in self.snapshots.values() for each in listed if each["id"] == event), None
        )
        return {**blank, "bookmakers": []} if known and blank else None


def _only(event: Event, markets: list[str]) -> Event:
    books = [
        {**book, "markets": [market for market in book["markets"] if market["key"] in markets]}
        for book in event["bookmakers"]
    ]
    return {**event, "bookmakers": [book for book in books if book["markets"]]}

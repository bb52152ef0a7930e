"""Answers of The Odds API as tables in the layout of the raw files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.errors import UNREADABLE
from busta.fetching.fetch_all import FAILED
from busta.nba.calendar import eastern_date

_ABOUT = ["id", "commence_time", "home_team", "away_team"]
_BOOK, _BOOK_SEEN = "bookmakers.key", "bookmakers.last_update"
_KIND, _KIND_SEEN = "bookmakers.markets.key", "bookmakers.markets.last_update"
_SAID = ["outcomes_name", "outcomes_description", "outcomes_price", "outcomes_point"]
_OUTCOME = ["timestamp", *_ABOUT, _BOOK, _BOOK_SEEN, _KIND, _KIND_SEEN, *_SAID]
_QUOTE = ["timestamp", *_ABOUT, "bookmaker", "last_update"]
# Market of the source: the layout of the raw file, and whether its two sides are the teams.
LAYOUTS = {
    "spreads": [*_QUOTE, "home_point", "home_price", "away_point", "away_price"],
    "totals": [*_QUOTE, "over_point", "over_price", "under_point", "under_price"],
    "moneylines": [*_QUOTE, "home_price", "away_price"],
}
MARKETS = {"spreads": "spreads", "totals": "totals", "moneylines": "h2h"}
QUOTE_KEYS = ["timestamp", "id", "bookmaker"]
PROPS = [
    *_SAID[:2], "outcomes_price", "outcomes_point", *_ABOUT, _BOOK, _KIND, _KIND_SEEN, "pull_date",
]  # fmt: skip
PROP_KEYS = ["id", _BOOK, _KIND, _KIND_SEEN, "outcomes_name", "outcomes_description", "outcomes_point"]
# The one endpoint that tells of games without books.
EVENTS = "events"
_SIDES = ["Over", "Under"]
_SHOWN = 120
_KEPT = (
    "the source has changed its layout; the answer is kept, and a version of busta that knows the new layout will "
    "read it"
)
_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


class Read(NamedTuple):
    """What answers hold.

    Attributes
    ----------
    table
        Their rows.
    sentences
        What is wrong with answers whose layout is not the known one; they add no rows and stay in the store.
    """

    table: pd.DataFrame
    sentences: list[str]


def read_outcomes(answers: Iterable[Answer]) -> Read:
    """Put every price of every answer into a row.

    Parameters
    ----------
    answers
        Of the endpoints that give odds.

    Returns
    -------
    Read
        One row per outcome, market, book, event and snapshot, sorted by snapshot, start and event; prices of games that
        had begun are left out. ``timestamp`` is the moment of the snapshot, as the source tells it, or else that of the
        answer (text, UTC).
    """
    told: list[tuple[Any, ...]] = []
    sentences: list[str] = []
    for answer in answers:
        moment, events, wrong = _looked_at(answer)
        if wrong:
            sentences.append(wrong)
        else:
            told += _outcomes(moment, events)
    rows = pd.DataFrame(told, columns=_OUTCOME)
    seen, start = (_moments(rows[name]) for name in ("timestamp", "commence_time"))
    rows = rows[seen.lt(start)]
    rows = rows.sort_values(["timestamp", "commence_time", "id"], kind="stable", ignore_index=True)
    numbers = dict.fromkeys(_SAID[2:], "float64")
    return Read(rows.astype({**dict.fromkeys(_OUTCOME, "str"), **numbers}), sentences)


def game_quotes(outcomes: pd.DataFrame, layout: str) -> pd.DataFrame:
    """Put the two sides of quotes on games into one row.

    Parameters
    ----------
    outcomes
        As of `read_outcomes`, with decimal prices.
    layout
        One of ``LAYOUTS``.

    Returns
    -------
    pandas.DataFrame
        One row per snapshot, event and book, in the layout of the raw file.
    """
    columns = LAYOUTS[layout]
    rows = outcomes[outcomes[_KIND].eq(MARKETS[layout])].rename(columns={_BOOK: "bookmaker"})
    rows = rows.assign(last_update=rows[_BOOK_SEEN].fillna(rows[_KIND_SEEN]))
    first, second = (name.removesuffix("_price") for name in columns if name.endswith("_price"))
    over, under = (rows["home_team"], rows["away_team"]) if layout != "totals" else (_SIDES[0], _SIDES[1])
    wide = rows.drop_duplicates(QUOTE_KEYS)[_QUOTE].set_index(QUOTE_KEYS, drop=False)
    for side, is_own in ((first, rows["outcomes_name"] == over), (second, rows["outcomes_name"] == under)):
        own = rows[is_own].drop_duplicates(QUOTE_KEYS).set_index(QUOTE_KEYS)
        wide[f"{side}_price"], wide[f"{side}_point"] = own["outcomes_price"], own["outcomes_point"]
    return wide.reset_index(drop=True)[columns]


def player_quotes(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Lay quotes on players out as in the raw files: one row per side.

    Parameters
    ----------
    outcomes
        As of `read_outcomes`, with American prices.

    Returns
    -------
    pandas.DataFrame
        One row per book, market, update, player, line and side; a quote that stands unchanged in several snapshots is
        kept once, as of the first. Outcomes other than over and under of a line are left out.
    """
    rows = outcomes[outcomes["outcomes_name"].isin(_SIDES) & outcomes["outcomes_point"].notna()]
    rows = rows[rows["outcomes_description"].notna() & rows["outcomes_price"].notna()]
    rows = rows.drop_duplicates(PROP_KEYS)
    pulled = eastern_date(_moments(rows["timestamp"])).dt.strftime("%Y-%m-%d").astype("str")
    updated = rows[_KIND_SEEN].fillna(rows[_BOOK_SEEN]).fillna(rows["timestamp"])
    told = rows.assign(pull_date=pulled, **{_KIND_SEEN: updated})
    return told[PROPS].astype({"outcomes_price": "int64"}).reset_index(drop=True)


def listed_games(answers: Iterable[Answer], now: datetime) -> pd.DataFrame:
    """List the games that answers speak of.

    Parameters
    ----------
    answers
        Lists of events, or snapshots of odds.
    now
        Moment that counts as now (UTC): of the lists of coming games.

    Returns
    -------
    pandas.DataFrame
        One row per answer and event: ``id, commence_time`` (UTC), ``home_team, away_team, date`` (of the snapshot as it
        was asked for; empty for a list of coming games), ``seen_at_utc``.
    """
    frames = [pd.DataFrame({name: pd.Series(dtype="str") for name in [*_ABOUT, "date", "seen_at_utc"]})]
    for answer in answers:
        moment, events, wrong = _looked_at(answer)
        if events and not wrong:
            told = pd.DataFrame(events)[_ABOUT]
            date = answer.call.parameters.get("date", "")
            frames.append(told.assign(date=date, seen_at_utc=moment if date else now.strftime(_FORMAT)))
    rows = pd.concat([frame for frame in frames if len(frame)] or frames, ignore_index=True).astype("str")
    times = {name: _moments(rows[name]) for name in ("commence_time", "seen_at_utc")}
    return rows.assign(**times)


def with_layouts(log: pd.DataFrame, answers: Iterable[Answer]) -> pd.DataFrame:
    """Count an answer whose layout is unknown as a failed call, so that it is told.

    Parameters
    ----------
    log
        As `busta.fetching.fetch_all.fetch_all` gives it.
    answers
        Of these calls.

    Returns
    -------
    pandas.DataFrame
        The log; what such an answer lacks, and what to do, stands in its sentence.
    """
    told = {
        (call.endpoint, call.partition, call.key): wrong
        for answer in answers
        for call, wrong in [(answer.call, _looked_at(answer)[2])]
        if wrong
    }
    if not told:
        return log
    names = pd.MultiIndex.from_frame(log[["endpoint", "partition", "key"]])
    sentences = pd.Series(names.map(told), index=log.index, dtype="str")
    is_wrong = sentences.notna()
    return log.assign(
        outcome=log["outcome"].mask(is_wrong, FAILED), sentence=log["sentence"].mask(is_wrong, sentences)
    )


def events_of(document: Any) -> list[dict[str, Any]]:
    """Give the events of an answer, whatever its endpoint.

    Parameters
    ----------
    document
        The answer as JSON.

    Returns
    -------
    list of dict
        One mapping per event.

    Raises
    ------
    ValueError
        If the document is neither a list of events, nor one event, nor a snapshot of either.
    """
    held = document["data"] if isinstance(document, dict) and "data" in document else document
    events = [held] if isinstance(held, dict) else held
    if not isinstance(events, list) or not all(isinstance(event, dict) for event in events):
        raise ValueError(f"expected events, was {str(document)[:80]!r}")
    return [event for event in events if event]


def _looked_at(answer: Answer) -> tuple[str, list[dict[str, Any]], str]:
    try:
        moment, events = _opened(answer)
        return moment, events, _unknown_layout(answer, events)
    except UNREADABLE as error:
        what = " ".join(f"{type(error).__name__}: {error}".split())[:_SHOWN]
        return (
            "",
            [],
            f"The Odds API: an answer of {answer.call.endpoint} is laid out otherwise ({what}): {_KEPT}",
        )


def _opened(answer: Answer) -> tuple[str, list[dict[str, Any]]]:
    document = answer.json()
    moment = document.get("timestamp") if isinstance(document, dict) else None
    return moment or answer.fetched_at_utc.strftime(_FORMAT), events_of(document)


def _unknown_layout(answer: Answer, events: list[dict[str, Any]]) -> str:
    books = [book for event in events for book in event.get("bookmakers") or []]
    markets = [market for book in books for market in book.get("markets") or []]
    outcomes = [outcome for market in markets for outcome in market.get("outcomes") or []]
    has_books = answer.call.endpoint != EVENTS
    levels = {
        "event": (events, [*_ABOUT, "bookmakers"] if has_books else _ABOUT),
        "book": (books, ["key", "markets"]),
        "market": (markets, ["key", "outcomes"]),
        "outcome": (outcomes, ["name", "price"]),
    }
    for what, (parts, needed) in levels.items():
        found = [set(needed) <= part.keys() for part in parts]
        if not all(found):
            return _renamed(answer, what, needed, sorted(parts[found.index(False)]))
    said = [outcome.get(name) for outcome in outcomes for name in ("price", "point")]
    if wrong := [value for value in said if value is not None and type(value) not in (int, float)]:
        raise TypeError(f"expected numbers as prices and lines, was {wrong[0]!r}")
    return ""


def _renamed(answer: Answer, what: str, needed: list[str], found: list[str]) -> str:
    lost = ", ".join(name for name in needed if name not in found)
    return (
        f"The Odds API: expected {', '.join(needed)} in every {what} of {answer.call.endpoint}, was without {lost} "
        f"(found: {', '.join(found)}): {_KEPT}"
    )


def _outcomes(moment: str, events: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    # Nested lists are not a table yet; several times as fast as `pandas.json_normalize`.
    return [
        (
            moment,
            *(event[name] for name in _ABOUT),
            *(book.get("key"), book.get("last_update"), market.get("key"), market.get("last_update")),
            *(outcome.get(name) for name in ("name", "description", "price", "point")),
        )
        for event in events
        for book in event.get("bookmakers") or []
        for market in book.get("markets") or []
        for outcome in market.get("outcomes") or []
    ]


def _moments(texts: pd.Series) -> pd.Series:
    found = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
    return found.astype("datetime64[us, UTC]")

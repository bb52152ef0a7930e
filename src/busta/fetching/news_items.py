"""Feeds of news to raw files: every wording of an item once, from when it was first seen."""

from __future__ import annotations

import calendar
import hashlib
import io
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import feedparser
import pandas as pd

from busta.fetching.calls import Answer, Format
from busta.fetching.pages_tables import moment_text
from busta.sources.plain_text import plain

ITEM_COLUMNS = ("id", "published_at_utc", "seen_at_utc", "feed", "title", "link", "content")
_DIGITS, _FEWER = 16, 8
_FIRST_YEAR = 1990


def item_table(answers: Iterable[Answer], longest_title: int, longest_text: int) -> pd.DataFrame:
    """Make the raw file of news.

    Parameters
    ----------
    answers
        Stored feeds.
    longest_title, longest_text
        Text beyond so many characters is cut off.

    Returns
    -------
    pandas.DataFrame
        One row per feed, item and wording (`ITEM_COLUMNS`, all text), by the moment at which it was first seen. ``id``
        holds the item's own name and the wording, as hashes: nothing of it is the publisher's text. The text is
        untrusted; nothing in it is interpreted.
    """
    rows = [row for answer in answers if answer.rows for row in _items(answer)]
    table = pd.DataFrame(rows, columns=["name", *ITEM_COLUMNS[1:]]).astype("str").fillna("")
    longest = {"title": longest_title, "link": longest_text, "content": longest_text}
    cut = {column: plain(table[column]).str.slice(0, size) for column, size in longest.items()}
    table = table.assign(**cut).astype("str")
    words = (table["feed"] + "\n" + table["name"]).map(_hash(_DIGITS))
    wording = (table["title"] + "\n" + table["content"]).map(_hash(_FEWER))
    table.insert(0, "id", words + "-" + wording)
    table = table.sort_values(["seen_at_utc", "feed", "id"], kind="stable")
    return table.drop_duplicates("id", ignore_index=True)[list(ITEM_COLUMNS)].astype("str")


def _hash(digits: int) -> Any:
    return lambda text: hashlib.sha256(text.encode()).hexdigest()[:digits]


def _items(answer: Answer) -> Iterable[Mapping[str, str]]:
    read = _rss if answer.call.format is Format.XML else _json
    common = {"seen_at_utc": moment_text(answer.fetched_at_utc), "feed": answer.call.parameters["feed"]}
    for item in read(answer):
        yield {**item, **common}


def _rss(answer: Answer) -> Iterable[Mapping[str, str]]:
    # A stream, never a text: an address in its place would be fetched.
    parsed = feedparser.parse(io.BytesIO(answer.content))
    for entry in parsed.entries:
        content = "\n".join(part.get("value", "") for part in entry.get("content", []))
        when = entry.get("published_parsed") or entry.get("updated_parsed")
        yield {
            "name": entry.get("id") or entry.get("link") or entry.get("title", ""),
            "published_at_utc": _from_seconds(calendar.timegm(when)) if when else "",
            "title": entry.get("title", ""),
            "link": entry.get("link", ""),
            "content": content or entry.get("summary", ""),
        }


def _json(answer: Answer) -> Iterable[Mapping[str, str]]:
    document: Any = answer.json()
    for item in document["items"]:
        texts = {
            key: str(item.get(key) or "") for key in ("id", "url", "title", "date_published", "date_modified")
        }
        yield {
            "name": texts["id"] or texts["url"],
            "published_at_utc": _from_text(texts["date_published"] or texts["date_modified"]),
            "title": texts["title"],
            "link": texts["url"],
            "content": str(item.get("content_text") or item.get("content_html") or item.get("summary") or ""),
        }


def _from_seconds(seconds: int) -> str:
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return ""
    return moment_text(moment) if moment.year >= _FIRST_YEAR else ""


def _from_text(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    return moment_text(moment) if moment.tzinfo and moment.year >= _FIRST_YEAR else ""

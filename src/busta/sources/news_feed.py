"""Items of news feeds, each with the moment at which it was first seen."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.plain_text import read_text
from busta.sources.rows import first_only, good_rows

SOURCE = "news_feed"
COLUMNS = ["id", "published_at_utc", "seen_at_utc", "feed", "title", "link", "content"]
_ADDRESS = r"https?://\S+"


def parse_news_feed(files: Mapping[str, RawFile], longest_title: int, longest_text: int) -> Parsed:
    """Read items of feeds.

    Parameters
    ----------
    files
        Raw files by name.
    longest_title, longest_text
        Largest number of characters; longer ones are refused.

    Returns
    -------
    Parsed
        One row per item and wording: ``file, row, item_id, published_at_utc`` (as the feed says; null where it does
        not), ``seen_at_utc, feed, title, link`` (empty where it is no web address), ``text``. All of it is
        untrusted text.
    """

    def read_one(cells: CellReader) -> pd.DataFrame:
        links = read_text(cells, "link", longest_text, is_needed=False)
        rows = pd.DataFrame(
            {
                "item_id": _ids(cells),
                "published_at_utc": _moments(cells, "published_at_utc"),
                "seen_at_utc": cells.times("seen_at_utc"),
                "feed": read_text(cells, "feed", longest_title),
                "title": read_text(cells, "title", longest_title, is_needed=False),
                "link": links.where(links.str.fullmatch(_ADDRESS), ""),
                "text": read_text(cells, "content", longest_text, is_needed=False),
            }
        )
        return good_rows(cells, rows)

    return first_only(read_files(SOURCE, files, COLUMNS, read_one), SOURCE, ["item_id"], "item_id")


def _ids(cells: CellReader) -> pd.Series:
    text = cells.text("id")
    cells.refuse(~text.str.fullmatch(r"[A-Za-z0-9_.:-]{1,80}"), "id", "up to 80 letters, digits and _.:-")
    return text


def _moments(cells: CellReader, column: str) -> pd.Series:
    text = cells.text(column)
    times = pd.to_datetime(text, format="ISO8601", errors="coerce", utc=True)
    cells.refuse(
        times.isna() & text.ne(""), column, "a UTC time stamp such as 2021-05-18T15:55:00Z, or nothing"
    )
    return times.astype("datetime64[us, UTC]")

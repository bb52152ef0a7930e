"""Tweets of a reporter, to the second."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.plain_text import read_text
from busta.sources.rows import first_only, good_rows, numbers

SOURCE = "news_tweets"
COLUMNS = ["id", "created_at", "retweets", "text"]
_WITH_SECONDS = r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d"
_MOST_RETWEETS = 1e8


def parse_news_tweets(files: Mapping[str, RawFile], longest_text: int) -> Parsed:
    """Read tweets.

    Parameters
    ----------
    files
        Raw files by name.
    longest_text
        Largest number of characters; longer ones are refused.

    Returns
    -------
    Parsed
        One row per tweet: ``file, row, tweet_id`` (text), ``published_at_utc, retweets, text``. ``retweets`` were
        counted when the archive was made, long after: no one knew them at the time of the tweet.
    """

    def read_one(cells: CellReader) -> pd.DataFrame:
        rows = pd.DataFrame(
            {
                "tweet_id": _ids(cells),
                "published_at_utc": _times(cells),
                "retweets": numbers(cells, {"retweets": "n"}, 0, _MOST_RETWEETS, is_optional=True)["n"],
                "text": read_text(cells, "text", longest_text),
            }
        )
        return good_rows(cells, rows)

    return first_only(read_files(SOURCE, files, COLUMNS, read_one), SOURCE, ["tweet_id"], "tweet_id")


def _ids(cells: CellReader) -> pd.Series:
    # Eighteen digits and more: as a number with a decimal point they would lose the last ones.
    text = cells.text("id")
    cells.refuse(~text.str.fullmatch(r"\d{1,20}"), "id", "a whole number, written out")
    return text


def _times(cells: CellReader) -> pd.Series:
    # A day alone would be read as its midnight, an hour that nobody told.
    text = cells.text("created_at")
    is_full = text.str.match(_WITH_SECONDS)
    times = pd.to_datetime(text.where(is_full), format="ISO8601", errors="coerce", utc=True)
    cells.refuse(times.isna(), "created_at", "a UTC time stamp to the second such as 2018-01-24 15:51:29")
    return times.astype("datetime64[us, UTC]")

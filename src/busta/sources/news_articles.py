"""Articles of nba.com: a day without an hour, so an article of a game's day may tell of the game."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.plain_text import read_text
from busta.sources.rows import first_only, good_rows, whole_numbers

SOURCE = "news_articles"
COLUMNS = ["id", "date", "title", "link", "content"]


def parse_news_articles(files: Mapping[str, RawFile], longest_title: int, longest_text: int) -> Parsed:
    """Read articles.

    Parameters
    ----------
    files
        Raw files by name.
    longest_title, longest_text
        Largest number of characters; longer ones are refused.

    Returns
    -------
    Parsed
        One row per article: ``file, row, article_id, published_on`` (day, no hour), ``title, link, text``. All of it is
        untrusted text; nothing of it was known before the end of the day.
    """

    def read_one(cells: CellReader) -> pd.DataFrame:
        rows = pd.DataFrame(
            {
                "article_id": whole_numbers(cells, "id"),
                "published_on": cells.dates("date", "%Y-%m-%d"),
                "title": read_text(cells, "title", longest_title),
                "link": read_text(cells, "link", longest_title, is_needed=False),
                "text": read_text(cells, "content", longest_text),
            }
        )
        return good_rows(cells, rows, {"article_id": "int64"})

    return first_only(read_files(SOURCE, files, COLUMNS, read_one), SOURCE, ["article_id"], "article_id")

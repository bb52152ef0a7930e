"""Articles: a day without an hour."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.sources.news_articles import parse_news_articles
from tests.sources.boxes import file, refused

ROW = {
    "id": "43751",
    "date": "2017-10-14",
    "title": "Cavaliers waive two",
    "link": "https://a.b/c",
    "content": "So.",
}


def _parse(*rows: dict[str, str]):
    return parse_news_articles(file(list(rows)), longest_title=100, longest_text=1000)


def test_an_article_has_a_day_and_no_invented_hour() -> None:
    parsed = _parse(ROW)
    assert parsed.refused.empty
    article = parsed.rows.iloc[0]
    assert (article["article_id"], article["published_on"]) == (43751, pd.Timestamp("2017-10-14"))
    assert (article["title"], article["text"]) == ("Cavaliers waive two", "So.")
    assert "published_at_utc" not in parsed.rows


@pytest.mark.parametrize(
    ("column", "value"), [("date", "14 October 2017"), ("id", "x"), ("content", ""), ("title", "t" * 101)]
)
def test_a_wrong_cell_is_named_and_the_others_are_read(column: str, value: str) -> None:
    parsed = _parse(ROW, {**ROW, "id": "2", column: value})
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(3, column)]
    assert parsed.rows["row"].tolist() == [2]


def test_the_second_article_of_a_number_is_refused() -> None:
    parsed = _parse(ROW, {**ROW, "title": "Another"})
    assert parsed.rows["title"].tolist() == ["Cavaliers waive two"]
    assert refused(parsed.refused)[0][1:3] == (3, "article_id")


def test_a_file_without_the_date_is_refused_as_a_whole_and_no_file_is_no_row() -> None:
    parsed = _parse({name: cell for name, cell in ROW.items() if name != "date"})
    assert refused(parsed.refused)[0][1:3] == (0, "date")
    assert _parse_nothing().dtypes["published_on"] == "datetime64[us]"


def _parse_nothing() -> pd.DataFrame:
    return parse_news_articles({}, 100, 1000).rows


def test_every_real_article_is_read(raw_root) -> None:
    files = RawFilesDataset(
        path=str(raw_root / "news"), pattern="*articles*.parquet", format="parquet"
    ).load()
    parsed = parse_news_articles(files, longest_title=500, longest_text=60_000)
    assert (len(parsed.rows), len(parsed.refused)) == (9_942, 0)
    assert not parsed.rows["text"].str.contains("[\x00-\x1f\u200b\u2028\ufeff]").any()

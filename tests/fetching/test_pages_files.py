"""Which rows of pages go into a raw file: not those that stand elsewhere already."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.fetching.calls import Format
from busta.fetching.pages_files import WRITTEN, page_file, written_table
from tests.fetching.stored import stored
from tests.fetching_params import fetching_params
from tests.servers.pages import injury_page, rss

PAGE = stored(injury_page({"Miami Heat": [("A B", "Out")]}))
NEWS = stored(rss({"title": "T", "guid": "g"}), kind=Format.XML, feed="one")
FETCHING = fetching_params()


def test_what_a_user_owns_is_skipped_and_said() -> None:
    own = pd.DataFrame({"snapshot_utc": ["2024-11-05T17:00:01Z"]})
    made = page_file("injury_feed", "2024-25", [PAGE], {"injuries_mine.csv": own}, FETCHING)
    assert made.rows.empty
    assert made.account["skipped"] == 1
    assert "injury_feed: 1 rows stand in other files" in str(made.account["sentence"])


def test_the_file_that_is_written_anew_is_no_other_file() -> None:
    first = page_file("injury_feed", "2024-25", [PAGE], {}, FETCHING)
    again = page_file("injury_feed", "2024-25", [PAGE], {first.name: first.rows}, FETCHING)
    pd.testing.assert_frame_equal(again.rows, first.rows)
    assert first.account == {
        "folder": "injury_feed",
        "file": "injuries_fetched_2024-25.csv",
        "rows": 1,
        "skipped": 0,
        "sentence": "",
    }


def test_an_item_stays_in_its_first_month_whichever_month_is_written_first() -> None:
    november = page_file("news_feed", "2024-11", [NEWS], {}, FETCHING)
    december = page_file("news_feed", "2024-12", [NEWS], {november.name: november.rows}, FETCHING)
    assert (len(november.rows), len(december.rows)) == (1, 0)
    other = page_file("news_feed", "2024-11", [NEWS], {december.name: november.rows}, FETCHING)
    assert len(other.rows) == 1


def test_a_file_of_the_user_in_another_lay_out_hides_nothing() -> None:
    made = page_file(
        "injury_feed", "2024-25", [PAGE], {"injuries_x.csv": pd.DataFrame({"Details": ["x"]})}, FETCHING
    )
    assert len(made.rows) == 1


def test_the_account_of_nothing_has_all_columns() -> None:
    assert dict(written_table().dtypes.astype("str")) == WRITTEN


@pytest.mark.parametrize(
    ("source", "bad"),
    [
        ("injury_feed", {"injuries": [{"displayName": "Miami Heat", "injuries": ["Out"]}]}),
        ("injury_feed", {"injuries": [{"injuries": [{"athlete": "A B"}]}]}),
        ("news_feed", {"items": ["a headline"]}),
    ],
)
def test_a_page_of_another_shape_is_told_and_hides_no_other(source: str, bad: dict[str, object]) -> None:
    good = PAGE if source == "injury_feed" else stored({"items": [{"id": "1", "title": "T"}]}, feed="one")
    made = page_file(source, "2024-25", [stored(bad, feed="one"), good], {}, FETCHING)
    assert len(made.rows) == 1
    assert f"{source}: what was given at 2024-11-05 17:00 UTC was kept and cannot be read" in str(
        made.account["sentence"]
    )

"""How much of each source arrived."""

from __future__ import annotations

import pandas as pd

from busta.sources.coverage import absent_sources, count_coverage, coverage_page


def _coverage() -> pd.DataFrame:
    seasons = pd.Series(["2015-16", "2015-16", "2015-16", "2016-17"], index=[5, 6, 7, 8])
    reasons = pd.Series(["", "no game", "no game", ""], index=[5, 6, 7, 8])
    return count_coverage(seasons, reasons, "pages", "rows")


def test_rows_are_counted_by_season_with_the_reasons() -> None:
    table = _coverage().set_index("season")
    assert table["read"].to_dict() == {"2015-16": 3, "2016-17": 1}
    assert table["joined"].to_dict() == {"2015-16": 1, "2016-17": 1}
    assert table["reason"].to_dict() == {"2015-16": "no game: 2", "2016-17": ""}
    assert table["share_joined"].round(3).to_dict() == {"2015-16": 0.333, "2016-17": 1.0}


def test_a_source_without_rows_has_no_season() -> None:
    empty = pd.Series([], dtype="str")
    assert count_coverage(empty, empty, "pages", "rows").empty


def test_a_source_that_is_not_there_has_a_line_and_is_no_error() -> None:
    logs = pd.DataFrame(
        {
            "source": ["pages", "logs"],
            "file": ["", "a.csv"],
            "looked_for": ["raw/pages/*.csv", "raw/logs/*.csv"],
        }
    )
    [line] = absent_sources(logs).to_dict("records")
    assert (line["source"], line["read"], line["reason"]) == ("pages", 0, "no file raw/pages/*.csv")


def test_the_page_says_first_what_data_it_is() -> None:
    page = coverage_page(_coverage().assign(reason=["a|b", None]), "DATA: FABRICATED")
    assert page.splitlines()[0] == "DATA: FABRICATED"
    assert "| 2015-16 | pages | rows | 3 | 1 | 2 | a\\|b | 33.3 % |" in page

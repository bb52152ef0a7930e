"""Seasons named by their second year."""

from __future__ import annotations

import pandas as pd

from busta.sources.cells import CellReader
from busta.sources.season_years import seasons_of_years, with_usable_from
from tests.sources.boxes import file, refused


def test_the_second_year_names_the_season_and_a_wrong_one_is_refused() -> None:
    cells = CellReader(
        "x", file([{"year": year} for year in ("2000", "2016", "16", "2016.5", "")])["one.csv"]
    )
    assert seasons_of_years(cells).fillna("").tolist() == ["1999-00", "2015-16", "", "", ""]
    assert [cell[1] for cell in refused(cells.refused)] == [4, 5, 6]


def test_a_season_may_be_used_when_the_next_one_begins() -> None:
    # 2019-20 ended on 11 October 2020.
    rows = with_usable_from(pd.DataFrame({"season": ["2019-20", "1999-00"]}))
    assert rows["usable_from"].tolist() == [pd.Timestamp("2020-10-12"), pd.Timestamp("2000-10-12")]

"""Whole rows: refused with their reason, or kept."""

from __future__ import annotations

import pandas as pd

from busta.sources.cells import CellReader
from busta.sources.parsed import Parsed, refusals
from busta.sources.rows import first_only, good_rows, ids, numbers, refuse_rows, whole_numbers
from tests.sources.boxes import file, refused

ROWS = pd.DataFrame({"file": ["a", "a", "b"], "row": [2, 3, 2], "key": ["x", "y", "x"]})


def _cells(*rows: dict[str, str]) -> CellReader:
    [one] = file(list(rows)).values()
    return CellReader("s", one)


def test_an_empty_cell_is_a_number_missing_or_an_error() -> None:
    cells = _cells({"a": "3"}, {"a": " "}, {"a": "9"})
    assert numbers(cells, {"a": "b"}, 0, 10, is_optional=True)["b"].isna().tolist() == [False, True, False]
    assert cells.refused.empty
    assert numbers(cells, {"a": "b"}, 0, 5)["b"].isna().tolist() == [False, True, True]
    assert cells.refused["row"].tolist() == [3, 4]


def test_an_id_that_lost_its_zeros_is_refused() -> None:
    cells = _cells({"id": "0021500009"}, {"id": "21500009"})
    ids(cells, "id", 10)
    assert refused(cells.refused) == [("one.csv", 3, "id", "21500009", "10 digits, with leading zeros")]


def test_the_rows_without_a_refused_cell_are_kept() -> None:
    cells = _cells({"id": "7"}, {"id": "7.5"}, {"id": "0"})
    rows = good_rows(cells, pd.DataFrame({"id": whole_numbers(cells, "id")}), {"id": "int64"})
    assert rows["id"].tolist() == [7]
    assert rows["id"].dtype == "int64"


def test_nothing_refused_changes_nothing() -> None:
    parsed = Parsed(ROWS, refusals("s", "", []))
    assert refuse_rows(parsed, "s", pd.Series(False, index=ROWS.index), "key", "x") is parsed
    assert first_only(parsed, "s", ["file", "row"], "key") is parsed


def test_the_first_of_two_rows_is_kept_over_all_files() -> None:
    parsed = first_only(Parsed(ROWS, refusals("s", "", [])), "s", ["key"], "key")
    assert parsed.rows["key"].tolist() == ["x", "y"]
    assert refused(parsed.refused) == [("b", 2, "key", "x", "one row for key; the first is line 2 of a")]

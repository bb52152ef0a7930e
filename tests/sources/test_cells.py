"""Reading cells: what is wrong is refused with file, row, column, value and what was expected."""

import pandas as pd
import pytest

from busta.sources.cells import CellReader, read_files, refused_rows
from busta.sources.parsed import RawFile
from tests.sources.raw_texts import BOS, cells, raw


def _reader(column: str, *values: str) -> CellReader:
    return CellReader("source", raw("file.csv", column, *values)["file.csv"])


def test_a_number_out_of_bounds_is_refused_by_file_row_column_and_value() -> None:
    reader = _reader("total", "210.5", "1955.5", "", "two")
    assert reader.numbers("total", 140, 290, "total").dropna().tolist() == [210.5]
    assert cells(reader.refused) == [(3, "total", "1955.5"), (5, "total", "two")]
    assert reader.refused["file"].unique().tolist() == ["file.csv"]
    assert reader.refused["expected"].unique().tolist() == ["total: a number from 140 to 290"]


def test_an_unknown_team_is_refused() -> None:
    reader = _reader("team", "Boston Celtics", "Team LeBron")
    assert reader.teams("team").tolist() == [BOS, pd.NA]
    assert cells(reader.refused) == [(3, "team", "Team LeBron")]


def test_a_date_in_another_format_is_refused() -> None:
    reader = _reader("date", "22 Jun 2015", "2015-06-22")
    assert reader.dates("date", "%d %b %Y").dropna().tolist() == [pd.Timestamp("2015-06-22")]
    assert cells(reader.refused) == [(3, "date", "2015-06-22")]


def test_times_are_utc() -> None:
    reader = _reader("seen", "2021-05-18T15:55:00Z", "yesterday")
    assert reader.times("seen").dropna().tolist() == [pd.Timestamp("2021-05-18 15:55", tz="UTC")]
    assert cells(reader.refused) == [(3, "seen", "yesterday")]


def test_american_odds_become_decimal_and_impossible_ones_are_refused() -> None:
    reader = _reader("odds", "+145\xa0", "NL", "-7.5")
    assert reader.american("odds").dropna().tolist() == [2.45]
    assert cells(reader.refused) == [(4, "odds", "-7.5")]


def test_what_a_part_refuses_the_whole_remembers() -> None:
    reader = _reader("total", "1", "2")
    part = reader.part(reader.index[1:])
    part.refuse(part.text("total").ne(""), "total", "nothing")
    assert cells(reader.refused) == [(3, "total", "2")]


def test_damage_met_while_reading_the_file_is_refused_too() -> None:
    problem = {"row": 7, "column": "a", "value": "1;2", "expected": "two cells"}
    reader = CellReader("source", RawFile("file.csv", pd.DataFrame({"a": []}), (problem,)))
    assert cells(reader.refused) == [(7, "a", "1;2")]


def _one(reader: CellReader) -> pd.DataFrame:
    return pd.DataFrame({"value": reader.numbers("value", 0, 9, "value")})


def test_a_file_with_a_missing_column_is_refused_as_a_whole_and_the_others_are_read() -> None:
    files = raw("good.csv", "value", "1") | raw("bad.csv", "valu", "1")
    parsed = read_files("source", files, ["value"], _one)
    assert parsed.rows[["file", "row", "value"]].to_numpy().tolist() == [["good.csv", 2, 1.0]]
    assert cells(parsed.refused) == [(0, "value", "found: valu")]
    assert parsed.read == {"good.csv": 1, "bad.csv": 1}


@pytest.mark.parametrize("files", [{}, raw("bad.csv", "valu", "1")])
def test_without_any_file_the_columns_and_their_types_are_there(files: dict[str, RawFile]) -> None:
    rows = read_files("source", files, ["value"], _one).rows
    assert rows.dtypes.astype("str").to_dict() == {"file": "str", "row": "int64", "value": "float64"}


def test_rows_that_were_read_can_be_refused_later() -> None:
    rows = pd.DataFrame({"file": ["a.csv"], "row": [4], "total": [210.5]})
    refused = refused_rows("source", rows, "total", rows["total"], "another total")
    assert refused.iloc[0].tolist() == ["source", "a.csv", 4, "total", "210.5", "another total"]


def test_columns_that_hold_numbers_already_are_read_alike() -> None:
    rows = pd.DataFrame({"total": [210.5, None, 1955.5]}, index=[2, 3, 4])
    reader = CellReader("source", RawFile("file.parquet", rows))
    assert reader.numbers("total", 140, 290, "total").dropna().tolist() == [210.5]
    assert cells(reader.refused) == [(4, "total", "1955.5")]

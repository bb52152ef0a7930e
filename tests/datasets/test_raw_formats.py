"""Raw files cell for cell: damage is told with the line it stands on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from busta.datasets.raw_formats import READERS, WRITERS, read_csv, read_parquet, read_xlsx
from busta.sources.parsed import RawFile


def _csv(tmp_path: Path, text: str | bytes) -> RawFile:
    path = tmp_path / "file.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_csv(path)


def _lines(file: RawFile) -> list[object]:
    return [problem["row"] for problem in file.problems]


def test_every_cell_is_text_and_an_empty_one_is_empty(tmp_path: Path) -> None:
    file = _csv(tmp_path, "id,name\n0021500009,NA\n007,\n")
    assert file.rows.to_dict("list") == {"id": ["0021500009", "007"], "name": ["NA", ""]}
    assert file.rows.index.tolist() == [2, 3]
    assert file.problems == ()
    assert len(file.sha256) == 64


def test_a_file_cut_off_in_a_line_keeps_the_lines_before_it(tmp_path: Path) -> None:
    file = _csv(tmp_path, "a,b,c\n1,2,3\n4,5")
    assert file.rows["a"].tolist() == ["1"]
    assert file.problems == (
        {"row": 3, "column": "", "value": "2 fields: 4,5", "expected": "expected 3 fields, was 2"},
    )


def test_a_line_with_too_many_fields_is_told_and_the_others_kept(tmp_path: Path) -> None:
    file = _csv(tmp_path, "a,b\n1,2,3\n4,5\n")
    assert file.rows["a"].tolist() == ["4"]
    assert file.rows.index.tolist() == [3]
    assert file.problems[0]["expected"] == "expected 2 fields, was 3"


def test_lines_are_counted_over_blank_lines_and_line_breaks_in_cells(tmp_path: Path) -> None:
    file = _csv(tmp_path, 'a,b\n\n1,"two\nlines"\n3,4\n')
    assert file.rows.index.tolist() == [3, 5]
    assert file.rows["b"].tolist() == ["two\nlines", "4"]


def test_a_quote_that_is_never_closed_does_not_swallow_the_lines_before_it(tmp_path: Path) -> None:
    file = _csv(tmp_path, 'a,b\n1,2\n3,"4\n5,6\n7,8\n')
    assert file.rows["a"].tolist()[0] == "1"
    assert len(file.rows) + len(file.problems) >= 2


def test_a_cell_longer_than_any_text_is_a_problem_of_its_line(tmp_path: Path) -> None:
    file = _csv(tmp_path, 'a,b\n1,2\n3,"' + "x" * 140_000 + "\n")
    assert file.rows["a"].tolist() == ["1"]
    assert _lines(file) == [3]


@pytest.mark.parametrize("content", ["", " \n"])
def test_an_empty_file_has_no_rows_and_one_problem(content: str, tmp_path: Path) -> None:
    file = _csv(tmp_path, content)
    assert file.rows.empty
    assert file.problems[0]["value"] == "an empty file"
    assert _lines(file) == [0]


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    file = _csv(tmp_path, "name\nJoki\xe9\n".encode("latin-1"))
    assert file.rows.empty
    assert file.problems[0]["expected"] == "text in UTF-8"


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert _csv(tmp_path, b"\xef\xbb\xbfa\n1\n").rows.columns.tolist() == ["a"]


def test_a_column_name_that_stands_twice_refuses_the_file(tmp_path: Path) -> None:
    file = _csv(tmp_path, "a,b,a\n1,2,3\n")
    assert file.rows.empty
    assert file.problems[0]["value"] == "a"


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path) -> None:
    file = read_csv(tmp_path / "absent.csv")
    assert file.rows.empty
    assert file.problems[0]["expected"] == "a readable file"


def test_a_parquet_file_keeps_its_types_and_counts_rows_from_one(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pd.DataFrame({"a": [1.5, None]}).to_parquet(path)
    file = read_parquet(path)
    assert file.rows["a"].dtype == "float64"
    assert file.rows.index.tolist() == [1, 2]


def test_a_parquet_file_cut_off_is_told_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    pd.DataFrame({"a": range(1000)}).to_parquet(path)
    path.write_bytes(path.read_bytes()[:500])
    file = read_parquet(path)
    assert file.rows.empty
    assert file.problems[0]["expected"] == "a whole parquet file"


def test_a_workbook_keeps_text_as_text_and_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(WRITERS["xlsx"](pd.DataFrame({"Open": [212.5, 4.0], "ML": ["pk", None]})))
    file = read_xlsx(path)
    assert file.rows["Open"].tolist() == [212.5, 4.0]
    assert file.rows["ML"].tolist() == ["pk", ""]
    assert file.rows.index.tolist() == [2, 3]


def test_a_workbook_that_is_a_damaged_archive_is_told_as_a_whole(tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    path.write_bytes(WRITERS["xlsx"](pd.DataFrame({"a": [1]}))[:400])
    file = read_xlsx(path)
    assert file.rows.empty
    assert file.problems[0]["expected"] == "a whole workbook (xlsx)"


def test_a_workbook_without_cells_is_told(tmp_path: Path) -> None:
    from openpyxl import Workbook

    Workbook().save(tmp_path / "t.xlsx")
    assert read_xlsx(tmp_path / "t.xlsx").problems[0]["value"] == "an empty sheet"


def test_a_column_name_that_stands_twice_in_a_workbook_refuses_it_but_columns_without_a_name_do_not(
    tmp_path: Path,
) -> None:
    files = {}
    for name, header in (("twice", ["Date", "ML", "Date"]), ("blank", ["Date", None, None])):
        workbook = Workbook()
        for row in (header, [1027, 1, 2]):
            workbook.active.append(row)
        workbook.save(tmp_path / f"{name}.xlsx")
        files[name] = read_xlsx(tmp_path / f"{name}.xlsx")
    assert files["twice"].rows.empty
    assert files["twice"].problems[0]["value"] == "Date"
    assert (len(files["blank"].rows), files["blank"].problems) == (1, ())


@pytest.mark.parametrize("kind", sorted(READERS))
def test_what_is_written_can_be_read_and_is_the_same_every_time(kind: str, tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": ["x", "y"], "b": ["1", "2"]})
    path = tmp_path / f"t.{kind}"
    path.write_bytes(WRITERS[kind](frame))
    assert READERS[kind](path).rows.to_dict("list") == frame.to_dict("list")
    assert WRITERS[kind](frame) == path.read_bytes()

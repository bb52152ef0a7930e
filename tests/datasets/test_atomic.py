"""Files that are there whole or not at all."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from kedro.io import DatasetError
from kedro.io.core import Version

from busta.datasets import (
    AtomicCsvDataset,
    AtomicJsonDataset,
    AtomicParquetDataset,
    AtomicPickleDataset,
    AtomicSpreadsheetDataset,
    AtomicTextDataset,
)
from busta.datasets.atomic import write_atomically

TABLE = pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.to_datetime(["2020-01-01", "2020-01-02"])})
SLOW_SAVE = """
import sys, time
from busta.datasets import AtomicTextDataset
from kedro.io.core import Version
class Slow(AtomicTextDataset):
    def _write(self, data, handle):
        handle.write(b"half of")
        handle.flush()
        time.sleep(60)
version = Version(None, sys.argv[2]) if len(sys.argv) > 2 else None
Slow(filepath=sys.argv[1], version=version).save("new")
"""


def _killed_in_the_middle(filepath: Path, *version: str) -> None:
    process = subprocess.Popen([sys.executable, "-c", SLOW_SAVE, str(filepath), *version])
    deadline = time.monotonic() + 60
    while not any(path.stat().st_size for path in filepath.parent.rglob("*.partial")):
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (AtomicJsonDataset, {"a": [1, None], "é": "ü"}),
        (AtomicPickleDataset, {"a": (1, 2)}),
        (AtomicTextDataset, "line\nlinje é\n"),
    ],
)
def test_what_was_saved_is_loaded(kind: type, data: object, tmp_path: Path) -> None:
    dataset = kind(filepath=tmp_path / "folder" / "file")
    assert not dataset.exists()
    dataset.save(data)
    assert dataset.exists()
    assert dataset.load() == data
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["file"]


def test_a_parquet_table_without_a_row_keeps_its_types(tmp_path: Path) -> None:
    made = pd.DataFrame({"book": pd.Series([], dtype="category"), "line": pd.Series([], dtype="float64")})
    dataset = AtomicParquetDataset(filepath=str(tmp_path / "empty.parquet"))
    dataset.save(made)
    read = dataset.load()
    assert read.dtypes.map(str).to_dict() == {"book": "category", "line": "float64"}


def test_a_parquet_table_keeps_its_types(tmp_path: Path) -> None:
    dataset = AtomicParquetDataset(filepath=tmp_path / "t.parquet")
    dataset.save(TABLE)
    pd.testing.assert_frame_equal(dataset.load(), TABLE)


def test_the_same_table_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        AtomicParquetDataset(filepath=tmp_path / name).save(TABLE.copy())
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_a_csv_table_has_no_index_and_takes_load_arguments(tmp_path: Path) -> None:
    dataset = AtomicCsvDataset(filepath=tmp_path / "t.csv", load_args={"dtype": "str"})
    dataset.save(TABLE[["a"]])
    assert (tmp_path / "t.csv").read_text() == "a\n1\n2\n"
    assert dataset.load()["a"].tolist() == ["1", "2"]


def test_a_run_killed_in_the_middle_of_a_save_leaves_the_old_content(tmp_path: Path) -> None:
    dataset = AtomicTextDataset(filepath=tmp_path / "file.txt")
    dataset.save("old")
    _killed_in_the_middle(tmp_path / "file.txt")
    assert dataset.load() == "old"
    dataset.save("newer")
    assert dataset.load() == "newer"
    assert [path.name for path in tmp_path.iterdir()] == ["file.txt"]


def test_a_run_killed_in_its_first_save_leaves_nothing_that_exists(tmp_path: Path) -> None:
    _killed_in_the_middle(tmp_path / "file.txt")
    assert not AtomicTextDataset(filepath=tmp_path / "file.txt").exists()


def test_a_version_that_was_not_finished_is_not_the_latest(tmp_path: Path) -> None:
    path = tmp_path / "file.txt"
    AtomicTextDataset(filepath=path, version=Version(None, "2020-01-01T00.00.00.000Z")).save("old")
    _killed_in_the_middle(path, "2021-01-01T00.00.00.000Z")
    later = AtomicTextDataset(filepath=path, version=Version(None, None))
    assert later.load() == "old"


def test_a_version_is_written_once(tmp_path: Path) -> None:
    version = Version(None, "2020-01-01T00.00.00.000Z")
    AtomicTextDataset(filepath=tmp_path / "t", version=version).save("a")
    with pytest.raises(DatasetError, match="must not exist"):
        AtomicTextDataset(filepath=tmp_path / "t", version=version).save("b")


def test_a_folder_of_versions_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "t").mkdir()
    with pytest.raises(DatasetError, match="to be a file, was a folder"):
        AtomicTextDataset(filepath=tmp_path / "t").save("a")


def test_a_versioned_dataset_without_versions_does_not_exist(tmp_path: Path) -> None:
    assert not AtomicTextDataset(filepath=tmp_path / "t", version=Version(None, None)).exists()


def test_a_save_that_fails_leaves_the_old_content_and_no_part(tmp_path: Path) -> None:
    dataset = AtomicJsonDataset(filepath=tmp_path / "t.json")
    dataset.save({"a": 1})
    with pytest.raises(DatasetError, match="not JSON serializable"):
        dataset.save({"a": object()})
    assert dataset.load() == {"a": 1}
    assert [path.name for path in tmp_path.iterdir()] == ["t.json"]


def test_parts_of_runs_that_still_go_on_are_left_alone(tmp_path: Path) -> None:
    running = tmp_path / ".t.txt.1.partial"
    running.write_text("half")
    write_atomically(tmp_path / "t.txt", b"whole")
    assert running.exists()
    assert (tmp_path / "t.txt").read_bytes() == b"whole"


def test_a_cell_that_a_spreadsheet_would_run_has_an_apostrophe_in_the_file_only(tmp_path: Path) -> None:
    cells = ["=1+1", "+145", "-110", "@SUM(A1)", "\tx", "'quoted", "BOS -3.5", "", "a=b"]
    table = pd.DataFrame({"row": range(-1, len(cells) - 1), "value": cells}).astype({"value": "str"})
    dataset = AtomicSpreadsheetDataset(
        filepath=tmp_path / "t.csv", load_args={"dtype": {"value": "str"}, "keep_default_na": False}
    )
    dataset.save(table)
    written = (tmp_path / "t.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert written == [
        "-1,'=1+1", "0,'+145", "1,'-110", "2,'@SUM(A1)", "3,'\tx", "4,''quoted", "5,BOS -3.5", "6,", "7,a=b",
    ]  # fmt: skip
    pd.testing.assert_frame_equal(dataset.load(), table)


@pytest.mark.parametrize("dataset", [AtomicCsvDataset, AtomicSpreadsheetDataset, AtomicParquetDataset])
def test_a_table_carries_the_kind_of_its_data_and_is_loaded_as_it_was(dataset: Any, tmp_path: Path) -> None:
    table = pd.DataFrame({"a": [1, 2], "b": ["x", "=y"]})
    made = dataset(filepath=tmp_path / "table")
    made.kind_of_data = "DATA: FABRICATED"
    made.save(table)
    assert b"DATA: FABRICATED" in (tmp_path / "table").read_bytes()
    pd.testing.assert_frame_equal(made.load(), table)
    assert made.load().attrs == table.attrs == {}


def test_a_table_that_has_that_column_already_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="without a column 'data_kind'"):
        AtomicCsvDataset(filepath=tmp_path / "a.csv").save(pd.DataFrame({"data_kind": [1]}))


def test_a_document_is_shown(tmp_path: Path) -> None:
    dataset = AtomicJsonDataset(filepath=tmp_path / "a.json")
    dataset.save({"data": "DATA: FABRICATED"})
    assert json.loads(dataset.preview()) == {"data": "DATA: FABRICATED"}

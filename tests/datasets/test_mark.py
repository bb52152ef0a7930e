"""What the mark of an invented league says, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pandas as pd
import pytest
from kedro.io import DatasetError

from busta.datasets import RawFilesDataset
from busta.datasets.mark import (
    MARK,
    begin_league,
    digest_of,
    marked_name,
    read_mark,
    refuse_mixture,
    write_mark,
)
from busta.datasets.raw_formats import WRITERS

ROWS = pd.DataFrame({"a": [1]})


def _dataset(root: Path, format: str = "csv") -> RawFilesDataset:
    return RawFilesDataset(path=str(root / "odds"), pattern=f"*.{format}", format=format)


def test_the_mark_begins_with_a_sentence_and_names_every_file_after_its_hash(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    dataset = _dataset(root)
    dataset.save({"b 2016-17.csv": ROWS})
    dataset.save({"a.csv": ROWS})
    lines = (root / MARK).read_text(encoding="utf-8").splitlines()
    digest = sha256(b"a\n1\n").hexdigest()
    assert lines[0].startswith("Everything in this folder is fabricated")
    assert lines[-2:] == [f"{digest}  odds/a.fabricated.csv", f"{digest}  odds/b 2016-17.fabricated.csv"]


def test_what_is_written_is_read(tmp_path: Path) -> None:
    assert read_mark(tmp_path) is None
    write_mark(tmp_path, {})
    assert read_mark(tmp_path) == {}
    files = {"odds/nba odds 2015-16.fabricated.xlsx": "0" * 64, "a/b.csv": "f" * 64}
    write_mark(tmp_path, files)
    assert read_mark(tmp_path) == files


@pytest.mark.parametrize(
    ("name", "marked"),
    [
        ("nba odds 2015-16.xlsx", "nba odds 2015-16.fabricated.xlsx"),
        ("props_all_markets_2023-24.parquet", "props_all_markets_2023-24.fabricated.parquet"),
    ],
)
def test_an_invented_file_says_so_in_its_name(name: str, marked: str) -> None:
    assert marked_name(name) == marked


def test_a_marked_file_is_good_and_others_are_refused_by_name(tmp_path: Path) -> None:
    write_mark(tmp_path, {"odds/a.csv": digest_of(b"a")})
    refuse_mixture(tmp_path, {"odds/a.csv": digest_of(b"a")})
    with pytest.raises(DatasetError, match=r"did not invent.*was odds/b\.csv, which it does not name"):
        refuse_mixture(tmp_path, {"odds/a.csv": digest_of(b"a"), "odds/b.csv": digest_of(b"a")})
    with pytest.raises(DatasetError, match=r"was odds/a\.csv, whose content is another"):
        refuse_mixture(tmp_path, {"odds/a.csv": digest_of(b"b")})


@pytest.mark.parametrize("format", ["parquet", "xlsx"])
def test_a_renamed_file_is_known_by_its_properties(format: str, tmp_path: Path) -> None:
    path = tmp_path / "odds" / f"looks_real.{format}"
    path.parent.mkdir()
    path.write_bytes(WRITERS[format](ROWS))
    with pytest.raises(DatasetError, match=rf"no fabricated file, was odds/looks_real\.{format}"):
        _dataset(tmp_path, format).load()


def _real_parquet(path: Path) -> None:
    ROWS.to_parquet(path)


def _real_workbook(path: Path) -> None:
    ROWS.to_excel(path)


def _damaged(path: Path) -> None:
    path.write_bytes(b"PK\x03\x04 and no more")


@pytest.mark.parametrize(
    ("format", "write"),
    [
        ("parquet", _real_parquet),
        ("xlsx", _real_workbook),
        ("parquet", _damaged),
        ("xlsx", _damaged),
    ],
)
def test_files_of_others_whole_or_damaged_pass_where_there_is_no_mark(
    format: str, write: Callable[[Path], None], tmp_path: Path
) -> None:
    (tmp_path / "odds").mkdir()
    write(tmp_path / "odds" / f"one.{format}")
    assert list(_dataset(tmp_path, format).load()) == [f"one.{format}"]


def test_a_root_is_marked_when_its_league_begins_and_emptied_when_the_next_one_does(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    begin_league(root)
    assert read_mark(root) == {}
    (root / "odds").mkdir()
    (root / "odds" / "a.csv").write_bytes(b"a")
    write_mark(root, {"odds/a.csv": digest_of(b"a"), "odds/lost.csv": "0" * 64})
    begin_league(root)
    assert read_mark(root) == {}
    assert not (root / "odds" / "a.csv").exists()


EARLIER_MARK = (
    "Everything in this folder is fabricated: an invented league in the formats of the real sources.\n"
)


def test_a_league_of_an_earlier_version_whose_mark_names_no_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "odds").mkdir()
    (tmp_path / "odds" / "nba odds 2015-16.xlsx").write_bytes(b"invented")
    (tmp_path / MARK).write_text(EARLIER_MARK, encoding="utf-8")
    with pytest.raises(DatasetError, match="did not invent"):
        _dataset(tmp_path, "xlsx").load()
    begin_league(tmp_path)
    assert read_mark(tmp_path) == {}
    assert list((tmp_path / "odds").iterdir()) == []


def test_a_file_that_no_earlier_version_wrote_keeps_its_league_from_being_replaced(tmp_path: Path) -> None:
    (tmp_path / "odds").mkdir()
    (tmp_path / MARK).write_text(EARLIER_MARK, encoding="utf-8")
    for name in ("odds/a.csv", "odds/my notes.txt"):
        (tmp_path / name).write_bytes(b"a")
    with pytest.raises(DatasetError, match=r"was a folder with odds/my notes\.txt"):
        begin_league(tmp_path)
    assert (tmp_path / "odds" / "a.csv").exists()

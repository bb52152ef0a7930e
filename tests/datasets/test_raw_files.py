"""All files of one source."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from kedro.io import DatasetError

from busta.datasets import RawFilesDataset, RawMarkDataset

ROWS = pd.DataFrame({"a": ["1"]})


def _dataset(root: Path, pattern: str | list[str] = "*.csv") -> RawFilesDataset:
    return RawFilesDataset(path=str(root / "team_logs"), pattern=pattern, format="csv")


def test_a_new_season_is_one_more_file(tmp_path: Path) -> None:
    folder = tmp_path / "team_logs"
    folder.mkdir()
    for name in ("logs_2031-32.csv", "logs_2015-16.csv", "notes.txt", ".hidden.csv"):
        (folder / name).write_text("a\n1\n")
    assert list(_dataset(tmp_path).load()) == ["logs_2015-16.csv", "logs_2031-32.csv"]
    assert list(_dataset(tmp_path, ["*2031*.csv", "*.txt"]).load()) == ["logs_2031-32.csv", "notes.txt"]


def test_a_folder_that_is_not_there_gives_no_files_and_says_where_it_looked(tmp_path: Path) -> None:
    files = _dataset(tmp_path).load()
    assert files == {}
    assert files.looked_for == f"{tmp_path}/team_logs/*.csv"
    assert not _dataset(tmp_path).exists()


def test_one_damaged_file_does_not_lose_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "team_logs"
    folder.mkdir()
    (folder / "bad.csv").write_bytes(b"\xff\xfe")
    (folder / "good.csv").write_text("a\n1\n")
    files = _dataset(tmp_path).load()
    assert len(files["bad.csv"].problems) == 1
    assert files["good.csv"].rows["a"].tolist() == ["1"]


def test_fabricated_files_bear_a_mark(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    _dataset(root).save({"one.csv": ROWS})
    assert (root / "FABRICATED").is_file()
    assert RawMarkDataset(path=str(root)).load()
    assert list(_dataset(root).load()) == ["one.fabricated.csv"]


def test_the_pieces_of_one_league_stay_beside_each_other(tmp_path: Path) -> None:
    dataset = _dataset(tmp_path / "raw")
    for piece in ({"one.csv": ROWS}, {}, {"two.csv": ROWS}):
        dataset.save(piece)
    assert list(dataset.load()) == ["one.fabricated.csv", "two.fabricated.csv"]


def test_a_league_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    mark, dataset = RawMarkDataset(path=str(root)), _dataset(root)
    mark.save(True)
    dataset.save({"one.csv": ROWS})
    mark.save(False)
    dataset.save({"two.csv": ROWS})
    assert list(dataset.load()) == ["one.fabricated.csv", "two.fabricated.csv"]
    mark.save(True)
    assert list(dataset.load()) == []
    dataset.save({"three.csv": ROWS})
    assert list(dataset.load()) == ["three.fabricated.csv"]


def test_where_no_league_begins_nothing_is_marked(tmp_path: Path) -> None:
    RawMarkDataset(path=str(tmp_path / "raw")).save(False)
    assert not (tmp_path / "raw").exists()


def test_fabricated_files_are_never_written_into_a_folder_with_other_data(tmp_path: Path) -> None:
    (tmp_path / "box_scores").mkdir()
    with pytest.raises(
        DatasetError, match="fabricated data are never written into a folder that holds other data"
    ):
        _dataset(tmp_path).save({"one.csv": ROWS})
    assert not (tmp_path / "team_logs").exists()


def test_no_league_begins_among_files_that_the_mark_does_not_name(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    _dataset(root).save({"one.csv": ROWS})
    (root / "injuries").mkdir()
    (root / "injuries" / "mine.csv").write_text("a\n1\n")
    with pytest.raises(DatasetError, match=r"other data.*injuries/mine\.csv"):
        RawMarkDataset(path=str(root)).save(True)
    assert list(_dataset(root).load()) == ["one.fabricated.csv"]


def test_a_file_changed_by_hand_is_not_deleted_for_a_new_league(tmp_path: Path) -> None:
    root = tmp_path / "raw"
    _dataset(root).save({"one.csv": ROWS, "two.csv": ROWS})
    changed = root / "team_logs" / "two.fabricated.csv"
    changed.write_text("a\n2\n")
    with pytest.raises(DatasetError, match="whose content is another"):
        RawMarkDataset(path=str(root)).save(True)
    assert changed.read_text() == "a\n2\n"
    assert (root / "team_logs" / "one.fabricated.csv").is_file()


def test_a_folder_kept_by_git_holds_no_other_data(tmp_path: Path) -> None:
    (tmp_path / ".gitkeep").write_text("")
    _dataset(tmp_path).save({"one.csv": ROWS})
    assert _dataset(tmp_path).exists()


def test_no_files_to_fabricate_writes_nothing(tmp_path: Path) -> None:
    _dataset(tmp_path / "raw").save({})
    assert not (tmp_path / "raw").exists()


def test_an_unknown_format_is_told_with_those_that_are_known() -> None:
    with pytest.raises(DatasetError, match="one of csv, parquet, xlsx, was 'ods'"):
        RawFilesDataset(path="x", pattern="*", format="ods")


def test_real_data_bear_no_mark(tmp_path: Path) -> None:
    mark = RawMarkDataset(path=str(tmp_path))
    assert mark.load() is False
    assert mark.exists()
    assert "path" in str(mark)
    assert "pattern" in str(_dataset(tmp_path))

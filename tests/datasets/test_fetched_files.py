"""Fetched raw files beside those of a user, and tables that grow."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from kedro.io import DatasetError

from busta.datasets import AppendedParquetDataset, FetchedFilesDataset, RawFilesDataset
from busta.datasets.mark import write_mark

GAMES = pd.DataFrame({"GAME_ID": ["0022300001", "0022300002"], "PTS": [101, 99]})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own = tmp_path / "team_logs"
    own.mkdir()
    (own / "nba_games_2022_23.csv").write_text("GAME_ID\n1\n")
    return own


def entry(folder: Path, kind: str = "csv") -> FetchedFilesDataset:
    return FetchedFilesDataset(path=str(folder), pattern=f"nba_games_fetched_*.{kind}", format=kind)


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_fetched_files_are_read_like_any_raw_file(folder: Path, kind: str) -> None:
    entry(folder, kind).save({f"nba_games_fetched_2023_24.{kind}": GAMES})
    raw = RawFilesDataset(path=str(folder), pattern=f"nba_games_fetched*.{kind}", format=kind).load()
    assert raw[f"nba_games_fetched_2023_24.{kind}"].rows["GAME_ID"].tolist() == GAMES["GAME_ID"].tolist()
    assert list(entry(folder, kind).load()) == [f"nba_games_fetched_2023_24.{kind}"]


def test_files_of_the_user_are_not_touched(folder: Path) -> None:
    entry(folder).save({"nba_games_fetched_2023_24.csv": GAMES})
    assert (folder / "nba_games_2022_23.csv").read_text() == "GAME_ID\n1\n"
    with pytest.raises(DatasetError, match=r"Expected file names such as nba_games_fetched_\*.csv, was"):
        entry(folder).save({"nba_games_2022_23.csv": GAMES})
    with pytest.raises(DatasetError, match="Expected file names"):
        entry(folder).save({"nba_games_fetched_/../x.csv": GAMES})


def test_a_file_that_stays_the_same_is_left_alone_and_others_stay(folder: Path) -> None:
    entry(folder).save({"nba_games_fetched_2022_23.csv": GAMES, "nba_games_fetched_2023_24.csv": GAMES})
    number = (folder / "nba_games_fetched_2023_24.csv").stat().st_ino
    entry(folder).save({"nba_games_fetched_2023_24.csv": GAMES})
    assert (folder / "nba_games_fetched_2023_24.csv").stat().st_ino == number
    entry(folder).save({"nba_games_fetched_2023_24.csv": GAMES.head(1)})
    assert [len(file.rows) for file in entry(folder).load().values()] == [2, 1]


def test_nothing_is_written_where_there_is_nothing(tmp_path: Path) -> None:
    none = entry(tmp_path / "absent")
    none.save({})
    assert not (tmp_path / "absent").exists()
    assert not none.exists()
    assert none.load() == {}


def test_nothing_fetched_is_written_into_an_invented_league(folder: Path) -> None:
    write_mark(folder.parent, {})
    with pytest.raises(DatasetError, match="never fetched into an invented league"):
        entry(folder).save({"nba_games_fetched_2023_24.csv": GAMES})


def test_an_entry_that_could_overwrite_files_of_the_user_is_refused(folder: Path) -> None:
    with pytest.raises(DatasetError, match="Expected the word 'fetched'"):
        FetchedFilesDataset(path=str(folder), pattern="*.csv", format="csv")
    with pytest.raises(DatasetError, match="Expected format"):
        FetchedFilesDataset(path=str(folder), pattern="fetched_*", format="xlsx")


def test_a_growing_table_keeps_the_rows_of_every_run(tmp_path: Path) -> None:
    table = AppendedParquetDataset(filepath=tmp_path / "history.parquet")
    assert table.load().empty
    table.save(GAMES.head(0))
    assert not table.exists()
    table.save(GAMES)
    table.save(GAMES.head(1))
    assert table.load()["PTS"].tolist() == [101, 99, 101]
    assert table.load().dtypes.to_dict() == GAMES.dtypes.to_dict()

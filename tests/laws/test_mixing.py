"""Real and invented raw files never pass for one another, whatever the source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pandas as pd
import pytest
from kedro.io import DatasetError

from busta.datasets.mark import MARK
from tests.league import raw_dataset, raw_entries, tiny_league, write_league

NAMES = sorted(raw_entries())


@pytest.fixture(scope="session")
def league_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files of the tiny invented league, and one of every source that it does not invent; read only."""
    root = write_league(tiny_league(), tmp_path_factory.mktemp("mixing") / "raw")
    for name in set(NAMES) - set(tiny_league()):
        file = str(raw_entries()[name]["pattern"]).replace("*", "2024-25")
        raw_dataset(name, root).save({file: pd.DataFrame({"column": ["value"]})})
    return root


def _folder(name: str) -> str:
    return Path(raw_entries()[name]["path"]).name


def _invented(name: str, league_root: Path) -> Path:
    return league_root / _folder(name) / min(raw_dataset(name, league_root).load())


def _as_if_real(invented: Path, folder: Path) -> Path:
    # The bytes of somebody else's file of that source: without what tells an invented one.
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / invented.name.replace(".fabricated", "")
    path.write_bytes(b"made elsewhere")
    return path


def test_every_raw_file_is_read_through_the_refusal() -> None:
    raw = {name for name in NAMES if name.startswith("raw_")}
    assert raw == set(NAMES)
    assert {raw_entries()[name]["type"] for name in NAMES} == {"busta.datasets.RawFilesDataset"}


@pytest.mark.parametrize("name", NAMES)
def test_an_invented_file_among_real_ones_is_refused_by_name(
    name: str, league_root: Path, tmp_path: Path
) -> None:
    invented = _invented(name, league_root)
    real = _as_if_real(invented, tmp_path / _folder(name))
    assert list(raw_dataset(name, tmp_path).load()) == [real.name]
    shutil.copy(invented, real.parent)
    with pytest.raises(DatasetError) as raised:
        raw_dataset(name, tmp_path).load()
    assert f"to hold no fabricated file, was {_folder(name)}/{invented.name}" in str(raised.value)


@pytest.mark.parametrize("name", NAMES)
def test_a_real_file_among_invented_ones_is_refused_by_name(
    name: str, league_root: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(league_root / _folder(name), tmp_path / _folder(name)))
    shutil.copy(league_root / MARK, tmp_path)
    assert raw_dataset(name, tmp_path).load()
    real = _as_if_real(_invented(name, league_root), folder)
    with pytest.raises(DatasetError) as raised:
        raw_dataset(name, tmp_path).load()
    assert "did not invent" in str(raised.value)
    assert f"was {_folder(name)}/{real.name}, which it does not name" in str(raised.value)


@pytest.mark.parametrize("name", NAMES)
def test_an_invented_file_changed_by_one_byte_is_refused_by_name(
    name: str, league_root: Path, tmp_path: Path
) -> None:
    invented = _invented(name, league_root)
    (tmp_path / _folder(name)).mkdir()
    shutil.copy(league_root / MARK, tmp_path)
    changed = tmp_path / _folder(name) / invented.name
    changed.write_bytes(invented.read_bytes() + b" ")
    with pytest.raises(DatasetError, match="whose content is another"):
        raw_dataset(name, tmp_path).load()


def test_an_invented_league_that_lost_its_mark_is_refused(league_root: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(league_root, tmp_path / "raw"))
    (root / MARK).unlink()
    for name in NAMES:
        with pytest.raises(DatasetError, match="an invented raw file lies among others"):
            raw_dataset(name, root).load()

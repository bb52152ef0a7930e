"""A tiny invented league for the tests: made once, written once, in the formats of the real sources."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from busta.datasets.mark import MARK, digest_of, write_mark
from busta.datasets.raw_files import RawFilesDataset
from busta.fabrication import LeagueSettings, fabricate_league
from busta.fabrication.prop_settings import PropSettings

REPOSITORY = Path(__file__).parents[1]


def tiny_settings(**changes: Any) -> LeagueSettings:
    """Settings of a league of eight teams and three short seasons, with changes."""
    sizes: dict[str, Any] = {
        "seed": 7,
        "seasons": 3,
        "first_season": 2015,
        "teams": 8,
        "games_per_team": 18,
        "players_per_team": 12,
        "playoff_teams": 2,
        "playoff_wins": 2,
        # An earlier season too, for laws about what a later one must not change.
        "props": PropSettings(seasons=2),
    }
    return LeagueSettings(**{**sizes, **changes})


@cache
def tiny_league() -> dict[str, dict[str, pd.DataFrame]]:
    """All raw files of the tiny league."""
    return fabricate_league(tiny_settings())


_RAW_FILES = f"busta.datasets.{RawFilesDataset.__name__}"


@cache
def raw_entries() -> dict[str, dict[str, Any]]:
    """Catalog entries of all raw datasets."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((REPOSITORY / "conf" / "base").glob("catalog*.yml")):
        entries = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        found |= {name: entry for name, entry in entries.items() if entry["type"] == _RAW_FILES}
    return found


def raw_dataset(name: str, root: Path) -> RawFilesDataset:
    """The dataset of that name as the catalog describes it, with its folder below another raw root."""
    entry = raw_entries()[name]
    return RawFilesDataset(
        path=str(root / Path(entry["path"]).name), pattern=entry["pattern"], format=entry["format"]
    )


def write_league(files: dict[str, dict[str, pd.DataFrame]], root: Path) -> Path:
    """Write raw files below a raw root, by the datasets of the catalog."""
    for name, tables in files.items():
        raw_dataset(name, root).save(tables)
    return root


def mark_again(root: Path) -> None:
    """Let the mark of a raw root name its files as they are now, after a test changed them."""
    found = [path for path in root.rglob("*") if path.is_file() and path.name != MARK]
    write_mark(root, {path.relative_to(root).as_posix(): digest_of(path.read_bytes()) for path in found})


@pytest.fixture(scope="session")
def fabricated_raw_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw root of the tiny league; read only. A test that changes files writes its own copy."""
    return write_league(tiny_league(), tmp_path_factory.mktemp("league") / "01_raw")

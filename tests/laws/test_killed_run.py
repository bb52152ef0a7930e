"""A run killed with -9 in the middle of a save leaves nothing that the next run would stumble over."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.laws.killed_run import MARKET, catalog_below, run_on_files
from tests.laws.project_run import REPOSITORY

VERSION = "2001-01-02T00.00.00.000Z"
PUBLISHED = f"{MARKET}.probabilities"


@pytest.fixture(scope="module")
def undisturbed(tables: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = _with_primary_tables(tables, tmp_path_factory.mktemp("undisturbed"))
    run_on_files(root, VERSION)
    return root


def _with_primary_tables(tables: Mapping[str, Any], root: Path) -> Path:
    catalog = catalog_below(root)
    for name, table in tables.items():
        catalog.save(name, table)
    return root


def _killed(root: Path, moves: int) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "tests.laws.killed_run", str(root), str(moves)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return subprocess.run(
        command, check=False, cwd=REPOSITORY, env=environment, capture_output=True, timeout=300
    )


def _results(root: Path) -> dict[str, bytes]:
    layers = ("04_feature", "05_model_input", "07_model_output")
    files = (path for layer in layers for path in (root / layer).rglob("*.parquet") if path.is_file())
    # A killed run may have left whole versions of its own; what counts is what a later run reads.
    kept = {str(path.relative_to(root)): path.read_bytes() for path in files}
    return {name: content for name, content in kept.items() if "2001-01-01" not in name}


@pytest.mark.parametrize("moves", [4, 16], ids=["a table of features", "a version of forecasts"])
def test_the_run_after_a_killed_run_gives_what_an_undisturbed_one_gives(
    undisturbed: Path, tables: Mapping[str, Any], tmp_path: Path, moves: int
) -> None:
    root = _with_primary_tables(tables, tmp_path / "data")
    assert _killed(root, moves).returncode == -9
    left = [path for path in root.rglob("*") if path.name.endswith(".partial")]
    assert len(left) == 1, "the run was not killed in the middle of a save"
    found = run_on_files(root, VERSION)
    assert _results(root) == _results(undisturbed)
    assert found.load(PUBLISHED).equals(catalog_below(undisturbed).load(PUBLISHED))
    # In the folder of a version that never came to be it stays, and nobody looks there.
    assert "2001-01-01" in str(left[0]) or not left[0].exists()


def test_a_killed_save_is_not_a_version_that_anybody_loads(undisturbed: Path, tmp_path: Path) -> None:
    root = tmp_path / "data"
    shutil.copytree(undisturbed, root)
    for name in (PUBLISHED, "features"):
        before = catalog_below(root).load(name)
        folder = next(root.rglob(f"{name.rpartition('.')[2]}.parquet/{VERSION}"))
        half = folder.parent / "2001-01-03T00.00.00.000Z"
        half.mkdir()
        (half / f".{folder.parent.name}.{2**22}.partial").write_bytes(b"half a table")
        assert catalog_below(root).load(name).equals(before)

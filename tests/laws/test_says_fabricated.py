"""A run on the invented league says so in every file, in its log, and to MLflow."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from matplotlib.figure import Figure

from busta.datasets import AtomicCsvDataset, AtomicJsonDataset, AtomicParquetDataset, AtomicTextDataset
from busta.datasets.atomic import KIND
from busta.datasets.png import PngDataset
from tests.laws.project_run import REPOSITORY

WORDS = "DATA: FABRICATED"


def says_so(path: Path) -> bool:
    """Whether a file of the reports says that its data are fabricated."""
    text = "" if path.suffix in (".png", ".parquet") else path.read_text(encoding="utf-8")
    if path.suffix in (".md", ".html"):
        # The first line of a page for browsers is a comment: what is shown must stand inside its body.
        return text.removeprefix("<!-- ").startswith(WORDS)
    if path.suffix == ".json":
        return str(json.loads(text)["data"]).startswith(WORDS)
    if path.suffix == ".csv":
        rows = list(csv.DictReader(text.splitlines()))
        # A table without rows has nothing invented in it: its header has the column all the same.
        return f",{KIND}" in text.splitlines()[0] and all(row[KIND].startswith(WORDS) for row in rows)
    if path.suffix == ".png":
        return b"tEXtDescription\0" + WORDS.encode() in path.read_bytes()
    if path.suffix == ".parquet":
        return WORDS.encode() in (pq.read_schema(path).metadata or {}).get(b"PANDAS_ATTRS", b"")
    return False


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project after `kedro run` on the tiny league."""
    root = tmp_path_factory.mktemp("project")
    for name in ("conf", "src"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src"),
        "PYTHONWARNINGS": "ignore",
        "COLUMNS": "400",
    }
    command = [sys.executable, "-m", "kedro", "run", "--env", "test"]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    (root / "log.txt").write_text(done.stdout + done.stderr, encoding="utf-8")
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return root


@pytest.mark.slow
def test_every_file_of_the_reports_says_that_the_data_are_fabricated(project: Path) -> None:
    files = [path for path in (project / "data/test/08_reporting").rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".md", ".html", ".json", ".csv", ".png", ".parquet"}
    assert [str(path.relative_to(project)) for path in files if not says_so(path)] == []


@pytest.mark.slow
def test_every_table_of_every_layer_says_that_it_was_made_from_fabricated_data(project: Path) -> None:
    layers = [
        path for path in (project / "data/test").iterdir() if path.name[:2] in ("02", "03", "04", "05", "07")
    ]
    tables = [path for layer in layers for path in layer.rglob("*.parquet") if path.is_file()]
    assert len(layers) == 5
    assert [str(path.relative_to(project)) for path in tables if not says_so(path)] == []


@pytest.mark.slow
def test_a_run_says_first_that_its_data_are_fabricated(project: Path) -> None:
    lines = [
        line for line in (project / "log.txt").read_text(encoding="utf-8").splitlines() if "INFO" in line
    ]
    assert WORDS in lines[0]
    assert any(f"{WORDS} (an invented league), made by this run" in line for line in lines)


@pytest.mark.slow
def test_mlflow_says_that_the_data_are_fabricated(project: Path) -> None:
    with sqlite3.connect(project / "mlflow.db") as database:
        tags = dict(database.execute("select key, value from tags"))
        experiments = [name for (name,) in database.execute("select name from experiments")]
    assert tags["data"].startswith(WORDS)
    assert "busta-test" in experiments


def _write(folder: Path, kind: str | None) -> list[Path]:
    table = pd.DataFrame({"a": [1, 2]})
    datasets = [
        AtomicCsvDataset(filepath=folder / "a.csv"),
        AtomicParquetDataset(filepath=folder / "a.parquet"),
    ]
    for dataset in datasets:
        dataset.kind_of_data = kind
        dataset.save(table)
    AtomicJsonDataset(filepath=folder / "a.json").save({"data": kind, "scores": {}})
    AtomicTextDataset(filepath=folder / "a.md").save(f"{kind}\n# Scores\n")
    figure = Figure()
    figure.text(0, 1, str(kind))
    PngDataset(filepath=folder / "a.png").save(figure)
    return sorted(folder.iterdir())


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(f"{WORDS} (an invented league)", True), ("DATA: real NBA data", False), (None, False)],
)
def test_the_law_sees_what_a_file_says(kind: str | None, expected: bool, tmp_path: Path) -> None:
    files = _write(tmp_path, kind)
    assert {path.suffix: says_so(path) for path in files} == {path.suffix: expected for path in files}
    (tmp_path / "a.txt").write_text(WORDS)
    assert not says_so(tmp_path / "a.txt")

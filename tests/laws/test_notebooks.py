"""What the page on notebooks says works from the folder of notebooks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.project import REPOSITORY

PAGE = (REPOSITORY / "notebooks" / "README.md").read_text(encoding="utf-8")
FOLDER = "/data/busta"  # the data root of the page's example


def _magics() -> list[str]:
    return re.findall(r"^%(?:load_ext|reload_kedro) .*$", PAGE, re.M)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy, so that what MLflow writes at every load stays out of the user's own runs."""
    for name in ("conf", "src"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("local", "*.pyc"))
    (tmp_path / "conf" / "local").mkdir()
    (tmp_path / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_magics_of_the_page_load_the_tables_it_promises(project: Path) -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    extension, own, other = (magic.replace(FOLDER, f"{project}/elsewhere") for magic in _magics())
    place = 'print("table:", catalog["prm_games"]._filepath)'
    cells = [nbformat.v4.new_code_cell(cell) for cell in (extension, place, own, place, other, place)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    resources = {"metadata": {"path": str(project / "notebooks")}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    printed = "".join(out.get("text", "") for cell in notebook.cells for out in cell.outputs)
    tables = [f"{project}/{root}/03_primary/prm_games.parquet" for root in ("data/demo", "data", "elsewhere")]
    assert re.findall(r"^table: (.+)$", printed, re.M) == tables
    # Rich shows what is logged as a page of its own, with the text beside it.
    said = [str(out.get("text", "") or out.get("data", "")) for out in notebook.cells[0].outputs]
    assert "DATA: FABRICATED" in "".join(said)

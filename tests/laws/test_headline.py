"""The notebook of the headline runs to its end and shows the numbers of the scores."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.project import REPOSITORY
from tests.reports.samples import FABRICATED, document

NOTEBOOK = REPOSITORY / "notebooks" / "headline.ipynb"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project with the scores of a run on the invented league, and no backtest."""
    for name in ("conf", "src"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("local", "*.pyc"))
    (tmp_path / "conf" / "local").mkdir()
    (tmp_path / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    reports = tmp_path / "data" / "demo" / "08_reporting"
    reports.mkdir(parents=True)
    (reports / "scores.json").write_text(json.dumps(document(FABRICATED)), encoding="utf-8")
    return tmp_path


def test_the_headline_is_that_of_the_scores(project: Path) -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    resources = {"metadata": {"path": str(project / "notebooks")}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    printed = "".join(out.get("text", "") for out in outputs)
    assert FABRICATED["description"] in printed
    shown = [out["data"]["text/plain"] for out in outputs if out.output_type == "execute_result"]
    # Rich colours the numbers.
    headline, seasons, bets = (re.sub("\x1b\\[[0-9;]*m", "", text).strip() for text in shown)
    block = document(FABRICATED)["markets"]["moneyline"]
    for forecaster in ("model", "stacked", "market"):
        assert f"{block['scores'][forecaster]['brier_score']['value']:.4f}".rstrip("0") in headline
    assert "2001-02" in seasons
    assert bets.startswith("Empty DataFrame")


def test_no_output_is_kept_in_the_notebook() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell for cell in code if cell["outputs"] or cell["execution_count"]] == []

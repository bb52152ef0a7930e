"""Files that need not be there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from kedro.io import AbstractDataset
from matplotlib.figure import Figure

from busta.datasets import OptionalCsvDataset, OptionalJsonDataset, OptionalPngDataset, OptionalTextDataset


def test_a_document_that_nobody_has_written_is_empty(tmp_path: Path) -> None:
    dataset = OptionalJsonDataset(filepath=str(tmp_path / "deep" / "tuned.json"))
    assert dataset.load() == {}
    assert not dataset.exists()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    dataset = OptionalJsonDataset(filepath=str(tmp_path / "deep" / "tuned.json"))
    dataset.save({"alpha": [3000, 0.1]})
    assert dataset.load() == {"alpha": [3000, 0.1]}
    assert dataset.exists()


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        (OptionalCsvDataset, pd.DataFrame({"roi": [0.5]})),
        (OptionalTextDataset, "A page."),
        (OptionalPngDataset, Figure()),
    ],
)
def test_a_table_a_text_and_a_figure_are_empty_until_they_are_written(
    tmp_path: Path, kind: type[AbstractDataset[Any, Any]], content: Any
) -> None:
    dataset = kind(filepath=str(tmp_path / "deep" / "file"))
    assert len(dataset.load()) == 0
    dataset.save(content)
    assert len(dataset.load()) > 0

"""Documents that need not be there."""

from __future__ import annotations

from pathlib import Path

from busta.datasets import OptionalJsonDataset


def test_a_document_that_nobody_has_written_is_empty(tmp_path: Path) -> None:
    dataset = OptionalJsonDataset(filepath=str(tmp_path / "deep" / "tuned.json"))
    assert dataset.load() == {}
    assert not dataset.exists()


def test_what_was_written_is_read(tmp_path: Path) -> None:
    dataset = OptionalJsonDataset(filepath=str(tmp_path / "deep" / "tuned.json"))
    dataset.save({"alpha": [3000, 0.1]})
    assert dataset.load() == {"alpha": [3000, 0.1]}
    assert dataset.exists()

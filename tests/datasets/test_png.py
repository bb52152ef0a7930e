from __future__ import annotations

import base64
from pathlib import Path

import pytest
from kedro.io import DatasetError, Version
from matplotlib import pyplot
from matplotlib.figure import Figure

from busta.datasets.png import PngDataset


def _figure() -> Figure:
    figure = Figure(figsize=(2, 1))
    figure.subplots().plot([0, 1], [1, 0])
    return figure


def test_the_same_figure_gives_the_same_bytes_and_names_no_program(tmp_path: Path) -> None:
    first, second = (PngDataset(filepath=tmp_path / name) for name in ("a.png", "b.png"))
    first.save(_figure())
    second.save(_figure())
    assert first.load() == second.load()
    assert b"Software" not in first.load()
    assert b"matplotlib" not in first.load()


def test_the_texts_of_a_figure_are_its_description(tmp_path: Path) -> None:
    figure = _figure()
    figure.text(0, 1, "DATA: FABRICATED")
    figure.text(0, 0.9, "a title")
    dataset = PngDataset(filepath=tmp_path / "a.png")
    dataset.save(figure)
    assert b"tEXtDescription\0DATA: FABRICATED\na title" in dataset.load()


def test_a_saved_figure_is_read_again_and_shown(tmp_path: Path) -> None:
    dataset = PngDataset(filepath=tmp_path / "folder" / "a.png")
    assert not dataset.exists()
    dataset.save(_figure())
    assert dataset.load().startswith(b"\x89PNG")
    assert base64.b64decode(dataset.preview()) == dataset.load()
    assert [path.name for path in (tmp_path / "folder").iterdir()] == ["a.png"]


def test_figures_of_other_threads_stay_open(tmp_path: Path) -> None:
    other = pyplot.figure()
    PngDataset(filepath=tmp_path / "a.png").save(_figure())
    assert pyplot.fignum_exists(other.number)
    pyplot.close(other)


def test_a_figure_that_cannot_be_drawn_leaves_the_old_one(tmp_path: Path) -> None:
    dataset = PngDataset(filepath=tmp_path / "a.png")
    dataset.save(_figure())
    before = dataset.load()
    with pytest.raises(DatasetError):
        dataset.save("no figure")
    assert dataset.load() == before


def test_figures_can_be_versioned(tmp_path: Path) -> None:
    dataset = PngDataset(filepath=tmp_path / "a.png", version=Version(None, "2001-01-01T00.00.00.000Z"))
    dataset.save(_figure())
    assert (tmp_path / "a.png" / "2001-01-01T00.00.00.000Z" / "a.png").read_bytes() == dataset.load()

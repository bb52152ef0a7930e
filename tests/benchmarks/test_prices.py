"""The page of the benchmark of prices."""

from __future__ import annotations

from pathlib import Path

from benchmarks.prices import BUDGET, SIZES, Measurement, write

FOUND = [Measurement("points", size, 200, 1.5 * size, 1.25 * size, 1.0) for size in SIZES]


def test_the_page_sets_every_size_beside_its_budget(tmp_path: Path) -> None:
    write(FOUND, tmp_path)
    page = (tmp_path / "prices.md").read_text(encoding="utf-8")
    assert "| points | 1 | 1.5 | 1.2 | 1.0 | 10 |" in page
    assert "| points | 500 | 750.0 | 625.0 | 1.0 | 200 |" in page
    assert set(BUDGET) == set(SIZES)


def test_the_numbers_are_kept_beside_the_page(tmp_path: Path) -> None:
    write(FOUND, tmp_path)
    kept = (tmp_path / "prices.csv").read_text(encoding="utf-8").splitlines()
    assert kept[0] == "market,prices,turns,median_ms,processor_ms,least_ms"
    assert len(kept) == 1 + len(FOUND)

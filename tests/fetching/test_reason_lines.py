"""Lines of a column shared out among the rows around whose middles they stand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fetching.reason_lines import share_out


def _shared(*lines: tuple[int, float, bool, bool]) -> list[int]:
    pages, heights, is_row, has_text = (np.array(part) for part in zip(*lines, strict=True))
    return share_out(pages, heights, is_row, has_text).tolist()


def test_two_lines_around_a_row_are_its_own() -> None:
    assert _shared((0, 80.0, True, True), (0, 94.0, False, True), (0, 100.0, True, False), (0, 106.0, False, True)) == [
        0, 1, -1, 1,
    ]  # fmt: skip


def test_a_row_without_text_gets_none_of_its_neighbours() -> None:
    assert _shared((0, 80.0, True, False), (0, 100.0, True, True), (0, 120.0, True, True)) == [-1, 1, 2]


def test_a_line_above_the_first_row_of_a_page_belongs_to_the_last_row_before() -> None:
    assert _shared((0, 80.0, True, True), (1, 60.0, False, True), (1, 80.0, True, True)) == [0, 0, 1]


@pytest.mark.parametrize("page", [0, 1])
def test_text_before_any_row_belongs_to_none(page: int) -> None:
    assert _shared((page, 60.0, False, True)) == [-1]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=25))
def test_cells_of_any_heights_come_out_as_they_were_laid_out(sizes: list[int]) -> None:
    lines: list[tuple[float, bool, int]] = []
    top = 50.0
    for row, size in enumerate(sizes):
        height = 10.0 * max(size, 1) + 6.0
        middle = top + height / 2
        lines.append((middle, True, row))
        lines += [(middle + 10.0 * (line - (size - 1) / 2), False, row) for line in range(size)]
        top += height
    table: dict[float, tuple[bool, int]] = {}
    for height, is_row, row in lines:
        was_row, was_text = table.get(height, (False, -1))
        table[height] = (was_row or is_row, was_text if is_row else row)
    heights = np.array(sorted(table))
    is_row = np.array([table[height][0] for height in heights])
    expected = np.array([table[height][1] for height in heights])
    found = share_out(np.zeros(len(heights), dtype=int), heights, is_row, expected >= 0)
    assert found.tolist() == expected.tolist()

"""Which lines of text belong to which row of a table, when a cell of several lines stands around its row's middle."""

from __future__ import annotations

import numpy as np

# In points: lines are not nearer to each other, and what a line costs that goes on from the page before. That is
# less than to put it to a row that it does not belong to, more than nothing.
_NEAREST, _FROM_BEFORE = 5.0, 3.0
_MOST_LINES = 12


def share_out(pages: np.ndarray, heights: np.ndarray, is_row: np.ndarray, has_text: np.ndarray) -> np.ndarray:
    """Share the lines of the last column out among the rows of a table.

    Lines keep their order, and the lines of one cell stand around the height of its row, as far apart as the nearest
    two lines. Of all ways to share the lines of a page out, the one is taken that is least off that. Lines on top of
    a page may belong to the last row of the page before.

    Parameters
    ----------
    pages
        Page of each line, ascending.
    heights
        Height of each line, in points from the top of the page, ascending within the page.
    is_row
        Whether the line has a cell of another column: then it is a row.
    has_text
        Whether the line has text in the last column.

    Returns
    -------
    numpy.ndarray
        For each line the place of its row among all rows; -1 for a line without text, and for text before any row.
    """
    row_of = np.full(len(pages), -1)
    place = np.cumsum(is_row) - 1
    leading = _leading(pages[has_text], heights[has_text])
    for page in np.unique(pages[has_text]):
        lines = np.flatnonzero((pages == page) & has_text)
        rows = np.flatnonzero((pages == page) & is_row)
        before = place[rows[0]] - 1 if len(rows) else place[lines[0]]
        row_of[lines] = before + _best(heights[lines], heights[rows], leading)
    return np.maximum(row_of, -1)


def _leading(pages: np.ndarray, heights: np.ndarray) -> float:
    gaps = np.diff(heights)[np.diff(pages) == 0]
    gaps = gaps[gaps > _NEAREST]
    return float(gaps.min()) if len(gaps) else _NEAREST


def _best(lines: np.ndarray, rows: np.ndarray, leading: float) -> np.ndarray:
    # For each line 0 (goes on from before) or the number of its row, from 1.
    cost = _FROM_BEFORE * np.arange(len(lines) + 1)
    cuts = []
    for height in rows:
        ways = cost[:, None] + _off(lines, height, leading)
        cuts.append(np.argmin(ways, axis=0))
        cost = ways.min(axis=0)
    found = np.zeros(len(lines), dtype=int)
    end = len(lines)
    for row in range(len(rows), 0, -1):
        begin = cuts[row - 1][end]
        found[begin:end] = row
        end = begin
    return found


def _off(lines: np.ndarray, height: float, leading: float) -> np.ndarray:
    # How far the lines from one place to before another are off, as the cell of a row; an empty cell is not.
    n = len(lines)
    off = np.full((n + 1, n + 1), np.inf)
    np.fill_diagonal(off, 0.0)
    for size in range(1, min(n, _MOST_LINES) + 1):
        cell = np.lib.stride_tricks.sliding_window_view(lines, size)
        expected = height + leading * (np.arange(size) - (size - 1) / 2)
        begins = np.arange(n - size + 1)
        off[begins, begins + size] = np.abs(cell - expected).sum(axis=1)
    return off

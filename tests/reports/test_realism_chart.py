from __future__ import annotations

import numpy as np
from matplotlib.collections import LineCollection, PathCollection

from busta.reports.realism_chart import WIDEST, realism_figure
from busta.reports.style import ALARM, MODEL
from tests.reports.realism_samples import compared

COLUMNS = (("scores", "rest"), ("props",))


def test_every_moment_of_both_leagues_is_a_dot_in_units_of_its_band() -> None:
    figure = realism_figure(compared(), COLUMNS, "Both", "DATA: FABRICATED")
    # The props of the invented league are not there, so their column is not either.
    (axes,) = figure.axes
    dots = [collection for collection in axes.collections if isinstance(collection, PathCollection)]
    where = np.sort(np.concatenate([dot.get_offsets()[:, 0] for dot in dots]))
    # (201 - 200) / 10, and (10 - 20) / 1, which lies beyond the edge.
    assert where.tolist() == [-WIDEST, 0.1]
    assert [label.get_text() for label in axes.get_yticklabels()] == ["SCORES", "total: mean", "total: sd"]


def test_what_is_apart_is_red() -> None:
    figure = realism_figure(compared(), COLUMNS, "Both", "DATA: FABRICATED")
    (bars,) = [each for each in figure.axes[0].collections if isinstance(each, LineCollection)]
    assert [tuple(np.round(colour, 3)) for colour in bars.get_colors()] == [_rgba(MODEL), _rgba(ALARM)]


def _rgba(colour: str) -> tuple[float, ...]:
    return tuple(np.round([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)] + [1.0], 3))

"""The chart of an invented league beside the real one: every moment a dot, in units of its band."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from busta.evaluation.realism import ALIKE
from busta.reports.style import ALARM, CHANCE, INK, MODEL, QUIET, new_figure, quiet

WIDEST = 6.0  # bands; what lies further is drawn at the edge, as an arrow
ROW, COLUMN = 0.135, 5.2  # inches
HEADROOM = 1.5  # inches


def realism_figure(
    compared: pd.DataFrame, columns: Sequence[Sequence[str]], title: str, data_line: str
) -> Figure:
    """Draw how far every moment of the invented league lies from the real one.

    Parameters
    ----------
    compared
        See `busta.evaluation.realism.compare_leagues`.
    columns
        Groups that stand under each other, column by column; groups without moments are passed over.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        0 is the real number, the grey strip what is called alike; bars are the intervals of the invented league,
        red what is apart.
    """
    parts = [_under_each_other(compared, groups) for groups in columns]
    parts = [part for part in parts if len(part)]
    rows = max(len(part) for part in parts)
    figure = new_figure(COLUMN * len(parts), ROW * rows + HEADROOM, title, data_line)
    for axes, part in zip(figure.subplots(1, len(parts), squeeze=False)[0], parts, strict=True):
        _draw(axes, part)
        axes.set_ylim(-rows + 0.2, 0.8)
    return figure


def _under_each_other(compared: pd.DataFrame, groups: Sequence[str]) -> pd.DataFrame:
    drawn = compared[compared["invented"].notna() & (compared["band"] > 0)]
    parts = []
    for group in groups:
        rows = drawn[drawn["group"] == group]
        # A row without numbers bears the name of the group.
        head = pd.DataFrame({"moment": [group.upper()]})
        parts += [head, rows] if len(rows) else []
    return pd.concat(parts, ignore_index=True) if parts else drawn[:0]


def _draw(axes: Axes, part: pd.DataFrame) -> None:
    centre, low, high = (
        ((part[name] - part["real"]) / part["band"]).to_numpy(float)
        for name in ("invented", "invented_low", "invented_high")
    )
    place, is_number = -np.arange(len(part), dtype=float), ~np.isnan(centre)
    quiet(axes, x="invented minus real, in bands")
    axes.axvspan(-1, 1, color=CHANCE, alpha=0.5, linewidth=0)
    axes.axvline(0, color=QUIET, linewidth=0.8)
    colours = np.where(part["verdict"] == ALIKE, MODEL, ALARM)
    ends, known = np.clip([low, high], -WIDEST, WIDEST), is_number & ~np.isnan(low)
    axes.hlines(place[known], ends[0][known], ends[1][known], colors=colours[known].tolist(), linewidth=1)
    for marker, chosen in _markers(centre):
        where = np.clip(centre[chosen], -WIDEST, WIDEST)
        axes.scatter(where, place[chosen], c=colours[chosen].tolist(), marker=marker, s=12, zorder=3)
    axes.set_xlim(-WIDEST * 1.05, WIDEST * 1.05)
    axes.set_yticks(place, part["moment"].tolist(), fontsize=6)
    for label, is_moment in zip(axes.get_yticklabels(), is_number, strict=True):
        label.set(color=INK, fontweight="normal" if is_moment else "bold")


def _markers(centre: np.ndarray) -> list[tuple[str, np.ndarray]]:
    return [("<", centre < -WIDEST), (">", centre > WIDEST), ("o", np.abs(centre) <= WIDEST)]

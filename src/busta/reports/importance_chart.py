"""The chart of what the learners look at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from busta.learners.explanation import ALL_OF_GROUP
from busta.reports.importance_markdown import most_important
from busta.reports.style import CLOSE, INK, MODEL, QUIET, legend, new_figure, quiet

COLOURS = (MODEL, CLOSE, "#3c8c5a", "#7a4fa3", "#a08520", QUIET)
MARKERS = "osD^vP"
LINE = 0.24  # inches for one feature


def importance_figure(importance: pd.DataFrame, shown: int, title: str, data_line: str) -> Figure:
    """Draw what is lost without a group or a feature, and what each feature adds to a forecast.

    Parameters
    ----------
    importance
        The tables of `busta.learners.explanation.explain` of one market's learners under each other.
    shown
        Features that are drawn.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Three panels, one above the other; bars are bootstrap intervals by day. Parts of forecasts (SHAP) are drawn
        as shares of all parts, so that learners of points and of log-odds stand on one scale.
    """
    shuffled = importance[importance["kind"] == "permutation"]
    groups = shuffled[shuffled["feature"] == ALL_OF_GROUP].assign(feature=lambda rows: rows["group"])
    shap = _as_shares(importance[importance["kind"] == "shap"])
    panels = [
        (groups, most_important(groups, "permutation", len(groups)), "Whole groups shuffled"),
        (shuffled, most_important(shuffled, "permutation", shown), "Single features shuffled"),
        (shap, most_important(shap, "shap", shown), "The forecast split (SHAP), shares of all parts"),
    ]
    heights = [1.1 + LINE * len(order) for _, order, _ in panels]
    figure = new_figure(7.6, 0.6 + sum(heights), title, data_line)
    below = ["growth of the squared error", "growth of the squared error", "share of all parts"]
    drawn = figure.subplots(len(panels), 1, height_ratios=heights, squeeze=False)[:, 0]
    for axes, (rows, order, head), x in zip(drawn, panels, below, strict=True):
        quiet(axes, title=head, x=x)
        _draw(axes, rows, order)
    legend(drawn[0])
    return figure


def _draw(axes: Axes, rows: pd.DataFrame, order: Sequence[str]) -> None:
    learners = list(dict.fromkeys(rows["learner"]))
    place = np.arange(len(order))
    axes.axvline(0, color=QUIET, linewidth=1)
    for number, learner in enumerate(learners):
        own = rows[(rows["learner"] == learner) & rows["feature"].isin(order)].set_index("feature")
        own = own.reindex(list(order))
        gaps = np.array([own["value"] - own["low"], own["high"] - own["value"]], dtype=float)
        axes.errorbar(
            own["value"], place + 0.16 * (number - (len(learners) - 1) / 2), xerr=np.clip(gaps, 0, None),
            fmt=MARKERS[number % len(MARKERS)], markersize=3.5, color=COLOURS[number % len(COLOURS)],
            elinewidth=1.1, label=learner,
        )  # fmt: skip
    axes.set_yticks(place, [_short(name) for name in order], color=INK)
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _short(name: str) -> str:
    # All features of a market are combined in one way: the ending tells nothing, and takes half of the chart.
    return name.removesuffix("_difference").removesuffix("_sum")


def _as_shares(rows: pd.DataFrame) -> pd.DataFrame:
    whole = rows.groupby("learner")["value"].transform("sum").where(lambda total: total > 0, 1.0)
    return rows.assign(**{name: rows[name] / whole for name in ("value", "low", "high")})

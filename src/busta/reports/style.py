"""One look for all charts: quiet axes, the same colour for the same forecaster, the data named first."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from busta.reports.data_line import FABRICATED

MODEL = "#1f5fa8"
CLOSE = "#c8641c"
CHANCE = "#d7dade"
INK = "#222222"
QUIET = "#6b7076"
ALARM = "#b00020"

HEAD = 0.55  # inches above the panels, for the data line and the title
RESOLUTION = 140  # dots per inch: legible on a page and small on disk


def new_figure(width: float, height: float, title: str, data_line: str) -> Figure:
    """Begin a chart.

    Parameters
    ----------
    width, height
        In inches.
    title
        What the chart shows.
    data_line
        What data it was made from; stands above the title, in red where they are fabricated.

    Returns
    -------
    matplotlib.figure.Figure
        Not known to pyplot: safe in threads, gone when it is no longer used.
    """
    layout = ConstrainedLayoutEngine(rect=(0, 0, 1, 1 - HEAD / height))
    figure = Figure(figsize=(width, height), dpi=RESOLUTION, layout=layout)
    is_fabricated = data_line.startswith(FABRICATED)
    colour, weight = (ALARM, "bold") if is_fabricated else (QUIET, "normal")
    figure.text(0.012, 1 - 0.08 / height, data_line, va="top", fontsize=7.5, color=colour, fontweight=weight)
    figure.text(0.012, 1 - 0.27 / height, title, va="top", fontsize=12, fontweight="bold", color=INK)
    return figure


def quiet(axes: Axes, *, title: str = "", x: str = "", y: str = "") -> Axes:
    """Give axes the common look.

    Parameters
    ----------
    axes
        The axes.
    title, x, y
        Title and names of the axes, with units.

    Returns
    -------
    matplotlib.axes.Axes
        The same axes.
    """
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(CHANCE)
    axes.tick_params(colors=QUIET, labelsize=8, length=3)
    axes.grid(color="#eceef0", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_title(title, loc="left", fontsize=9.5, color=INK)
    axes.set_xlabel(x, fontsize=8.5, color=QUIET)
    axes.set_ylabel(y, fontsize=8.5, color=QUIET)
    return axes


def legend(axes: Axes) -> None:
    """Add a legend in one row above the panel, at its right end, where no data can lie under it.

    Parameters
    ----------
    axes
        The axes whose labelled artists it names.
    """
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 0.995), ncols=2, fontsize=8, frameon=False, labelcolor=INK,
        borderaxespad=0, handletextpad=0.4, columnspacing=1.2,
    )  # fmt: skip

"""Charts of the tests of market efficiency: weights, biases, the anomaly that died, ways to take the margin out."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from busta.evaluation.early_season import EARLY, LATER
from busta.evaluation.margin_choice import ALL
from busta.reports.style import ALARM, CHANCE, CLOSE, INK, MODEL, QUIET, legend, new_figure, quiet

ROW = 0.19  # inches
BESIDE = {"model": "on line and model: model", "line": "on line and model: line"}
CLOSING = "close"


def weights_figure(tests: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw what weight line and model get beside each other.

    Parameters
    ----------
    tests
        See `busta.evaluation.efficiency.efficiency_table`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One row per market, moment and information. 0 is worthless beside the other, 1 full weight.
    """
    parts = {name: tests[tests["test"].str.endswith(ends)] for name, ends in BESIDE.items()}
    model, line = parts["model"], parts["line"]
    if model.empty:
        return _nothing(title, data_line)
    figure = new_figure(8.2, 1.7 + 0.36 * len(model), title, data_line)
    axes = quiet(figure.subplots(), x="weight beside the other, with 95 % interval")
    place = -np.arange(len(model), dtype=float)
    axes.axvline(0, color=QUIET, linewidth=1)
    axes.axvline(1, color=CHANCE, linewidth=1)
    _dots(axes, model, place + 0.1, "estimate", MODEL, "model (evening before)")
    _dots(axes, line, place - 0.1, "estimate", CLOSE, "line")
    legend(axes)
    labels = [
        f"{row['market']}, {row['moment']}{_note(row)}\n{row['n']:,} games" for _, row in model.iterrows()
    ]
    axes.set_yticks(place, labels, color=INK)
    axes.set_ylim(-len(model) + 0.4, 0.6)
    return figure


def biases_figure(tests: pd.DataFrame, market: str, alpha: float, title: str, data_line: str) -> Figure:
    """Draw how often the sides of one market's closing line won, beyond what they were given.

    Parameters
    ----------
    tests
        See `busta.evaluation.efficiency.efficiency_table`.
    market
        Whose closing line.
    alpha
        Largest adjusted p-value that is called significant.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One column per side, one row per group of games; red is what is left after the correction.
    """
    family = tests[tests["family"] == f"bias, {market}, {CLOSING}"]
    parts = list(family.groupby("test", sort=False))
    if not parts:
        return _nothing(title, data_line)
    rows = max(len(part) for _, part in parts)
    figure = new_figure(5.2 * len(parts) + 0.4, ROW * rows + 1.5, title, data_line)
    panels = figure.subplots(1, len(parts), sharex=True, squeeze=False)[0]
    for axes, (name, part) in zip(panels, parts, strict=True):
        place = -np.arange(len(part), dtype=float)
        quiet(axes, title=f"{name}: share won minus fair share", x="percentage points of the decided games")
        axes.axvline(0, color=QUIET, linewidth=1)
        is_sure = (part["p_adjusted"] <= alpha).to_numpy()
        for chosen, colour in ((~is_sure, MODEL), (is_sure, ALARM)):
            _dots(axes, part[chosen], place[chosen], "estimate", colour)
        labels = [f"{row['group']} ({row['n']:,})" for _, row in part.iterrows()]
        axes.set_yticks(place, labels, fontsize=7, color=INK)
        axes.set_ylim(-rows + 0.3, 0.7)
        axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=1, symbol=""))
    return figure


def early_season_figure(shares: pd.DataFrame, price: float, title: str, data_line: str) -> Figure:
    """Draw the share of unders at the beginning of every season.

    Parameters
    ----------
    shares
        See `busta.evaluation.early_season.early_season_shares`.
    price
        Decimal price of an under.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per length of the beginning; the dashed line is where an under at that price breaks even.
    """
    parts = list(shares.groupby("days", sort=True))
    if not parts:
        return _nothing(title, data_line)
    figure = new_figure(8.2, 0.9 + 2.5 * len(parts), title, data_line)
    panels = figure.subplots(len(parts), 1, squeeze=False)[:, 0]
    for axes, (days, part) in zip(panels, parts, strict=True):
        place = np.arange(len(part))
        quiet(axes, title=f"First {days} days of the season", y="share under the closing total")
        axes.axhline(0.5, color=QUIET, linewidth=1)
        axes.axhline(1 / price, color=QUIET, linewidth=1, linestyle="--")
        is_early = (part["era"] == EARLY).to_numpy()
        for chosen, colour, name in ((is_early, CLOSE, EARLY), (~is_early, MODEL, LATER)):
            _upright(axes, part[chosen], place[chosen], colour, name)
        axes.set_xticks(place, [season[2:] for season in part["season"]], fontsize=7.5)
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
        legend(axes)
    return figure


def margins_figure(scores: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw how the methods of margin removal differ from the configured one.

    Parameters
    ----------
    scores
        See `busta.evaluation.margin_choice.score_methods`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per source and moment: paired differences of the log loss, all seasons; right of 0 is worse.
    """
    pooled = scores[(scores["season"] == ALL) & (scores["metric"] == "log_loss") & ~scores["is_configured"]]
    parts = list(pooled.groupby(["source", "moment"], sort=True))
    if not parts:
        return _nothing(title, data_line)
    columns = min(3, len(parts))
    rows = -(-len(parts) // columns)
    figure = new_figure(3.4 * columns + 1.2, 1.0 + 1.9 * rows, title, data_line)
    panels = figure.subplots(rows, columns, sharex=True, sharey=True, squeeze=False).ravel()
    for axes in panels[len(parts) :]:
        axes.set_visible(False)
    for axes, ((source, moment), part) in zip(panels, parts, strict=False):
        place = -np.arange(len(part), dtype=float)
        heading = f"{str(source).replace('_', ' ')}, {moment}, {part['n'].iloc[0]:,} games"
        quiet(axes, title=heading, x="log loss minus configured, × 1,000")
        axes.title.set_fontsize(8)
        axes.axvline(0, color=QUIET, linewidth=1)
        shown = part.assign(**{name: 1000 * part[name] for name in _ends("difference")})
        _dots(axes, shown, place, "difference", MODEL)
        axes.set_yticks(place, [method.replace("_", " ") for method in part["method"]], color=INK)
    return figure


def _note(row: pd.Series) -> str:
    # An opening has no time stamp: what was known and which openings are meant is part of the number.
    if row["moment"] != "open":
        return ""
    known = "without the day before" if row["information"] == "day_before" else ""
    return "".join(f", {word}" for word in (known, row["group"] if row["group"] != "all" else "") if word)


def _dots(
    axes: Axes, frame: pd.DataFrame, place: np.ndarray, value: str, colour: str, label: str = ""
) -> None:
    if frame.empty:
        return
    low, high = ("low", "high") if value == "estimate" else (f"{value}_low", f"{value}_high")
    errors = [frame[value] - frame[low], frame[high] - frame[value]]
    gaps = np.nan_to_num(np.clip(np.array(errors, dtype=float), 0, None))
    # An artist whose label begins with an underscore stays out of the legend.
    axes.errorbar(
        frame[value],
        place,
        xerr=gaps,
        fmt="o",
        markersize=4,
        elinewidth=1.2,
        color=colour,
        label=label or "_",
    )


def _upright(axes: Axes, part: pd.DataFrame, place: np.ndarray, colour: str, label: str) -> None:
    if part.empty:
        return
    gaps = np.array([part["share"] - part["low"], part["high"] - part["share"]], dtype=float)
    axes.errorbar(
        place, part["share"], yerr=gaps, fmt="o", markersize=4, elinewidth=1.2, color=colour, label=label
    )


def _ends(name: str) -> Iterable[str]:
    return name, f"{name}_low", f"{name}_high"


def _nothing(title: str, data_line: str) -> Figure:
    return new_figure(8.2, 1.0, f"{title}: no such games", data_line)

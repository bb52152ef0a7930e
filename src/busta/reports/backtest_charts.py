"""Charts of a backtest: bankrolls with their band, ROI by the smallest edge."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator, YearLocator
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from busta.reports.style import CLOSE, INK, MODEL, QUIET, legend, new_figure, quiet

MOMENTS = ("open", "morning", "close")
_COLOURS = (MODEL, CLOSE)
_BOOKS = {"best": MODEL, "consensus": CLOSE}
_YEARS = 540  # days; a shorter time is told in months
_PANEL = 3.9  # inches


def bankroll_figure(bankrolls: pd.DataFrame, start: float, title: str, data_line: str) -> Figure:
    """Draw bankrolls with the band of where they could have gone.

    Parameters
    ----------
    bankrolls
        See `busta.betting.curves.bankroll_table`, one book at each moment.
    start
        Units before the first day.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One row per moment, one column per way to stake, one line per strategy. Without panels where nothing
        was bet.
    """
    if bankrolls.empty:
        return new_figure(8.2, 1.0, f"{title}: no such bets", data_line)
    stakes = list(bankrolls["stakes"].astype("str").drop_duplicates())
    moments = [name for name in MOMENTS if (bankrolls["moment"] == name).any()]
    names = list(bankrolls["strategy"].astype("str").drop_duplicates())
    colours = dict(zip(names, _COLOURS, strict=False))
    figure = new_figure(0.5 + _PANEL * len(stakes), 0.7 + 2.6 * len(moments), title, data_line)
    panels = figure.subplots(len(moments), len(stakes), squeeze=False)
    for moment, row in zip(moments, panels, strict=True):
        for way, axes in zip(stakes, row, strict=True):
            own = bankrolls[(bankrolls["moment"] == moment) & (bankrolls["stakes"] == way)]
            _draw_bankrolls(axes, own, start, colours, f"{_words(way)}, {_place(own, moment)}")
    for axes in panels[:, 0]:
        axes.set_ylabel("units", fontsize=8.5, color=QUIET)
    return figure


def thresholds_figure(thresholds: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw the ROI of flat bets on the model's side by the smallest edge that is bet on.

    Parameters
    ----------
    thresholds
        See `busta.betting.curves.threshold_table`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One panel per moment, one line per book with its bootstrap interval; of openings those of which something
        may be claimed where there are any. Under the axis the number of bets at the first book.
    """
    shown = _claims_first(thresholds[(thresholds["n_bets"] > 0) & thresholds["books"].isin(list(_BOOKS))])
    if shown.empty:
        return new_figure(8.2, 1.0, f"{title}: no such bets", data_line)
    moments = [name for name in MOMENTS if (shown["moment"] == name).any()]
    figure = new_figure(0.6 + _PANEL * len(moments), 3.9, title, data_line)
    panels = figure.subplots(1, len(moments), sharey=True, squeeze=False)[0]
    for moment, axes in zip(moments, panels, strict=True):
        _draw_thresholds(axes, shown[shown["moment"] == moment], moment)
    panels[0].set_ylabel("profit per unit staked", fontsize=8.5, color=QUIET)
    low, high = _limits(shown)
    panels[0].set_ylim(low, high)
    return figure


def _draw_bankrolls(
    axes: Axes, own: pd.DataFrame, start: float, colours: Mapping[str, str], title: str
) -> None:
    quiet(axes, title=title)
    if own.empty:
        axes.set_axis_off()
        return
    axes.axhline(start, color=QUIET, linewidth=1)
    for name, colour in colours.items():
        rows = own[own["strategy"] == name].sort_values("game_date")
        axes.fill_between(rows["game_date"], rows["low"], rows["high"], color=colour, alpha=0.13, linewidth=0)
        label = _words(name)
        if len(rows):
            axes.plot(rows["game_date"], rows["bankroll"], color=colour, linewidth=1.4, label=label)
    _date_axis(axes, own["game_date"])
    axes.legend(loc="upper left", fontsize=7.5, frameon=False, labelcolor=INK)


def _date_axis(axes: Axes, day: pd.Series) -> None:
    span = (day.max() - day.min()).days
    if span > _YEARS:
        axes.xaxis.set_major_locator(YearLocator())
        axes.xaxis.set_major_formatter(DateFormatter("%Y"))
    else:
        axes.xaxis.set_major_locator(MonthLocator(interval=1 + span // 180))
        axes.xaxis.set_major_formatter(DateFormatter("%b %Y"))


def _draw_thresholds(axes: Axes, own: pd.DataFrame, moment: str) -> None:
    games = "confirmed, " if own["is_claim"].any() and moment == "open" else ""
    is_points = (own["unit"] == "points").all()
    quiet(axes, title=f"{moment} ({games}edge in {'points' if is_points else 'probability'})")
    axes.axhline(0, color=QUIET, linewidth=1)
    books = [name for name in reversed(_BOOKS) if (own["books"] == name).any()]
    for name in books:
        colour = _BOOKS[name]
        rows = own[own["books"] == name].sort_values("threshold")
        axes.fill_between(
            rows["threshold"], rows["roi_low"], rows["roi_high"], color=colour, alpha=0.13, linewidth=0
        )
        axes.plot(
            rows["threshold"], rows["roi"], "o-", color=colour, markersize=3.5, linewidth=1.4, label=name
        )
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    counted = own[own["books"] == books[0]].sort_values("threshold").iloc[::2]
    labels = [f"{least:g}\n{n:,}" for least, n in zip(counted["threshold"], counted["n_bets"], strict=True)]
    axes.set_xticks(list(counted["threshold"]), labels)
    axes.set_xlabel(f"smallest edge, number of bets ({books[0]})", fontsize=8.5, color=QUIET)
    legend(axes)


def _claims_first(table: pd.DataFrame) -> pd.DataFrame:
    has_claim = table.groupby("moment", observed=True)["is_claim"].transform("any")
    is_day_before = table["information"] == "day_before"
    return table[table["is_claim"] | (~has_claim.astype("bool") & is_day_before)]


# Edges that nearly nobody has make intervals so wide that nothing else could be read.
def _limits(shown: pd.DataFrame) -> tuple[float, float]:
    counted = shown[shown["n_bets"] >= shown.groupby("moment", observed=True)["n_bets"].transform("max") / 20]
    ends = counted[["roi_low", "roi_high"]].to_numpy("float64")
    if np.isnan(ends).all():
        return -0.2, 0.2
    return max(-0.6, float(np.nanmin(ends)) - 0.02), min(0.6, float(np.nanmax(ends)) + 0.02)


def _place(own: pd.DataFrame, moment: str) -> str:
    if own.empty:
        return f"{moment}: no bets"
    first = own.iloc[0]
    games = "confirmed, " if first["games"] == "confirmed" else ""
    return f"{moment}, {games}{first['books']}"


def _words(name: str) -> str:
    return name.replace("_", " ")

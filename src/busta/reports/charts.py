"""Charts from scores: reliability, seasons against the close, ablation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from busta.reports.style import CHANCE, CLOSE, INK, MODEL, QUIET, legend, new_figure, quiet

COLOURS = {"model": MODEL, "close": CLOSE}
NAMES = {
    "model": "model",
    "close": "closing line",
    "informed_minus_evening": "minus evening",
    "informed_minus_market": "minus that line",
}


@dataclass(frozen=True)
class Reliability:
    """What one forecaster said and what happened.

    Attributes
    ----------
    curve
        One row per bin: n, probability, frequency, low, high (interval of the frequency), null_low, null_high.
    probabilities
        All forecasts, for the histogram.
    """

    curve: pd.DataFrame
    probabilities: np.ndarray


def reliability_figure(forecasters: Mapping[str, Reliability], title: str, data_line: str) -> Figure:
    """Draw forecast against frequency, one column for each forecaster, its forecasts counted below.

    Parameters
    ----------
    forecasters
        ``model`` and, where the market is quoted, ``close``.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        The band is where a perfectly calibrated forecaster lies by chance, bars are bootstrap intervals.
    """
    figure = new_figure(4.3 * len(forecasters) + 0.4, 5.6, title, data_line)
    panels = figure.subplots(2, len(forecasters), sharex=True, squeeze=False, height_ratios=[3.2, 1])
    limits = _common_limits([reliability.curve for reliability in forecasters.values()])
    for (name, reliability), (diagram, histogram) in zip(forecasters.items(), panels.T, strict=True):
        _draw_reliability(diagram, reliability.curve, name)
        diagram.set(xlim=limits, ylim=limits)
        _draw_histogram(histogram, reliability.probabilities, limits, name)
    panels[0, 0].set_ylabel("share that went over (home won, home covered)")
    panels[1, 0].set_ylabel("games")
    return figure


def seasons_figure(seasons: pd.DataFrame, metric: str, title: str, data_line: str) -> Figure:
    """Draw a score by season: model and close above, their paired difference below.

    Parameters
    ----------
    seasons
        One row per season: season, n, and value, _low and _high of ``model``, ``close`` and ``difference``
        (e.g. model, model_low, model_high); close and difference may be missing.
    metric
        Name of the score for the axis; lower is better.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels; bars are bootstrap intervals by day.
    """
    figure = new_figure(8.2, 5.8, title, data_line)
    above, below = figure.subplots(2, 1, sharex=True, height_ratios=[1.6, 1])
    place = np.arange(len(seasons))
    quiet(above, y=f"{metric} (lower is better)")
    _intervals(above, place - 0.08, seasons, "model", MODEL, "o")
    _intervals(above, place + 0.08, seasons, "close", CLOSE, "s")
    legend(above)
    quiet(below, y="model minus close")
    below.axhline(0, color=QUIET, linewidth=1)
    _intervals(below, place, seasons, "difference", INK, "o")
    labels = [f"{season}\n{n:,} games" for season, n in zip(seasons["season"], seasons["n"], strict=True)]
    below.set_xticks(place, labels)
    below.set_xlim(-0.6, len(seasons) - 0.4)
    for axes in (above, below):
        # In full: who reads 0.00002 on an axis does not see that 0.25 must be added.
        axes.ticklabel_format(axis="y", style="plain", useOffset=False)
    return figure


def ablation_figure(steps: pd.DataFrame, close: float, title: str, data_line: str) -> Figure:
    """Draw what each group of features is worth.

    Parameters
    ----------
    steps
        One row per step in order: step, ``brier_score`` and ``change`` against the step before (missing at the
        first), each with _low and _high.
    close
        The closing line's own score on the same games; NaN for none.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Left the scores, right the paired changes.
    """
    figure = new_figure(9.2, 1.9 + 0.5 * len(steps), title, data_line)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1.25, 1])
    place = np.arange(len(steps))
    quiet(left, title="Brier score", x="lower is better")
    _intervals(left, place, steps, "brier_score", MODEL, "o", across=True)
    if np.isfinite(close):
        left.axvline(close, color=CLOSE, linewidth=1.2)
        left.annotate(
            f"close {close:.4f}", (close, -0.55), xytext=(4, 0), textcoords="offset points",
            fontsize=8, color=CLOSE, va="center",
        )  # fmt: skip
    quiet(right, title="Change against the step before (paired)", x="below zero: the step helps")
    right.axvline(0, color=QUIET, linewidth=1)
    _intervals(right, place, steps, "change", INK, "o", across=True)
    left.set_yticks(place, list(steps["step"]), color=INK)
    left.set_ylim(len(steps) - 0.5, -0.8)
    return figure


def information_figure(information: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw what knowing more on the day is worth, one column for each information.

    Parameters
    ----------
    information
        One row per information and season, see `busta.evaluation.information_scores.score_information`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Paired differences of the Brier score: the informed forecast minus that of the evening, and minus the
        line of the same hour. Bars are bootstrap intervals by day. Without panels where nothing was measured.
    """
    parts = list(information.groupby("information", sort=False))
    if not parts:
        return new_figure(8.2, 1.0, f"{title}: no such games", data_line)
    height = 2.2 + 0.5 * max(len(rows) for _, rows in parts)
    figure = new_figure(0.6 + 4.9 * len(parts), height, title, data_line)
    panels = figure.subplots(1, len(parts), sharex=True, squeeze=False)[0]
    for (name, rows), axes in zip(parts, panels, strict=True):
        place = np.arange(len(rows))
        quiet(
            axes,
            title=f"Told by {str(name).replace('_', '-')}",
            x="below zero: the informed forecast is better",
        )
        axes.axvline(0, color=QUIET, linewidth=1)
        _intervals(axes, place - 0.1, rows, "informed_minus_evening", MODEL, "o", across=True)
        _intervals(axes, place + 0.1, rows, "informed_minus_market", CLOSE, "s", across=True)
        legend(axes)
        labels = [f"{season}\n{n:,} games" for season, n in zip(rows["season"], rows["n"], strict=True)]
        axes.set_yticks(place, labels, color=INK)
        axes.set_ylim(len(rows) - 0.5, -0.8)
    return figure


def _draw_reliability(axes: Axes, curve: pd.DataFrame, name: str) -> None:
    quiet(axes, title=f"{NAMES[name]}, n = {int(curve['n'].sum()):,}")
    colour = COLOURS[name]
    axes.axline((0, 0), slope=1, color=QUIET, linewidth=1)
    band = curve["probability"], curve["null_low"], curve["null_high"]
    if len(curve) > 1:
        axes.fill_between(*band, color=CHANCE, label="chance alone")
    else:
        axes.vlines(*band, CHANCE, linewidths=9, label="chance alone")
    errors = _errors(curve, "frequency", "low", "high")
    axes.errorbar(
        curve["probability"], curve["frequency"], errors, fmt="o", markersize=4.5, color=colour, elinewidth=1.2,
        label="measured",
    )  # fmt: skip
    axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))
    legend(axes)


def _draw_histogram(axes: Axes, probabilities: np.ndarray, limits: tuple[float, float], name: str) -> None:
    quiet(axes, x="probability of over (home win, home cover)")
    axes.hist(probabilities, bins=np.linspace(*limits, 41).tolist(), color=COLOURS[name], alpha=0.75)


def _common_limits(curves: list[pd.DataFrame]) -> tuple[float, float]:
    columns = ["probability", "frequency", "low", "high", "null_low", "null_high"]
    values = pd.concat([curve[columns] for curve in curves]).to_numpy(dtype=float)
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    margin = 0.05 * (high - low)
    return max(0.0, low - margin), min(1.0, high + margin)


def _intervals(
    axes: Axes,
    place: np.ndarray,
    frame: pd.DataFrame,
    name: str,
    colour: str,
    marker: str,
    across: bool = False,
) -> None:
    known = frame[name].notna().to_numpy()
    at, values = place[known], frame.loc[known, name]
    errors = _errors(frame[known], name, f"{name}_low", f"{name}_high")
    look: dict[str, Any] = {"fmt": marker, "markersize": 5, "color": colour, "elinewidth": 1.4}
    look["label"] = NAMES.get(name, name)
    if across:
        axes.errorbar(values, at, xerr=errors, **look)
    else:
        axes.errorbar(at, values, yerr=errors, **look)


def _errors(frame: pd.DataFrame, value: str, low: str, high: str) -> np.ndarray:
    # No interval is drawn as none; a percentile interval may lie beside its value.
    gaps = np.array([frame[value] - frame[low], frame[high] - frame[value]], dtype=float)
    return np.nan_to_num(np.clip(gaps, 0, None))

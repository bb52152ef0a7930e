"""Charts of player markets: reliability, where results fell, errors beside baselines, markets beside each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from busta.evaluation.prop_curves import PIT
from busta.evaluation.score_table import POOLED
from busta.reports.props_tables import PARTS, Block, scores_of
from busta.reports.style import CLOSE, INK, MODEL, QUIET, legend, new_figure, quiet

COLOURS = {
    "model": MODEL,
    "market": CLOSE,
    "blend": INK,
    "season_average": "#9a8f3c",
    "last_games": "#4f8f76",
    "moving_mean": "#8a6aa5",
}
TOLD = {
    "blend": "blend",
    "season_average": "season average",
    "last_games": "last games",
    "moving_mean": "moving mean",
}
BASELINES = ("season_average", "last_games", "moving_mean")

# Of numbers on an axis of small differences: more would run into each other.
_MOST_NAMES = 5


def reliability_figure(curves: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw forecast against frequency, at lines nobody offered and at real ones.

    Parameters
    ----------
    curves
        Columns `busta.evaluation.prop_curves.CURVE_COLUMNS`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One panel for each kind of lines; bars are intervals by day.
    """
    parts = [part for part in PARTS if (curves["part"] == part).any()]
    figure = new_figure(0.6 + 3.9 * len(parts), 4.6, title, data_line)
    for part, axes in zip(parts, figure.subplots(1, len(parts), squeeze=False)[0], strict=True):
        own = curves[curves["part"] == part]
        quiet(axes, title=PARTS[part].capitalize(), x="probability of over")
        for name, curve in own.groupby("forecaster", sort=False):
            _bars(axes, curve["probability"], curve, "frequency", str(name))
            axes.plot(
                curve["probability"], curve["frequency"], color=COLOURS[str(name)], linewidth=0.8, alpha=0.5
            )
        limits = axes.get_xlim(), axes.get_ylim()
        ends = min(limits[0][0], limits[1][0]), max(limits[0][1], limits[1][1])
        axes.plot(ends, ends, color=QUIET, linewidth=1, zorder=1.5)
        axes.set(xlim=limits[0], ylim=limits[1])
        if own["forecaster"].nunique() > 1:
            axes.legend(loc="upper left", fontsize=8, frameon=False, labelcolor=INK)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(PercentFormatter(1))
    figure.axes[0].set_ylabel("share that went over", fontsize=8.5, color=QUIET)
    return figure


def pit_figure(curves: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw where in its distribution every result fell.

    Parameters
    ----------
    curves
        Columns `busta.evaluation.prop_curves.CURVE_COLUMNS`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Bars are the model, lines the baselines; all are level where the distributions are right.
    """
    rows = curves[curves["part"] == PIT]
    figure = new_figure(8.2, 3.9, title, data_line)
    axes = figure.subplots()
    quiet(axes, x="place of the result in its distribution", y="share of the rows")
    model = rows[rows["forecaster"] == "model"]
    width = 1 / len(model)
    axes.bar(model["probability"], model["frequency"], 0.92 * width, color=MODEL, alpha=0.75, label="model")
    axes.axhline(width, color=INK, linewidth=1)
    for name in BASELINES:
        own = rows[rows["forecaster"] == name]
        edges = np.linspace(0, 1, len(own) + 1)
        axes.stairs(own["frequency"], edges, color=COLOURS[name], linewidth=1.3, label=TOLD[name])
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1.15 * rows["frequency"].max())
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=1))
    legend(axes)
    return figure


def errors_figure(block: Block, title: str, data_line: str) -> Figure:
    """Draw MAE and CRPS season by season, model beside baselines.

    Parameters
    ----------
    block
        Of one market, see `busta.reports.props_json.market_block`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Two panels; bars are intervals by day.
    """
    figure = new_figure(9.2, 4.3, title, data_line)
    seasons = list(block["parts"]["played"])
    place = np.arange(len(seasons))
    told = {"mae": "MAE of the mean", "crps": "CRPS of the distribution"}
    for (metric, named), axes in zip(told.items(), figure.subplots(1, 2), strict=True):
        quiet(axes, y=f"{named} (lower is better)")
        for step, name in enumerate(("model", *BASELINES)):
            scores = [scores_of(block, "played", season)[name][metric] for season in seasons]
            _bars(axes, place + 0.14 * (step - 1.5), pd.DataFrame(scores), "value", name)
        axes.set_xticks(place, ["all" if season == POOLED else season for season in seasons])
        axes.set_xlim(-0.6, len(seasons) - 0.4)
    legend(axes)
    return figure


def steps_figure(ablation: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw what every step of the ablation is worth.

    Parameters
    ----------
    ablation
        From `busta.evaluation.prop_ablation.player_ablation_table`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Left the mean absolute error, right the paired changes.
    """
    figure = new_figure(9.2, 1.9 + 0.45 * len(ablation), title, data_line)
    left, right = figure.subplots(1, 2, sharey=True, width_ratios=[1.25, 1])
    place = np.arange(len(ablation))
    for axes, name, named, colour in (
        (left, "mae", "MAE of the mean", MODEL),
        (right, "mae_change", "Change against the step before (paired)", INK),
    ):
        rows = ablation.reindex(columns=[name, f"{name}_low", f"{name}_high"]).to_numpy(dtype=np.float64)
        _across(axes, rows[:, 0], place, rows[:, 1], rows[:, 2], colour, "")
        quiet(axes, title=named, x="lower is better" if name == "mae" else "below zero: the step helps")
    right.axvline(0, color=QUIET, linewidth=1)
    right.xaxis.set_major_locator(MaxNLocator(_MOST_NAMES))
    left.set_yticks(place, [str(step).replace("_", "-") for step in ablation["step"]], color=INK)
    left.set_ylim(len(ablation) - 0.5, -0.6)
    return figure


def gains_figure(document: Mapping[str, Any], title: str, data_line: str) -> Figure:
    """Draw by how much the model beats each baseline, market by market.

    Parameters
    ----------
    document
        ``scores_props.json``.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        In % of the baseline's CRPS; bars are intervals by day of the paired difference.
    """
    markets = document["markets"]
    figure = new_figure(8.6, 1.6 + 0.42 * len(markets), title, data_line)
    axes = figure.subplots()
    quiet(axes, x="CRPS below that of the baseline, in % of it (more is better)")
    axes.axvline(0, color=QUIET, linewidth=1)
    place = np.arange(len(markets))
    for step, name in enumerate(BASELINES):
        scores = [scores_of(block, "played")[name]["crps"] for block in markets.values()]
        ends = _numbers(scores, ("difference", "difference_low", "difference_high", "value"))
        gain = 100 * ends[:, :3] / ends[:, 3:]
        at = place + 0.22 * (step - 1)
        _across(axes, gain[:, 0], at, gain[:, 1], gain[:, 2], COLOURS[name], TOLD[name])
    _markets(axes, list(markets))
    legend(axes)
    return figure


def against_market_figure(document: Mapping[str, Any], title: str, data_line: str) -> Figure:
    """Draw model and blend against the market at real lines, market by market, one panel a moment.

    Parameters
    ----------
    document
        ``scores_props.json``.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        Paired differences of the Brier score with intervals by day. Without panels where nobody quotes a market.
    """
    moments = _moments(document)
    if not moments:
        return new_figure(8.2, 1.0, f"{title}: no lines", data_line)
    names = [name for name, block in document["markets"].items() if any(map(block["parts"].get, moments))]
    figure = new_figure(1.2 + 4.2 * len(moments), 1.8 + 0.42 * len(names), title, data_line)
    panels = figure.subplots(1, len(moments), sharey=True, squeeze=False)[0]
    for moment, axes in zip(moments, panels, strict=True):
        quiet(axes, title=PARTS[moment].capitalize(), x="Brier score minus the market's (below zero: better)")
        axes.axvline(0, color=QUIET, linewidth=1)
        axes.xaxis.set_major_locator(MaxNLocator(_MOST_NAMES))
        for step, name in enumerate(("model", "blend")):
            found = {
                place: scores_of(document["markets"][market], moment).get(name, {}).get("brier_score")
                for place, market in enumerate(names)
            }
            known = {place: score for place, score in found.items() if score}
            ends = _numbers(list(known.values()), ("difference", "difference_low", "difference_high"))
            at = np.array(list(known)) + 0.22 * (step - 0.5)
            _across(axes, ends[:, 0], at, ends[:, 1], ends[:, 2], COLOURS[name], TOLD.get(name, name))
    _markets(panels[0], names)
    legend(panels[-1])
    return figure


def _moments(document: Mapping[str, Any]) -> list[str]:
    blocks = document["markets"].values()
    return [moment for moment in ("morning", "close") if any(block["parts"].get(moment) for block in blocks)]


def _markets(axes: Axes, names: Sequence[str]) -> None:
    axes.set_yticks(range(len(names)), [name.replace("_", " + ") for name in names], color=INK)
    axes.set_ylim(len(names) - 0.5, -0.7)


def _numbers(records: Sequence[Mapping[str, Any]], fields: Sequence[str]) -> np.ndarray:
    return np.array([[record[name] for name in fields] for record in records], dtype=np.float64).reshape(
        -1, len(fields)
    )


def _bars(axes: Axes, at: Any, rows: pd.DataFrame, value: str, name: str) -> None:
    gaps = np.array([rows[value] - rows["low"], rows["high"] - rows[value]], dtype=np.float64)
    axes.errorbar(
        at, rows[value], yerr=np.nan_to_num(np.clip(gaps, 0, None)), fmt="o", markersize=4, elinewidth=1.2,
        color=COLOURS[name], label=TOLD.get(name, name),
    )  # fmt: skip


def _across(
    axes: Axes, values: np.ndarray, at: np.ndarray, low: np.ndarray, high: np.ndarray, colour: str, label: str
) -> None:
    known = np.isfinite(values)
    gaps = np.nan_to_num(np.clip(np.array([values - low, high - values])[:, known], 0, None))
    axes.errorbar(
        values[known], at[known], xerr=gaps, fmt="o", markersize=4.5, elinewidth=1.3, color=colour,
        label=label or None,
    )  # fmt: skip

"""The calibration of all markets on one picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from busta.reports.style import CHANCE, CLOSE, INK, MODEL, legend, new_figure, quiet

FORECASTERS = {
    "model": ("model", MODEL),
    "stacked": ("blended with the close", INK),
    "market": ("closing line", CLOSE),
}
ROW = 0.3  # inches


def calibration_errors(document: Mapping[str, Any]) -> pd.DataFrame:
    """Take the calibration errors of all markets out of the scores.

    Parameters
    ----------
    document
        ``scores.json``.

    Returns
    -------
    pandas.DataFrame
        One row per market and forecaster: market, forecaster, n, value, low, high, null_low, null_high (the band
        of chance), null where unknown.
    """
    rows = [
        {"market": market, "forecaster": name, **block["scores"][name]["ece"]}
        for market, block in document["markets"].items()
        for name in FORECASTERS
        if name in block["scores"]
    ]
    columns = ["value", "low", "high", "null_low", "null_high"]
    table = pd.DataFrame(rows, columns=["market", "forecaster", "n", *columns])
    return table.astype(dict.fromkeys(columns, float))


def calibration_figure(errors: pd.DataFrame, title: str, data_line: str) -> Figure:
    """Draw the calibration error of every market's forecasters beside what chance alone gives.

    Parameters
    ----------
    errors
        See `calibration_errors`.
    title, data_line
        See `busta.reports.style.new_figure`.

    Returns
    -------
    matplotlib.figure.Figure
        One row per market and forecaster; bars are bootstrap intervals by day, grey bands those of a perfectly
        calibrated forecaster.
    """
    figure = new_figure(7.6, 1.6 + ROW * len(errors), title, data_line)
    axes = quiet(figure.subplots(), x="calibration error (ECE); inside the grey band it is no error")
    place = np.arange(len(errors))
    width = errors["null_high"] - errors["null_low"]
    axes.barh(place, width, left=errors["null_low"], height=0.8, color=CHANCE, label="chance alone")
    for name, (told, colour) in FORECASTERS.items():
        is_own = (errors["forecaster"] == name).to_numpy()
        own = errors[is_own]
        gaps = np.array([own["value"] - own["low"], own["high"] - own["value"]])
        bars = np.nan_to_num(np.clip(gaps, 0, None))
        axes.errorbar(
            own["value"], place[is_own], xerr=bars, fmt="o", markersize=5, color=colour, elinewidth=1.4, label=told
        )  # fmt: skip
    labels = [f"{row.market}, {FORECASTERS[str(row.forecaster)][0]}" for row in errors.itertuples()]
    axes.set_yticks(place, labels, color=INK)
    axes.set_ylim(len(errors) - 0.4, -0.6)
    axes.set_xlim(left=0)
    legend(axes)
    return figure

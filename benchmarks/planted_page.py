"""The page on planted edges: what was planted, what was found, what was true, and what was found where nothing was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from scipy.stats import binom, binomtest, norm

from benchmarks.planted_worlds import LEVEL
from busta.reports.data_line import FABRICATED
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT
from busta.reports.style import CHANCE, CLOSE, INK, MODEL, QUIET, legend, new_figure, quiet

DATA = f"{FABRICATED} (invented leagues, one for every seed; nothing here is about the NBA)"
NAMES = {
    "ignored_back_to_back": "second nights ignored",
    "shaded_overs": "overs shaded",
    "stale_open": "openings stale",
    "shaded_prop_overs": "overs on players shaded",
    "none": "none",
}
METRICS = {
    "roi": "ROI",
    "closing_line_value": "closing-line value",
    "every_under": "ROI of every under",
    "value_by_blend": "ROI of value bets by the blend",
    "value_by_model": "ROI of value bets by the model",
}
UNTIL = {"close": "until the close", "never": "for good", "morning": "until the morning"}
RATE = (1 - LEVEL) / 2
_GROUP = ["plant", "size", "until", "market", "moment", "metric"]
_Z = float(norm.ppf((1 + LEVEL) / 2))


def write_page(looks: pd.DataFrame, docs: Path) -> None:
    """Write ``planted-edges.md`` between its marks, and its figures.

    Parameters
    ----------
    looks
        One row per look of every world, see `benchmarks.planted_worlds.measure_world`.
    docs
        Folder of the page; the figures go into ``figures`` below it.
    """
    planted, nothing = pooled(looks[is_planted(looks)]), false_findings(looks[looks["plant"] == "none"])
    (docs / "figures").mkdir(exist_ok=True)
    planted_figure(planted).savefig(docs / "figures" / "planted-edges.png")
    false_figure(nothing).savefig(docs / "figures" / "planted-false-findings.png")
    fill(
        docs / "planted-edges.md",
        {"planted": _planted_table(planted), "agreement": agreement(looks), "false": false_table(nothing)},
    )


def fill(page: Path, parts: Mapping[str, str]) -> None:
    """Put parts between their marks on a page, ``<!-- name -->`` and ``<!-- end of name -->``."""
    text = page.read_text(encoding="utf-8")
    for name, part in parts.items():
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, rest = text.split(begin)
        text = before + begin + "\n" + part + "\n" + end + rest.split(end)[1]
    page.write_text(text, encoding="utf-8")


def is_planted(looks: pd.DataFrame) -> pd.Series:
    """Tell the looks at which something is to be found.

    A mistake that is gone by the close is worth nothing against the close; one that stays is not in the way the line
    moves.
    """
    is_lasting = looks["until"].eq("never")
    against_close = looks["moment"].eq("close")
    is_worth = np.where(is_lasting, looks["metric"].eq("roi"), ~against_close)
    return looks["plant"].ne("none") & is_worth


def pooled(looks: pd.DataFrame) -> pd.DataFrame:
    """Put the worlds of a mistake together, every bet counted once.

    Parameters
    ----------
    looks
        Looks of several worlds.

    Returns
    -------
    pandas.DataFrame
        One row per mistake, size, market and look: ``worlds, found, n`` (bets of a world), ``value, low, high``
        (weighted by bets, the worlds being independent), ``truth``.
    """
    rows = []
    ordered = looks.sort_values(["plant", "until", "size"], kind="stable")
    for keys, group in ordered.groupby(_GROUP, sort=False):
        weight = group["n"] / group["n"].sum()
        error = np.sqrt(((weight * _standard_error(group)) ** 2).sum())
        value = (weight * group["value"]).sum()
        rows.append(
            dict(zip(_GROUP, keys, strict=True))
            | {"worlds": len(group), "found": int(group["is_found"].sum()), "n": group["n"].mean()}
            | {"value": value, "low": value - _Z * error, "high": value + _Z * error}
            | {"truth": (weight * group["truth"]).sum()}
        )
    return pd.DataFrame(rows)


def false_findings(looks: pd.DataFrame) -> pd.DataFrame:
    """Count what was found where nothing was.

    Parameters
    ----------
    looks
        Looks at efficient books.

    Returns
    -------
    pandas.DataFrame
        One row per market and look: ``worlds, found, n`` (bets of a world), ``low, high`` (exact interval of the rate),
        ``band_low, band_high`` (findings that the stated rate gives in 95 of 100 repetitions), ``expected`` (share that
        is expected when the little that half-point lines are worth is counted).
    """
    rows = []
    for keys, group in looks.groupby(["market", "moment", "metric"], sort=False):
        worlds, found = len(group), int(group["is_found"].sum())
        exact = binomtest(found, worlds).proportion_ci(0.95)
        expected = norm.sf(_Z - group["truth"] / _standard_error(group)).mean()
        rows.append(
            dict(zip(("market", "moment", "metric"), keys, strict=True))
            | {"worlds": worlds, "found": found, "n": group["n"].mean(), "low": exact.low, "high": exact.high}
            | {"band_low": binom.ppf(0.025, worlds, RATE), "band_high": binom.ppf(0.975, worlds, RATE)}
            | {"expected": expected, "truth": group["truth"].mean()}
        )
    return pd.DataFrame(rows)


def planted_figure(planted: pd.DataFrame) -> Figure:
    """Draw what was measured over what was true, one panel for each metric."""
    title = "Planted edges: what the pipeline measured over what was true of the same bets"
    figure = new_figure(9.6, 5.0, title, DATA)
    for axes, metric in zip(figure.subplots(1, 2), ("closing_line_value", "roi"), strict=True):
        rows = planted[planted["metric"] == metric]
        scale, unit = (100, "%") if metric == "roi" else (1, "points")
        quiet(axes, title=METRICS[metric], x=f"true, {unit}", y=f"measured, {unit}")
        top = scale * max(rows["high"].max(), rows["truth"].max()) * 1.05
        axes.plot([0, top], [0, top], color=QUIET, linewidth=0.8, linestyle=(0, (4, 3)))
        for market, colour in (("ats", MODEL), ("total", CLOSE)):
            part = rows[rows["market"] == market]
            bars = scale * np.abs(part[["low", "high"]].to_numpy().T - part["value"].to_numpy())
            axes.errorbar(
                scale * part["truth"], scale * part["value"], yerr=bars, fmt="o", markersize=4.5, color=colour,
                elinewidth=1.2, label={"ats": "spreads", "total": "totals"}[market],
            )  # fmt: skip
        axes.axhline(0, color=INK, linewidth=0.8)
        axes.set_xlim(0, top)
        legend(axes)
    return figure


def false_figure(nothing: pd.DataFrame) -> Figure:
    """Draw the findings on efficient books beside what the stated rate gives."""
    figure = new_figure(7.6, 3.6, "Efficient books: false findings beside what the stated rate gives", DATA)
    worlds = int(nothing["worlds"].max())
    axes = quiet(figure.subplots(), x=f"findings in {worlds} worlds (one look each)")
    place = np.arange(len(nothing))[::-1]
    width = nothing["band_high"] - nothing["band_low"]
    axes.barh(
        place, width, left=nothing["band_low"], height=0.62, color=CHANCE, label="95 of 100 repetitions"
    )
    axes.plot(RATE * nothing["worlds"], place, "|", color=QUIET, markersize=16, label="stated rate")
    axes.plot(nothing["found"], place, "o", color=MODEL, markersize=6, label="found")
    axes.set_yticks(place, [_look_name(row) for _, row in nothing.iterrows()])
    axes.set_xlim(left=-0.3)
    axes.grid(axis="y", visible=False)
    axes.legend(
        loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=3, fontsize=8, frameon=False, labelcolor=INK
    )
    return figure


def _standard_error(looks: pd.DataFrame) -> pd.Series:
    return (looks["high"] - looks["low"]) / (2 * _Z)


def _planted_table(planted: pd.DataFrame) -> str:
    header = [
        "planted",
        "points",
        "market",
        "look",
        "bets a world",
        "found in",
        "measured, all worlds",
        "true",
    ]
    rows = []
    for _, row in planted.iterrows():
        write = _percent if row["metric"] == "roi" else _points
        unit = "%" if row["metric"] == "roi" else "points"
        measured = f"{write(row['value'])} [{write(row['low'])}, {write(row['high'])}] {unit}"
        rows.append(
            [
                f"{NAMES[row['plant']]}, {UNTIL[row['until']]}",
                f"{row['size']:g}",
                row["market"],
                f"{METRICS[row['metric']]}, {row['moment']}",
                f"{row['n']:.0f}",
                f"{row['found']} of {row['worlds']}",
                measured,
                f"{write(row['truth'])} {unit}",
            ]
        )
    return table(header, rows)


def false_table(nothing: pd.DataFrame) -> str:
    """Write the table of `false_findings`, with their sum."""
    header = [
        "market",
        "look",
        "bets a world",
        "worlds",
        "found",
        "rate, 95 % interval",
        "stated rate gives",
        "expected",
    ]
    rows = [
        [
            row["market"],
            f"{METRICS[row['metric']]}, {row['moment']}",
            f"{row['n']:.0f}",
            str(row["worlds"]),
            str(row["found"]),
            f"{100 * row['found'] / row['worlds']:.1f} [{100 * row['low']:.1f}, {100 * row['high']:.1f}] %",
            f"{row['band_low']:.0f} to {row['band_high']:.0f}",
            f"{row['expected'] * row['worlds']:.1f}",
        ]
        for _, row in nothing.iterrows()
    ]
    total = nothing[["worlds", "found"]].sum()
    together = f"{100 * total['found'] / total['worlds']:.1f} %"
    sums = ["all", "", "", str(total["worlds"]), str(total["found"]), together, ABSENT]
    return table(header, [*rows, [*sums, f"{(nothing['expected'] * nothing['worlds']).sum():.1f}"]])


def agreement(looks: pd.DataFrame) -> str:
    """Write how far what was measured is from what was true, look by look, in standard errors."""
    rows = []
    # Where nothing is left of a mistake, the worlds of a seed bet on the same lines of the same games: one look.
    distinct = looks.drop_duplicates(["seed", "market", "moment", "metric", "n", "value", "truth"])
    for (moment, metric), group in distinct.groupby(["moment", "metric"], sort=False):
        distance = (group["value"] - group["truth"]) / _standard_error(group)
        is_inside = group["truth"].between(group["low"], group["high"]).mean()
        cells = [
            f"{METRICS[metric]}, {moment}",
            str(len(group)),
            f"{distance.mean():+.2f}",
            f"{distance.std():.2f}",
        ]
        rows.append([*cells, f"{100 * is_inside:.1f} %"])
    return table(["look", "looks", "mean distance", "its spread", "truth inside the interval"], rows)


def _look_name(row: pd.Series) -> str:
    return f"{row['market']}: {METRICS[row['metric']]}, {row['moment']}"


def _percent(value: float) -> str:
    return f"{100 * value:+.1f}"


def _points(value: float) -> str:
    return f"{value:+.2f}"

"""Does the pipeline find that books put the lines on players too high, and nothing where they do not?

As `benchmarks.planted_edges`: the looks of every world are appended to ``planted_props.csv``, a run that was broken off
goes on where it stood, and the part on players of ``docs/planted-edges.md`` is written from that file.
``python -m benchmarks.planted_props``
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.planted_edges import asked, run, still_to_do
from benchmarks.planted_page import METRICS, agreement, false_findings, false_table, fill, pooled
from benchmarks.planted_run import PROJECT
from benchmarks.prop_worlds import EVERY_UNDER, PropWorld, measure_prop_world
from busta.reports.markdown import table
from busta.reports.numbers import ABSENT

RESULTS = Path(__file__).with_name("planted_props.csv")
# Parts of a man's own standard deviation.
SIZES = {f"{shade:g} sd": shade for shade in (0.05, 0.1, 0.2, 0.4)}
# Every world is a league of its own: no two have a seed in common.
_SEEDS_APART = 1000
_LOOK = ["market", "metric"]


def prop_worlds_of(kinds: list[str], repeats: int, seeds: int) -> list[PropWorld]:
    """The worlds asked for: some of every size, and as many of the efficient book."""
    first = {kind: _SEEDS_APART * number for number, kind in enumerate(SIZES, start=1)}
    planted = [PropWorld(first[kind] + seed, SIZES[kind]) for seed in range(1, repeats + 1) for kind in kinds]
    return planted + [PropWorld(seed, 0.0) for seed in range(1, seeds + 1)]


def write_props(looks: pd.DataFrame, docs: Path) -> None:
    """Write the tables on players of ``planted-edges.md`` between their marks.

    Parameters
    ----------
    looks
        One row per look of every world, see `benchmarks.prop_worlds.measure_prop_world`.
    docs
        Folder of the page.
    """
    measured = looks.dropna(subset=["value"])
    nothing = measured[measured["plant"] == "none"]
    parts = {
        "props": _props_table(pooled_props(measured)),
        "props agreement": agreement(measured),
        "props false": false_table(false_findings(nothing)),
    }
    fill(docs / "planted-edges.md", parts)


def pooled_props(looks: pd.DataFrame) -> pd.DataFrame:
    """Put the worlds of a size together, every bet counted once.

    Parameters
    ----------
    looks
        Looks of several worlds, efficient ones among them.

    Returns
    -------
    pandas.DataFrame
        Of every planted size, market and look what `benchmarks.planted_page.pooled` tells; ``unders``, the share of
        its bets; and ``unders_else``, that on efficient books.
    """
    is_planted = looks["plant"] != "none"
    rows = pooled(looks[is_planted])
    here = _unders(looks[is_planted], ["size", *_LOOK]).rename("unders")
    elsewhere = _unders(looks[~is_planted], _LOOK).rename("unders_else")
    return rows.join(here, on=["size", *_LOOK]).join(elsewhere, on=_LOOK)


def main() -> None:
    """Run what is missing and write the page."""
    found = asked(__doc__, list(SIZES), repeats=4, seeds=80, results=RESULTS)
    if not found.page_only:
        worlds = still_to_do(prop_worlds_of(found.worlds, found.repeats, found.seeds), found.results)
        run(worlds, measure_prop_world, found.workers, found.results)
    write_props(pd.read_csv(found.results), PROJECT / "docs")


def _unders(looks: pd.DataFrame, by: list[str]) -> pd.Series:
    sums = looks.assign(weighted=looks["unders"] * looks["n"]).groupby(by)[["weighted", "n"]].sum()
    return sums["weighted"] / sums["n"]


def _props_table(rows: pd.DataFrame) -> str:
    header = [
        "planted, sd",
        "market",
        "look",
        "bets a world",
        "found in",
        "measured, all worlds",
        "true",
        "unders among them",
        "where nothing is planted",
    ]
    cells = []
    for _, row in rows.iterrows():
        value, low, high, truth = (f"{100 * row[name]:+.1f}" for name in ("value", "low", "high", "truth"))
        own = [f"{row['size']:g}", row["market"], METRICS[row["metric"]], f"{row['n']:.0f}"]
        own += [f"{row['found']} of {row['worlds']}", f"{value} [{low}, {high}] %", f"{truth} %"]
        told = row["metric"] != EVERY_UNDER
        cells.append([*own, *(_share(row[name]) if told else ABSENT for name in ("unders", "unders_else"))])
    return table(header, cells)


def _share(value: float) -> str:
    return ABSENT if np.isnan(value) else f"{100 * value:.0f} %"


if __name__ == "__main__":
    main()

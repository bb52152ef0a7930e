"""Milliseconds of a price: one line on one player, and 500 at a time, from stored models of one market.

What is measured is a price from models that are loaded: the forecast of every learner, the distribution around
their mean, interval, probabilities and blend. ``python -m benchmarks.prices --data <data root> --market points``
"""

from __future__ import annotations

import argparse
import csv
import pickle
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.stages import machine
from busta.evaluation.player_pricer import PlayerPricer, priced_day
from busta.markets import load_roster

PROJECT = Path(__file__).parents[1]
TURNS = 200
SIZES = (1, 500)
BUDGET = {1: 10.0, 500: 200.0}
CLIP = 1e-6


@dataclass(frozen=True)
class Measurement:
    """So many prices of one market, milliseconds: the median turn, also of the processor alone, and the quickest."""

    market: str
    prices: int
    turns: int
    median_ms: float
    processor_ms: float
    least_ms: float


def stored(root: Path, market: str) -> tuple[PlayerPricer, pd.DataFrame, pd.DataFrame]:
    """Load a market: what prices it, its questions with their features, its means."""
    known = load_roster(PROJECT / "conf" / "base" / "parameters_markets.yml")[market]
    models = root / "06_models" / market
    learners = {name: _pickled(_newest(models / f"model_{name}.pickle")) for name in known.learners}
    pricer = PlayerPricer(
        learners,
        known.weights,
        _pickled(models / "distributions.pickle"),
        _pickled(models / "stack.pickle") if known.quotes else None,
        known.moment,
        CLIP,
    )
    table = pd.read_parquet(root / "05_model_input" / market / "training_table.parquet")
    means = pd.read_parquet(_newest(root / "07_model_output" / market / "means.parquet"))
    return pricer, table, means


def measure(root: Path, market: str) -> list[Measurement]:
    """Measure single prices and whole evenings of a market."""
    pricer, table, means = stored(root, market)
    last = table[table["game_id"].isin(means["game_id"])].tail(max(SIZES))
    day = priced_day(means, str(last["game_id"].iloc[-1]))
    line = float(np.floor(last["actual"].mean())) + 0.5
    made = []
    for size in SIZES:
        rows = last.tail(size)
        took = _milliseconds(partial(pricer.price, rows, line, day, 0.5))
        middle = np.median(took, axis=0)
        made.append(
            Measurement(market, size, TURNS, float(middle[0]), float(middle[1]), float(took[:, 0].min()))
        )
    return made


def write(found: list[Measurement], folder: Path) -> None:
    """Write `prices.csv` and `prices.md`."""
    with (folder / "prices.csv").open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, [one.name for one in fields(Measurement)], lineterminator="\n")
        writer.writeheader()
        writer.writerows(asdict(one) for one in found)
    rows = [
        f"| {one.market} | {one.prices} | {one.median_ms:.1f} | {one.processor_ms:.1f} | {one.least_ms:.1f} | "
        f"{BUDGET[one.prices]:.0f} |"
        for one in found
    ]
    text = [
        "# Milliseconds of a price",
        "",
        "One line on one player, and 500 lines at once, from models of the market that are loaded (`busta price` loads",
        f"them first). {TURNS} turns each, one process, one thread.",
        "",
        "| market | prices | median, ms | of the processor, ms | quickest, ms | budget, ms |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        f"Measured {date.today().isoformat()} by `python -m benchmarks.prices` on {machine()}.",
    ]
    (folder / "prices.md").write_text("\n".join(text) + "\n", encoding="utf-8")


def _milliseconds(work: Callable[[], Any]) -> np.ndarray:
    work()
    took = np.empty((TURNS, 2))
    for turn in range(TURNS):
        begin = time.perf_counter(), time.process_time()
        work()
        took[turn] = time.perf_counter() - begin[0], time.process_time() - begin[1]
    return 1000 * took


def _pickled(path: Path) -> Any:
    return pickle.loads(path.read_bytes())


def _newest(output: Path) -> Path:
    return sorted(output.iterdir())[-1] / output.name


def main() -> None:
    """Measure, write, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--market", action="append", default=None)
    parser.add_argument("--out", type=Path, default=PROJECT / "benchmarks")
    given = parser.parse_args()
    found = [one for market in given.market or ["points"] for one in measure(given.data, market)]
    write(found, given.out)
    print((given.out / "prices.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()

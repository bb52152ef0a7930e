"""Seconds and peak memory of a backtest: nine seasons, three markets, every strategy, 1,000 bootstrap draws.

The bets on offer are those of a finished run (``07_model_output/<market>/bets.parquet``); what it has of seasons fewer
than nine is filled up with copies of its first season. A process of its own does all that the stage does after them,
charts and files left out. ``python -m benchmarks.backtesting --data <data root>``
"""

from __future__ import annotations

import argparse
import csv
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from benchmarks.stages import machine
from busta.betting.curves import bankroll_table, threshold_table
from busta.betting.ledger import join_ledgers
from busta.betting.results import backtest
from busta.betting.rules import BacktestRules
from busta.betting.shopping import shopping_table
from busta.betting.strategies import Asked
from busta.betting.tries import tries_table
from busta.evaluation.bootstrap import BootstrapRules

PROJECT = Path(__file__).parents[1]
MARKETS = {
    "moneyline": Asked("moneyline", "side", "probability"),
    "ats": Asked("ats", "side", "points"),
    "total": Asked("total", "total", "points"),
}
SEASONS = 9
DRAWS = 1000
DAYS_OF_A_YEAR = 364


@dataclass(frozen=True)
class Measurement:
    """One step for all markets: wall-clock and processor seconds, what it made, and the peak of memory so far."""

    step: str
    seconds: float
    processor_seconds: float
    rows: int
    peak_mebibytes: float


def fill_up(bets: pd.DataFrame, seasons: int) -> pd.DataFrame:
    """Put copies of the first season before it until there are so many seasons; keep the newest of more."""
    known = sorted(bets["season"].unique())
    first, parts = bets[bets["season"] == known[0]], [bets[bets["season"].isin(known[-seasons:])]]
    for back in range(1, seasons - len(known) + 1):
        start = int(str(known[0])[:4]) - back
        ids = first["game_id"].str[:3] + f"{start % 100:02d}" + first["game_id"].str[5:]
        days = first["game_date"] - pd.Timedelta(days=DAYS_OF_A_YEAR * back)
        season = f"{start}-{(start + 1) % 100:02d}"
        parts.insert(0, first.assign(season=season, game_id=ids, game_date=days))
    return pd.concat(parts, ignore_index=True)


def measure(data: Path) -> list[Measurement]:
    """Measure every step in this process."""
    text = (PROJECT / "conf" / "base" / "parameters_strategies.yml").read_text(encoding="utf-8")
    rules = BacktestRules.model_validate(yaml.safe_load(text)["strategies"])
    draws = BootstrapRules(draws=DRAWS, seed=20260101, level=0.95)
    results: list[Measurement] = []
    bets = _timed(results, "read the bets", lambda: {name: _read(data, name) for name in MARKETS})
    first = min(str(table["season"].min()) for table in bets.values())
    found = _timed(
        results,
        "bet, stake, keep the ledger, measure",
        lambda: {name: backtest(bets[name], asked, rules, draws, first) for name, asked in MARKETS.items()},
    )
    _timed(results, "join the ledgers", lambda: join_ledgers([one.ledger for one in found.values()]))
    table = pd.concat([one.results for one in found.values()], ignore_index=True)
    days = pd.concat([one.days.assign(market=name) for name, one in found.items()], ignore_index=True)
    _timed(results, "reality check", lambda: tries_table(table, days, draws, rules.min_bets))
    _timed(
        results,
        "ROI by smallest edge",
        lambda: {
            name: threshold_table(bets[name], asked, rules, draws, first) for name, asked in MARKETS.items()
        },
    )
    _timed(
        results,
        "line shopping",
        lambda: {
            name: shopping_table(bets[name], asked, rules.strategies, rules.seed, draws, first)
            for name, asked in MARKETS.items()
        },
    )
    _timed(
        results,
        "bands of bankrolls",
        lambda: {name: bankroll_table(one.results, one.days, rules, draws) for name, one in found.items()},
    )
    return [*results, _total(results, table)]


def page(results: list[Measurement]) -> str:
    """The results as a page of Markdown."""
    lines = [
        "# Seconds and peak memory of a backtest",
        "",
        f"Measured {date.today().isoformat()} by `python -m benchmarks.backtesting` on {machine()}.",
        "",
        f"{SEASONS} seasons, three markets, every strategy at every moment, book and way to stake, {DRAWS:,} bootstrap",
        "draws, one thread. The start of Python is in the whole process, not in a step.",
        "",
        "| step | seconds | processor seconds | rows | peak MiB |",
        "|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.step} | {one.seconds:.1f} | {one.processor_seconds:.1f} | {one.rows:,} | {one.peak_mebibytes:.0f} |"
        for one in results
    ]
    return "\n".join(lines) + "\n"


def _read(data: Path, market: str) -> pd.DataFrame:
    nested, flat = data / "07_model_output" / market / "bets.parquet", data / f"bets_{market}.parquet"
    return fill_up(pd.read_parquet(nested if nested.exists() else flat), SEASONS)


def _timed(results: list[Measurement], step: str, work: Callable[[], Any]) -> Any:
    begun, processor = time.perf_counter(), time.process_time()
    made = work()
    seconds, worked = time.perf_counter() - begun, time.process_time() - processor
    results.append(Measurement(step, round(seconds, 2), round(worked, 2), _rows(made), _peak()))
    return made


def _rows(made: Any) -> int:
    if isinstance(made, dict):
        return sum(_rows(one) for one in made.values())
    return len(made.ledger) if hasattr(made, "ledger") else len(made)


def _peak() -> float:
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def _total(results: list[Measurement], table: pd.DataFrame) -> Measurement:
    seconds, worked = (
        round(sum(getattr(one, name) for one in results), 2) for name in ("seconds", "processor_seconds")
    )
    return Measurement("all together (rows of the table of results)", seconds, worked, len(table), _peak())


def main() -> None:
    """Measure in a process of its own, and write ``backtesting.csv`` and ``backtesting.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data root of a finished run")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the results")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.here:
        command = [sys.executable, "-m", "benchmarks.backtesting", "--here", "--data", str(arguments.data)]
        subprocess.run([*command, "--out", str(arguments.out)], cwd=PROJECT, check=True)
        return
    results = measure(arguments.data)
    with (arguments.out / "backtesting.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Measurement)])
        writer.writeheader()
        writer.writerows(asdict(result) for result in results)
    (arguments.out / "backtesting.md").write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()

"""Seconds of rolling features of players: the engine of the project beside plain pandas, for 1, 3 and 9 seasons.

Both make the same 64 features of the box scores of players (means, moving means, spread, median, season, season
before), each of the games before the day; their values are compared.
``python -m benchmarks.player_features --data <data root>``
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

import numpy as np
import pandas as pd

from benchmarks.stages import machine
from busta.features.player_history import History
from busta.features.player_minutes import EMAS, MEANS, MEDIAN_GAMES, STD_GAMES, form_values

PROJECT = Path(__file__).parents[1]
STATISTICS = ("points", "reb", "ast", "fg3m", "stl", "minutes")
FEATURES = 64
SEASONS = (1, 3, 9)
TOLERANCE = 1e-6
TURNS = 3


@dataclass(frozen=True)
class Measurement:
    """One way to make the features of so many seasons: seconds, and the peak of memory of the process so far."""

    seasons: int
    rows: int
    way: str
    seconds: float
    processor_seconds: float
    peak_mebibytes: float


def by_engine(box: pd.DataFrame) -> pd.DataFrame:
    """The features by the project's own engine, one row per box row, in the order of the box scores."""
    history = History(box, ["player_id"])
    past = history.before(box)
    columns: dict[str, np.ndarray] = {}
    for name in STATISTICS:
        columns |= form_values(past, history.values(name), name)
    return pd.DataFrame(columns, index=box.index).iloc[:, :FEATURES]


def by_pandas(box: pd.DataFrame) -> pd.DataFrame:
    """The same features by ``groupby().shift()`` and ``groupby().rolling()``."""
    rows = box.sort_values(["player_id", "game_date", "game_id"])
    player = rows["player_id"]
    columns: dict[str, pd.Series] = {}
    for name in STATISTICS:
        shifted = rows.groupby("player_id")[name].shift()
        past = shifted.groupby(player)
        parts = {key: past.rolling(games, min_periods=1).mean() for key, games in MEANS.items()}
        parts |= {key: past.ewm(alpha=alpha).mean() for key, alpha in EMAS.items()}
        parts["std_10"] = past.rolling(STD_GAMES, min_periods=2).std()
        parts["median_20"] = past.rolling(MEDIAN_GAMES, min_periods=1).median()
        # Each is grouped by player: the outer level of the index falls away.
        made = {key: part.droplevel(0) for key, part in parts.items()}
        columns |= {f"{name}_{key}": part for key, part in (made | _by_season(rows, name)).items()}
    return pd.DataFrame(columns).reindex(box.index).iloc[:, :FEATURES]


def _by_season(rows: pd.DataFrame, name: str) -> dict[str, pd.Series]:
    keys = ["player_id", "season"]
    shifted = rows.groupby(keys)[name].shift()
    so_far = shifted.groupby([rows[key] for key in keys]).expanding().mean().droplevel([0, 1])
    means = rows.groupby(keys)[name].mean().rename("mean").reset_index()
    year = means["season"].str[:4].astype(int) + 1
    means["season"] = year.astype(str) + "-" + ((year + 1) % 100).astype(str).str.zfill(2)
    before = rows[keys].merge(means, how="left", on=keys)["mean"].set_axis(rows.index)
    return {"season_mean": so_far, "previous_season_mean": before}


def largest_difference(one: pd.DataFrame, other: pd.DataFrame) -> float:
    """Largest difference of two tables of features; infinite where one is null and the other is not."""
    left, right = one.to_numpy(), other[list(one)].to_numpy()
    if (np.isnan(left) != np.isnan(right)).any():
        return float("inf")
    return float(np.nanmax(np.abs(left - right), initial=0.0))


def newest(box: pd.DataFrame, seasons: int) -> pd.DataFrame:
    """The box rows of the newest so many seasons."""
    kept = sorted(box["season"].unique())[-seasons:]
    columns = ["season", "game_id", "game_date", "player_id", *STATISTICS]
    return box.loc[box["season"].isin(kept), columns].reset_index(drop=True)


def measure(box: pd.DataFrame, seasons: int) -> list[Measurement]:
    """Measure both ways on the newest so many seasons.

    Raises
    ------
    ValueError
        If the two do not make the same features.
    """
    rows = newest(box, seasons)
    (ours, first), (theirs, second) = (
        _timed(rows, seasons, way, make) for way, make in (("engine", by_engine), ("plain pandas", by_pandas))
    )
    difference = largest_difference(ours, theirs)
    if difference > TOLERANCE:
        raise ValueError(f"Features of both ways: expected the same, was {difference} apart.")
    return [first, second]


def _timed(
    rows: pd.DataFrame, seasons: int, way: str, make: Callable[[pd.DataFrame], pd.DataFrame]
) -> tuple[pd.DataFrame, Measurement]:
    turns = []
    for _ in range(TURNS):
        begun, processor = time.perf_counter(), time.process_time()
        made = make(rows)
        turns.append((time.perf_counter() - begun, time.process_time() - processor))
    seconds, worked = (min(turn) for turn in zip(*turns, strict=True))
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return made, Measurement(seasons, len(rows), way, round(seconds, 2), round(worked, 2), peak)


def page(results: list[Measurement]) -> str:
    """The results as a page of Markdown."""
    lines = [
        "# Seconds of rolling features of players",
        "",
        f"Measured {date.today().isoformat()} by `python -m benchmarks.player_features` on {machine()}.",
        "",
        f"{FEATURES} features of every box row, each of the player's games before the day; one thread. Both ways make",
        f"the same values (at most {TOLERANCE:g} apart); the least of {TURNS} turns. Budget: 20 seconds for nine",
        "seasons, and at least 4 times faster than pandas.",
        "",
        "| seasons | rows | way | seconds | processor seconds | microseconds a row | peak MiB |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.seasons} | {one.rows:,} | {one.way} | {one.seconds:.2f} | {one.processor_seconds:.2f} "
        f"| {1e6 * one.processor_seconds / one.rows:.1f} | {one.peak_mebibytes:.0f} |"
        for one in results
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure in a process of its own, and write ``player_features.csv`` and ``player_features.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="data root of a finished run")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the results")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if not arguments.here:
        command = [
            sys.executable,
            "-m",
            "benchmarks.player_features",
            "--here",
            "--data",
            str(arguments.data),
        ]
        subprocess.run([*command, "--out", str(arguments.out)], cwd=PROJECT, check=True)
        return
    box = pd.read_parquet(arguments.data / "03_primary" / "prm_player_games.parquet")
    results = [one for seasons in SEASONS for one in measure(box, seasons)]
    with (arguments.out / "player_features.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Measurement)])
        writer.writeheader()
        writer.writerows(asdict(result) for result in results)
    (arguments.out / "player_features.md").write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()

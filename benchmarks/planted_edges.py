"""Does the pipeline find the edges that were planted, and none where there are none?

Every world is an invented league of its own, played, ingested, learned from and measured by the project's pipeline.
Its looks are appended to ``planted_edges.csv`` in one piece, so a run that was broken off goes on where it stood;
``docs/planted-edges.md`` and its figures are written from that file. ``python -m benchmarks.planted_edges``
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Protocol, TypeVar

import pandas as pd
from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from benchmarks.planted_page import write_page
from benchmarks.planted_run import PROJECT
from benchmarks.planted_worlds import World, efficient, measure_world, stale, tired_and_shaded

RESULTS = Path(__file__).with_name("planted_edges.csv")
KEYS = ["plant", "size", "until", "seed"]


class AnyWorld(Protocol):
    """A world whose looks can be put on file."""

    @property
    def keys(self) -> set[tuple[str, float, str, int]]:
        """Values of ``KEYS`` that its looks have."""


W = TypeVar("W", bound=AnyWorld)

# Sizes of the mistakes, in points: a real back-to-back costs about 1.3.
SIZES: dict[str, Callable[[int], World]] = {
    "back-to-back 1.3, overs 1, to the close": lambda seed: tired_and_shaded(1.3, 1.0, seed),
    "back-to-back 3, overs 2, to the close": lambda seed: tired_and_shaded(3.0, 2.0, seed),
    "back-to-back 6, overs 4, to the close": lambda seed: tired_and_shaded(6.0, 4.0, seed),
    "back-to-back 3, overs 2, for good": lambda seed: tired_and_shaded(3.0, 2.0, seed, "never"),
    "back-to-back 6, overs 4, for good": lambda seed: tired_and_shaded(6.0, 4.0, seed, "never"),
    "stale openings 1": lambda seed: stale(1.0, seed),
    "stale openings 2": lambda seed: stale(2.0, seed),
    "stale openings 4": lambda seed: stale(4.0, seed),
}


def worlds_of(kinds: list[str], repeats: int, seeds: int) -> list[World]:
    """The worlds asked for: some of every planted kind, and as many of the efficient book."""
    planted = [SIZES[kind](seed) for seed in range(1, repeats + 1) for kind in kinds]
    return planted + [efficient(seed) for seed in range(1, seeds + 1)]


def still_to_do(worlds: Sequence[W], results: Path) -> list[W]:
    """The worlds of which not every look is on file."""
    done = set()
    if results.exists():
        looks = pd.read_csv(results).groupby(KEYS).size()
        done = set(looks.index)
    return [world for world in worlds if not world.keys <= done]


def append(table: pd.DataFrame, results: Path) -> None:
    """Add the looks of one world in one write, so that no world is on file in part."""
    text = table.to_csv(index=False, header=not results.exists(), lineterminator="\n")
    with results.open("a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def run(worlds: Sequence[W], measure: Callable[[W], pd.DataFrame], workers: int, results: Path) -> None:
    """Measure the worlds and put every one on file as it ends."""
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        # Read by the workers, which begin anew.
        os.environ.setdefault(variable, "1")
    columns = (
        TextColumn("{task.description}"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    context = multiprocessing.get_context("spawn")
    with Progress(*columns) as progress, ProcessPoolExecutor(workers, mp_context=context) as pool:
        task = progress.add_task("worlds", total=len(worlds))
        running: list[Future[pd.DataFrame]] = [pool.submit(measure, world) for world in worlds]
        for future in as_completed(running):
            append(future.result(), results)
            progress.advance(task)


def asked(
    about: str | None, kinds: Sequence[str], repeats: int, seeds: int, results: Path
) -> argparse.Namespace:
    """Read what is asked for on the command line, and empty the file where all is to begin anew."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--worlds", nargs="*", choices=list(kinds), default=list(kinds), help="planted kinds")
    parser.add_argument("--repeats", type=int, default=repeats, help="seeds of every planted kind")
    parser.add_argument("--seeds", type=int, default=seeds, help="seeds of the efficient book")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--results", type=Path, default=results)
    parser.add_argument(
        "--fresh", action="store_true", help="begin anew: after a change of the league's laws"
    )
    parser.add_argument("--page-only", action="store_true", help="write the page from what is on file")
    found = parser.parse_args()
    if found.fresh:
        found.results.unlink(missing_ok=True)
    return found


def main() -> None:
    """Run what is missing and write the page."""
    found = asked(__doc__, list(SIZES), repeats=8, seeds=100, results=RESULTS)
    if not found.page_only:
        worlds = still_to_do(worlds_of(found.worlds, found.repeats, found.seeds), found.results)
        run(worlds, measure_world, found.workers, found.results)
    write_page(pd.read_csv(found.results), PROJECT / "docs")


if __name__ == "__main__":
    main()

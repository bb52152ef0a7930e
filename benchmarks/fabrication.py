"""Seconds and peak memory of inventing a league, and of what follows, for three sizes of it.

Every command is a `kedro run` in a process of its own, in a copy of the project, so that neither data nor tracked
runs of the project are touched. ``python -m benchmarks.fabrication``
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date
from pathlib import Path

from benchmarks.stages import copy_project, machine, timed

COMMANDS = {
    "fabrication, files written": ["--pipelines", "fabrication"],
    "ingestion of these files": ["--pipelines", "ingestion"],
    "all in one run": [],
}


@dataclass(frozen=True)
class Size:
    """A league to be measured, and the commands that it is measured with."""

    name: str
    parameters: dict[str, int]
    commands: tuple[str, ...]


_FULL = {"teams": 30, "games_per_team": 82, "playoff_teams": 16}
_ALONE = ("fabrication, files written", "ingestion of these files")
SIZES = (
    Size("12x3", {"teams": 12, "seasons": 3}, tuple(COMMANDS)),
    Size("30x9", {**_FULL, "seasons": 9}, tuple(COMMANDS)),
    # Fifty seasons have to begin by 1996: ids of games hold two digits of the year.
    Size("30x50", {**_FULL, "seasons": 50, "first_season": 1996}, _ALONE),
)


@dataclass(frozen=True)
class Measurement:
    """One command: wall-clock seconds and peak resident memory of its process; raw files afterwards."""

    size: str
    command: str
    seconds: float
    peak_mebibytes: float
    raw_files: int
    raw_mebibytes: float
    is_complete: bool


def arguments_of(size: Size, command: str, folder: Path) -> list[str]:
    """The `kedro run` of a command: whole runs invent a league of their own."""
    data = _data_root(command, folder)
    roots = {"raw_root": data / "01_raw", "data_root": data}
    sizes = {f"fabrication.{name}": value for name, value in size.parameters.items()}
    given = ",".join(f"{name}={value}" for name, value in {**roots, **sizes}.items())
    return ["run", *COMMANDS[command], "--params", given]


def _data_root(command: str, folder: Path) -> Path:
    return folder / ("stages" if COMMANDS[command] else "whole")


def measure(size: Size) -> list[Measurement]:
    """Measure one size of the league."""
    with tempfile.TemporaryDirectory(prefix="busta-bench-") as name:
        folder = Path(name)
        copy_project(folder)
        results = []
        for command in size.commands:
            seconds, peak, is_complete = timed(arguments_of(size, command, folder), folder)
            raw = [path for path in _data_root(command, folder).glob("01_raw/*/*") if path.is_file()]
            volume = sum(path.stat().st_size for path in raw) / 2**20
            results.append(
                Measurement(size.name, command, seconds, peak, len(raw), round(volume, 1), is_complete)
            )
            print(results[-1], flush=True)
            if not is_complete:
                print((folder / "log.txt").read_text(encoding="utf-8", errors="replace")[-4000:], flush=True)
        return results


def page(results: Iterable[Measurement]) -> str:
    """The results as a page of Markdown: a row a command, columns by size."""
    results = list(results)
    names = list(dict.fromkeys(result.size for result in results))
    by_cell = {(result.command, result.size): result for result in results}
    sizes = [name.replace("x", " teams, ") + " seasons" for name in names]
    lines = [
        "# Seconds and peak memory of the invented league",
        "",
        f"Measured {date.today().isoformat()} by `make bench-fabrication` on {machine()}.",
        "",
        "Each cell: wall-clock seconds and peak resident MiB of one process, its start-up included. 30 teams play 82",
        "games and 16 of them play-offs, 12 teams as in the demo. A dash: not measured, or not completed.",
        "",
        f"| command | {' | '.join(sizes)} |",
        "|---" * (len(names) + 1) + "|",
    ]
    for command in COMMANDS:
        lines.append(f"| {command} | {' | '.join(_cell(by_cell.get((command, name))) for name in names)} |")
    written = [by_cell.get((_ALONE[0], name)) for name in names]
    lines.append(f"| raw files | {' | '.join(_volume(result) for result in written)} |")
    return "\n".join(lines) + "\n"


def _cell(result: Measurement | None) -> str:
    if result is None or not result.is_complete:
        return "-"
    return f"{result.seconds:.1f} s, {result.peak_mebibytes:.0f} MiB"


def _volume(result: Measurement | None) -> str:
    return "-" if result is None else f"{result.raw_files} files, {result.raw_mebibytes:.0f} MiB"


def chosen(names: Sequence[str]) -> list[Size]:
    """The sizes of these names."""
    known = {size.name: size for size in SIZES}
    unknown = sorted(set(names) - known.keys())
    if unknown:
        raise SystemExit(f"expected sizes among {', '.join(known)}, was {', '.join(unknown)}")
    return [known[name] for name in names]


def main() -> None:
    """Measure and write ``fabrication.csv`` and ``fabrication.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    default = ",".join(size.name for size in SIZES)
    parser.add_argument("--sizes", default=default, help="teams x seasons, separated by commas")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the results")
    arguments = parser.parse_args()
    results = [result for size in chosen(arguments.sizes.split(",")) for result in measure(size)]
    with (arguments.out / "fabrication.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Measurement)])
        writer.writeheader()
        writer.writerows(asdict(result) for result in results)
    (arguments.out / "fabrication.md").write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()

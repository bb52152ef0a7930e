"""Seconds and peak memory of each stage on the real data, for the newest 1, 3 and 9 seasons.

Every stage runs as its own `kedro run` in a process of its own, in a copy of the project, so that neither
data nor tracked runs of the project are touched.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import date
from importlib.metadata import version
from pathlib import Path

import yaml

PROJECT = Path(__file__).parents[1]
STAGES = {
    "start-up alone": ["registry", "list"],
    "ingestion": ["run", "--pipelines", "ingestion"],
    "feature_engineering": ["run", "--pipelines", "feature_engineering"],
    "modeling, calibration, stacking": ["run", "--pipelines", "modeling,calibration,stacking"],
    "reporting": ["run", "--pipelines", "reporting"],
    "all in one run": ["run"],
}
SEASON = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_](\d\d)(?!\d)")
LIBRARIES = ("kedro", "pandas", "numpy", "scikit-learn", "lightgbm", "xgboost", "mlflow")


@dataclass(frozen=True)
class Measurement:
    """One stage: wall-clock seconds and the peak of resident memory, both of its whole process."""

    seasons: int
    stage: str
    seconds: float
    peak_mebibytes: float
    is_complete: bool


def season_of(name: str) -> str | None:
    """Season that a raw file's name carries, as ``2015-16``; none for a file of many seasons."""
    for start, end in SEASON.findall(name):
        if (int(start) + 1) % 100 == int(end):
            return f"{start}-{end}"
    return None


def newest_seasons(raw: Path, count: int) -> set[str]:
    """The newest seasons that have team logs."""
    seasons = {season_of(path.name) for path in (raw / "team_logs").iterdir()} - {None}
    return set(sorted(season for season in seasons if season)[-count:])


def link_seasons(raw: Path, target: Path, seasons: set[str]) -> None:
    """Link the files of some seasons, and every file of many seasons, into another folder."""
    for path in sorted(path for path in raw.glob("*/**/*") if path.is_file()):
        if season_of(path.name) in seasons | {None}:
            link = target / path.relative_to(raw)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path.resolve())


def copy_project(target: Path) -> None:
    """Copy what a run needs, so that tracked runs land beside the measured data."""
    for name in ("conf", "src"):
        shutil.copytree(PROJECT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PROJECT / "pyproject.toml", target)


def fit_parameters(target: Path, seasons: set[str]) -> None:
    """Forecast from the second of the seasons on; gates hold for all seasons, so none is asked of a few."""
    modeling, evaluation = (
        target / "conf" / "base" / f"parameters_{name}.yml" for name in ("modeling", "evaluation")
    )
    parameters = yaml.safe_load(modeling.read_text(encoding="utf-8"))
    for key in ("first_test_season", "first_published_season"):
        parameters["modeling"][key] = max(parameters["modeling"][key], sorted(seasons)[1])
    modeling.write_text(yaml.safe_dump(parameters), encoding="utf-8")
    parameters = yaml.safe_load(evaluation.read_text(encoding="utf-8"))
    parameters["evaluation"]["gates"]["real"] = {}
    evaluation.write_text(yaml.safe_dump(parameters), encoding="utf-8")


def measure(seasons: int, stage: str, command: list[str], folder: Path) -> Measurement:
    """Run one command to its end."""
    arguments = list(command)
    if command[0] == "run":
        data = folder / ("whole" if command == ["run"] else "stages")
        roots = f"raw_root={folder / 'raw'},data_root={data}"
        arguments += ["--env", "local", "--params", roots]
    return Measurement(seasons, stage, *timed(arguments, folder))


def timed(arguments: list[str], folder: Path) -> tuple[float, float, bool]:
    """Run a Kedro command to its end: seconds, peak MiB, and whether it ended well."""
    with (folder / "log.txt").open("ab") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "kedro", *arguments], cwd=folder, stdout=log, stderr=log
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - begun
    is_complete = os.waitstatus_to_exitcode(status) == 0
    return round(seconds, 1), round(usage.ru_maxrss / 1024), is_complete


def measure_seasons(raw: Path, seasons: int) -> list[Measurement]:
    """Measure all stages over the newest seasons, and the one before them to learn from."""
    with tempfile.TemporaryDirectory(prefix="busta-bench-") as name:
        folder = Path(name)
        newest = newest_seasons(raw, seasons + 1)
        copy_project(folder)
        fit_parameters(folder, newest)
        link_seasons(raw, folder / "raw", newest)
        results = []
        for stage, command in STAGES.items():
            results.append(measure(seasons, stage, command, folder))
            print(results[-1], flush=True)
            if not results[-1].is_complete:
                print((folder / "log.txt").read_text(encoding="utf-8", errors="replace")[-4000:], flush=True)
        return results


def machine() -> str:
    """The machine and the libraries, in one sentence."""
    model = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores ({model.group(1) if model else platform.processor()}), {memory:.0f} GiB, "
        f"{platform.system()}, Python {platform.python_version()}; {libraries}"
    )


def page(results: Iterable[Measurement]) -> str:
    """The results as a page of Markdown: a row a stage, columns by number of seasons."""
    results = list(results)
    counts = sorted({result.seasons for result in results})
    by_cell = {(result.stage, result.seasons): result for result in results}
    head = " | ".join(f"{count} season{'s' if count > 1 else ''}" for count in counts)
    lines = [
        "# Seconds and peak memory of each stage",
        "",
        f"Measured {date.today().isoformat()} by `make bench` on {machine()}.",
        "",
        "Each cell: wall-clock seconds and peak resident MiB of one process, its start-up included. Seasons",
        "are the newest ones, with the one before them to learn from. A dash: the stage did not complete.",
        "",
        f"| stage | {head} |",
        "|---" * (len(counts) + 1) + "|",
    ]
    for stage in STAGES:
        cells = [_cell(by_cell.get((stage, count))) for count in counts]
        lines.append(f"| {stage} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(result: Measurement | None) -> str:
    if result is None or not result.is_complete:
        return "-"
    return f"{result.seconds:.1f} s, {result.peak_mebibytes:.0f} MiB"


def main() -> None:
    """Measure and write ``results.csv`` and ``results.md``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--raw", type=Path, required=True, help="folder of the raw files of the real NBA")
    parser.add_argument("--seasons", default="1,3,9", help="numbers of seasons, separated by commas")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent, help="folder of the results")
    arguments = parser.parse_args()
    counts = [int(count) for count in arguments.seasons.split(",")]
    results = [result for count in counts for result in measure_seasons(arguments.raw, count)]
    with (arguments.out / "results.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Measurement)])
        writer.writeheader()
        writer.writerows(asdict(result) for result in results)
    (arguments.out / "results.md").write_text(page(results), encoding="utf-8")


if __name__ == "__main__":
    main()

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from busta import cli
from busta.datasets.versions import versioned_entries
from tests.project import REPOSITORY


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


def _version(output: Path, day: int) -> Path:
    folder = output / f"2001-01-{day:02d}T00.00.00.000Z"
    folder.mkdir(parents=True)
    (folder / output.name).write_text("content")
    return folder


def test_run_prints_and_runs_the_kedro_command_behind_it(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        return subprocess.CompletedProcess(command, 3)

    monkeypatch.setattr(subprocess, "run", run)
    result = CliRunner().invoke(cli.main, ["run", "--env", "local", "--params", "a=b c"])
    assert result.output == "$ kedro run --env local --params 'a=b c'\n"
    assert seen == [[sys.executable, "-m", "kedro", "run", "--env", "local", "--params", "a=b c"]]
    assert result.exit_code == 3


@pytest.mark.parametrize(
    ("given", "behind"),
    [
        (
            ["train", "ats", "--env", "local"],
            "--pipelines modeling,calibration,stacking --namespaces ats --env local",
        ),
        (["backtest"], "--pipelines backtesting"),
        (
            ["backtest", "--market", "total", "--env", "local"],
            "--pipelines backtesting --namespaces total --env local",
        ),
    ],
)
def test_train_and_backtest_print_and_run_the_kedro_command_behind_them(
    monkeypatch: pytest.MonkeyPatch, given: list[str], behind: str
) -> None:
    seen: list[list[str]] = []

    def run(command: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        seen.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    result = CliRunner().invoke(cli.main, given)
    assert result.output == f"$ kedro run {behind}\n"
    assert seen == [[sys.executable, "-m", "kedro", "run", *behind.split()]]
    assert result.exit_code == 0


def test_judge_says_where_the_tables_of_a_run_are_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["judge", "picks.csv", "--data-root", str(tmp_path)])
    assert result.exit_code == 1
    assert f"expected the tables of a finished run in {tmp_path}/03_primary" in result.output
    assert "Traceback" not in result.output


def test_prune_keeps_the_newest_and_says_what_it_freed(tmp_path: Path) -> None:
    output = tmp_path / "04_feature" / "features.parquet"
    folders = [_version(output, day) for day in (1, 2, 3)]
    command = ["prune", "--keep", "1", "--data-root", str(tmp_path)]
    dry = CliRunner().invoke(cli.main, [*command, "--dry-run"])
    assert "would free" in dry.output
    assert all(folder.is_dir() for folder in folders)
    result = CliRunner().invoke(cli.main, command)
    assert result.exit_code == 0, result.output
    assert "in 2 versions" in result.output
    assert [folder.is_dir() for folder in folders] == [False, False, True]


def test_prune_names_what_a_killed_run_left_behind(tmp_path: Path) -> None:
    output = tmp_path / "04_feature" / "features.parquet"
    (output / "2001-01-01T00.00.00.000Z").mkdir(parents=True)
    _version(output, 2)
    result = CliRunner().invoke(cli.main, ["prune", "--data-root", str(tmp_path)])
    assert "(unfinished)" in result.output


def test_prune_refuses_to_keep_nothing(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, ["prune", "--keep", "0", "--data-root", str(tmp_path)])
    assert result.exit_code == 1
    assert "expected to keep at least 1 version" in result.output


def test_outside_the_project_a_command_says_where_it_must_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(cli.main, ["versions"])
    assert result.exit_code == 1
    assert "expected to stand in the project's folder" in result.output


def test_the_page_of_versioned_outputs_is_current() -> None:
    result = CliRunner().invoke(cli.main, ["versions"])
    assert result.exit_code == 0, result.output
    page = (REPOSITORY / "docs" / "versions.md").read_text(encoding="utf-8")
    assert page == result.output, "docs/versions.md is not current: busta versions --write"


def test_the_page_names_every_versioned_entry_of_the_catalog() -> None:
    loader = cli._config(REPOSITORY, "base", None)
    names = [entry.name for entry in versioned_entries(loader["catalog"])]
    assert {"features", "report_scores_history", "{market}.probabilities"} <= set(names)
    page = (REPOSITORY / "docs" / "versions.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in page for name in names)


@pytest.mark.parametrize("command", ["train", "backtest"])
def test_train_and_backtest_say_what_they_do_when_asked_for_help(command: str) -> None:
    result = CliRunner().invoke(cli.main, [command, "--help"])
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {command}")

"""The `busta` command: prints and runs the Kedro command behind it. No second logic."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path

import click
from kedro.config import OmegaConfigLoader
from kedro.framework.project import settings
from kedro.framework.startup import bootstrap_project
from kedro.utils import find_kedro_project

from busta.datasets.prune import PruneError, remove, superseded_versions
from busta.datasets.versions import VersionedEntry, versioned_entries, versions_page

# Kedro takes a project's own commands from `cli`; ours stand beside `kedro run`, not in its place.
cli = click.Group(name="busta")

VERSIONS_PAGE = Path("docs") / "versions.md"
PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}


@click.group()
def main() -> None:
    """Calibrated probabilities for NBA betting markets."""


@main.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run(arguments: tuple[str, ...]) -> None:
    """Run pipelines: every argument goes to `kedro run`."""
    command = ["kedro", "run", *arguments]
    click.echo(f"$ {shlex.join(command)}")
    raise SystemExit(subprocess.run([sys.executable, "-m", *command], check=False).returncode)


@main.command()
@click.option("--keep", default=3, show_default=True, help="Complete versions of each output that stay.")
@click.option("--env", default="local", show_default=True, help="Environment whose outputs are pruned.")
@click.option("--data-root", default=None, help="Data root of runs with --params data_root=<folder>.")
@click.option("--dry-run", is_flag=True, help="Say what would be removed, remove nothing.")
def prune(keep: int, env: str, data_root: str | None, dry_run: bool) -> None:
    """Remove old versions of versioned outputs; never the newest complete one."""
    project = _project()
    loader = _config(project, env, data_root)
    root = (project / _data_root(loader, data_root)).resolve()
    try:
        removals = superseded_versions(_located(loader, project), root, keep)
    except PruneError as error:
        raise click.ClickException(str(error)) from error
    for removal in removals:
        state = "" if removal.is_complete else "  (unfinished)"
        click.echo(f"{removal.mebibytes:9.2f} MiB  {_shown(removal.folder, project)}{state}")
    if not dry_run:
        remove(removals)
    verb = "would free" if dry_run else "freed"
    click.echo(
        f"{verb} {sum(removal.mebibytes for removal in removals):.2f} MiB in {len(removals)} versions below {root}"
    )


@main.command()
@click.option("--write", is_flag=True, help=f"Write it to {VERSIONS_PAGE} instead of printing it.")
def versions(write: bool) -> None:
    """Name every versioned output, from the catalog."""
    project = _project()
    loader = _config(project, "base", None)
    page = versions_page(versioned_entries(loader["catalog"]), _data_root(loader, None))
    if write:
        (project / VERSIONS_PAGE).write_text(page, encoding="utf-8")
    else:
        click.echo(page, nl=False)


def _project() -> Path:
    project = find_kedro_project(Path.cwd())
    if project is None:
        raise click.ClickException(f"expected to stand in the project's folder or below it, was {Path.cwd()}")
    bootstrap_project(project)
    return Path(project)


def _config(project: Path, env: str, data_root: str | None) -> OmegaConfigLoader:
    return OmegaConfigLoader(
        conf_source=str(project / settings.CONF_SOURCE),
        env=env,
        runtime_params={"data_root": data_root} if data_root else {},
        **settings.CONFIG_LOADER_ARGS,
    )


def _data_root(loader: OmegaConfigLoader, data_root: str | None) -> str:
    return data_root or str(loader["globals"]["data_root"])


def _located(loader: OmegaConfigLoader, project: Path) -> list[VersionedEntry]:
    return [entry.below(project) for entry in versioned_entries(loader["catalog"])]


def _shown(folder: Path, project: Path) -> Path:
    return folder.relative_to(project) if folder.is_relative_to(project) else folder

"""The `busta` command: prints and runs the Kedro command behind it. No second logic."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from kedro.config import OmegaConfigLoader
from kedro.framework.project import settings
from kedro.framework.startup import bootstrap_project
from kedro.io import CatalogConfigResolver, DataCatalog, DatasetError
from kedro.utils import find_kedro_project

from busta.datasets.atomic import write_atomically
from busta.datasets.prune import PruneError, remove, superseded_versions
from busta.datasets.versions import VersionedEntry, versioned_entries, versions_page

if TYPE_CHECKING:
    from busta.reports.judgement import JudgeSettings, JudgeTables
    from busta.sources.picks import PickFile

# Kedro takes a project's own commands from `cli`; ours stand beside `kedro run`, not in its place.
cli = click.Group(name="busta")

VERSIONS_PAGE = Path("docs") / "versions.md"
MIGRATIONS = "migrations"
JUDGED_ON = ("prm_data_identity", "prm_games", "prm_market_lines", "prm_quotes")
PASS_ON = {"ignore_unknown_options": True, "help_option_names": []}
# The same, with help of their own.
PASS_REST = {"ignore_unknown_options": True}


@click.group()
def main() -> None:
    """Calibrated probabilities for NBA betting markets."""


@main.command(context_settings=PASS_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def run(arguments: tuple[str, ...]) -> None:
    """Run pipelines: every argument goes to `kedro run`."""
    _kedro_run(*arguments)


@main.command(context_settings=PASS_REST)
@click.argument("market")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def train(market: str, arguments: tuple[str, ...]) -> None:
    """Train one market on features that are there: learners, calibrators, blend. The rest goes to `kedro run`."""
    _kedro_run("--pipelines", "modeling,calibration,stacking", "--namespaces", market, *arguments)


@main.command(context_settings=PASS_REST)
@click.option("--market", "-m", default=None, help="One market; all where none is named.")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def backtest(market: str | None, arguments: tuple[str, ...]) -> None:
    """Bet on forecasts that are there, and measure it. The rest goes to `kedro run`."""
    chosen = ["--namespaces", market] if market else []
    _kedro_run("--pipelines", "backtesting", *chosen, *arguments)


@main.command("judge")
@click.argument("picks", type=click.Path(path_type=Path))
@click.option("--market", default=None, help="Market of all rows, where the file has no column of it.")
@click.option(
    "--tries", default=None, type=click.IntRange(min=1), help="How many models or strategies were tried."
)
@click.option(
    "--out", default=None, type=click.Path(path_type=Path), help="Folder of page and JSON; beside the file."
)
@click.option("--env", default="local", show_default=True, help="Environment whose games are graded on.")
@click.option("--data-root", default=None, help="Data root of runs with --params data_root=<folder>.")
def judge_picks(
    picks: Path, market: str | None, tries: int | None, out: Path | None, env: str, data_root: str | None
) -> None:
    """Grade anyone's predictions beside the closing line: terminal, one page, JSON."""
    from rich.console import Console

    from busta.evaluation.bootstrap import EvaluationError
    from busta.reports.judge_page import judge_page
    from busta.reports.judge_terminal import print_judgement
    from busta.reports.judgement import judge
    from busta.sources.picks import PicksError, refusal_sentences

    project = _project()
    loader = _config(project, env, data_root)
    given = loader["parameters"]
    settings = _judge_settings(given, tries)
    try:
        tables = _judge_tables(loader, project)
        read = _read_picks(picks, tables, settings, market)
        document = judge(read, tables, settings)
    except (PicksError, EvaluationError) as error:
        raise click.ClickException(str(error)) from error
    refusals = refusal_sentences(read.refused)
    print_judgement(document, refusals, Console())
    page = judge_page(document, refusals, given["judge"]["shown_refusals"])
    content = {"html": page, "json": json.dumps(document, indent=1, allow_nan=False)}
    for kind, text in content.items():
        target = (out or picks.parent) / f"{picks.stem}.judged.{kind}"
        write_atomically(target, text.encode())
        click.echo(str(target))


@main.command("price")
@click.option("--market", "-m", required=True, help="A market about players, e.g. points.")
@click.option("--player", required=True, help="His name, spelled anyhow, or his number.")
@click.option("--line", required=True, type=float, help="The line to price, e.g. 26.5.")
@click.option("--game", default=None, help="Number of the game; his next one, or else his latest.")
@click.option(
    "--over", default=None, type=click.FloatRange(min=1, min_open=True), help="Decimal price of over."
)
@click.option(
    "--under", default=None, type=click.FloatRange(min=1, min_open=True), help="Decimal price of under."
)
@click.option("--demo", is_flag=True, help="Price the invented league; without --env that of `demo`.")
@click.option("--env", default=None, help="Environment whose models are asked; `local` where none is named.")
@click.option("--data-root", default=None, help="Data root of runs with --params data_root=<folder>.")
def price_line(
    market: str,
    player: str,
    line: float,
    game: str | None,
    over: float | None,
    under: float | None,
    demo: bool,
    env: str | None,
    data_root: str | None,
) -> None:
    """Price one line on one player, from stored models."""
    from rich.console import Console

    from busta.evaluation.bootstrap import EvaluationError
    from busta.nba.player_search import PlayerNameError
    from busta.reports.price_terminal import print_price
    from busta.reports.pricing import PriceRequest, price_inputs, price_request

    if (over is None) != (under is None):
        raise click.ClickException(
            "expected --over and --under, or neither: one price has no margin to remove"
        )
    project = _project()
    loader = _config(project, env or ("demo" if demo else "local"), data_root)
    request = PriceRequest(player, line, game, over, under)
    load = partial(_stored, loader, project)
    try:
        shown = price_request(request, *price_inputs(loader["parameters"], load, market, demo))
    except (EvaluationError, PlayerNameError) as error:
        raise click.ClickException(str(error)) from error
    print_price(shown, Console())


@main.command("combine")
@click.option(
    "--bet",
    "bets",
    multiple=True,
    type=(str, str, click.Choice(["over", "under"]), float),
    metavar="MARKET PLAYER SIDE LINE",
    help='One bet, e.g. points "Nikola Jokic" over 26.5; give it again for every other one.',
)
@click.option("--game", default=None, help="Number of the game; the first man's next, or else his latest.")
@click.option("--demo", is_flag=True, help="Price the invented league; without --env that of `demo`.")
@click.option("--env", default=None, help="Environment whose models are asked; `local` where none is named.")
@click.option("--data-root", default=None, help="Data root of runs with --params data_root=<folder>.")
def combine_bets(
    bets: tuple[tuple[str, str, str, float], ...],
    game: str | None,
    demo: bool,
    env: str | None,
    data_root: str | None,
) -> None:
    """Price bets on players of one game that must all be won, from draws of all their numbers together."""
    from rich.console import Console

    from busta.evaluation.bootstrap import EvaluationError
    from busta.nba.player_search import PlayerNameError
    from busta.reports.combination_terminal import print_combination
    from busta.reports.combining import Bet, combination_inputs, price_combination

    project = _project()
    loader = _config(project, env or ("demo" if demo else "local"), data_root)
    load = partial(_stored, loader, project)
    try:
        inputs = combination_inputs(loader["parameters"], load, demo)
        shown = price_combination([Bet(*bet) for bet in bets], game, *inputs)
    except (EvaluationError, PlayerNameError) as error:
        raise click.ClickException(str(error)) from error
    print_combination(shown, Console())


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


@main.group()
@click.option(
    "--env", default="postgres", show_default=True, help="Environment whose credentials name the database."
)
@click.pass_context
def database(context: click.Context, env: str) -> None:
    """Prepare the PostgreSQL database that tables live in, and ask how it stands."""
    context.obj = env


@database.command("upgrade")
@click.argument("revision", default="head")
@click.pass_obj
def upgrade_database(env: str, revision: str) -> None:
    """Bring the database to the newest version of its tables, or to the one named."""
    _on_database(env, "upgrade", revision)


@database.command("downgrade")
@click.argument("revision")
@click.confirmation_option(
    prompt="Tables and columns of later versions are dropped with what is in them. Go on?"
)
@click.pass_obj
def downgrade_database(env: str, revision: str) -> None:
    """Take the database back to an earlier version; `base` is empty."""
    _on_database(env, "downgrade", revision)


@database.command("status")
@click.pass_obj
def database_status(env: str) -> None:
    """Say where the database is, at which version, and what it holds."""
    _on_database(env)


def _on_database(env: str, change: str | None = None, revision: str = "") -> None:
    try:
        from busta.datasets import database as databases
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"{error.name} is not installed: pip install 'busta[postgres]', or `make setup`"
        ) from error
    project = _project()
    address = str(_config(project, env, None)["credentials"].get("postgres", {}).get("con") or "")
    try:
        if change:
            getattr(databases, change)(address, project / MIGRATIONS, revision)
        click.echo(databases.describe(databases.state(address, project / MIGRATIONS)), nl=False)
    except DatasetError as error:
        raise click.ClickException(str(error)) from error


def _kedro_run(*arguments: str) -> None:
    command = ["kedro", "run", *arguments]
    click.echo(f"$ {shlex.join(command)}")
    raise SystemExit(subprocess.run([sys.executable, "-m", *command], check=False).returncode)


def _judge_settings(given: Mapping[str, Any], tries: int | None) -> JudgeSettings:
    from busta.markets import validate_roster
    from busta.params.evaluation import EvaluationParams
    from busta.params.judge import JudgeParams
    from busta.reports.judgement import JudgeSettings, judged_subjects

    evaluation = EvaluationParams(**given["evaluation"])
    return JudgeSettings(
        subjects=judged_subjects(validate_roster({"markets": given["markets"]})),
        rules=JudgeParams(**given["judge"]).rules(evaluation.edges.assumed_price),
        bootstrap=evaluation.rules,
        bins=evaluation.bins,
        tries=tries,
    )


def _judge_tables(loader: OmegaConfigLoader, project: Path) -> JudgeTables:
    from busta.reports.judgement import JudgeTables

    return JudgeTables(*_stored(loader, project, JUDGED_ON).values())


def _stored(loader: OmegaConfigLoader, project: Path, names: Sequence[str]) -> dict[str, Any]:
    # A name that no entry fits is an error of ours, never a dataset in memory.
    resolver = CatalogConfigResolver(
        dict(loader["catalog"]), loader["credentials"], default_runtime_patterns={"{default}": {}}
    )
    entries = {name: dict(resolver.config.get(name) or resolver.resolve_pattern(name)) for name in names}
    for entry in entries.values():
        if "filepath" in entry:
            entry["filepath"] = str(project / entry["filepath"])
    catalog = DataCatalog.from_config(entries, loader["credentials"])
    try:
        return {name: catalog.load(name) for name in names}
    except DatasetError as error:
        folder = Path(entries[names[0]]["filepath"]).parent
        raise click.ClickException(
            f"expected the tables of a finished run in {folder} (--env, --data-root), was: "
            f"{str(error).splitlines()[-1]}"
        ) from error


def _read_picks(picks: Path, tables: JudgeTables, settings: JudgeSettings, market: str | None) -> PickFile:
    from busta.datasets.raw_formats import READERS
    from busta.sources.picks import PicksError, read_picks

    reader = READERS.get(picks.suffix.lower().removeprefix("."))
    if reader is None:
        raise PicksError(
            f"{picks}: expected a file .csv, .parquet or .xlsx, was {picks.suffix or 'no ending'}"
        )
    return read_picks(reader(picks), tables.games, tuple(settings.subjects), market)


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

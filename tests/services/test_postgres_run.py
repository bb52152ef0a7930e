"""A run of the project with its tables in PostgreSQL gives what a run on files gives, bit for bit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from kedro.config import OmegaConfigLoader

from busta import cli
from busta.datasets import database
from tests.conftest import REPOSITORY
from tests.laws.whole_run import as_bytes
from tests.services.conftest import MIGRATIONS, execute
from tests.services.tables import FABRICATED, dataset

MARKETS = ("moneyline", "ats", "total")
TABLES = ("prm_games", "prm_team_games", "prm_players", "prm_player_games", "prm_quotes")
IN_DATABASE = ("catalog.yml", "credentials.yml")


def copy_project(root: Path, invented: str) -> Path:
    """Copy the project, and add an environment that plays the invented league of another one on PostgreSQL."""
    for name in ("conf", "src"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    together = root / "conf" / "invented_postgres"
    shutil.copytree(root / "conf" / invented, together)
    for name in IN_DATABASE:
        shutil.copy(root / "conf" / "postgres" / name, together)
    return root


def kedro_run(
    project: Path, environment: str, address: str, *arguments: str
) -> subprocess.CompletedProcess[str]:
    """Run the project in a process of its own; the address of the database stands in the environment alone."""
    given = {
        **os.environ,
        "PYTHONPATH": str(project / "src"),
        "PYTHONWARNINGS": "ignore",
        "COLUMNS": "400",
        "BUSTA_DATABASE_URL": address,
    }
    params = f"data_root=data/{environment},raw_root=data/{environment}/01_raw"
    command = [sys.executable, "-m", "kedro", "run", "--env", environment, "--params", params, *arguments]
    return subprocess.run(command, cwd=project, env=given, capture_output=True, text=True, check=False)


def on_files(project: Path, environment: str) -> dict[str, pd.DataFrame]:
    """Primary tables and newest probabilities below the data root of a run on files."""
    root = project / "data" / environment
    found = {name: pd.read_parquet(root / "03_primary" / f"{name}.parquet") for name in TABLES}
    for market in MARKETS:
        versions = (root / "07_model_output" / market / "probabilities.parquet").glob(
            "*/probabilities.parquet"
        )
        found[f"{market}.probabilities"] = pd.read_parquet(max(versions))
    return found


def in_database(address: str) -> dict[str, pd.DataFrame]:
    """The same tables from a database."""
    names = [*TABLES, *(f"{market}.probabilities" for market in MARKETS)]
    return {name: dataset(name, address, FABRICATED).load() for name in names}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project after a run on files."""
    root = copy_project(tmp_path_factory.mktemp("project"), "test")
    done = kedro_run(root, "test", "", *_to_probabilities())
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return root


def _to_probabilities() -> list[str]:
    names = [*(f"{market}.probabilities" for market in MARKETS), "prm_data_identity", "prm_players"]
    return ["--to-outputs", ",".join(names)]


@pytest.mark.slow
def test_a_run_on_postgresql_gives_the_same_tables_and_probabilities_as_a_run_on_files(
    project: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = kedro_run(project, "invented_postgres", address, *_to_probabilities())
    said = done.stdout + done.stderr
    assert done.returncode == 0, said[-4000:]
    assert address not in said
    assert address.split(":")[2].split("@", maxsplit=1)[0] not in said
    assert as_bytes(in_database(address)) == as_bytes(on_files(project, "test"))
    assert not (project / "data/invented_postgres/03_primary/prm_games.parquet").exists()
    assert execute(address, "select kind from data_kind") == [(FABRICATED,)]
    kept = {(table.name, table.gone) for table in database.state(address, MIGRATIONS).tables}
    assert kept >= {("games", 0), ("quotes", 0), ("predictions", 0)}

    monkeypatch.setenv("BUSTA_DATABASE_URL", address)
    judged = cli._judge_tables(_configuration(project), project)
    pd.testing.assert_frame_equal(judged.games, on_files(project, "test")["prm_games"])


def _configuration(project: Path) -> OmegaConfigLoader:
    return OmegaConfigLoader(
        str(project / "conf"),
        base_env="base",
        default_run_env="invented_postgres",
        runtime_params={"data_root": "data/invented_postgres"},
    )


@pytest.mark.slow
def test_a_run_without_the_address_of_a_database_says_what_to_do(project: Path) -> None:
    done = kedro_run(project, "postgres", "", "--to-outputs", "prm_games")
    assert done.returncode != 0
    assert "BUSTA_DATABASE_URL" in done.stdout + done.stderr

"""`busta combine`, up to the tables it loads."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from busta import cli
from tests.project import REPOSITORY
from tests.reports.combined_tables import combined

ASKED = [
    "combine",
    "--bet",
    "points",
    "Nikola Jokic",
    "over",
    "14.5",
    "--bet",
    "rebounds",
    "1",
    "over",
    "5.5",
]


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What lies in the data root: points and rebounds of a real league; the others are as points."""
    held = combined()
    known: dict[str, Any] = vars(held) | {"prop_joint": held.joint}

    def load(loader: object, project: object, names: Sequence[str]) -> dict[str, Any]:
        def of(name: str) -> Any:
            market, _, part = name.partition(".")
            tables = getattr(held, part, {})
            return tables.get(market, tables["points"]) if part else known[name]

        return {name: of(name) for name in names}

    monkeypatch.setattr(cli, "_stored", load)
    return known


def test_a_combination_is_printed_with_the_data_it_rests_on(stored) -> None:
    result = CliRunner().invoke(cli.main, ASKED)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("DATA: real NBA data")
    assert "all of them" in result.output


def test_an_invented_league_is_refused_without_demo(stored) -> None:
    stored["prm_data_identity"] = combined(is_fabricated=True).prm_data_identity
    refused = CliRunner().invoke(cli.main, ASKED)
    assert refused.exit_code == 1
    assert "expected real data, was an invented league" in refused.output


def test_one_bet_is_sent_to_the_other_command(stored) -> None:
    result = CliRunner().invoke(cli.main, ASKED[:6])
    assert result.exit_code == 1
    assert "`busta price` prices one line" in result.output
    assert "Traceback" not in result.output


def test_a_side_that_is_none_is_refused() -> None:
    result = CliRunner().invoke(cli.main, [*ASKED[:4], "both", "14.5"])
    assert result.exit_code == 2
    assert "'both' is not one of 'over', 'under'" in result.output


def test_it_says_where_the_tables_of_a_run_are_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, [*ASKED, "--data-root", str(tmp_path)])
    assert result.exit_code == 1
    assert f"expected the tables of a finished run in {tmp_path}/03_primary" in result.output

"""`busta price`, up to the tables it loads."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from busta import cli
from busta.reports.pricing import PriceTables
from tests.project import REPOSITORY
from tests.reports.priced_tables import models, tables

ASKED = ["price", "--market", "points", "--player", "Nikola Jokic", "--line", "15.5"]


@pytest.fixture(autouse=True)
def _in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What lies in the data root: a real league until a test says otherwise."""
    fitted, held = models(), tables()
    known = {name: getattr(held, field) for field, name in PriceTables.names("points").items()}
    known |= {f"points.model_{name}": model for name, model in fitted.learners.items()}
    known |= {"points.distributions": fitted.distributions, "points.stack": fitted.stack}

    def load(loader: object, project: object, names: Sequence[str]) -> dict[str, Any]:
        return {name: known[name] for name in names}

    monkeypatch.setattr(cli, "_stored", load)
    return known


def test_a_price_is_printed_with_the_data_it_rests_on(stored) -> None:
    result = CliRunner().invoke(cli.main, ASKED)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("DATA: real NBA data")
    assert "over 15.5" in result.output


def test_an_invented_league_is_refused_without_demo(stored) -> None:
    stored["prm_data_identity"] = tables(is_fabricated=True).prm_data_identity
    refused = CliRunner().invoke(cli.main, ASKED)
    assert refused.exit_code == 1
    assert "expected real data, was an invented league" in refused.output
    shown = CliRunner().invoke(cli.main, [*ASKED, "--demo"])
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("DATA: FABRICATED")


def test_a_name_that_nobody_bears_is_a_sentence(stored) -> None:
    result = CliRunner().invoke(cli.main, [*ASKED[:4], "Nikola Jokich", *ASKED[5:]])
    assert result.exit_code == 1
    assert "near it: Nikola Jokić" in result.output
    assert "Traceback" not in result.output


@pytest.mark.parametrize("market", ["ats", "dunks"])
def test_a_market_that_is_not_about_players_names_those_that_are(market: str) -> None:
    result = CliRunner().invoke(cli.main, ["price", "--market", market, *ASKED[3:]])
    assert result.exit_code == 1
    assert "expected a market about players (points, rebounds" in result.output


def test_one_price_alone_is_refused() -> None:
    result = CliRunner().invoke(cli.main, [*ASKED, "--over", "1.9"])
    assert result.exit_code == 1
    assert "one price has no margin to remove" in result.output


def test_it_says_where_the_tables_of_a_run_are_missing(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli.main, [*ASKED, "--data-root", str(tmp_path)])
    assert result.exit_code == 1
    assert f"expected the tables of a finished run in {tmp_path}/03_primary" in result.output


def test_it_says_where_the_models_of_a_run_are_missing(tmp_path: Path) -> None:
    identity = tmp_path / "03_primary" / "prm_data_identity.json"
    identity.parent.mkdir()
    identity.write_text(json.dumps(tables().prm_data_identity))
    result = CliRunner().invoke(cli.main, [*ASKED, "--data-root", str(tmp_path)])
    assert result.exit_code == 1
    assert "expected the tables of a finished run" in result.output
    assert "Traceback" not in result.output

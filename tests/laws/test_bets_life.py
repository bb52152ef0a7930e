"""The notebook of a bet's life runs to its end, on tables that the stage makes of a small market."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.markets import validate_roster
from busta.pipelines.backtesting.pipeline import market_bets
from busta.pipelines.backtesting.strategy_pipeline import strategy_pipeline
from busta.schemas.market import Quotes
from tests.betting.beliefs_samples import forecast, keys, quote, quotes
from tests.betting.beliefs_samples import quoted as lines_of
from tests.laws.project_run import parameters, run
from tests.project import REPOSITORY
from tests.reports.samples import FABRICATED

NOTEBOOK = REPOSITORY / "notebooks" / "a_bets_life.ipynb"
PLACES = {
    "prm_quotes": "03_primary/prm_quotes.parquet",
    "ats.beliefs": "07_model_output/ats/beliefs.parquet",
    "bets_ats": "07_model_output/ats/bets.parquet",
    "ledger": "07_model_output/ledger.parquet",
    "report_backtest": "08_reporting/backtest.parquet",
}


def _tables() -> dict[str, Any]:
    games = keys(60, ("2018-19", "2019-20", "2020-21"))
    rng = np.random.default_rng(1)
    confirmed = pd.array([True] * len(games), dtype="boolean")
    lines = lines_of(games, "open", line=4.5, source="sbr_odds", book_confirmed=confirmed)
    table = quotes(
        *(
            quote(row.game_id, "open", 4.5, 1.95, 1.87, season=row.season, game_date=row.game_date, moment="open",
                  source="book_lines")
            for row in games.itertuples()
        )
    )  # fmt: skip
    expected = 4.5 + rng.normal(0, 4, len(games))
    actual = (expected + rng.normal(0, 12, len(games))).round()
    learned = forecast(games, mean=expected, actual=actual, probability_push=0.0)
    raw = parameters("base")
    raw["backtesting"]["least_rows"] = 10
    raw["modeling"]["first_published_season"] = "2019-20"
    raw["evaluation"]["draws"] = 100
    market = validate_roster({"markets": raw["markets"]})["ats"]
    inputs = {f"ats.oof_{learner}": learned for learner in market.learners}
    inputs |= {"ats.oof_day_before": learned, "prm_quotes": table, "prm_data_identity": FABRICATED}
    inputs["prm_market_lines"] = lines.drop(columns=["price_over", "price_under"])
    made = run(market_bets(market) + strategy_pipeline([market]), inputs, raw, [*PLACES][1:])
    timed = table.assign(quoted_at_utc=table["quoted_at_utc"].dt.tz_localize("UTC").dt.as_unit("us"))
    return made | {"prm_quotes": timed[list(Quotes.to_schema().columns)]}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with the tables that the notebook reads, where those of the demo lie."""
    root = tmp_path_factory.mktemp("notebook")
    for name in ("conf", "src"):
        shutil.copytree(REPOSITORY / name, root / name, ignore=shutil.ignore_patterns("local", "*.pyc"))
    (root / "conf" / "local").mkdir()
    (root / "notebooks").mkdir()
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    tables = _tables()
    for name, place in PLACES.items():
        path = root / "data" / "demo" / place
        path.parent.mkdir(parents=True, exist_ok=True)
        tables[name].to_parquet(path)
    return root


def test_the_notebook_follows_a_bet_from_quote_to_ledger(project: Path) -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    resources = {"metadata": {"path": str(project / "notebooks")}}
    nbclient.NotebookClient(notebook, timeout=120, kernel_name="python3", resources=resources).execute()
    printed = "".join(out.get("text", "") for cell in notebook.cells for out in cell.get("outputs", []))
    assert "expected value: +" in printed
    shown = [
        out["data"]["text/plain"]
        for cell in notebook.cells
        for out in cell.get("outputs", [])
        if "data" in out
    ]
    assert any("bankroll_after_day" in text for text in shown)
    assert any("book_lines" in text for text in shown)


def test_no_output_is_kept_in_the_notebook() -> None:
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    code = [cell for cell in cells if cell["cell_type"] == "code"]
    assert [cell for cell in code if cell["outputs"] or cell["execution_count"]] == []

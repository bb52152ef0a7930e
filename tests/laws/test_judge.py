"""The judge and the reports of a run measure with the same functions: on an invented league, to the last digit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from busta import cli
from busta.markets import load_roster
from busta.params.evaluation import EvaluationParams
from busta.pipelines.reporting import nodes
from busta.schemas.identity import FABRICATED
from tests.laws.project_run import parameters
from tests.project import CONF, REPOSITORY

ROSTER = load_roster(CONF / "base" / "parameters_markets.yml")
IDENTITY = {"fabricated": True, "description": f"{FABRICATED} (an invented league), tiny", "sha256": "0"}


@pytest.fixture(scope="module")
def data_root(tables: Mapping[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data root with the primary tables of the tiny invented league."""
    root = tmp_path_factory.mktemp("judged")
    (root / "03_primary").mkdir()
    for name in ("prm_games", "prm_market_lines", "prm_quotes"):
        tables[name].to_parquet(root / "03_primary" / f"{name}.parquet")
    (root / "03_primary" / "prm_data_identity.json").write_text(json.dumps(IDENTITY))
    return root


def _published(tables: Mapping[str, Any], market: str) -> pd.DataFrame:
    lines, games = tables["prm_market_lines"], tables["prm_games"]
    close = lines[lines["market"].eq(market) & lines["moment"].eq("close")]
    rows = close.merge(games[games["is_played"]][["game_id", ROSTER[market].quantity]], on="game_id")
    rows = rows.sort_values(["game_date", "game_id"], ignore_index=True)
    beyond = rows[ROSTER[market].quantity] - rows["line"]
    forecast = np.random.default_rng(4).uniform(0.2, 0.8, len(rows))
    names = ("probability_over", "probability_model", "probability_stacked", "probability_calibrated")
    return rows.assign(
        outcome=beyond.gt(0).astype("float64").where(beyond.ne(0)), **dict.fromkeys(names, forecast)
    )


def _judge(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(REPOSITORY)
    return CliRunner().invoke(cli.main, ["judge", *arguments, "--env", "test"])


@pytest.mark.parametrize("market", ["moneyline", "ats", "total"])
def test_a_judged_file_of_our_own_has_the_numbers_of_scores_json(
    tables: Mapping[str, Any], data_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, market: str
) -> None:
    published = _published(tables, market)
    learners = [published] * len(ROSTER[market].learners)
    evaluation = EvaluationParams(**parameters("test")["evaluation"])
    scores = nodes.score(published, ROSTER[market], evaluation, *learners)
    expected = nodes.join_scores(IDENTITY, **{f"scores_{market}": scores})[0]["markets"][market]
    published[["game_id", "line", "probability_over"]].to_csv(tmp_path / "own.csv", index=False)
    result = _judge(monkeypatch, str(tmp_path / "own.csv"), "--market", market, "--data-root", str(data_root))
    assert result.exit_code == 0, result.output
    assert result.output.startswith(IDENTITY["description"])
    document = json.loads((tmp_path / "own.judged.json").read_text())
    found = document["markets"][market]
    assert found["scores"]["picks"] == expected["scores"]["model"]
    assert found["scores"]["market"] == expected["scores"]["market"]
    assert [part["scores"]["picks"] for part in found["seasons"]] == [
        part["scores"]["model"] for part in expected["seasons"]
    ]
    assert "DATA: FABRICATED" in (tmp_path / "own.judged.html").read_text()


def test_page_and_json_go_to_the_folder_named_and_refused_rows_are_counted(
    tables: Mapping[str, Any], data_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    game = tables["prm_games"].iloc[0]
    out = tmp_path / "out"
    picks = tmp_path / "picks.csv"
    picks.write_text(f"game_id,market,probability\n{game['game_id']},ml,.6\n{game['game_id']},ats,1.6\n")
    result = _judge(monkeypatch, str(picks), "--out", str(out), "--tries", "3", "--data-root", str(data_root))
    assert result.exit_code == 0, result.output
    assert "1 refused" in result.output
    assert sorted(path.name for path in out.iterdir()) == ["picks.judged.html", "picks.judged.json"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("picks.csv", "game_id,market,probability\nx,y,z\n", "expected at least one good row, was none"),
        ("picks.txt", "", "expected a file .csv, .parquet or .xlsx, was .txt"),
        ("none.csv", None, "expected a readable file"),
    ],
)
def test_a_file_that_cannot_be_judged_is_an_error_of_one_sentence(
    data_root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    content: str | None,
    sentence: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    result = _judge(monkeypatch, str(tmp_path / name), "--data-root", str(data_root))
    assert result.exit_code == 1
    assert sentence in result.output
    assert isinstance(result.exception, SystemExit)

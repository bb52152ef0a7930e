"""The checks as a part of ingestion: a clean league passes, every planted defect is found, errors stop the run."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
from kedro.runner import SequentialRunner

from busta.datasets import WebhookDataset
from busta.monitoring.quality_table import DataQualityError
from busta.params.fetching import FetchingParams
from busta.params.ingestion import DataParams, IngestionParams
from busta.params.odds import OddsParams
from busta.params.props import PropsParams
from busta.params.quality import QualityParams
from busta.pipelines.ingestion import create_pipeline
from busta.pipelines.ingestion import quality_nodes as nodes
from busta.pipelines.ingestion.quality_pipeline import create_quality_pipeline
from tests.league import mark_again, tiny_league, write_league
from tests.servers.loopback import LoopbackServer, Reply

CONF = Path(__file__).parents[3] / "conf"
Tables = dict[str, pd.DataFrame]
NOW = datetime(2024, 1, 15, tzinfo=UTC)


def _catalog(root: Path, **changed: Any) -> DataCatalog:
    roots = {"raw_root": str(root / "01_raw"), "data_root": str(root)}
    loader = OmegaConfigLoader(str(CONF), base_env="base", default_run_env="local", runtime_params=roots)
    given = loader["parameters"]
    catalog = DataCatalog.from_config(loader["catalog"], loader["credentials"])
    catalog["params:ingestion"] = IngestionParams(**given["ingestion"])
    catalog["params:odds"] = OddsParams(**given["odds"])
    catalog["params:props"] = PropsParams(**given["props"])
    catalog["params:fetching"] = FetchingParams(**given["fetching"])
    catalog["params:quality"] = QualityParams(**(given["quality"] | changed))
    catalog["params:data"] = DataParams(fabricated=True)
    return catalog


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data root of the tiny invented league, ingested; read only."""
    root = tmp_path_factory.mktemp("quality")
    write_league(tiny_league(), root / "01_raw")
    SequentialRunner().run(create_pipeline(), _catalog(root))
    return root


@pytest.fixture(scope="module")
def quality() -> QualityParams:
    """The parameters as configured."""
    loader = OmegaConfigLoader(str(CONF), base_env="base", default_run_env="local")
    return QualityParams(**loader["parameters"]["quality"])


def _checked(
    world: Path, quality: QualityParams, plant: Callable[[Tables], None] | None = None
) -> pd.DataFrame:
    catalog = _catalog(world)
    names = ("games", "team_games", "player_games", "players", "quotes", "market_lines", "prop_quotes")
    tables = {name: catalog.load(f"prm_{name}") for name in (*names, *nodes.CONTEXT)}
    if plant:
        plant(tables)
    return nodes.join_quality(
        nodes.check_game_tables(*(tables[name] for name in names[:4]), quality),
        nodes.check_odds_tables(tables["games"], *(tables[name] for name in names[4:]), quality),
        nodes.check_context_tables(quality, *(tables[name] for name in nodes.CONTEXT)),
    )


def test_a_clean_league_has_no_warning_and_no_error(world: Path) -> None:
    catalog = _catalog(world)
    checks = catalog.load("report_quality")
    assert checks.loc[checks["is_breached"], "sentence"].tolist() == []
    assert {"types", "ranges", "duplicates", "sums", "missing", "outliers"} <= set(checks["check"])
    document = catalog.load("report_quality_document")
    assert next(iter(document)) == "data"
    assert document["data"].startswith("DATA: FABRICATED")
    assert (document["is_accepted"], len(document["checks"])) == (True, len(checks))
    assert catalog.load("report_quality_page").startswith(f"<!-- {document['data']}")
    assert catalog.load("report_quality_alert") == {
        "data": document["data"],
        "outcome": "nothing to send",
        "message": {},
    }


def _planted(table: str, **columns: Any) -> Callable[[Tables], None]:
    def plant(tables: Tables) -> None:
        tables[table] = tables[table].assign(**columns)

    return plant


def _emptied(table: pd.DataFrame) -> pd.Series:
    return table["chance_of_playing"].where(np.arange(len(table)) < 0.1 * len(table))


def _mistyped_total(tables: Tables) -> None:
    row = tables["quotes"].index[tables["quotes"]["market"] == "total"][0]
    tables["quotes"].loc[row, "line"] = 1955.5


def _many_far_away(tables: Tables) -> None:
    rows = tables["team_games"]
    tables["team_games"] = rows.assign(fta=rows["fta"].where(np.arange(len(rows)) % 25 > 0, 75.0))


def _twice(tables: Tables) -> None:
    tables["player_games"] = pd.concat(
        [tables["player_games"], tables["player_games"].iloc[[0]]], ignore_index=True
    )


def _one_assist_more(tables: Tables) -> None:
    tables["player_games"].loc[tables["player_games"].index[0], "ast"] += 1


def _another_result(tables: Tables) -> None:
    tables["games"].loc[tables["games"].index[0], "home_points"] += 1


def _no_close(tables: Tables) -> None:
    lines = tables["market_lines"]
    few = lines["game_id"].isin(lines["game_id"].unique()[::5])
    tables["market_lines"] = lines[~(few & lines["market"].eq("ats") & lines["moment"].eq("close"))]


DEFECTS = {
    "missing": (_planted("availability", chance_of_playing=_emptied), "availability", "chance_of_playing"),
    "types": (_planted("players", height_cm=lambda rows: rows["height_cm"].astype("str")), "players", ""),
    "ranges": (_mistyped_total, "quotes of total", "line"),
    "outliers": (_many_far_away, "team_games", "fta"),
    "duplicates": (_twice, "player_games", "game_id, player_id"),
    "sums": (_one_assist_more, "player_games", "ast of a team"),
    "result": (_another_result, "games", "points"),
    "closing line": (_no_close, "market_lines", "games with a closing line of ats"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_each_planted_defect_of_a_table_is_found(defect: str, world: Path, quality: QualityParams) -> None:
    plant, table, column = DEFECTS[defect]
    found = _checked(world, quality, plant)
    bad = found[found["is_breached"]]
    assert (table, column) in set(zip(bad["table"], bad["column"], strict=True))
    assert {"closing line": "missing", "result": "sums"}.get(defect, defect) in set(bad["check"])


def _sources(world: Path, **changed: Any) -> pd.DataFrame:
    catalog = _catalog(world)
    inputs = {
        "raw_files": catalog.load("int_raw_files"),
        "refused": catalog.load("report_refused"),
        "coverage": catalog.load("report_coverage"),
        "known_columns": {},
        "answers": catalog.load("raw_answer_times"),
        "calls": catalog.load("int_fetch_history"),
        "clock": NOW,
    }
    given = [catalog[f"params:{name}"].load() for name in ("fetching", "ingestion", "quality")]
    return nodes.check_sources(*(inputs | changed).values(), *given)


def test_old_answers_and_failed_calls_are_found(world: Path) -> None:
    asked = pd.to_datetime([NOW - timedelta(hours=30)]).astype("datetime64[us, UTC]")
    answers = pd.DataFrame({"source": ["stats_nba"], "endpoint": ["leaguegamelog"], "checked_at_utc": asked})
    calls = pd.DataFrame(
        {"source": ["odds_api"], "started_at_utc": asked, "attempts": [40], "failed_attempts": [3]}
    )
    found = _sources(world, answers=answers, calls=calls)
    bad = found[found["is_breached"]]
    assert bad[["check", "table"]].to_numpy().tolist() == [
        ["freshness", "stats_nba"],
        ["failures", "odds_api"],
    ]
    assert not _sources(world)["check"].isin(["freshness", "failures"]).any()


def test_the_clock_of_the_checks_can_be_set(world: Path) -> None:
    asked = pd.to_datetime([NOW - timedelta(hours=30)]).astype("datetime64[us, UTC]")
    answers = pd.DataFrame({"source": ["stats_nba"], "endpoint": ["leaguegamelog"], "checked_at_utc": asked})
    catalog = _catalog(world)
    as_of = catalog["params:fetching"].load().model_copy(update={"as_of": NOW - timedelta(hours=10)})
    given = [catalog[f"params:{name}"].load() for name in ("ingestion", "quality")]
    accounts = [catalog.load(name) for name in ("int_raw_files", "report_refused", "report_coverage")]
    found = nodes.check_sources(*accounts, {}, answers, pd.DataFrame(), NOW, as_of, *given)
    assert not found["is_breached"].any()


# What a change of one raw file needs to be made again.
AGAIN = ("ingest_team_logs", "list_raw_files", "accept_data")


def _again(root: Path, url: str = "", **changed: Any) -> DataCatalog:
    catalog = _catalog(root, **changed)
    catalog["report_quality_alert"] = WebhookDataset(
        filepath=root / "08_reporting" / "data_quality_alert.json",
        credentials={"url": url, "secret": "a secret of the test"},
    )
    stage = create_pipeline()
    names = {node.name for node in create_quality_pipeline().nodes} | set(AGAIN)
    SequentialRunner().run(stage.only_nodes(*sorted(names)), catalog)
    return catalog


def _rename(root: Path, old: str, new: str) -> None:
    file = sorted((root / "01_raw" / "team_logs").glob("*.csv"))[-1]
    header, _, rest = file.read_text(encoding="utf-8").partition("\n")
    assert old in header.split(",")
    file.write_text(
        ",".join(new if name == old else name for name in header.split(",")) + "\n" + rest, encoding="utf-8"
    )
    mark_again(root / "01_raw")


def test_a_renamed_column_stops_the_run_until_it_is_accepted(world: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(world, tmp_path / "data"))
    known = (root / "02_intermediate" / "known_columns.json").read_text()
    _rename(root, "FG_PCT", "FieldGoalShare")
    alerts = {"enabled": True, "from_severity": "error", "most_findings": 5}
    with LoopbackServer(lambda _: Reply(b"thanks")) as server:
        with pytest.raises(DataQualityError, match=r"column FG_PCT is now called FieldGoalShare in .*csv"):
            _again(root, server.url, alerts=alerts)
        (request,) = server.requests
    message = json.loads(request.body)
    assert message["data"].startswith("DATA: FABRICATED")
    assert [finding["column"] for finding in message["findings"]] == ["FG_PCT"]
    reports = root / "08_reporting"
    assert json.loads((reports / "data_quality.json").read_text())["is_accepted"] is False
    assert "now called FieldGoalShare" in (reports / "data_quality.html").read_text()
    assert json.loads((reports / "data_quality_alert.json").read_text())["outcome"] == "delivered"
    assert (root / "02_intermediate" / "known_columns.json").read_text() == known
    with pytest.raises(DataQualityError):
        _again(root)
    _again(root, accept_columns=True)
    assert "FieldGoalShare" in (root / "02_intermediate" / "known_columns.json").read_text()
    checks = _again(root).load("report_quality")
    assert not checks["is_breached"].any()


def test_a_run_that_stops_at_nothing_goes_on_and_tells(world: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(world, tmp_path / "data"))
    _rename(root, "FG_PCT", "FieldGoalShare")
    catalog = _again(root, stop_at="never")
    checks = catalog.load("report_quality")
    assert checks.loc[checks["is_breached"], "check"].tolist() == ["renamed_columns"]
    assert catalog.load("report_quality_document")["is_accepted"] is True

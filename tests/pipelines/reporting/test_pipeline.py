from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from kedro.io import AbstractDataset, DataCatalog, MemoryDataset
from kedro.pipeline import Pipeline
from kedro.runner import SequentialRunner, ThreadRunner

from busta.datasets import OptionalCsvDataset, OptionalPngDataset, OptionalTextDataset
from busta.learners.explanation import ALL_OF_GROUP
from busta.markets import Market, Roster
from busta.params.evaluation import EvaluationParams
from busta.params.reporting import ReportingParams, Target
from busta.pipelines.reporting import create_pipeline
from busta.reports.gate_check import GateBreached
from tests.pipelines.reporting import small_models
from tests.pipelines.reporting.efficiency_inputs import efficiency_inputs
from tests.project import CONF
from tests.reports.html.pages import Page
from tests.reports.html.test_run_page import COVERAGE
from tests.reports.samples import (
    FABRICATED,
    IMPORTANCE,
    REAL,
    ablation_rows,
    calibrated,
    informed,
    probabilities,
)
from tests.small_moments import league_tables

REACHABLE = {"brier_score_max": 0.9}
UNREACHABLE = {"brier_score_max": 0.01}
EDGES = {"min_edges": (0.0,), "assumed_price": 1.9}
MOMENTS = {"rotation_minutes": 15.0, "rotation_games": 3, "min_books": 3}
REALISM = {"season_sds": 2.0, "min_seasons": 3, "share": 0.05, "share_of_few": 0.1}


def _market(name: str, *, has_ablation: bool) -> Market:
    return Market(
        id=name,
        subject="game",
        quantity="home_margin",
        line={"constant": 0},
        quotes=name,
        is_push_possible=False,
        combine="difference",
        feature_groups=("elo", "players"),
        learners=("ridge",),
        refit="season",
        calibrators=("none",),
        ablation={"elo": ("elo",), "players": ("elo", "players")} if has_ablation else None,
        informed=("morning", "tip_off") if has_ablation else (),
    )


ROSTER = Roster(
    markets={
        "moneyline": _market("moneyline", has_ablation=True),
        "first_half_total": _market("first_half_total", has_ablation=False),
    }
)


def _files(root: Path) -> dict[str, Any]:
    text = (CONF / "base" / "catalog_reporting.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text.replace("${runtime_params:data_root,${globals:data_root}}", str(root)))


def _catalog(root: Path, identity: dict[str, Any], limits: dict[str, float]) -> DataCatalog:
    gates = {"real": {"default": limits}, "fabricated": {}}
    target = Target(market="moneyline", metric="brier_score", at_most=0.25, context="A coin has 0.25.")
    catalog = DataCatalog.from_config(_files(root))
    catalog["prm_data_identity"] = MemoryDataset(identity)
    catalog["params:evaluation"] = MemoryDataset(
        EvaluationParams(
            draws=100, seed=1, level=0.95, bins=4, edges=EDGES, moments=MOMENTS, realism=REALISM, gates=gates
        )
    )
    catalog["params:reporting"] = MemoryDataset(
        ReportingParams(mlflow_mebibytes=1, importance=IMPORTANCE, targets=(target,))
    )
    for market in ROSTER:
        table = probabilities()
        fits = pd.DataFrame(
            {"market": [market.id], "learner": ["ridge"], "fold": ["2002-03"], "seconds": [0.1]}
        )
        catalog[f"params:markets.{market.id}"] = MemoryDataset(market)
        catalog[f"{market.id}.probabilities"] = MemoryDataset(table)
        catalog[f"{market.id}.calibrated_ridge"] = MemoryDataset(calibrated(table))
        catalog[f"{market.id}.training_report_ridge"] = MemoryDataset(fits)
        catalog[f"{market.id}.training_table"] = MemoryDataset(small_models.training_table(market))
        catalog[f"{market.id}.folds"] = MemoryDataset(small_models.folds(market))
        catalog[f"{market.id}.model_ridge"] = MemoryDataset(small_models.model(market))
    for name, table in (league_tables() | efficiency_inputs(*ROSTER.markets)).items():
        catalog[name] = MemoryDataset(table)
    for name, missing in _not_run(root).items():
        catalog[name] = missing
    catalog["report_coverage"] = MemoryDataset(COVERAGE)
    catalog["moneyline.ablation"] = MemoryDataset(ablation_rows())
    catalog["moneyline.informed"] = MemoryDataset(informed())
    return catalog


def _not_run(root: Path) -> dict[str, AbstractDataset[Any, Any]]:
    # Neither a backtest nor tuning has left anything.
    folder = str(root / "nowhere")
    absent: dict[str, AbstractDataset[Any, Any]] = {
        "report_backtest_sheet": OptionalCsvDataset(filepath=folder),
        "report_backtest_page": OptionalTextDataset(filepath=folder),
    }
    for market in ROSTER.markets:
        absent[f"report_tuning_{market}"] = OptionalCsvDataset(filepath=folder)
        absent[f"report_tuning_page_{market}"] = OptionalTextDataset(filepath=folder)
        absent[f"plot_backtest_bankroll_{market}"] = OptionalPngDataset(filepath=folder)
        absent[f"plot_backtest_thresholds_{market}"] = OptionalPngDataset(filepath=folder)
    return absent


def _run(root: Path, identity: dict[str, Any], limits: dict[str, float], runner: Any = None) -> Path:
    (runner or SequentialRunner()).run(create_pipeline(ROSTER), _catalog(root, identity, limits))
    return root / "08_reporting"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _run(tmp_path_factory.mktemp("real"), REAL, REACHABLE)


@pytest.fixture(scope="module")
def fabricated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _run(tmp_path_factory.mktemp("fabricated"), FABRICATED, UNREACHABLE)


def _linked(page: str) -> list[str]:
    return [line.split("](")[1].rstrip(")") for line in page.splitlines() if line.startswith("![")]


def test_every_market_has_scores_gates_and_charts_and_the_page_links_them(real: Path) -> None:
    document = json.loads((real / "scores.json").read_text())
    assert list(document["markets"]) == ["moneyline", "first_half_total"]
    assert [len(block["ablation"]) for block in document["markets"].values()] == [2, 0]
    assert [len(block["information"]) for block in document["markets"].values()] == [6, 0]
    page = (real / "metrics_baseline.md").read_text()
    assert page.count("### What knowing more on the day is worth") == 1
    assert len(_linked(page)) == 6
    assert all((real / link).read_bytes().startswith(b"\x89PNG") for link in _linked(page))
    assert len(pd.read_csv(real / "training_report.csv")) == 2


def test_everything_made_from_fabricated_data_says_so_first(fabricated: Path) -> None:
    documents = [path for path in fabricated.rglob("scores.json") if path.is_file()]
    assert len(documents) == 2
    for path in documents:
        assert next(iter(json.loads(path.read_text()).values())).startswith("DATA: FABRICATED")
    for page in ("metrics_baseline.md", "league_moments.md", "market_efficiency.md", "importance.md"):
        assert (fabricated / page).read_text().startswith("DATA: FABRICATED")


def test_the_league_of_the_run_is_told_in_numbers(real: Path) -> None:
    moments = pd.read_csv(real / "league_moments.csv")
    page = (real / "league_moments.md").read_text()
    assert [name for name in moments["moment"] if f"| {name} |" not in page] == []
    assert moments["group"].nunique() == 8


def test_what_the_learners_look_at_is_told_on_a_page_with_its_figures(real: Path) -> None:
    page = (real / "importance.md").read_text()
    assert _linked(page) == ["moneyline/importance.png", "first_half_total/importance.png"]
    assert all((real / link).read_bytes().startswith(b"\x89PNG") for link in _linked(page))
    table = pd.read_csv(real / "importance.csv")
    assert set(table["market"]) == {"moneyline", "first_half_total"}
    # The quantity is made of the first feature of the group elo.
    shuffled = table[(table["kind"] == "permutation") & (table["market"] == "moneyline")]
    single = shuffled[shuffled["feature"] != ALL_OF_GROUP].set_index("feature")
    assert single["value"].idxmax() == "elo_rating_difference"


def test_the_whole_run_is_told_on_one_page_that_needs_nothing_else(fabricated: Path) -> None:
    text = (fabricated / "report.html").read_text()
    page = Page(text)
    assert text.startswith("<!-- DATA: FABRICATED")
    assert page.visible()[0].startswith("DATA: FABRICATED")
    assert len(text.encode()) < 5_000_000
    shown = [str(tag["alt"]) for tag in page.all("img")]
    of_markets = [
        f"{market}: {name}" for market in ROSTER.markets for name in ("seasons", "reliability", "importance")
    ]
    assert set(shown) >= {
        *of_markets,
        "moneyline: ablation",
        "moneyline: information",
        "calibration by market",
        "weights",
    }
    assert len(shown) == len(set(shown))
    assert all(str(tag["src"]).startswith("data:image/png;base64,") for tag in page.all("img"))
    assert "kedro run --pipelines=backtesting,reporting" in page.visible()


def test_the_efficiency_of_the_markets_is_told_on_a_page_with_its_figures(real: Path) -> None:
    page = (real / "market_efficiency.md").read_text()
    assert "first 7 days, 2010-11 to 2011-12: while it lived" in page
    assert "would have chosen otherwise" in page
    assert len(_linked(page)) == 4
    assert all((real / link).read_bytes().startswith(b"\x89PNG") for link in _linked(page))
    sheet = pd.read_csv(real / "efficiency.csv")
    assert sheet["p_adjusted"].between(0, 1).all()
    assert page.count(f"made: {len(sheet)}") == 1


def test_gates_of_real_data_do_not_hold_for_fabricated_data(fabricated: Path) -> None:
    document = json.loads((fabricated / "scores.json").read_text())
    assert all(block["gates"] == [] for block in document["markets"].values())


@pytest.mark.parametrize("runner", [SequentialRunner, ThreadRunner])
def test_a_breached_gate_fails_the_run_after_all_reports_were_saved(tmp_path: Path, runner: Any) -> None:
    with pytest.raises(GateBreached, match="2 of the gates breached"):
        _run(tmp_path, REAL, UNREACHABLE, runner())
    reports = tmp_path / "08_reporting"
    page = (reports / "metrics_baseline.md").read_text()
    assert "**2 of 2 gates breached**" in page
    assert all((reports / link).is_file() for link in _linked(page))
    assert (reports / "training_report.csv").is_file()


def test_the_gates_are_checked_after_every_other_report(tmp_path: Path) -> None:
    pipeline = create_pipeline(ROSTER)
    (last,) = [node for node in pipeline.nodes if node.name == "check_gates"]
    before = pipeline.to_nodes("check_gates")
    assert last in pipeline.grouped_nodes[-1]
    assert {node.name for node in before.nodes} == {node.name for node in pipeline.nodes}


def test_the_same_scores_give_the_same_pages_and_charts(tmp_path: Path) -> None:
    first, second = (_run(tmp_path / name, REAL, REACHABLE) for name in ("first", "second"))
    names = [path.relative_to(first) for path in first.rglob("*") if path.is_file()]
    compared = [name for name in names if "history" not in name.parts]
    assert len(compared) > 10
    assert [name for name in compared if (first / name).read_bytes() != (second / name).read_bytes()] == []


def test_one_market_can_be_reported_alone() -> None:
    alone = create_pipeline(ROSTER).filter(node_namespaces=["moneyline"])
    assert isinstance(alone, Pipeline)
    assert {
        name.split(".")[0] for name in alone.inputs() if "." in name and not name.startswith("params:")
    } == {"moneyline"}

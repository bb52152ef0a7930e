"""The betting part of the stage `backtesting`, run on coins: from bets on offer to the page."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest
import yaml
from kedro.io import DataCatalog, MemoryDataset
from kedro.runner import SequentialRunner

from busta.betting.rules import BacktestRules
from busta.markets import load_roster
from busta.params.evaluation import EvaluationParams
from busta.params.modeling import ModelingParams
from busta.pipeline_registry import ROSTER
from busta.pipelines.backtesting.strategy_nodes import asked_of
from busta.pipelines.backtesting.strategy_pipeline import strategy_pipeline
from busta.schemas.backtests import BacktestResults, Ledger
from tests.betting.offered import coins
from tests.project import CONF
from tests.reports.samples import FABRICATED, REAL

MARKETS = [load_roster(ROSTER)[name] for name in ("ats", "total")]


def _block(name: str, key: str) -> dict[str, Any]:
    text = (CONF / "base" / f"parameters_{name}.yml").read_text(encoding="utf-8")
    return dict(yaml.safe_load(text)[key])


def strategies() -> BacktestRules:
    """The rules as configured."""
    return BacktestRules.model_validate(_block("strategies", "strategies"))


def _bets(seed: int) -> pd.DataFrame:
    close = coins(seed, days=25, books=("consensus", "best", "pinnacle"))
    opening = coins(seed, days=25).assign(moment="open")
    opening["is_confirmed"] = pd.array(opening["game_id"].astype(int) % 2 == 0, dtype="boolean")
    parts = [close, opening, opening.assign(information="day_before")]
    names = ["moment", "information", "books", "selection"]
    return pd.concat(parts, ignore_index=True).astype(dict.fromkeys(names, "category"))


@cache
def run(is_fabricated: bool = True) -> dict[str, Any]:
    """Everything the stage makes of coins."""
    evaluation = EvaluationParams.model_validate(_block("evaluation", "evaluation") | {"draws": 100})
    modeling = _block("modeling", "modeling") | {"first_published_season": "2018-19"}
    inputs = {
        "params:strategies": strategies(),
        "params:evaluation": evaluation,
        "params:modeling": ModelingParams.model_validate(modeling),
        "prm_data_identity": FABRICATED if is_fabricated else REAL,
    }
    inputs |= {f"params:markets.{market.id}": market for market in MARKETS}
    inputs |= {f"bets_{market.id}": _bets(seed) for seed, market in enumerate(MARKETS)}
    pipeline = strategy_pipeline(MARKETS)
    names = sorted(pipeline.all_outputs())
    catalog = DataCatalog({name: MemoryDataset(data, copy_mode="assign") for name, data in inputs.items()})
    kept = {name: _Kept(copy_mode="assign") for name in names}
    for name, dataset in kept.items():
        catalog[name] = dataset
    SequentialRunner().run(pipeline, catalog)
    return {name: dataset.load() for name, dataset in kept.items()}


class _Kept(MemoryDataset):
    # The runner lets go of what no later node reads.
    def _release(self) -> None:
        return


def test_the_results_and_the_ledger_of_all_markets_keep_their_contracts() -> None:
    made = run()
    assert set(BacktestResults.validate(made["report_backtest"])["market"]) == {"ats", "total"}
    ledger = Ledger.validate(made["ledger"])
    assert len(ledger) == len(made["ledger_ats"]) + len(made["ledger_total"])
    assert len(made["report_ledger"]) <= strategies().sheet_bets


def test_the_page_says_first_what_data_this_is_and_shows_every_market() -> None:
    page = run()["report_backtest_page"]
    assert page.startswith("DATA: FABRICATED")
    for market in ("ats", "total"):
        for part in (
            f"## {market}\n",
            f"### {market}, open",
            f"### {market}, close",
            f"backtest/bankroll_{market}.png",
        ):
            assert part in page
    assert "consensus, day before, confirmed; 75 games on offer." in page
    assert "How many strategies were tried" in page
    assert "What the best price is worth" in page


def test_numbers_of_real_games_stand_beside_real_games_only() -> None:
    assert "Beside an earlier trial" not in run()["report_backtest_page"]
    page = run(is_fabricated=False)["report_backtest_page"]
    assert page.startswith("DATA: real NBA data")
    assert "53.9 % [52.1, 55.6] right" in page


def test_baselines_of_one_kind_of_market_are_not_tried_in_the_other() -> None:
    tried = run()["report_backtest"].groupby("market")["strategy"].agg(set)
    assert {"home", "away", "favourite", "underdog"} <= tried["ats"]
    assert {"over", "under"} <= tried["total"]
    assert not tried["total"] & {"home", "favourite", "value_underdogs"}
    assert "edge_6_percent" not in tried["ats"]


@pytest.mark.parametrize("figure", ["bankroll", "thresholds"])
def test_the_figures_say_what_data_they_show(figure: str) -> None:
    drawn = run()[f"plot_backtest_{figure}_ats"]
    assert drawn.texts[0].get_text().startswith("DATA: FABRICATED")


def test_the_unit_of_an_edge_is_that_of_the_line() -> None:
    roster = load_roster(ROSTER)
    found = {
        name: (asked_of(roster[name]).kind, asked_of(roster[name]).unit)
        for name in ("moneyline", "ats", "total")
    }
    assert found == {
        "moneyline": ("side", "probability"), "ats": ("side", "points"), "total": ("total", "points"),
    }  # fmt: skip

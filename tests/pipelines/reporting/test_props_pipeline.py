"""The reports of player markets, run in memory."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
import yaml

from busta.markets import Market
from busta.params.distributions import DistributionParams
from busta.params.evaluation import EvaluationParams
from busta.pipelines.reporting.props_pipeline import (
    DOCUMENT,
    PAGE,
    create_player_pipeline,
    drawn_together,
    player_reports,
)
from tests import prop_world as world
from tests.markets import run_stage
from tests.project import CONF
from tests.reports import props_samples as samples
from tests.reports.samples import REAL
from tests.reports.test_props_pages import FIGURES


def _market(name: str, **more: Any) -> Market:
    return Market(
        id=name,
        subject="player",
        quantity=name,
        parts=(name,),
        line={"market": name, "moment": "morning"},
        moment="morning",
        is_push_possible=True,
        feature_groups=("form",),
        learners=("poisson",),
        weights={"poisson": 1.0},
        refit="season",
        **more,
    )


MARKETS = [
    _market("points", quotes="points", ablation={"form": ("form",)}),
    _market("steals", quotes=None),
]


def _distributions() -> DistributionParams:
    text = (CONF / "base" / "parameters_distributions.yml").read_text(encoding="utf-8")
    block = yaml.safe_load(text)["distributions"]
    block |= {"min_rows": 100, "bins": 5, "min_rows_per_bin": 20}
    return DistributionParams.model_validate(
        block | {"scores": {"factors": [0.5, 1, 1.5], "bins": 5, "seed": 1}}
    )


def _evaluation() -> EvaluationParams:
    text = (CONF / "base" / "parameters_evaluation.yml").read_text(encoding="utf-8")
    return EvaluationParams.model_validate(yaml.safe_load(text)["evaluation"] | {"draws": 100, "bins": 5})


def _ablation() -> pd.DataFrame:
    rows = world.means()
    asked = rows[rows["season"] >= world.FIRST]
    return pd.concat(
        [asked.assign(step=step, mean=asked["mean"] + add) for step, add in (("form", 1), ("all", 0))]
    )


def _combinations() -> pd.DataFrame:
    row = {
        "pair": "one man",
        "season": world.FIRST,
        "game_date": "2002-11-01",
        "game_id": "0020200001",
        "n": 10,
    }
    told = dict.fromkeys(["frequency", "joint", "product", "brier_joint", "brier_product"], 0.25)
    return pd.DataFrame(
        [row | told, row | told | {"joint": 0.35, "season": "2099-00", "game_date": "2099-11-01"}]
    )


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    inputs: dict[str, Any] = {
        "prm_data_identity": REAL,
        "report_backtest_sheet": samples.sheet(),
        "params:evaluation": _evaluation(),
        "params:distributions": _distributions(),
        "params:prop_reports": samples.PARAMS,
        "report_combination_games": _combinations(),
        "points.at_lines": world.at_lines(),
        "points.ablation": _ablation(),
    }
    for market in MARKETS:
        inputs |= {
            f"params:markets.{market.id}": market,
            f"{market.id}.forecasts": world.forecasts(),
            f"{market.id}.distributions": world.fitted(),
            f"{market.id}.training_table": world.table(),
            f"{market.id}.report_distributions": pd.DataFrame([{"season": "2003-04", "family": "poisson"}]),
            f"{market.id}.report_mix": samples.MIXES,
            f"report_tuning_{market.id}": pd.DataFrame() if market.id == "steals" else samples.TUNING,
            f"{market.id}.report_per_player": pd.DataFrame() if market.id == "steals" else samples.PER_PLAYER,
        }
    return run_stage(create_player_pipeline(MARKETS), inputs)


def test_every_market_has_a_page_and_all_have_one(made: dict[str, Any]) -> None:
    for name in player_reports(MARKETS)[1:]:
        assert made[name].startswith("DATA: real"), name
    assert "## Bets" in made["report_prop_page_points"]
    assert "## Real lines" not in made["report_prop_page_steals"]
    assert all(f"![{name}]({name}.png)" in made["report_prop_page_points"] for name in FIGURES)
    assert made[PAGE].count("\n### points") == 2  # what its features are worth, and its gates


def test_the_document_holds_what_the_pages_tell(made: dict[str, Any]) -> None:
    document = made[DOCUMENT]
    assert set(document["markets"]) == {"points", "steals"}
    assert [bet["strategy"] for bet in document["markets"]["points"]["bets"]] == ["value", "value", "under"]
    assert {gate["market"] for gate in document["markets"]["steals"]["gates"]} == {"steals"}
    assert document["markets"]["points"]["families"] == [{"season": "2003-04", "family": "poisson"}]


def test_a_market_that_nobody_quotes_asks_for_no_lines(made: dict[str, Any]) -> None:
    assert "steals.at_lines" not in create_player_pipeline(MARKETS).inputs()
    assert set(_parts(made, "steals")) == {"played", "synthetic"}
    assert set(_parts(made, "points")) == {"played", "synthetic", "morning", "close"}


def _parts(made: dict[str, Any], market: str) -> dict[str, Any]:
    """Parts of the scores of one market."""
    return dict(made[DOCUMENT]["markets"][market]["parts"])


def test_without_markets_about_players_there_is_nothing_to_report() -> None:
    assert not create_player_pipeline([]).nodes
    assert player_reports([]) == []


def test_what_was_drawn_together_is_told_on_the_page_of_all(made: dict[str, Any]) -> None:
    assert [pair["joint"] for pair in made[DOCUMENT]["pairs"]] == [pytest.approx(0.3)]
    assert "| one man | 2 | 20 |" in made[PAGE]


def test_sums_are_told_only_where_all_their_parts_are_markets() -> None:
    both = MARKETS[0].model_copy(update={"id": "points_steals", "parts": ("points", "steals")})
    assert drawn_together([*MARKETS, both]) == {
        "combinations": "report_combination_games",
        "joint": "report_joint",
    }
    assert drawn_together([MARKETS[0], both]) == {"combinations": "report_combination_games"}
    assert drawn_together([both]) == {}

"""Bets on players in the stage `backtesting`: from lines and quotes to results, and the gate before the page."""

from __future__ import annotations

from functools import cache
from typing import Any

import pandas as pd
import pytest

from busta.betting.value import BettingError
from busta.params.backtesting import BacktestingParams
from busta.params.evaluation import EvaluationParams
from busta.params.modeling import ModelingParams
from busta.params.odds import OddsParams
from busta.params.prop_blend import PropBlendParams
from busta.params.props import PropsParams
from busta.pipelines import backtesting, stacking
from busta.pipelines.backtesting.player_nodes import check_prop_returns
from busta.pipelines.backtesting.strategy_nodes import asked_of, write_backtest
from busta.schemas.backtests import BacktestResults, Ledger
from busta.schemas.bets import Bets
from tests.counted import SEASONS, counted
from tests.laws.project_run import parameters
from tests.markets import run_stage
from tests.pipelines.backtesting.test_strategies import strategies
from tests.pipelines.stacking.test_player_stacking import fitted
from tests.priced import player_roster, priced
from tests.reports.samples import FABRICATED
from tests.schemas.samples import prop_books, prop_quotes

ROSTER = player_roster("points", "rebounds")


def _quotes(lines: pd.DataFrame) -> pd.DataFrame:
    keys = ["season", "game_id", "game_date", "player_id", "market", "moment", "line", "quoted_at_utc"]
    sides = {
        "first": lines[["price_over", "price_under"]],
        "second": lines[["best_over", "best_under"]].set_axis(["price_over", "price_under"], axis=1),
    }
    parts = [
        lines[[*keys, "minutes_to_tip_off"]].join(prices).assign(book=book, source="props_api")
        for book, prices in sides.items()
    ]
    return pd.concat(parts, ignore_index=True)[list(prop_quotes().columns)]


@cache
def made() -> dict[str, Any]:
    """What the stages make of shaded lines on points, and of rebounds that nobody quotes."""
    raw = parameters("base")
    means = {name: rows.assign(player_id=rows["player_id"] + 1) for name, rows in counted().items()}
    lines = priced(means["points"], "points", shade=0.3)
    modeling = raw["modeling"] | {"first_published_season": SEASONS[1]}
    inputs: dict[str, Any] = {f"params:markets.{market.id}": market for market in ROSTER}
    inputs |= {
        "params:modeling": ModelingParams.model_validate(modeling),
        "params:prop_blend": PropBlendParams.model_validate(raw["prop_blend"]),
        "params:backtesting": BacktestingParams.model_validate(raw["backtesting"]),
        "params:odds": OddsParams.model_validate(raw["odds"]),
        "params:props": PropsParams.model_validate(raw["props"]),
        "params:evaluation": EvaluationParams.model_validate(raw["evaluation"] | {"draws": 100}),
        "params:strategies": strategies(),
        "prm_data_identity": FABRICATED,
        "prm_prop_lines": lines,
        "prm_prop_quotes": _quotes(lines),
        "prm_prop_books": pd.concat(
            [prop_books(season=season, book=book) for season in SEASONS for book in ("first", "second")],
            ignore_index=True,
        ),
    }
    for name in ("points", "rebounds"):
        inputs |= {f"{name}.means": means[name], f"{name}.distributions": fitted(name)}
    stages = stacking.create_pipeline(ROSTER) + backtesting.create_pipeline(ROSTER)
    return run_stage(stages, inputs) | inputs


def _result(strategy: str, books: str = "best", moment: str = "morning") -> pd.Series:
    results = BacktestResults.validate(made()["report_backtest"])
    wanted = {"market": "points", "strategy": strategy, "books": books, "moment": moment, "stakes": "flat"}
    found = results[(results[list(wanted)] == pd.Series(wanted)).all(axis=1)]
    assert len(found) == 1
    return found.iloc[0]


def test_every_line_can_be_bet_on_over_and_under_at_both_moments() -> None:
    bets = Bets.validate(made()["bets_points"])
    of_consensus = bets[bets["books"] == "consensus"].groupby(["moment", "selection"], observed=True).size()
    assert of_consensus.tolist() == [4800] * 4
    assert set(bets["books"].astype("str")) == {"consensus", "best", "first", "second"}
    assert set(bets["information"]) == {"evening"}


def test_edges_on_players_are_probabilities_and_overs_are_no_home_teams() -> None:
    asked = asked_of(ROSTER["points"])
    assert (asked.kind, asked.unit) == ("total", "probability")


def test_shaded_overs_lose_and_the_blend_bets_under() -> None:
    assert _result("over")["roi"] < -0.1
    assert _result("under")["roi"] > _result("over")["roi"] + 0.1
    value = _result("value")
    assert value["n_bets"] > 500
    assert value["roi"] > 0


def test_a_market_that_nobody_quotes_goes_through_without_bets() -> None:
    assert Bets.validate(made()["bets_rebounds"]).empty
    assert set(made()["report_backtest"]["market"]) == {"points"}
    ledger = Ledger.validate(made()["ledger"])
    assert set(ledger["market"].astype("str")) == {"points"}
    assert set(made()["report_tries"]["market"]) == {"points", "all"}


def test_the_page_tells_the_returns_of_checked_prices() -> None:
    assert not made()["report_prop_returns"]["is_refused"].any()
    assert set(made()["report_prop_returns"]["prices"]) == {"checked"}
    assert "points" in made()["report_backtest_page"]


def test_the_page_is_refused_when_high_returns_were_not_checked() -> None:
    high = made()["report_backtest"].assign(roi=0.2, n_bets=1000)
    tables = {name: made()[name] for name in ("prm_prop_books", "params:backtesting", "params:props")}
    checked, backtesting_params, props = tables.values()
    bets = {"points": made()["bets_points"]}
    fine = check_prop_returns(high, checked, backtesting_params, props, **bets)
    assert not fine["is_refused"].any()
    returns = check_prop_returns(high, checked.iloc[:0], backtesting_params, props, **bets)
    assert returns["is_refused"].all()
    rules = [made()[f"params:{name}"] for name in ("strategies", "evaluation")]
    with pytest.raises(BettingError, match="unchecked: first"):
        write_backtest(high, made()["report_tries"], *rules, FABRICATED, returns=returns)

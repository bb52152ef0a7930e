"""Beliefs and bets of the stage `backtesting`, from primary tables and forecasts, in memory."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.markets import Roster, validate_roster
from busta.pipelines.backtesting.pipeline import market_bets, quoted
from busta.schemas.bets import Beliefs, Bets
from tests.betting.beliefs_samples import forecast, keys, quote, quotes
from tests.betting.beliefs_samples import quoted as lines_of
from tests.laws.project_run import parameters, run

GAMES = keys(6, ("2018-19", "2019-20", "2020-21"))
FIRST = GAMES["game_id"].iloc[0]


def _raw() -> dict[str, Any]:
    raw = parameters("base")
    raw["backtesting"]["least_rows"] = 1
    return raw


def _roster() -> Roster:
    return validate_roster({"markets": parameters("base")["markets"]})


def _made(market: str) -> dict[str, pd.DataFrame]:
    lines = lines_of(GAMES, "open", line=4.5, source="sbr_odds").drop(columns=["price_over", "price_under"])
    lines = lines.assign(market="ats")
    other = lines.assign(market="total", line=220.5)
    price = lines.assign(market="moneyline", line=0.0, market_probability=0.6, is_price_assumed=False)
    opened = {
        "season": "2018-19",
        "game_date": GAMES["game_date"].iloc[0],
        "moment": "open",
        "source": "book_lines",
    }
    table = quotes(
        quote(FIRST, "open", 4.5, 1.95, 1.87, **opened),
        quote(FIRST, "open", 0.0, 1.60, 2.40, market="moneyline", **opened),
    )
    actual = [7.0, 3.0, 7.0, 3.0, 9.0, np.nan]
    learned = forecast(GAMES, mean=[6.0, 4.0, 6.0, 3.0, 8.0, 8.0], actual=actual, probability_push=0.0)
    block = _roster()[market]
    inputs = {f"{market}.oof_{learner}": learned for learner in block.learners}
    inputs |= {f"{market}.oof_day_before": learned.assign(mean=5.0)}
    shared = {"prm_market_lines": pd.concat([lines, other, price], ignore_index=True), "prm_quotes": table}
    return run(market_bets(block), inputs | shared, _raw(), [f"{market}.beliefs", f"bets_{market}"])


@pytest.mark.parametrize("market", ["ats", "total", "moneyline"])
def test_every_market_has_its_beliefs_and_bets(market: str) -> None:
    made = _made(market)
    beliefs, bets = Beliefs.validate(made[f"{market}.beliefs"]), Bets.validate(made[f"bets_{market}"])
    assert beliefs.groupby("information").size().to_dict() == {"day_before": 6, "evening": 6}
    offered = 6 if market != "moneyline" else 1
    assert len(bets) == offered * 2 * 2


def test_the_price_of_an_opening_is_that_of_the_archive_that_has_one() -> None:
    made = _made("ats")
    first = made["bets_ats"].query("game_id == @FIRST and information == 'evening'").set_index("selection")
    assert first["price_decimal"].to_dict() == {"over": 1.95, "under": 1.87}
    assert not first["is_price_assumed"].any()
    belief = made["ats.beliefs"].query("game_id == @FIRST").iloc[0]
    assert belief["market_probability"] == pytest.approx(1.87 / 3.82)
    assert made["bets_ats"].query("game_id != @FIRST")["is_price_assumed"].all()


def test_the_home_team_can_be_the_favourite_but_no_total_can() -> None:
    assert _made("ats")["bets_ats"].query("selection == 'over'")["is_favourite"].all()
    assert _made("total")["bets_total"]["is_favourite"].isna().all()


def test_one_can_bet_on_quoted_markets_only() -> None:
    blocks = {market.id: market.model_dump() for market in _roster()}
    blocks["unquoted"] = blocks["total"] | {"id": "unquoted", "quotes": None, "ablation": None}
    roster = validate_roster({"markets": blocks})
    assert [market.id for market in quoted(roster)] == [name for name in blocks if name != "unquoted"]

"""What the best price is worth: paired, and never against an assumed price."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.betting.shopping import EVERY_SIDE, shopping_table
from busta.betting.strategies import Asked
from busta.evaluation.bootstrap import BootstrapRules
from tests.betting.offered import coins, small_rules

DRAWS = BootstrapRules(draws=200, seed=5, level=0.95)


def _table(bets: pd.DataFrame) -> pd.DataFrame:
    rules = small_rules()
    asked = Asked("ats", "side", "points")
    return shopping_table(bets, asked, rules.strategies, rules.seed, DRAWS, "2018-19").set_index("strategy")


def _two_books(price: float) -> pd.DataFrame:
    bets = coins(seed=1, books=("consensus", "best"))
    is_best = bets["books"] == "best"
    bets.loc[is_best, "price_decimal"] = price
    bets.loc[is_best & (bets["result"] == "win"), "profit"] = price - 1
    return bets


def test_a_better_price_on_every_bet_is_worth_its_share_of_the_wins() -> None:
    every = _table(_two_books(2.1)).loc[EVERY_SIDE]
    # One side of every game wins: half of all bets get a tenth of a unit more.
    assert every["difference"] == pytest.approx(0.05)
    assert (every["difference_low"], every["difference_high"]) == pytest.approx((0.05, 0.05))
    assert every["roi_consensus"] == pytest.approx(0)
    assert (every["n_bets"], every["same_line"]) == (720, 1)


def test_a_strategy_bets_at_the_best_book_on_what_it_chose_at_the_consensus() -> None:
    table = _table(_two_books(2.1))
    assert table.loc["home", "n_bets"] == 360
    assert table.loc["value", "price_best"] == pytest.approx(2.1)
    assert (table["difference"] > 0).all()


def test_an_assumed_price_is_no_consensus() -> None:
    assert _table(_two_books(2.1).assign(is_price_assumed=True)).empty


def test_where_no_best_is_on_offer_there_is_nothing_to_compare() -> None:
    assert _table(coins(seed=1, days=5)).empty

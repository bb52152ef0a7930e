"""The numbers behind the charts."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.betting.curves import bankroll_table, headline_plans, threshold_table
from busta.betting.results import backtest
from busta.betting.strategies import Asked
from busta.evaluation.bootstrap import BootstrapRules
from tests.betting.offered import coins, small_rules

SPREAD = Asked("ats", "side", "points")
DRAWS = BootstrapRules(draws=200, seed=5, level=0.95)


def test_a_larger_smallest_edge_leaves_fewer_bets() -> None:
    bets = coins(seed=1, books=("consensus", "best", "pinnacle"))
    table = threshold_table(bets, SPREAD, small_rules(), DRAWS, "2018-19")
    assert set(table["books"]) == {"consensus", "best"}
    own = table[table["books"] == "best"].set_index("threshold")["n_bets"]
    edges = bets.loc[bets["books"] == "best", "edge"]
    assert own.to_dict() == {0.0: int((edges > 0).sum()), 2.0: int((edges > 2).sum())}


def test_the_bankroll_of_the_chart_is_that_of_the_ledger() -> None:
    found = backtest(coins(seed=1), SPREAD, small_rules(), DRAWS, "2018-19")
    table = bankroll_table(found.results, found.days, small_rules(), DRAWS)
    ends = table.groupby(["strategy", "stakes"], observed=True)["bankroll"].last()
    wanted = found.results.set_index(["strategy", "stakes"])["bankroll_end"]
    assert len(ends) == 4
    for key, end in ends.items():
        assert end == pytest.approx(wanted[key])
    assert (table["low"] <= table["middle"]).all()
    assert (table["middle"] <= table["high"]).all()


def test_without_bets_there_is_no_bankroll_to_follow() -> None:
    found = backtest(
        coins(seed=1).assign(expected_value=-1.0, edge=-1.0), SPREAD, small_rules(), DRAWS, "2018-19"
    )
    assert bankroll_table(found.results, found.days, small_rules(), DRAWS).empty
    assert threshold_table(coins(seed=1), SPREAD, small_rules(), DRAWS, "2024-25").empty


def test_at_every_moment_the_first_book_on_offer_is_shown() -> None:
    table = pd.DataFrame(
        {"market": "ats", "moment": ["open", "close", "close"], "books": ["consensus", "consensus", "best"]}
    )
    assert headline_plans(table, ("best", "consensus")).index.tolist() == [0, 2]

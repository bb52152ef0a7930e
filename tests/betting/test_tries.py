"""The reality check: nothing is found among coins, what is there is found, and arch says the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from arch.bootstrap import SPA
from scipy.stats import kstest

from busta.betting.results import backtest
from busta.betting.strategies import Asked
from busta.betting.tries import reality_check, tries_table
from busta.evaluation.bootstrap import BootstrapRules
from tests.betting.offered import coins, small_rules

DRAWS = BootstrapRules(draws=400, seed=11, level=0.95)


def _coins(seed: int, strategies: int = 8, days: int = 150, gain: float = 0.0) -> np.ndarray:
    won = np.random.default_rng(seed).random((days, strategies)) < 0.5 + np.r_[gain, np.zeros(strategies - 1)]
    return np.where(won, 1.0, -1.0)


def test_among_coins_the_p_value_is_uniform() -> None:
    found = []
    for seed in range(150):
        profit = _coins(seed)
        rules = BootstrapRules(draws=200, seed=seed, level=0.95)
        found.append(reality_check(profit, np.ones_like(profit), rules).p_reality_check)
    assert kstest(found, "uniform").pvalue > 0.001
    assert np.mean(np.array(found) < 0.05) < 0.11


def test_the_best_of_many_coins_looks_good_and_is_called_luck() -> None:
    profit = _coins(3, strategies=60)
    luck = reality_check(profit, np.ones_like(profit), DRAWS)
    assert profit.mean(axis=0).max() > 0.1
    assert luck.lucky_roi > 0.1
    assert luck.lucky_roi_high > luck.lucky_roi
    assert luck.p_reality_check > 0.05


def test_a_strategy_with_an_edge_is_found_among_coins() -> None:
    profit = _coins(3, gain=0.2)
    luck = reality_check(profit, np.ones_like(profit), DRAWS)
    assert luck.p_reality_check < 0.01
    assert profit.mean(axis=0).max() > luck.lucky_roi_high


@pytest.mark.parametrize("gain", [0.0, 0.08, 0.12])
def test_both_tests_agree_with_those_of_arch(gain: float) -> None:
    profit = _coins(21, days=250, gain=gain)
    # A strategy so bad that Hansen's test leaves it out.
    profit[:, -1] = np.where(np.random.default_rng(1).random(len(profit)) < 0.2, 1.0, -1.0)
    ours = reality_check(profit, np.ones_like(profit), BootstrapRules(draws=4000, seed=1, level=0.95))
    # It does not divide by the standard deviations itself.
    theirs = SPA(np.zeros(len(profit)), -profit / profit.std(axis=0), block_size=1, reps=4000, seed=2)
    theirs.compute()
    assert ours.p_reality_check == pytest.approx(theirs.pvalues["upper"], abs=0.03)
    assert ours.p_spa == pytest.approx(theirs.pvalues["consistent"], abs=0.03)
    assert ours.p_spa <= ours.p_reality_check


def test_a_strategy_that_never_bets_changes_nothing() -> None:
    profit = _coins(5)
    with_it = np.column_stack([profit, np.zeros(len(profit))])
    stakes = np.column_stack([np.ones_like(profit), np.zeros(len(profit))])
    assert reality_check(with_it, stakes, DRAWS) == reality_check(profit, np.ones_like(profit), DRAWS)


def _tries() -> pd.DataFrame:
    results, days = [], []
    for seed, market in enumerate(("ats", "total")):
        kind = "side" if market == "ats" else "total"
        found = backtest(coins(seed=seed), Asked(market, kind, "points"), small_rules(), DRAWS, "2018-19")
        results.append(found.results)
        days.append(found.days.assign(market=market))
    return tries_table(pd.concat(results, ignore_index=True), pd.concat(days, ignore_index=True), DRAWS, 10)


def test_everything_that_asks_a_model_is_counted_as_tried() -> None:
    tries = _tries()
    # Two strategies with two ways to stake, in each market.
    assert tries.set_index(["market", "moment", "games"])["n_tried"].to_dict() == {
        ("ats", "close", "all"): 4, ("total", "close", "all"): 4, ("ats", "all", "all"): 4, ("ats", "all", "claims"): 4,
        ("total", "all", "all"): 4, ("total", "all", "claims"): 4, ("all", "all", "all"): 8,
        ("all", "all", "claims"): 8,
    }  # fmt: skip
    assert tries["p_reality_check"].between(0, 1).all()


def test_the_best_of_all_markets_is_the_best_of_one_of_them() -> None:
    tries = _tries().set_index(["market", "moment", "games"])
    everything = tries.loc[("all", "all", "all")]
    own = tries.loc[(everything["best_market"], "all", "all")]
    assert everything["best_roi"] == own["best_roi"] == tries["best_roi"].max()


def test_where_nothing_bet_often_enough_there_is_no_best() -> None:
    found = backtest(coins(seed=1, days=3), Asked("ats", "side", "points"), small_rules(), DRAWS, "2018-19")
    tries = tries_table(found.results, found.days.assign(market="ats"), DRAWS, min_bets=1000)
    assert tries["n_tested"].eq(0).all()
    assert tries["best_roi"].isna().all()

"""The table of results: hand-computed numbers, intervals that cover, what may be claimed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.betting.results import backtest, percentile_interval
from busta.betting.strategies import Asked, Strategy
from busta.evaluation.bootstrap import BootstrapRules
from busta.schemas.backtests import BacktestResults
from tests.betting.offered import coins, offer, offers, small_rules

SPREAD = Asked("ats", "side", "points")
NO_HEADLINE = {"strategies": {}, "stakes": ("flat",), "books": ("consensus",)}
DRAWS = BootstrapRules(draws=200, seed=5, level=0.95)


def _results(bets: pd.DataFrame) -> pd.DataFrame:
    return backtest(bets, SPREAD, small_rules(), DRAWS, "2018-19").results


def _row(results: pd.DataFrame, **wanted: str) -> pd.Series:
    kept = pd.Series(True, index=results.index)
    for name, value in wanted.items():
        kept &= results[name] == value
    assert kept.sum() == 1
    return results[kept].iloc[0]


def test_the_numbers_of_flat_stakes_by_hand() -> None:
    day = ("2018-11-05", "2018-11-05", "2018-11-06", "2018-11-07")
    result = ("win", "loss", "push", "win")
    bets = offers(
        *(
            offer(f"{n:010d}", "over", game_date=d, result=r, price_decimal=1.9, closing_line_value=n)
            for n, (d, r) in enumerate(zip(day, result, strict=True))
        )
    )
    row = _row(_results(bets), strategy="value", stakes="flat")
    counted = ["n_offered", "n_bets", "n_days", "n_placed", "n_pushes"]
    assert row[counted].tolist() == [4, 4, 3, 4, 1]
    assert row["win_rate"] == pytest.approx(2 / 3)
    assert row["roi"] == pytest.approx(0.8 / 4)
    assert row["units"] == pytest.approx(0.8)
    assert row["bankroll_end"] == pytest.approx(100.8)
    assert row["max_drawdown"] == pytest.approx(0.1 / 100)
    assert row["closing_line_value"] == pytest.approx(1.5)
    # Daily returns -.1, 0 and .9 % of 100 units: mean .2667, standard deviation .5508, three days in the season.
    assert row["sharpe"] == pytest.approx(0.26667 / 0.55076 * np.sqrt(3), rel=1e-3)
    assert row["price"] == pytest.approx(1.9)


def test_a_strategy_is_measured_on_all_its_bets_although_its_bankroll_is_gone() -> None:
    bets = offers(
        *(
            offer(f"{n:010d}", "over", game_date=f"2018-11-{1 + n // 10:02d}", result="loss")
            for n in range(150)
        )
    )
    row = _row(_results(bets), strategy="home", stakes="flat")
    assert (row["n_bets"], row["units"], row["max_drawdown"]) == (150, -150, pytest.approx(1, abs=0.01))
    assert row["n_placed"] < 150
    assert row["bankroll_end"] >= 0


def test_a_strategy_that_finds_no_bet_has_a_row_that_says_so() -> None:
    bets = coins(seed=1, days=10).assign(expected_value=-0.1)
    row = _row(_results(bets), strategy="value", stakes="flat")
    assert (row["n_bets"], row["n_offered"], row["bankroll_end"]) == (0, 60, 100)
    assert (
        row[["roi", "roi_low", "win_rate", "sharpe", "probability_roi_above_0", "bets_needed"]].isna().all()
    )


def test_bets_needed_grow_with_the_square_of_what_is_missing() -> None:
    row = next(
        row
        for seed in range(20)
        for _, row in _results(coins(seed=seed)).query("stakes == 'flat'").iterrows()
        if 0 < row["roi"] < row["roi_high"] - row["roi"]
    )
    half = (row["roi_high"] - row["roi_low"]) / 2
    assert row["bets_needed"] == pytest.approx(row["n_bets"] * (half / row["roi"]) ** 2, rel=0.25)
    assert row["bets_needed"] > row["n_bets"]


def test_no_bets_are_needed_to_tell_a_loss() -> None:
    row = _row(_results(coins(seed=1, price=1.2)), strategy="home", stakes="flat")
    assert row["roi_high"] < 0
    assert pd.isna(row["bets_needed"])
    assert row["probability_roi_above_0"] == 0


def test_the_intervals_of_coins_cover_nothing_as_often_as_they_say() -> None:
    rules = small_rules(strategies={"home": Strategy(only="over")}, headline=NO_HEADLINE)
    covered = []
    for seed in range(30):
        row = backtest(coins(seed=seed, days=40), SPREAD, rules, DRAWS, "2018-19").results.iloc[0]
        covered.append(row["roi_low"] <= 0 <= row["roi_high"])
    assert np.mean(covered) > 0.8


def test_claims_rest_on_confirmed_openings_of_the_day_before() -> None:
    close = coins(seed=1, days=10)
    parts = [close, close.assign(moment="morning")]
    is_confirmed = pd.array(close["game_id"].astype(int) % 2 == 0, dtype="boolean")
    parts += [
        close.assign(moment="open", information=known, is_confirmed=is_confirmed)
        for known in ("evening", "day_before")
    ]
    results = _results(pd.concat(parts, ignore_index=True))
    claims = results.groupby(["moment", "information", "games"])["is_claim"].agg(["all", "any"])
    assert (claims["all"] == claims["any"]).all()
    assert claims.index[claims["all"]].tolist() == [
        ("close", "evening", "all"), ("morning", "evening", "all"), ("open", "day_before", "confirmed"),
    ]  # fmt: skip
    offered = results.groupby(["moment", "games"])["n_offered"].first()
    assert (offered["open", "all"], offered["open", "confirmed"]) == (60, 30)


def test_kelly_is_tried_where_a_model_is_asked_and_at_the_books_of_the_rules() -> None:
    results = _results(coins(seed=1, days=10, books=("consensus", "best", "pinnacle")))
    kelly = results[results["stakes"] == "kelly_quarter"]
    assert set(kelly["books"]) == {"consensus", "best"}
    assert set(kelly["strategy"]) == {"value", "edge_2"}
    assert len(results) == 3 * 4 + 2 * 2


def test_the_table_keeps_its_contract() -> None:
    assert len(BacktestResults.validate(_results(coins(seed=1, days=10)))) == 6


def test_a_number_missing_in_a_tenth_of_the_draws_has_no_interval() -> None:
    drawn = np.tile(np.arange(100.0)[:, None], (1, 3))
    drawn[:5, 1], drawn[:20, 2] = np.nan, np.nan
    low, high = percentile_interval(drawn, 0.9)
    assert low[:2] == pytest.approx([4.95, 9.7])
    assert np.isnan([low[2], high[2]]).all()


def test_one_backtest_is_the_same_as_the_next() -> None:
    bets = coins(seed=1, days=10)
    pd.testing.assert_frame_equal(_results(bets), _results(bets))

"""Days drawn with replacement: constants stay constants, bankrolls stay gone."""

from __future__ import annotations

import numpy as np
import pytest

from busta.betting.ledger import walk_plans
from busta.betting.plans import make_plans
from busta.betting.simulation import (
    SUMS,
    bankroll_band,
    bankroll_paths,
    daily_sums,
    deepest_fall,
    draw_sums,
    quotient,
)
from busta.betting.strategies import Asked
from busta.evaluation.bootstrap import BootstrapRules, draw_days, ratio_estimate
from tests.betting.offered import coins, offer, offers, small_rules

SPREAD = Asked("ats", "side", "points")
DRAWS = BootstrapRules(draws=300, seed=5, level=0.95)


def _summed(bets, rules=None):  # type: ignore[no-untyped-def]
    plans = make_plans(bets, SPREAD, rules or small_rules())
    walk = walk_plans(bets, plans, "ats", 100)
    return plans, walk, daily_sums(bets, plans, walk)


def test_the_matrix_product_gives_the_interval_of_the_bootstrap_of_one_strategy() -> None:
    bets = coins(seed=3, days=50)
    plans, _, sums = _summed(bets)
    drawn = quotient(draw_sums(sums, DRAWS), "profit", "staked")
    at = next(at for at, plan in enumerate(plans) if plan.strategy == "home" and plan.stakes == "flat")
    home = bets[bets["selection"] == "over"]
    expected = ratio_estimate(home["profit"], np.ones(len(home)), draw_days(home["game_date"], DRAWS))
    assert np.quantile(drawn[:, at], [0.025, 0.975]) == pytest.approx([expected.low, expected.high], abs=1e-6)


def test_the_bootstrap_of_a_constant_has_no_width() -> None:
    bets = offers(*(offer(f"{n:010d}", "over", game_date=f"2018-11-{n:02d}") for n in range(1, 20)))
    _, _, sums = _summed(bets)
    drawn = quotient(draw_sums(sums, DRAWS), "profit", "staked")
    assert drawn[:, 0].min() == drawn[:, 0].max() == 1.0


def test_void_bets_are_no_bets_and_pushes_are_bets_that_are_not_decided() -> None:
    bets = offers(
        *(offer(f"{n:010d}", "over", result=r) for n, r in enumerate(("void", "push", "win", "loss")))
    )
    plans, _, sums = _summed(bets)
    flat = next(at for at, plan in enumerate(plans) if plan.strategy == "value" and plan.stakes == "flat")
    found = dict(zip(SUMS, sums.values[0, flat].tolist(), strict=True))
    assert {name: found[name] for name in ("bets", "wins", "decided", "staked", "profit")} == {
        "bets": 3, "wins": 1, "decided": 2, "staked": 3, "profit": 0,
    }  # fmt: skip
    assert found["line_moved"] == 1.5


def test_the_paths_are_those_of_the_ledger() -> None:
    bets = coins(seed=3, days=30)
    plans, walk, sums = _summed(bets)
    paths = bankroll_paths(bets, plans, walk, 100)
    assert paths[0].tolist() == [100] * len(plans)
    for at in range(len(plans)):
        assert paths[-1, at] == pytest.approx(walk.after[walk.plan == at][-1])
    kelly = [at for at, plan in enumerate(plans) if plan.stakes == "kelly_quarter"]
    growth = 100 * np.exp(sums.of("log_growth").sum(axis=0))
    assert growth[kelly] == pytest.approx(paths[-1, kelly], rel=1e-5)


def test_the_deepest_fall_is_from_the_highest_point_before_it() -> None:
    paths = np.array([[100, 100.0], [120, 90], [60, 80], [150, 0]])
    assert deepest_fall(paths).tolist() == [0.5, 1.0]


def test_the_band_of_a_sure_gain_is_a_line() -> None:
    low, middle, high = bankroll_band(np.full(10, 2.0), True, 100, DRAWS, (0.05, 0.95))
    assert low.tolist() == middle.tolist() == high.tolist() == [100 + 2 * day for day in range(1, 11)]


def test_a_bankroll_of_kelly_stakes_is_multiplied() -> None:
    _, middle, _ = bankroll_band(np.full(3, np.log(1.1)), False, 100, DRAWS, (0.05, 0.95))
    assert middle == pytest.approx([110, 121, 133.1])


def test_a_drawn_bankroll_that_is_gone_stays_gone() -> None:
    steps = np.array([-60.0, -60.0, 100.0, 100.0])
    low, _, _ = bankroll_band(steps, True, 100, DRAWS, (0.05, 0.95))
    assert low[-1] == 0
    assert (np.diff(low[low.argmin() :]) == 0).all()

"""The ledger by hand: pushes, voids, Kelly bets of one day, days without bets, ruin."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.betting.ledger import join_ledgers, ledger_of, ledger_sheet, walk_plans
from busta.betting.limits import StakeLimits
from busta.betting.plans import graded_bets, make_plans
from busta.betting.stakes import StakeRules, planned_stakes, stakes_at
from busta.betting.strategies import EVENT, Asked, Strategy
from busta.schemas.backtests import Ledger
from tests.betting.offered import coins, offer, offers, small_rules

SPREAD = Asked("ats", "side", "points")
MONEY = ["stake", "bankroll_before_day", "profit_units", "bankroll_after_day"]


def _ledger(bets: pd.DataFrame, stakes: StakeRules, start: float = 100, above: float = 0) -> pd.DataFrame:
    rules = small_rules(
        strategies={"edge": Strategy(by="edge", above=above)},
        stakes={"flat": StakeRules("flat"), "way": stakes},
        headline={"strategies": {}, "stakes": ("way",), "books": ("consensus",)},
    )
    plans = make_plans(graded_bets(bets, "2018-19"), SPREAD, rules)
    kept = [plan for plan in plans if plan.stakes == "way"]
    walk = walk_plans(graded_bets(bets, "2018-19"), kept, "ats", start)
    return ledger_of(graded_bets(bets, "2018-19"), kept, walk, "ats", ("consensus",))


def _day(number: int, result: str, **columns: Any) -> dict[str, Any]:
    return offer(f"{number:010d}", "over", game_date=f"2018-11-{number:02d}", result=result, **columns)


def test_a_pushed_spread_returns_its_stake() -> None:
    # Home by 3 against a spread of -3: line 3, margin 3.
    ledger = _ledger(offers(_day(5, "push"), _day(6, "win", price_decimal=1.9)), StakeRules("flat", flat=2))
    assert ledger[MONEY].values.tolist() == [[2, 100, 0, 100], [2, 100, pytest.approx(1.8), 101.8]]


def test_a_voided_prop_returns_its_stake_and_is_written_down() -> None:
    bets = offers(_day(5, "void", player_id=2544), _day(5, "loss", player_id=201939))
    ledger = _ledger(bets, StakeRules("flat"))
    assert ledger[["player_id", "result"]].values.tolist() == [[2544, "void"], [201939, "loss"]]
    assert ledger[MONEY].values.tolist() == [[1, 100, 0, 99], [1, 100, -1, 99]]


def test_three_kelly_bets_of_one_day_are_staked_together_out_of_the_evenings_bankroll() -> None:
    # Alone each bet at 2.0 with .55 deserves a tenth; three at once deserve a little less each: .0971 (see the
    # enumeration of all eight outcomes in test_simultaneous).
    bets = offers(*(offer(f"000000000{n}", "over", result=r) for n, r in enumerate(("win", "loss", "win"))))
    ledger = _ledger(bets, StakeRules("kelly"))
    share = float(planned_stakes(bets, StakeRules("kelly", event=EVENT))[0])
    assert 0.095 < share < 0.1
    assert ledger["stake"].tolist() == pytest.approx([100 * share] * 3)
    assert ledger["bankroll_before_day"].tolist() == [100] * 3
    assert ledger["bankroll_after_day"].tolist() == pytest.approx([100 + 100 * share] * 3)


def test_kelly_stakes_of_the_next_day_are_shares_of_what_is_left() -> None:
    ledger = _ledger(offers(_day(5, "loss"), _day(6, "win")), StakeRules("kelly"))
    assert ledger[MONEY].values.tolist() == [
        pytest.approx([10, 100, -10, 90], abs=1e-3),
        pytest.approx([9, 90, 9, 99], abs=1e-3),
    ]


def test_a_day_without_bets_changes_nothing() -> None:
    quiet_day = _day(6, "win", edge=0.5)
    with_it = _ledger(offers(_day(5, "loss"), quiet_day, _day(7, "win")), StakeRules("flat"), above=1)
    without = _ledger(offers(_day(5, "loss"), _day(7, "win")), StakeRules("flat"), above=1)
    pd.testing.assert_frame_equal(with_it, without)
    assert with_it["bankroll_before_day"].tolist() == [100, 99]


def test_a_bankrupt_bankroll_places_nothing_any_more() -> None:
    bets = offers(*(_day(number, "loss") for number in range(1, 8)), _day(8, "win"))
    ledger = _ledger(bets, StakeRules("flat", flat=1, limits=StakeLimits(smallest=0.1)), start=3)
    # 3, 2, then .99 of 1 (a hundredth stays out of every day), and .01 cannot pay the smallest stake.
    assert ledger["stake"].tolist() == pytest.approx([1, 1, 0.99])
    assert ledger["bankroll_after_day"].iloc[-1] == pytest.approx(0.01)


def test_limits_of_a_book_hold_in_the_ledger() -> None:
    rules = StakeRules(
        "flat", flat=4, limits=StakeLimits(book_by_day={"consensus": 6}, bet_by_market={"ats": 3.5})
    )
    bets = offers(offer("0000000001", "over"), offer("0000000002", "over"))
    assert _ledger(bets, rules)["stake"].tolist() == [3, 3]


@pytest.mark.parametrize(
    "stakes",
    [
        StakeRules("flat", flat=3, cap_day=0.1, event=EVENT),
        StakeRules(
            "kelly", cap_bet=0.2, cap_day=0.4, limits=StakeLimits(bet=8, step=0.5, day=20), event=EVENT
        ),
    ],
)
def test_the_walk_of_many_plans_stakes_as_each_would_alone_day_by_day(stakes: StakeRules) -> None:
    bets = coins(seed=7, days=30, price=2.1, books=("consensus", "best"))
    rules = small_rules(stakes={"flat": StakeRules("flat"), "kelly_quarter": stakes})
    plans = [plan for plan in make_plans(bets, SPREAD, rules) if plan.stakes == "kelly_quarter"]
    walk = walk_plans(bets, plans, "ats", 100)
    for at, plan in enumerate(plans):
        money, day = 100.0, bets["game_date"].to_numpy()[plan.rows]
        for one in np.unique(day):
            own = day == one
            expected = stakes_at(plan.planned[own], money, plan.rules).stake
            here = (walk.plan == at) & (bets["game_date"].to_numpy()[walk.row] == one)
            assert walk.stake[here] == pytest.approx(expected)
            money += float((expected * bets["profit"].to_numpy()[plan.rows[own]]).sum())
            assert walk.after[here] == pytest.approx([money] * int(own.sum()))


def test_results_of_a_day_change_no_stake_of_that_day() -> None:
    bets, rules = coins(seed=7, days=20), small_rules()
    other = bets.assign(profit=np.random.default_rng(1).permutation(bets["profit"].to_numpy()))
    plans = make_plans(bets, SPREAD, rules)
    walks = [walk_plans(table, plans, "ats", 100) for table in (bets, other)]
    flat = np.isin(walks[0].plan, [at for at, plan in enumerate(plans) if plan.stakes == "flat"])
    assert (walks[0].stake[flat] == walks[1].stake[flat]).all()
    first_day = bets["game_date"].to_numpy()[walks[0].row] == bets["game_date"].min()
    assert (walks[0].stake[first_day] == walks[1].stake[first_day]).all()
    assert (walks[0].stake != walks[1].stake).any()


def test_games_that_are_not_played_yet_are_no_bets_of_the_past() -> None:
    bets = offers(_day(5, "win"), offer("0000000009", "over", game_date="2018-11-09", result=None))
    assert graded_bets(bets, "2018-19")["game_id"].tolist() == ["0000000005"]


def test_earlier_seasons_do_not_count() -> None:
    assert graded_bets(offers(_day(5, "win")), "2019-20").empty


def test_the_ledger_keeps_its_contract_and_leaves_baselines_out() -> None:
    bets = coins(seed=2, days=20)
    bets["closing_price_value"] = 0.0
    plans = make_plans(bets, SPREAD, small_rules())
    ledger = ledger_of(bets, plans, walk_plans(bets, plans, "ats", 100), "ats", ("consensus",))
    joined = Ledger.validate(join_ledgers([ledger, ledger.assign(market="total")]))
    assert set(joined["strategy"]) == {"value", "edge_2"}
    assert joined["game_date"].is_monotonic_increasing
    assert joined["market"].cat.categories.tolist() == ["ats", "total"]


def test_the_sheet_holds_the_newest_bets_of_the_headline() -> None:
    bets = coins(seed=2, days=40)
    plans = make_plans(bets, SPREAD, small_rules())
    ledger = ledger_of(bets, plans, walk_plans(bets, plans, "ats", 100), "ats", ("consensus",))
    sheet = ledger_sheet(ledger, small_rules().headline, 15)
    assert len(sheet) == 15
    assert sheet["game_date"].min() >= ledger["game_date"].iloc[-60]

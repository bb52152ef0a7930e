"""Limits of stakes: hand cases, and the law that nothing gets lost unreported."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.betting.limits import StakeLimits, limit_stakes, share_out
from busta.betting.value import BettingError

STAKES = st.lists(st.floats(0, 50), min_size=1, max_size=12)


def test_no_limits_cut_nothing() -> None:
    found = limit_stakes([1.5, 0.0, 7.25], StakeLimits())
    assert found.stake.tolist() == [1.5, 0.0, 7.25]
    assert all((cut == 0).all() for cut in found.cut.values())


def test_a_bet_is_cut_to_what_its_market_takes() -> None:
    limits = StakeLimits(bet=5, bet_by_market={"points": 2, "ats": 9})
    found = limit_stakes([6, 6, 6, 1], limits, market=["total", "points", "ats", "points"])
    assert found.stake.tolist() == [5, 2, 5, 1]
    assert found.cut["bet"].tolist() == [1, 4, 1, 0]


def test_a_sum_over_its_limit_is_shared_out_in_proportion_day_by_day() -> None:
    limits = StakeLimits(market_by_day={"ats": 6})
    found = limit_stakes(
        [8, 4, 5, 3], limits, market=["ats", "ats", "total", "ats"], day=["mon", "mon", "mon", "tue"]
    )
    assert found.stake.tolist() == [4, 2, 5, 3]
    assert found.cut["market"].tolist() == [4, 2, 0, 0]


def test_market_book_and_day_cut_one_after_the_other() -> None:
    limits = StakeLimits(market_by_day={"ats": 8}, book_by_day={"a": 5}, day=6)
    found = limit_stakes([8, 8, 2], limits, market=["ats", "ats", "total"], book=["a", "b", "a"])
    # Market: 4, 4, 2. Book a has 6 and may have 5: 10/3, 4, 5/3. Day: 9 to 6, two thirds of each.
    np.testing.assert_allclose(found.stake, [20 / 9, 8 / 3, 10 / 9])
    np.testing.assert_allclose(found.cut["market"], [4, 4, 0])
    np.testing.assert_allclose(found.cut["book"], [2 / 3, 0, 1 / 3])
    np.testing.assert_allclose(found.cut["day"], [10 / 9, 4 / 3, 5 / 9])


def test_stakes_are_rounded_down_to_whole_steps_and_small_ones_fall_away() -> None:
    found = limit_stakes([0.3, 0.37, 0.19, 0.04], StakeLimits(step=0.1, smallest=0.2))
    np.testing.assert_allclose(found.stake, [0.3, 0.3, 0, 0])
    np.testing.assert_allclose(found.cut["step"], [0, 0.07, 0.09, 0.04], atol=1e-12)
    np.testing.assert_allclose(found.cut["smallest"], [0, 0, 0.1, 0])


def test_a_stake_of_exactly_the_smallest_is_placed() -> None:
    # 3 * .1 is a little more than .3 in floats.
    assert limit_stakes([0.3], StakeLimits(smallest=3 * 0.1)).stake.tolist() == [0.3]


@given(
    STAKES,
    st.floats(0, 20),
    st.floats(0, 60),
    st.sampled_from([0.0, 0.01, 0.25, 2.0]),
    st.floats(0, 3),
    st.randoms(),
)
def test_what_is_left_and_what_was_cut_sum_to_what_was_wanted(
    wanted: list[float], bet: float, day: float, step: float, smallest: float, random
) -> None:
    names = [random.choice("ab") for _ in wanted]
    limits = StakeLimits(
        bet=bet, market_by_day={"a": 10}, book_by_day={"b": 7}, day=day, step=step, smallest=smallest
    )
    found = limit_stakes(wanted, limits, market=names, book=names[::-1])
    np.testing.assert_allclose(found.stake + sum(found.cut.values()), wanted, atol=1e-9)
    assert all((cut >= -1e-12).all() for cut in found.cut.values())
    assert (found.stake <= min(bet, max(wanted)) + 1e-9).all()
    assert found.stake.sum() <= day + 1e-9
    assert ((found.stake == 0) | (found.stake >= smallest - 1e-6)).all()
    if step > 0:
        assert np.abs(found.stake / step - np.round(found.stake / step)).max() < 1e-6


@given(STAKES, st.floats(0, 100))
def test_sharing_out_keeps_proportions_and_never_adds(stakes: list[float], largest: float) -> None:
    start = np.array(stakes)
    shared = share_out(start, largest, np.zeros(len(start)))
    assert (shared <= start).all()
    assert shared.sum() <= max(largest, 0) + 1e-9
    np.testing.assert_allclose(shared * start.sum(), start * shared.sum(), atol=1e-9)


@pytest.mark.parametrize("bad", [-1.0, np.nan, np.inf])
def test_a_stake_that_is_none_is_refused(bad: float) -> None:
    with pytest.raises(BettingError, match=r"finite stakes of 0 or more, was .* in row 1"):
        limit_stakes([1.0, bad], StakeLimits())


def test_a_limit_below_zero_is_refused() -> None:
    with pytest.raises(BettingError, match="a limit 'day' of 0 or more, was -1"):
        StakeLimits(day=-1)
    with pytest.raises(BettingError, match="a limit 'points' of 0 or more, was -2"):
        StakeLimits(bet_by_market={"points": -2})


def test_a_limit_that_names_what_the_bets_do_not_is_refused() -> None:
    with pytest.raises(BettingError, match="the market of every bet, because a limit names one, was none"):
        limit_stakes([1.0], StakeLimits(bet_by_market={"ats": 1}))
    with pytest.raises(BettingError, match="the book of every bet"):
        limit_stakes([1.0], StakeLimits(book_by_day={"a": 1}))

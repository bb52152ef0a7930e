"""Bets placed together: held against every outcome enumerated, against a grid, and against laws."""

from itertools import product
from time import process_time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from busta.betting import simultaneous
from busta.betting.kelly import growth_of_bet, kelly_fraction
from busta.betting.simultaneous import MOST_AT_RISK, growth_of_day, simultaneous_kelly
from busta.betting.value import BettingError, expected_value
from tests.betting.days import days_of, exact_growth, exact_stakes

Day = tuple[np.ndarray, np.ndarray, np.ndarray]


def _walk_to_the_best_of_a_grid(p: list[float], price: list[float]) -> np.ndarray:
    # Every corner of a shrinking grid, every one of the eight outcomes: no calculus, no solver.
    centre, width = np.full(3, 0.2), 0.2
    for _ in range(40):
        shifts = np.array(list(product((-1.0, -0.5, 0.0, 0.5, 1.0), repeat=3))) * width
        tried = np.clip(centre + shifts, 0, 0.33)
        growth = np.zeros(len(tried))
        for won in product((True, False), repeat=3):
            chance = np.prod([q if w else 1 - q for q, w in zip(p, won, strict=True)])
            profit = np.array([d - 1 if w else -1.0 for d, w in zip(price, won, strict=True)])
            growth += chance * np.log(1 + tried @ profit)
        centre, width = tried[growth.argmax()], width * 0.7
    return centre


def test_three_bets_at_once_get_the_stakes_that_a_search_over_all_eight_outcomes_finds() -> None:
    p, price = [0.60, 0.55, 0.30], [2.0, 2.1, 4.0]
    searched = _walk_to_the_best_of_a_grid(p, price)
    found = simultaneous_kelly(p, price)
    np.testing.assert_allclose(found, searched, atol=2e-6)
    # Alone they would get .2, .155/1.1 and .2/3.
    assert (found < [0.2, 0.155 / 1.1, 0.2 / 3]).all()


def test_two_even_bets_of_sixty_per_cent_get_a_stake_known_in_closed_form() -> None:
    # Equal stakes f: .36 ln(1 + 2f) + .16 ln(1 - 2f) is largest where .36 (1 - 2f) = .16 (1 + 2f): f = 5/26.
    np.testing.assert_allclose(simultaneous_kelly([0.6, 0.6], [2.0, 2.0]), 5 / 26, atol=1e-6)


@given(days_of(1, 4), st.sampled_from([1.0, 0.05]), st.sampled_from([MOST_AT_RISK, 0.5, 0.1]))
@settings(max_examples=60)
def test_stakes_equal_the_optimum_over_all_outcomes_enumerated(
    day: Day, cap_bet: float, cap_day: float
) -> None:
    found = simultaneous_kelly(*day, cap_bet=cap_bet, cap_day=cap_day)
    best = exact_stakes(*day, cap_bet, cap_day)
    # The growth is flat near its top: stakes 1e-4 apart lose less than 1e-8 of it.
    assert exact_growth(found, *day) >= exact_growth(best, *day) - 1e-8
    np.testing.assert_allclose(found, best, atol=2e-4)


@given(days_of(1, 5), st.floats(0, 0.19))
def test_the_growth_of_a_day_is_the_sum_over_its_outcomes(day: Day, stake: float) -> None:
    stakes = np.full(len(day[0]), stake)
    assert growth_of_day(stakes, *day) == pytest.approx(exact_growth(stakes, *day), abs=1e-6)


def test_the_growth_of_one_bet_is_that_of_its_own_formula() -> None:
    assert growth_of_day([0.2], [0.6], [2.0], [0.1]) == pytest.approx(growth_of_bet(0.2, 0.6, 2.0, 0.1))
    assert growth_of_day([0.0, 0.0], [0.6, 0.6], [2.0, 2.0]) == pytest.approx(0, abs=1e-12)


@given(days_of(1, 12))
def test_no_edge_no_stake_and_any_edge_some_stake_while_the_day_has_room(day: Day) -> None:
    stakes, value = simultaneous_kelly(*day), expected_value(*day)
    assert (stakes[value <= 0] == 0).all()
    if stakes.sum() < 0.98:
        assert (stakes[value > 1e-3] > 0).all()


@given(days_of(1, 12))
def test_a_bet_among_others_never_gets_more_than_alone(day: Day) -> None:
    assert (simultaneous_kelly(*day) <= kelly_fraction(day[0], day[1]) + 1e-5).all()


@given(days_of(1, 12), st.floats(0.001, 1), st.floats(0.001, 2))
def test_stakes_never_exceed_their_caps(day: Day, cap_bet: float, cap_day: float) -> None:
    stakes = simultaneous_kelly(*day, cap_bet=cap_bet, cap_day=cap_day)
    assert (stakes <= cap_bet).all()
    assert stakes.sum() <= min(cap_day, MOST_AT_RISK)


@given(days_of(2, 8), st.integers(0, 2**32 - 1), st.floats(0.001, 0.1))
def test_no_stakes_nearby_grow_faster(day: Day, seed: int, size: float) -> None:
    best = simultaneous_kelly(*day)
    shift = np.random.default_rng(seed).normal(0, size, len(best))
    other = np.clip(best + shift, 0, None)
    other *= min(1.0, 0.98 / max(other.sum(), 1e-9))
    assert growth_of_day(best, *day) >= growth_of_day(other, *day) - 1e-7


@given(st.lists(days_of(1, 4), min_size=2, max_size=5), st.randoms())
def test_days_are_solved_each_for_itself_in_any_order_of_rows(days: list[Day], random) -> None:
    alone = np.concatenate([simultaneous_kelly(*day, cap_day=0.3) for day in days])
    p, price, push = (np.concatenate(parts) for parts in zip(*days, strict=True))
    day = np.repeat(np.arange(len(days)), [len(one[0]) for one in days])
    order = np.array(random.sample(range(len(p)), len(p)))
    together = simultaneous_kelly(p[order], price[order], push[order], day[order], cap_day=0.3)
    np.testing.assert_allclose(together, alone[order], atol=1e-6)


def test_days_too_many_for_one_array_are_solved_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    day, price = np.repeat(np.arange(40), 5), np.full(200, 1.95)
    p = rng.uniform(0.45, 0.65, 200)
    whole = simultaneous_kelly(p, price, day=day)
    monkeypatch.setattr(simultaneous, "_CHUNK", 500)
    np.testing.assert_allclose(simultaneous_kelly(p, price, day=day), whole, atol=1e-6)


def test_a_hundred_bets_at_once_keep_within_the_bankroll_and_leave_no_slope_unequal() -> None:
    # Too many for 3^100 outcomes: at the optimum equal bets have equal stakes, and the day's cap is used up.
    stakes = simultaneous_kelly(np.full(100, 0.58), np.full(100, 2.0))
    assert stakes.sum() == pytest.approx(MOST_AT_RISK, abs=1e-6)
    assert np.ptp(stakes) < 1e-9


def test_what_cannot_lose_takes_all_that_a_day_may_risk() -> None:
    np.testing.assert_allclose(simultaneous_kelly([1.0], [2.0]), [MOST_AT_RISK], atol=1e-6)


def test_a_long_shot_gets_its_small_stake() -> None:
    # (.001 * 1500 - 1) / 1499
    np.testing.assert_allclose(simultaneous_kelly([0.001], [1500.0]), [0.5 / 1499], atol=1e-6)


def test_no_bets_get_no_stakes() -> None:
    assert simultaneous_kelly([], []).tolist() == []
    assert simultaneous_kelly([0.4, 0.5], [2.0, 2.0]).tolist() == [0, 0]


def test_ten_thousand_bets_on_a_thousand_days_take_less_than_a_millisecond_a_day() -> None:
    rng = np.random.default_rng(1)
    day = np.sort(rng.integers(0, 1000, 10_000))
    price = np.full(len(day), 1 + 10 / 11)
    p = 1 / price + rng.exponential(0.03, len(day))
    start = process_time()
    simultaneous_kelly(p, price, 0.02, day, cap_bet=0.08)
    assert process_time() - start < 1.0


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"cap_bet": 0.0}, r"a cap per bet in \(0, 1\] and a cap per day above 0, was 0 and 0.99"),
        ({"cap_day": -1.0}, "was 1 and -1"),
        ({"price": [2.0, np.nan]}, "a price and a push in every row, was missing in row 1"),
        ({"probability": [1.2, 0.5]}, r"a probability in \[0, 1\], was 1.2"),
        ({"price": [2.0, 1.0]}, "price greater than 1, was 1"),
    ],
)
def test_what_is_no_day_of_bets_is_refused(changed: dict[str, object], message: str) -> None:
    arguments = {"probability": [0.6, 0.6], "price": [2.0, 2.0], **changed}
    with pytest.raises(BettingError, match=message):
        simultaneous_kelly(**arguments)


def test_more_than_the_bankroll_has_no_growth() -> None:
    with pytest.raises(BettingError, match=r"less than the bankroll, was 1\.2 of it"):
        growth_of_day([0.6, 0.6], [0.6, 0.6], [2.0, 2.0])


def test_a_search_that_does_not_end_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simultaneous, "_STEPS", 2)
    with pytest.raises(BettingError, match="the best stakes within 2 steps, the slope was still off by"):
        simultaneous_kelly([0.6], [2.0])


@pytest.mark.parametrize("certain", [0.999, 0.99999, 1.0])
@pytest.mark.parametrize(("cap_bet", "cap_day"), [(0.2, 0.5), (1.0, 0.99), (0.05, 0.25)])
def test_bets_as_good_as_certain_are_staked_up_to_the_caps(
    certain: float, cap_bet: float, cap_day: float
) -> None:
    p = np.array([0.52, 0.53, *[certain] * 6])
    stakes = simultaneous_kelly(p, np.full(8, 1.85), cap_bet=cap_bet, cap_day=cap_day)
    assert stakes.sum() == pytest.approx(cap_day, abs=1e-3)
    assert stakes[:2] == pytest.approx([0, 0], abs=1e-3)
    assert stakes.max() <= cap_bet


def test_a_day_of_doubtful_and_certain_bets_comes_to_an_end() -> None:
    p = np.array([0.5205, 0.5308, 0.5226, 0.99999315, 0.99999781, 0.99999874, 0.99999755])
    price = np.array([1.971, 1.971, 1.962, 1.833, 1.833, 1.833, 1.833])
    stakes = simultaneous_kelly(p, price, np.r_[np.full(3, 0.0225), np.zeros(4)], cap_bet=0.2, cap_day=0.5)
    assert stakes[3:].sum() == pytest.approx(0.5, abs=1e-3)

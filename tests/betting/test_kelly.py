"""The Kelly stake of one bet: numbers worked out by hand, and the limits of its shrinkage."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import beta

from busta.betting.kelly import (
    checked_shares,
    growth_of_bet,
    kelly_fraction,
    shrunk_probability,
    uncertainty_shrinkage,
)
from busta.betting.value import BettingError, break_even_probability

PROBABILITIES = st.floats(0, 1)
PRICES = st.floats(1.01, 50)


def test_sixty_per_cent_at_evens_is_worth_a_fifth_of_the_bankroll() -> None:
    assert kelly_fraction(0.6, 2.0) == pytest.approx(0.2)


def test_fifty_five_per_cent_at_minus_110_is_worth_five_and_a_half_per_cent() -> None:
    # (10/11 * .55 - .45) / (10/11) = .055
    assert kelly_fraction(0.55, 1 + 10 / 11) == pytest.approx(0.055)


@given(PROBABILITIES, PRICES)
def test_without_an_edge_nothing_is_staked(p: float, price: float) -> None:
    stake = kelly_fraction(p, price)
    assert (stake > 0) == (p * price > 1)
    assert 0 <= stake <= 1


@given(st.floats(0.05, 0.95), st.floats(1.05, 10), st.floats(0, 0.5))
def test_no_other_stake_grows_faster_pushed_or_not(p: float, price: float, push: float) -> None:
    best = kelly_fraction(p, price)
    others = np.linspace(0, 0.99, 100)
    assert (growth_of_bet(best, p, price, push) >= growth_of_bet(others, p, price, push) - 1e-12).all()


def test_the_growth_of_a_fifth_at_sixty_per_cent_is_the_entropy_it_saves() -> None:
    # .6 ln 1.2 + .4 ln .8 = ln 2 - H(.6); a push in a tenth of the cases leaves nine tenths of it.
    growth = np.log(2) + 0.6 * np.log(0.6) + 0.4 * np.log(0.4)
    assert growth_of_bet(0.2, 0.6, 2.0) == pytest.approx(growth)
    assert growth_of_bet(0.2, 0.6, 2.0, 0.1) == pytest.approx(0.9 * growth)


def test_an_error_as_large_as_the_edge_halves_the_stake() -> None:
    # Edge .6 - .5 = .1.
    assert uncertainty_shrinkage(0.6, 2.0, 0.1) == pytest.approx(0.5)
    assert kelly_fraction(shrunk_probability(0.6, 2.0, 0.1), 2.0) == pytest.approx(0.1)


@given(st.floats(0.05, 0.95), PRICES, st.floats(0, 0.5))
def test_the_factor_is_the_published_formula(p: float, price: float, error: float) -> None:
    b = price - 1
    kelly = ((b + 1) * p - 1) / b
    noise = ((b + 1) / b) ** 2 * error**2
    if kelly**2 + noise > 1e-20:
        found = uncertainty_shrinkage(p, price, error)
        assert found == pytest.approx(kelly**2 / (kelly**2 + noise), abs=1e-9)


@given(PROBABILITIES, PRICES)
def test_without_error_the_stake_is_the_kelly_stake(p: float, price: float) -> None:
    assert uncertainty_shrinkage(p, price, 0.0) == 1
    assert shrunk_probability(p, price, 0.0) == p


@given(PROBABILITIES, PRICES, st.floats(0, 0.5), st.floats(0, 0.5))
def test_a_larger_error_never_gives_a_larger_stake_nor_a_negative_one(
    p: float, price: float, one: float, other: float
) -> None:
    stakes = kelly_fraction(shrunk_probability(p, price, [min(one, other), max(one, other)]), price)
    assert 0 <= stakes[1] <= stakes[0] + 1e-12
    assert stakes[0] <= kelly_fraction(p, price) + 1e-12


def test_an_error_without_bound_leaves_no_stake() -> None:
    assert uncertainty_shrinkage(0.6, 2.0, 1e6) == pytest.approx(0, abs=1e-12)


@given(PROBABILITIES, PRICES, st.floats(0, 1))
def test_a_shrunk_probability_lies_between_break_even_and_the_estimate(
    p: float, price: float, error: float
) -> None:
    fair, shrunk = break_even_probability(price), shrunk_probability(p, price, error)
    assert min(p, fair) - 1e-12 <= shrunk <= max(p, fair) + 1e-12


def test_the_formula_is_near_the_best_multiple_over_a_beta_distribution_of_estimates() -> None:
    # Equation 2 of the source: estimates Q of a true p, stakes k f*(Q), negative ones allowed.
    p, price, error = 0.6, 2.0, 0.03
    size = p * (1 - p) / error**2 - 1
    grid = np.linspace(0.4, 0.8, 4001)
    weight = beta.pdf(grid, p * size, (1 - p) * size)
    stakes = (price * grid - 1) / (price - 1)

    def loss(k: float) -> float:
        growth = p * np.log1p((price - 1) * k * stakes) + (1 - p) * np.log1p(-k * stakes)
        return float(-(weight @ growth) / weight.sum())

    best = minimize_scalar(loss, bounds=(0, 1), method="bounded").x
    assert uncertainty_shrinkage(p, price, error) == pytest.approx(best, abs=0.01)


def test_a_negative_error_is_refused() -> None:
    with pytest.raises(BettingError, match=r"standard errors of 0 or more, the smallest was -0\.1"):
        uncertainty_shrinkage([0.6, 0.6], 2.0, [0.1, -0.1])


@pytest.mark.parametrize("bad", [-0.1, 1.0, np.nan])
def test_a_share_of_the_whole_bankroll_is_refused(bad: float) -> None:
    with pytest.raises(BettingError, match=r"a share of the bankroll in \[0, 1\), was"):
        checked_shares([0.1, bad])

"""What a bet is worth: numbers worked out by hand, and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.betting.value import (
    BettingError,
    break_even_probability,
    checked_prices,
    checked_probabilities,
    expected_value,
    probability_edge,
)
from busta.odds.prices import american_to_decimal, decimal_to_probability

PROBABILITIES = st.floats(0, 1)
PRICES = st.floats(1.001, 100)


def test_a_coin_at_minus_110_loses_a_twenty_second_of_the_stake() -> None:
    # .5 * 100/110 - .5 = -1/22
    assert expected_value([0.5], american_to_decimal([-110]))[0] == pytest.approx(-1 / 22)


def test_a_push_returns_the_stake_so_it_scales_the_value_towards_zero() -> None:
    # .6 at evens is worth .2; in a tenth of the cases nothing happens.
    assert expected_value(0.6, 2.0, 0.1) == pytest.approx(0.18)


@given(PROBABILITIES, PRICES, PROBABILITIES)
def test_the_expected_value_is_the_mean_of_the_three_outcomes(p: float, price: float, push: float) -> None:
    outcomes = (1 - push) * p * (price - 1) + push * 0 - (1 - push) * (1 - p)
    assert expected_value(p, price, push) == pytest.approx(outcomes, abs=1e-9)


def test_minus_110_breaks_even_at_eleven_wins_in_twenty_one() -> None:
    assert break_even_probability(american_to_decimal([-110]))[0] == pytest.approx(11 / 21)


@given(PRICES)
def test_the_break_even_probability_is_the_implied_probability_of_the_price(price: float) -> None:
    assert break_even_probability(price) == decimal_to_probability(price)


@given(PRICES, st.floats(0, 0.9))
def test_at_the_break_even_probability_a_bet_is_worth_nothing(price: float, push: float) -> None:
    assert expected_value(break_even_probability(price), price, push) == pytest.approx(0, abs=1e-12)


@given(PROBABILITIES, PRICES)
def test_edge_and_value_have_one_sign(p: float, price: float) -> None:
    edge, value = probability_edge(p, price), expected_value(p, price)
    assert edge * price == pytest.approx(value, abs=1e-9)


@given(st.floats(0.01, 0.99))
def test_at_the_fair_price_a_bet_is_worth_nothing(p: float) -> None:
    assert expected_value(p, 1 / p) == pytest.approx(0, abs=1e-12)


def test_missing_numbers_stay_missing() -> None:
    values = expected_value([np.nan, 0.5, 0.5, 0.5], [2, np.nan, 2, 2], [0, 0, np.nan, 0])
    assert np.isnan(values).tolist() == [True, True, True, False]


@pytest.mark.parametrize("bad", [-0.01, 1.01, np.inf])
def test_a_probability_outside_zero_to_one_is_refused(bad: float) -> None:
    with pytest.raises(BettingError, match=r"expected a probability in \[0, 1\], was .* in row 1"):
        checked_probabilities([0.5, bad])
    with pytest.raises(BettingError, match="expected a probability of a push"):
        expected_value(0.5, 2.0, bad)


@pytest.mark.parametrize("bad", [1.0, 0.5, -110, np.inf])
def test_a_price_of_one_or_less_is_refused(bad: float) -> None:
    with pytest.raises(BettingError, match="expected a finite decimal price greater than 1, was"):
        checked_prices([[2.0], [bad]])

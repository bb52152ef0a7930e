"""Margin removal: laws for every method, and numbers worked out by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.odds.margin import METHODS, MarginError, overround, remove_margin
from busta.odds.prices import PriceError, decimal_to_probability

PRICES = st.tuples(st.floats(0.02, 0.98), st.floats(0.995, 1.15)).map(
    # A fair probability and an overround, laid on both sides alike, give the two prices of a market.
    lambda drawn: (1 / min(drawn[0] * drawn[1], 0.999), 1 / min((1 - drawn[0]) * drawn[1], 0.999))
)
every_method = pytest.mark.parametrize("method", METHODS)


def test_the_overround_of_minus_110_on_both_sides_is_a_margin_of_4_8_per_cent() -> None:
    assert overround([1 + 100 / 110], [1 + 100 / 110])[0] == pytest.approx(220 / 210)


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        # Implied .8 and .25: R = 1.05.
        ("multiplicative", 0.8 / 1.05),
        ("additive", 0.775),
        ("shin", 0.775),
        # logit p = (ln 4 - ln(1/3)) / 2 = ln(sqrt 12)
        ("odds_ratio", np.sqrt(12) / (1 + np.sqrt(12))),
    ],
)
def test_prices_of_1_25_and_4_give_the_probability_of_the_formula(method: str, expected: float) -> None:
    assert remove_margin([1.25], [4.0], method)[0] == pytest.approx(expected, abs=1e-12)


def test_the_power_method_finds_the_exponent_that_sums_to_one() -> None:
    # .75^k + .5^k = 1 has the root k = 1.5072; its powers are .64821 and .35179.
    probability = remove_margin([1 / 0.75], [2.0], "power")[0]
    exponent = np.log(probability) / np.log(0.75)
    assert 0.75**exponent + 0.5**exponent == pytest.approx(1, abs=1e-12)
    assert remove_margin([2.0], [1 / 0.75], "power")[0] == pytest.approx(1 - probability)


@every_method
@given(PRICES)
def test_the_probabilities_of_both_sides_sum_to_one(method: str, prices: tuple[float, float]) -> None:
    over, under = prices
    both = remove_margin([over], [under], method) + remove_margin([under], [over], method)
    assert both[0] == pytest.approx(1, abs=1e-9)


@every_method
@given(PRICES)
def test_probabilities_lie_between_zero_and_one(method: str, prices: tuple[float, float]) -> None:
    probability = remove_margin([prices[0]], [prices[1]], method)[0]
    assert 0 < probability < 1


@every_method
@given(st.floats(0.02, 0.98))
def test_a_market_without_margin_is_left_as_it_is(method: str, probability: float) -> None:
    fair = remove_margin([1 / probability], [1 / (1 - probability)], method)[0]
    assert fair == pytest.approx(probability, abs=1e-9)


@every_method
def test_equal_prices_are_a_coin(method: str) -> None:
    assert remove_margin([1.9], [1.9], method)[0] == pytest.approx(0.5)


@every_method
@given(PRICES)
def test_the_shorter_price_is_the_likelier_side(method: str, prices: tuple[float, float]) -> None:
    over, under = prices
    probability = remove_margin([over], [under], method)[0]
    assert (probability >= 0.5 - 1e-12) if over <= under else (probability <= 0.5 + 1e-12)


@given(PRICES)
def test_with_two_sides_shin_and_additive_are_the_same(prices: tuple[float, float]) -> None:
    over, under = decimal_to_probability([prices[0]]), decimal_to_probability([prices[1]])
    assert METHODS["shin"](over, under)[0] == pytest.approx(METHODS["additive"](over, under)[0], abs=1e-9)


@every_method
def test_a_missing_price_gives_no_probability(method: str) -> None:
    assert np.isnan(remove_margin([np.nan, 1.9], [2.0, 1.9], method)).tolist() == [True, False]


def test_an_unknown_method_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(MarginError, match=r"expected one of multiplicative, .* was 'guess'"):
        remove_margin([1.9], [1.9], "guess")


def test_an_impossible_price_is_an_error() -> None:
    with pytest.raises(PriceError):
        remove_margin([1.0], [1.9], "power")

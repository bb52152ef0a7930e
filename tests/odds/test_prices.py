"""Price formats against numbers worked out by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.odds.prices import (
    PriceError,
    american_to_decimal,
    decimal_to_american,
    decimal_to_probability,
    parse_american,
)

AMERICAN = st.one_of(st.floats(100, 100_000), st.floats(-100_000, -100))


@pytest.mark.parametrize(
    ("american", "decimal"),
    [(100, 2.0), (-100, 2.0), (150, 2.5), (-110, 1 + 100 / 110), (-400, 1.25), (900, 10.0)],
)
def test_american_odds_pay_what_they_say(american: float, decimal: float) -> None:
    assert american_to_decimal([american])[0] == pytest.approx(decimal)


def test_decimal_odds_go_back_to_american_odds() -> None:
    assert decimal_to_american([2.0, 2.5, 1.25]) == pytest.approx([100, 150, -400])


def test_the_implied_probability_is_one_over_the_decimal_price() -> None:
    assert decimal_to_probability(american_to_decimal([-150, 130])) == pytest.approx([0.6, 100 / 230])
    assert decimal_to_probability([4.0]) == pytest.approx([0.25])


def test_a_missing_price_stays_missing() -> None:
    assert np.isnan(american_to_decimal([np.nan])[0])
    assert np.isnan(decimal_to_probability([np.nan])[0])


@pytest.mark.parametrize("odds", [99.9, -7.5, 8, 0])
def test_american_odds_between_minus_and_plus_one_hundred_are_an_error(odds: float) -> None:
    with pytest.raises(
        PriceError, match=f"expected American odds of at most -100 or at least 100, was {odds:g}"
    ):
        american_to_decimal([-110, odds])


@pytest.mark.parametrize("odds", [1.0, 0.5, -2.0])
def test_decimal_odds_of_one_or_less_are_an_error(odds: float) -> None:
    with pytest.raises(PriceError, match="expected decimal odds greater than 1"):
        decimal_to_probability([odds])


@given(st.lists(AMERICAN, min_size=1))
def test_american_odds_survive_the_way_there_and_back(american: list[float]) -> None:
    back = decimal_to_american(american_to_decimal(american))
    # -100 and +100 are the same price, and the way back says +100.
    expected = [100.0 if odds == -100 else odds for odds in american]
    assert np.abs(back) == pytest.approx(np.abs(expected), rel=1e-6)


@given(AMERICAN, AMERICAN)
def test_a_better_price_means_a_smaller_probability(one: float, other: float) -> None:
    decimal = american_to_decimal([one, other])
    probability = decimal_to_probability(decimal)
    assert (decimal[0] >= decimal[1]) == (probability[0] <= probability[1])


def test_text_of_prices_is_read_with_signs_and_no_break_spaces() -> None:
    parsed = parse_american(pd.Series(["+145\xa0", "-110", " 120 ", "-270.0"]))
    assert parsed.american.tolist() == [145, -110, 120, -270]
    assert not parsed.is_refused.any()


def test_signs_for_no_price_are_neither_a_price_nor_an_error() -> None:
    parsed = parse_american(pd.Series(["NL", "nl", "-", "–", "", None]))
    assert parsed.american.isna().all()
    assert not parsed.is_refused.any()


@pytest.mark.parametrize("text", ["197.5u10", ".5ev", "-7.5", "8", "99", "inf", "pk"])
def test_text_that_is_no_price_is_refused(text: str) -> None:
    parsed = parse_american(pd.Series([text]))
    assert parsed.american.isna().all()
    assert parsed.is_refused.all()


def test_columns_that_hold_numbers_already_are_read_alike() -> None:
    parsed = parse_american(pd.Series([-110.0, None, 8.0]))
    assert parsed.american.tolist()[0] == -110
    assert parsed.is_refused.tolist() == [False, False, True]

"""Bootstrap by day."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.evaluation.bootstrap import (
    BootstrapRules,
    DayDraws,
    EvaluationError,
    draw_days,
    mean_estimate,
    paired_difference,
    ratio_estimate,
    safe_ratio,
)

RULES = BootstrapRules(draws=400, seed=7, level=0.95)
DAYS = np.repeat(np.arange(100), 5)


def test_a_day_is_drawn_as_a_whole() -> None:
    draws = DayDraws(np.array([[2.0, 0.0], [1.0, 1.0]]), np.array([0, 0, 1]), 0.95)
    assert draws.sums(np.array([[1.0], [2.0], [10.0]])).tolist() == [[6.0], [13.0]]
    assert draws.row_weights(0, 1).tolist() == [[2.0, 2.0, 0.0]]


def test_every_draw_has_as_many_days_as_there_are() -> None:
    draws = draw_days(DAYS, RULES)
    assert draws.weights.shape == (400, 100)
    assert (draws.weights.sum(axis=1) == 100).all()


def test_the_same_seed_draws_the_same_days() -> None:
    assert (draw_days(DAYS, RULES).weights == draw_days(DAYS, RULES).weights).all()


def test_a_mean_carries_its_interval_and_its_rows() -> None:
    values = np.random.default_rng(1).normal(3.0, 1.0, 500)
    found = mean_estimate(values, draw_days(DAYS, RULES))
    assert found.value == pytest.approx(values.mean())
    assert found.n == 500
    # 1.96 standard errors of the mean of 100 days, on both sides
    by_day = values.reshape(100, 5).mean(axis=1)
    assert found.high - found.low == pytest.approx(2 * 1.96 * by_day.std() / np.sqrt(100), rel=0.1)


def test_rows_that_share_their_day_widen_the_interval() -> None:
    shared = np.repeat(np.random.default_rng(1).normal(0, 1, 100), 5)
    found = mean_estimate(shared, draw_days(DAYS, RULES))
    # as 100 rows, not 500
    assert found.high - found.low == pytest.approx(4 * shared.std() / np.sqrt(100), rel=0.15)


def test_about_nineteen_in_twenty_intervals_cover_the_truth() -> None:
    generator = np.random.default_rng(11)
    draws = draw_days(DAYS, BootstrapRules(200, 3, 0.95))
    samples = (mean_estimate(generator.normal(0, 1, 500), draws) for _ in range(300))
    covered = np.mean([found.low <= 0 <= found.high for found in samples])
    assert 0.90 <= covered <= 0.985


def test_a_paired_difference_does_not_see_what_both_share() -> None:
    generator = np.random.default_rng(1)
    common, small = generator.normal(0, 10, 500), generator.normal(0, 0.01, 500)
    found = paired_difference(common + 0.5 + small, common, draw_days(DAYS, RULES))
    assert found.low > 0.49
    assert found.high < 0.51


@given(st.floats(-5, 5))
def test_a_constant_has_an_interval_of_no_width(value: float) -> None:
    found = mean_estimate(np.full(500, value), draw_days(DAYS, RULES))
    assert (found.low, found.high) == pytest.approx((value, value))


def test_a_ratio_is_of_sums_not_of_rows() -> None:
    found = ratio_estimate([1.0, 2.0, 3.0, 4.0], [2.0, 2.0, 2.0, 2.0], draw_days([1, 1, 2, 2], RULES))
    assert found.value == pytest.approx(10 / 8)


def test_a_ratio_over_nothing_does_not_exist() -> None:
    found = ratio_estimate(np.zeros(500), np.zeros(500), draw_days(DAYS, RULES))
    assert np.isnan([found.value, found.low, found.high]).all()
    assert np.isnan(safe_ratio(np.array([1.0]), np.array([0.0]))[0])


def test_a_number_that_exists_in_few_draws_has_no_interval() -> None:
    draws = draw_days(DAYS, RULES)
    halves = np.where(np.arange(400) % 2 == 0, 1.0, np.nan)
    assert np.isnan(draws.estimate(1.0, halves).low)
    assert draws.estimate(1.0, np.ones(400)).low == 1.0


@pytest.mark.parametrize(
    ("days", "rules", "sentence"),
    [
        ([], RULES, "at least one row"),
        ([1.0, np.nan], RULES, "day in every row, was missing in 1"),
        ([1, 2], BootstrapRules(99, 1, 0.95), "at least 100 draws"),
        ([1, 2], BootstrapRules(100, 1, 1.0), "level inside"),
    ],
)
def test_draws_that_make_no_sense_are_refused(
    days: list[float], rules: BootstrapRules, sentence: str
) -> None:
    with pytest.raises(EvaluationError, match=sentence):
        draw_days(days, rules)


@pytest.mark.parametrize(("values", "sentence"), [([1.0], "500 values"), ([np.inf] * 500, "finite value")])
def test_values_that_do_not_fit_are_refused(values: list[float], sentence: str) -> None:
    with pytest.raises(EvaluationError, match=sentence):
        mean_estimate(values, draw_days(DAYS, RULES))

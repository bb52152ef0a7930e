"""Regressions with errors clustered by day, worked out by hand."""

import numpy as np
import pytest
from scipy.stats import t as student

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.clustered import least_squares, logistic, mean_by_day

DAYS = np.array(["a", "a", "b", "b", "c", "c"])


def test_the_error_of_a_mean_counts_days_not_games() -> None:
    values = np.array([1.0, 1.0, 2.0, 2.0, 6.0, 6.0])
    found = mean_by_day(values, DAYS, level=0.9)
    # Mean 3, sums of residuals by day -4, -2, 6: (16 + 4 + 36) / 36; times 3/2 for three days.
    error = np.sqrt(56 / 36 * 1.5)
    assert (found.estimate, found.n, found.days) == (pytest.approx(3), 6, 3)
    assert found.high - found.estimate == pytest.approx(student.ppf(0.95, 2) * error)
    assert found.p_value == pytest.approx(2 * student.sf(3 / error, 2))


def test_a_mean_is_a_regression_on_a_constant() -> None:
    values = np.random.default_rng(4).normal(size=60)
    day = np.arange(60) // 7
    fitted = least_squares(values, {"mean": np.ones(60)}, day).test("mean", 0.95, expected=0.1)
    mean = mean_by_day(values, day, 0.95, expected=0.1)
    for name in ("estimate", "low", "high", "p_value"):
        assert getattr(mean, name) == pytest.approx(getattr(fitted, name), abs=1e-12)


def test_games_that_err_alike_within_a_day_say_less_than_as_many_that_do_not() -> None:
    values = np.repeat([0.0, 1.0, 0.0, 2.0, 0.0, 3.0], 10)
    together = mean_by_day(values, np.repeat(np.arange(6), 10), 0.95)
    apart = mean_by_day(values, np.arange(60), 0.95)
    assert together.estimate == apart.estimate
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_line_is_found_and_the_hypothesis_of_its_truth_not_refused() -> None:
    rng = np.random.default_rng(1)
    x = rng.normal(size=4000)
    day = np.arange(4000) // 8
    y = 2 + 0.5 * x + rng.normal(size=4000)
    fit = least_squares(y, {"intercept": np.ones(4000), "slope": x}, day)
    assert fit.test("slope", 0.95, expected=0.5).p_value > 0.05
    assert fit.test("slope", 0.95).p_value < 1e-10
    assert fit.joint_test({"intercept": 2.0, "slope": 0.5}).p_value > 0.05
    assert fit.joint_test({"intercept": 2.0, "slope": 1.0}).p_value < 1e-10


def test_a_joint_test_of_one_coefficient_is_the_square_of_its_own() -> None:
    fit = least_squares([1.0, 2.0, 4.0, 3.0, 7.0, 5.0], {"one": np.ones(6), "x": np.arange(6.0)}, DAYS)
    single, joint = fit.test("x", 0.95, expected=0.3), fit.joint_test({"x": 0.3})
    assert joint.p_value == pytest.approx(single.p_value)
    assert (joint.expected, np.isnan(joint.low)) == (1.0, True)


def test_log_odds_are_found() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(size=6000)
    won = rng.random(6000) < 1 / (1 + np.exp(-(0.2 + 0.8 * x)))
    fit = logistic(won, {"intercept": np.ones(6000), "x": x}, np.arange(6000) // 10)
    for name, truth in (("intercept", 0.2), ("x", 0.8)):
        tested = fit.test(name, 0.99)
        assert tested.low < truth < tested.high


def test_p_values_of_a_true_hypothesis_are_spread_evenly() -> None:
    rng = np.random.default_rng(3)
    day = np.arange(200) // 5
    p_values = [mean_by_day(rng.normal(size=200), day, 0.95).p_value for _ in range(300)]
    assert np.mean(np.array(p_values) < 0.1) == pytest.approx(0.1, abs=0.05)


@pytest.mark.parametrize(
    ("values", "day", "told"),
    [
        ([1.0, np.nan], ["a", "b"], "missing or infinite in 1"),
        ([1.0, 2.0], ["a", "a"], "at least two days, was 1"),
        ([], [], "at least two days, was 0"),
    ],
)
def test_what_cannot_be_tested_is_refused(values: list[float], day: list[str], told: str) -> None:
    with pytest.raises(EvaluationError, match=told):
        mean_by_day(values, day, 0.95)

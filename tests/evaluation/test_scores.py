"""Scores by hand, against scikit-learn, and what they refuse."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn import metrics

from busta.evaluation import scores
from busta.evaluation.bootstrap import EvaluationError
from tests.forecasts import forecasts

P = [0.8, 0.6, 0.5, 0.3]
Y = [1, 0, 1, 0]
every = pytest.mark.parametrize(
    "score",
    [
        scores.log_loss,
        scores.brier_score,
        scores.accuracy,
        scores.precision,
        scores.recall,
        scores.area_under_curve,
        scores.calibration_line,
    ],
)


def test_the_brier_score_is_the_mean_squared_error() -> None:
    assert scores.brier_score(P, Y) == pytest.approx((0.04 + 0.36 + 0.25 + 0.09) / 4)


def test_the_log_loss_is_minus_the_log_of_what_was_given_to_the_truth() -> None:
    assert scores.log_loss(P, Y) == pytest.approx(-np.log(0.8 * 0.4 * 0.5 * 0.7) / 4)


def test_a_coin_costs_log_two_and_a_quarter() -> None:
    assert scores.log_loss([0.5] * 4, Y) == pytest.approx(np.log(2))
    assert scores.brier_score([0.5] * 4, Y) == 0.25


def test_a_forecast_of_one_half_is_half_right() -> None:
    # right, wrong, half, right
    assert scores.accuracy(P, Y) == pytest.approx(2.5 / 4)


def test_precision_and_recall_count_calls_and_overs() -> None:
    assert scores.precision(P, Y) == pytest.approx(1 / 2)
    assert scores.recall(P, Y) == pytest.approx(1 / 2)


def test_what_was_never_called_has_no_precision() -> None:
    assert np.isnan(scores.precision([0.2, 0.3], [0, 1]))
    assert np.isnan(scores.recall([0.2, 0.3], [0, 0]))


def test_the_area_is_the_share_of_pairs_in_order() -> None:
    # pairs of an over (.8, .5) with an under (.6, .3): three of four in order
    assert scores.area_under_curve(P, Y) == pytest.approx(3 / 4)


def test_equal_forecasts_order_half_of_the_pairs() -> None:
    assert scores.area_under_curve([0.5] * 4, Y) == 0.5


def test_a_certain_error_costs_infinitely_much() -> None:
    assert scores.log_loss([0.0, 0.5], [1, 1]) == np.inf


@given(st.integers(0, 10_000))
def test_scores_agree_with_scikit_learn(seed: int) -> None:
    generator = np.random.default_rng(seed)
    p = generator.uniform(0.01, 0.99, 40).round(2)
    y = np.r_[0, 1, generator.random(38) < p[2:]].astype(int)
    assert scores.log_loss(p, y) == pytest.approx(metrics.log_loss(y, p))
    assert scores.brier_score(p, y) == pytest.approx(metrics.brier_score_loss(y, p))
    assert scores.area_under_curve(p, y) == pytest.approx(metrics.roc_auc_score(y, p))
    assert scores.recall(p, y) == pytest.approx(metrics.recall_score(y, p > 0.5))


def test_the_calibration_line_of_honest_forecasts_is_the_diagonal() -> None:
    rows = forecasts(days=250)
    line = scores.calibration_line(rows["probability_over"], rows["outcome"])
    assert (line.slope, line.intercept) == pytest.approx((1.0, 0.0), abs=0.06)


def test_the_calibration_slope_of_bold_forecasts_is_under_one() -> None:
    rows = forecasts(slope=0.5, days=250)
    assert scores.calibration_line(rows["probability_over"], rows["outcome"]).slope == pytest.approx(
        0.5, abs=0.04
    )


@every
@pytest.mark.parametrize(
    ("probability", "outcome", "sentence"),
    [
        ([0.5, 1.1], [0, 1], r"in \[0, 1\], was 1.1 in the first of 1 rows"),
        ([0.5, -0.1], [0, 1], r"in \[0, 1\], was -0.1"),
        ([0.5, np.nan], [0, 1], r"in \[0, 1\], was nan"),
        ([0.5, 0.6], [0, 0.5], r"to be 0 or 1, was 0.5"),
        ([0.5, 0.6], [0, np.nan], r"to be 0 or 1, was nan"),
        ([0.5, 0.6], [0], "2 outcomes"),
        ([], [], "at least one forecast"),
    ],
)
def test_a_score_refuses_what_it_is_not_made_for(
    score: Callable[..., object], probability: list[float], outcome: list[float], sentence: str
) -> None:
    with pytest.raises(EvaluationError, match=sentence):
        score(probability, outcome)


def test_one_outcome_has_no_area() -> None:
    with pytest.raises(
        EvaluationError, match="Expected both outcomes for an area under the curve, was only 1"
    ):
        scores.area_under_curve([0.4, 0.6], [1, 1])


@pytest.mark.parametrize(
    ("probability", "outcome", "sentence"),
    [
        ([0.5, 0.5], [0, 1], "different forecasts"),
        ([0.4, 1.0], [0, 1], r"inside \(0, 1\)"),
        ([0.2, 0.3, 0.7], [0, 0, 1], "separate the outcomes"),
    ],
)
def test_some_forecasts_have_no_calibration_line(
    probability: list[float], outcome: list[float], sentence: str
) -> None:
    with pytest.raises(EvaluationError, match=sentence):
        scores.calibration_line(probability, outcome)

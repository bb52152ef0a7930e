"""Logistic regression by Newton steps."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from busta.probability.logistic import fit_logistic
from busta.probability.logits import ProbabilityError

ONES = np.ones(8)
OUTCOME = np.array([1.0, 1, 1, 1, 1, 1, 0, 0])


def test_an_intercept_alone_is_the_log_odds_of_the_base_rate() -> None:
    assert fit_logistic(ONES[:, None], OUTCOME)[0] == pytest.approx(np.log(3))


def test_a_row_of_weight_two_is_two_rows() -> None:
    x = np.array([-1.0, 0.5, 0.2, 2.0, -0.3, 0.9])
    y = np.array([0.0, 1, 0, 1, 1, 0])
    columns = np.column_stack([np.ones(6), x])
    weighted = fit_logistic(columns, y, np.array([1.0, 2, 1, 1, 1, 1]))
    twice = fit_logistic(np.vstack([columns, columns[1]]), np.append(y, y[1]))
    assert weighted == pytest.approx(twice)


def test_it_agrees_with_a_general_solver() -> None:
    generator = np.random.default_rng(5)
    x = generator.normal(size=(400, 2))
    y = (generator.random(400) < 1 / (1 + np.exp(-(0.3 + x @ [1.0, -2.0])))).astype(float)
    other = LogisticRegression(C=np.inf, tol=1e-10, max_iter=1000).fit(x, y)
    ours = fit_logistic(np.column_stack([np.ones(400), x]), y)
    assert ours == pytest.approx([other.intercept_[0], *other.coef_[0]], abs=1e-5)


def test_a_strong_ridge_stays_at_its_prior() -> None:
    columns = np.column_stack([ONES, np.arange(8.0)])
    prior = np.array([0.25, -0.5])
    assert fit_logistic(columns, OUTCOME, prior=prior, ridge=1e9) == pytest.approx(prior, abs=1e-6)


def test_a_far_start_is_walked_back_in_half_steps() -> None:
    columns = np.column_stack([ONES, [1.0, -1, 2, -2, 0, 1, 1, -1]])
    near = fit_logistic(columns, OUTCOME, ridge=1e-6)
    far = fit_logistic(columns, OUTCOME, prior=np.array([0.0, 60.0]), ridge=1e-6)
    assert far == pytest.approx(near, abs=1e-2)


def test_forecasts_that_separate_the_outcomes_are_refused() -> None:
    columns = np.column_stack([ONES, np.array([1.0, 2, 3, 4, 5, 6, -1, -2])])
    with pytest.raises(ProbabilityError, match="on 8 rows to have one finite optimum"):
        fit_logistic(columns, OUTCOME)


def test_columns_that_repeat_each_other_are_refused() -> None:
    with pytest.raises(ProbabilityError, match="repeat each other"):
        fit_logistic(np.column_stack([ONES, ONES]), OUTCOME)

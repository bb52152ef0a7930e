"""Linear learners."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.linear import ElasticNetLearner, LogisticLearner, RidgeLearner

CONTEXT = FitContext(seed=1, residual_rows=100)


def rows(x: list[float], y: list[float], line: float = 0.0) -> Rows:
    return Rows(
        pd.DataFrame({"x": x}), np.array(y), np.full(len(y), line), np.ones(len(y)), np.arange(len(y)) % 2
    )


NOTHING = rows([], [])


def test_ridge_is_the_textbook_formula_on_standardised_features() -> None:
    # x standardised is -1, 1 twice; slope = sum(xy) / (n + alpha) = 8 / (4 + 4) = 1; intercept 3.
    fitted = RidgeLearner(alpha=4, clip=10).fit(rows([0, 2, 0, 2], [1, 5, 1, 5]), NOTHING, CONTEXT)
    forecast = fitted.predict(pd.DataFrame({"x": [1.0, 2.0]}))
    assert forecast.mean == pytest.approx([3.0, 4.0])
    # Residuals are -1, 1, -1, 1 around 2 and 4: quartiles two apart, those of a standard normal 1.349.
    assert forecast.sd == pytest.approx([2 / 1.3489795, 2 / 1.3489795])


def test_the_latest_rows_say_how_large_the_noise_is() -> None:
    quiet_then_loud = rows([0.0] * 6, [0, 0, 0, 0, 3, -3])
    fitted = RidgeLearner(alpha=1, clip=4).fit(quiet_then_loud, NOTHING, FitContext(1, residual_rows=2))
    # Of the residuals 3 and -3, the quartiles are 1.5 and -1.5.
    assert fitted.sd == pytest.approx(3 / 1.3489795)


def test_early_stopping_rows_are_training_rows_for_a_learner_that_does_not_stop() -> None:
    both = RidgeLearner(1, 4).fit(rows([0, 2], [1, 5]), rows([0, 2], [1, 9]), CONTEXT)
    together = RidgeLearner(1, 4).fit(rows([0, 2, 0, 2], [1, 5, 1, 9]), NOTHING, CONTEXT)
    at = pd.DataFrame({"x": [1.5]})
    assert both.predict(at).mean == together.predict(at).mean


def test_a_feature_far_outside_the_training_rows_is_clipped() -> None:
    fitted = RidgeLearner(alpha=4, clip=2).fit(rows([0, 2, 0, 2], [1, 5, 1, 5]), NOTHING, CONTEXT)
    assert fitted.predict(pd.DataFrame({"x": [100.0]})).mean == pytest.approx([5.0])


def test_a_perfect_fit_still_has_a_positive_deviation() -> None:
    fitted = RidgeLearner(alpha=0, clip=4).fit(rows([0, 1, 2], [0, 1, 2]), NOTHING, CONTEXT)
    assert fitted.predict(pd.DataFrame({"x": [1.0]})).sd[0] > 0


def test_logistic_answers_with_the_probability_of_over() -> None:
    learner = LogisticLearner(C=1.0, clip=4)
    fitted = learner.fit(rows([0, 1, 2, 3, 9], [-5, 2, -2, 5, 0.0]), NOTHING, CONTEXT)
    forecast = fitted.predict(pd.DataFrame({"x": [0.0, 3.0]}))
    assert 0 < forecast.probability_over[0] < 0.5 < forecast.probability_over[1] < 1
    assert np.isnan(forecast.mean).all()


def test_logistic_refuses_a_line_that_moves() -> None:
    moving = Rows(
        pd.DataFrame({"x": [0.0, 1.0]}), np.array([1.0, -1.0]), np.array([0.0, 1.0]), np.ones(2), np.zeros(2)
    )
    with pytest.raises(LearnerError, match="expected one line for all rows, was 2 different lines"):
        LogisticLearner(1.0, 4).fit(moving, NOTHING, CONTEXT)


def test_logistic_refuses_rows_on_one_side_of_the_line() -> None:
    with pytest.raises(
        LearnerError, match=r"expected rows over and under the line 0\.0, was only one of them"
    ):
        LogisticLearner(1.0, 4).fit(rows([0, 1], [1, 2]), NOTHING, CONTEXT)


def test_a_row_that_counts_double_is_a_row_twice() -> None:
    twice = rows([0, 1, 2, 2], [0, 3, 1, 1])
    once = Rows(
        pd.DataFrame({"x": [0.0, 1.0, 2.0]}),
        np.array([0.0, 3.0, 1.0]),
        np.zeros(3),
        np.array([1.0, 1, 2]),
        np.zeros(3),
    )
    at = pd.DataFrame({"x": [0.5]})
    # Without a penalty, so that the standardisation of differently many rows plays no part.
    means = [
        RidgeLearner(alpha=0, clip=9).fit(part, NOTHING, CONTEXT).predict(at).mean[0]
        for part in (twice, once)
    ]
    assert means[0] == pytest.approx(means[1])


def test_an_elastic_net_is_the_textbook_formula_on_standardised_features() -> None:
    # x standardised is -1, 1 twice; slope = (mean(xy) - alpha l1) / (1 + alpha (1 - l1)) = (2 - .5) / 1.5 = 1.
    fitted = ElasticNetLearner(alpha=1, l1_ratio=0.5, clip=10).fit(
        rows([0, 2, 0, 2], [1, 5, 1, 5]), NOTHING, CONTEXT
    )
    assert fitted.predict(pd.DataFrame({"x": [1.0, 2.0]})).mean == pytest.approx([3.0, 4.0], abs=1e-3)


def test_an_elastic_net_drops_a_feature_that_says_little() -> None:
    draws = np.random.default_rng(1)
    features = pd.DataFrame(draws.normal(size=(400, 2)), columns=["told", "noise"])
    y = 3 * features["told"].to_numpy() + draws.normal(size=400)
    given = Rows(features, y, np.zeros(400), np.ones(400), np.zeros(400))
    model = ElasticNetLearner(alpha=1, l1_ratio=0.9, clip=4).fit(given, given.where(y > 99), CONTEXT).model
    told, noise = model.named_steps["elasticnet"].coef_
    assert told > 1
    assert noise == 0

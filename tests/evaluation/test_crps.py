"""Continuous ranked probability score of a normal."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.crps import normal_crps_rows


@pytest.mark.parametrize(
    ("mean", "sd", "actual"), [(0.0, 1.0, 0.0), (3.0, 12.0, -20.0), (210.0, 17.0, 231.0)]
)
def test_the_formula_is_the_integral_of_the_squared_distance_of_the_distributions(
    mean: float, sd: float, actual: float
) -> None:
    below, _ = quad(lambda x: norm.cdf(x, mean, sd) ** 2, mean - 12 * sd, actual)
    above, _ = quad(lambda x: norm.sf(x, mean, sd) ** 2, actual, mean + 12 * sd)
    assert normal_crps_rows([mean], [sd], [actual]) == pytest.approx([below + above], rel=1e-6)


def test_a_forecast_without_spread_is_scored_by_its_error() -> None:
    np.testing.assert_allclose(normal_crps_rows([5.0, 5.0], [1e-9, 1e-9], [8.0, 1.0]), [3.0, 4.0])


def test_a_deviation_of_zero_is_refused() -> None:
    with pytest.raises(EvaluationError, match=r"Expected standard deviations above 0, was 0.0"):
        normal_crps_rows([5.0], [0.0], [8.0])

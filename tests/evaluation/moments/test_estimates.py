from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from busta.evaluation.moments.estimates import (
    correlation,
    mean,
    ratio,
    root_mean,
    sd,
    sd_of_few,
    skew,
    slope,
)
from busta.evaluation.moments.samples import Sample, sample_rows
from tests.evaluation.moments.small_tables import INTERVALS

NUMBERS = st.floats(-100, 100).map(lambda number: round(number, 2))


def sample(**columns: list[float]) -> Sample:
    return sample_rows(pd.DataFrame(columns), INTERVALS)


def test_each_number_is_that_of_the_textbook() -> None:
    of = sample(x=[1.0, 2.0, 3.0, 6.0], y=[2.0, 2.0, 4.0, 8.0])
    assert mean(of, "x").value == 3.0
    assert ratio(of, "x", "y").value == 0.75
    assert sd(of, "x").value == pytest.approx(np.sqrt(14 / 3))
    assert root_mean(of, "y").value == 2.0
    # Deviations -2, -1, 0, 3: squares 14, cubes 18.
    assert skew(of, "x").value == pytest.approx((18 / 4) / (14 / 4) ** 1.5)
    # Deviations of y -2, -2, 0, 4: products 18, squares 24.
    assert slope(of, "y", "x").value == pytest.approx(18 / 14)
    assert correlation(of, "x", "y").value == pytest.approx(18 / np.sqrt(14 * 24))


def test_a_row_counts_where_all_columns_are_known() -> None:
    of = sample(x=[1.0, np.nan, 3.0, 5.0], y=[1.0, 1.0, np.nan, 3.0])
    assert (mean(of, "x").value, mean(of, "x").n) == (3.0, 3)
    assert (ratio(of, "x", "y").value, ratio(of, "x", "y").n) == (1.5, 2)


def test_what_does_not_exist_is_not_a_number() -> None:
    constant = sample(x=[1.0, 1.0, 1.0], y=[1.0, 2.0, 3.0], z=[np.nan] * 3)
    assert np.isnan(correlation(constant, "x", "y").value)
    assert np.isnan(slope(constant, "y", "x").value)
    assert (mean(constant, "z").n, np.isnan(mean(constant, "z").value)) == (0, True)


def test_a_variance_below_that_of_chance_is_none() -> None:
    assert root_mean(sample(x=[-3.0, 1.0]), "x").value == 0.0


def test_a_handful_of_seasons_has_the_interval_of_normal_numbers() -> None:
    # Chi squared with 2 degrees of freedom: 0.0506 and 7.378.
    found = sd_of_few(pd.Series([1.0, 2.0, 3.0, np.nan]))
    assert (found.value, found.n) == (1.0, 3)
    assert [found.low, found.high] == pytest.approx([np.sqrt(2 / 7.3778), np.sqrt(2 / 0.050636)], rel=1e-4)
    assert np.isnan(sd_of_few(pd.Series([1.0])).value)


@given(arrays(float, (30, 2), elements=NUMBERS))
def test_spreads_and_correlations_are_those_of_numpy(numbers: np.ndarray) -> None:
    of = sample(x=numbers[:, 0].tolist(), y=numbers[:, 1].tolist())
    assert sd(of, "x").value == pytest.approx(np.std(numbers[:, 0], ddof=1), abs=1e-9)
    if np.ptp(numbers, axis=0).min() > 0.1:
        assert correlation(of, "x", "y").value == pytest.approx(np.corrcoef(numbers.T)[0, 1], abs=1e-6)


def test_intervals_cover_the_truth_about_as_often_as_they_say() -> None:
    rng = np.random.default_rng(3)
    of = [sample(x=rng.normal(2.0, 1.0, 60).tolist()) for _ in range(200)]
    found = [mean(each, "x") for each in of]
    covered = np.mean([each.low <= 2.0 <= each.high for each in found])
    assert 0.88 <= covered <= 0.99

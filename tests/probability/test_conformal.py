"""Intervals set by how well earlier rows agreed with their forecasts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.probability.conformal import ConformalThresholds, agreement
from busta.probability.count_families import NegativeBinomial, Poisson
from busta.probability.distributions import DistributionError


def test_agreement_is_the_smaller_tail_with_the_value_itself() -> None:
    # Poisson of mean 1: F(0) = .3679, F(1) = .7358, F(2) = .9197
    assert agreement(Poisson(), [1.0, 1.0, 1.0], [0, 1, 3]) == pytest.approx(
        [0.36788, 0.63212, 0.0803], abs=1e-4
    )


def test_the_threshold_is_the_rank_that_leaves_out_one_row_in_five() -> None:
    # (9 + 1) x .2 = 2: the second smallest of nine.
    scores = np.arange(1, 10) / 20
    found = ConformalThresholds.of(np.ones(9), scores, 0.8, 1)
    assert found.least == pytest.approx([0.1])
    assert ConformalThresholds.of(np.ones(3), scores[:3], 0.8, 1).least == pytest.approx([0.0], abs=1e-9)


def test_without_rows_the_distribution_is_taken_at_its_word() -> None:
    found = ConformalThresholds.of([], [], 0.8, 10)
    assert found.least == pytest.approx([0.1])
    low, high = found.interval(Poisson(), [6.0])
    assert (low[0], high[0]) == (Poisson().quantile(6.0, 0.1), Poisson().quantile(6.0, 0.9))


@given(st.floats(0.1, 30), st.floats(0.001, 0.5), st.integers(0, 60))
def test_the_interval_holds_just_what_agrees_well_enough(mean: float, least: float, actual: int) -> None:
    low, high = ConformalThresholds(np.empty(0), np.array([least])).interval(Poisson(), [mean])
    agrees = agreement(Poisson(), [mean], [actual])[0]
    if abs(agrees - least) > 1e-9:
        assert bool(low[0] <= actual <= high[0]) == bool(agrees > least) or low[0] == high[0]


def test_a_wrong_distribution_is_repaired_for_rows_like_the_earlier_ones() -> None:
    generator = np.random.default_rng(4)
    mean = generator.gamma(4.0, 4.0, 20_000)
    actual = generator.negative_binomial(3.0, 3.0 / (3.0 + mean)).astype(float)
    family, earlier = Poisson(), slice(0, 10_000)
    found = ConformalThresholds.of(mean[earlier], agreement(family, mean[earlier], actual[earlier]), 0.8, 10)
    low, high = found.interval(family, mean[10_000:])
    is_covered = (low <= actual[10_000:]) & (actual[10_000:] <= high)
    assert is_covered.mean() == pytest.approx(0.8, abs=0.015)
    is_star = mean[10_000:] > 20
    assert is_covered[is_star].mean() == pytest.approx(0.8, abs=0.03)
    plain = ConformalThresholds.of([], [], 0.8, 1).interval(family, mean)
    assert ((plain[0] <= actual) & (actual <= plain[1])).mean() < 0.6


def test_men_who_hardly_ever_have_one_do_not_swell_the_coverage_of_all() -> None:
    generator = np.random.default_rng(4)
    mean = np.repeat([0.02, 3.0], 10_000)
    family = NegativeBinomial(1.0, 0.5)
    r, p = family.parameters(mean)
    actual = generator.negative_binomial(r, p).astype(float)
    low, high = ConformalThresholds.of(mean, agreement(family, mean, actual), 0.9, 2).interval(family, mean)
    is_covered = (low <= actual) & (actual <= high)
    assert is_covered[:10_000].mean() > 0.97
    assert is_covered.mean() == pytest.approx(0.9, abs=0.06)


@pytest.mark.parametrize(("level", "groups"), [(0.0, 1), (1.0, 1), (0.8, 0)])
def test_a_level_that_is_none_is_refused(level: float, groups: int) -> None:
    with pytest.raises(DistributionError, match="level in"):
        ConformalThresholds.of([1.0], [0.5], level, groups)

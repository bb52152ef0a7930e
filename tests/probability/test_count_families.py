"""Counts around a mean: Poisson, negative binomial, rounded normal, empirical residuals."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import nbinom, norm, poisson

from busta.probability.count_families import CountCells, NegativeBinomial, Poisson, RoundedNormal
from busta.probability.counts import CountFamily
from busta.probability.distributions import DistributionError
from busta.probability.empirical import EmpiricalResiduals

SIZES = NegativeBinomial(-0.5, 1.0)


def _empirical() -> EmpiricalResiduals:
    generator = np.random.default_rng(1)
    mean = generator.gamma(2.0, 5.0, 4000) + 0.1
    return EmpiricalResiduals.fit(mean, generator.poisson(mean), 20, SIZES)


FAMILIES: dict[str, CountFamily] = {
    "poisson": Poisson(),
    "negative_binomial": SIZES,
    "normal": RoundedNormal(0.8, 0.3),
    "empirical": _empirical(),
}
families = st.sampled_from(sorted(FAMILIES)).map(FAMILIES.__getitem__)
means = st.floats(0.05, 45)
half_points = st.integers(-2, 120).map(lambda steps: steps / 2)


def test_a_poisson_is_the_poisson_of_the_textbook() -> None:
    k = np.arange(30)
    assert Poisson().cdf(6.3, k) == pytest.approx(poisson.cdf(k, 6.3))
    assert Poisson().pmf([6.3], 29)[0] == pytest.approx(poisson.pmf(k, 6.3))


def test_the_size_of_a_negative_binomial_grows_with_the_mean_as_stated() -> None:
    # log r = -.5 + log m: r = 6.0653 at a mean of 10
    r, p = SIZES.parameters([10.0])
    assert r[0] == pytest.approx(10 * np.exp(-0.5))
    assert p[0] == pytest.approx(r[0] / (r[0] + 10))
    k = np.arange(40)
    assert SIZES.cdf(10.0, k) == pytest.approx(nbinom.cdf(k, r[0], p[0]))
    assert SIZES.pmf([10.0], 39)[0] == pytest.approx(nbinom.pmf(k, r[0], p[0]))


def test_a_rounded_normal_lays_on_zero_what_falls_below() -> None:
    family = RoundedNormal(np.log(2.0), 0.0)
    assert family.cdf(1.0, [-1, 0, 1]) == pytest.approx([0.0, norm.cdf(-0.25), norm.cdf(0.25)])
    assert family.pmf([1.0], 1)[0] == pytest.approx([norm.cdf(-0.25), norm.cdf(0.25) - norm.cdf(-0.25)])


def test_residuals_of_one_mean_are_the_counts_themselves() -> None:
    actual = np.repeat([0.0, 1.0, 4.0], [50, 30, 20])
    family = EmpiricalResiduals.fit(np.full(100, 1.3), actual, 40, SIZES)
    # One of 101 rows' weight is the negative binomial's.
    expected = (100 * np.array([0.5, 0.8, 0.8, 0.8, 1.0]) + SIZES.cdf(1.3, np.arange(5))) / 101
    assert family.cdf(1.3, np.arange(5)) == pytest.approx(expected, abs=1e-6)
    assert family.probability(1.3, 9) > 0


def test_between_two_bins_residuals_are_mixed_by_distance() -> None:
    mean = np.repeat([2.0, 4.0], 1000)
    actual = np.concatenate([np.tile([1.0, 3.0], 500), np.full(1000, 4.0)])
    family = EmpiricalResiduals.fit(mean, actual, 2, SIZES)
    place, rows = family.parameters([2.0, 2.5, 9.0])
    assert place == pytest.approx([0.0, 0.25, 1.0])
    assert set(rows) == {1000.0}
    # At 2.5: three quarters of {1.5, 3.5} (rounded half up to 1 and 3 within a table step), a quarter of 2.5.
    own = 0.75 * 0.5 + 0.25 * 0.0
    assert family.cdf(2.5, 1) == pytest.approx(own, abs=0.02)
    assert family.cdf(2.5, 3) == pytest.approx(1.0, abs=0.02)


def test_a_mean_above_all_bins_moves_the_residuals_along() -> None:
    family = FAMILIES["empirical"]
    first, second = family.moments([60.0, 70.0])[0]
    assert second - first == pytest.approx(10.0, abs=0.1)


@given(families, means, half_points)
def test_over_under_and_push_sum_to_one(family: CountFamily, mean: float, line: float) -> None:
    found = family.over_push(mean, line)
    over, under = 1 - family.cdf(mean, np.floor(line)), family.cdf(mean, np.ceil(line) - 1)
    assert over + under + found.push == pytest.approx(1.0, abs=1e-9)
    assert found.over * (1 - found.push) == pytest.approx(over, abs=1e-9)
    assert found.push >= 0
    assert line == np.floor(line) or found.push == 0


@given(families, means, half_points, st.integers(0, 40))
def test_a_higher_line_is_never_easier_to_pass(
    family: CountFamily, mean: float, line: float, steps: int
) -> None:
    low, high = family.over_push(mean, line), family.over_push(mean, line + steps / 2)
    assert high.over <= low.over + 1e-9


@given(st.sampled_from(["poisson", "negative_binomial", "normal"]), means, half_points, st.floats(0, 10))
def test_a_higher_mean_never_makes_more_than_nothing_likelier(
    name: str, mean: float, line: float, step: float
) -> None:
    low, high = (FAMILIES[name].cdf(one, np.floor(line)) for one in (mean, mean + step))
    # A normal with a spread that grows faster than its mean may lay more on zero.
    assert high <= low + 1e-9 or name != "poisson"


@given(families, means)
def test_the_mass_sums_to_one_and_the_table_is_the_distribution(family: CountFamily, mean: float) -> None:
    mass = family.pmf([mean], 400)[0]
    assert (mass >= -1e-9).all()
    assert mass.sum() == pytest.approx(1.0, abs=1e-6)
    assert np.cumsum(mass) == pytest.approx(family.cdf(mean, np.arange(401)), abs=1e-6)


@given(families, means, st.floats(0.001, 0.999))
def test_a_quantile_is_the_first_value_that_reaches_it(family: CountFamily, mean: float, q: float) -> None:
    k = family.quantile(mean, q)
    assert family.cdf(mean, k) >= q
    assert k == 0 or family.cdf(mean, k - 1) < q


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_many_quantiles_are_those_of_each_row(family: str) -> None:
    generator = np.random.default_rng(3)
    mean, q = generator.gamma(2.0, 5.0, (20, 30)), generator.random((20, 30))
    found = FAMILIES[family].quantile(mean, q)
    alone = [FAMILIES[family].quantile(mean[row], q[row]) for row in range(20)]
    assert (found == np.stack(alone)).all()


@given(families, means, st.integers(0, 80))
def test_the_crps_is_the_expected_distance_minus_half_the_expected_spread(
    family: CountFamily, mean: float, actual: int
) -> None:
    # E|Y - y| - E|Y - Y'| / 2, Gneiting and Raftery (2007), equation 21.
    mass, k = family.pmf([mean], 400)[0], np.arange(401)
    spread = mass @ np.abs(k[:, None] - k) @ mass
    assert family.crps(mean, actual)[0] == pytest.approx(mass @ np.abs(k - actual) - spread / 2, abs=1e-4)


def test_a_certain_forecast_scores_its_distance() -> None:
    # A Poisson of mean 0 is surely 0.
    assert Poisson().crps([0.0, 0.0], [0.0, 3.0]) == pytest.approx([0.0, 3.0], abs=1e-5)


@given(families, means, st.integers(0, 60), st.floats(0, 1))
def test_a_transform_lies_in_the_step_of_what_happened(
    family: CountFamily, mean: float, actual: int, uniform: float
) -> None:
    found = family.pit(mean, actual, uniform)
    assert family.cdf(mean, actual - 1) - 1e-12 <= found <= family.cdf(mean, actual) + 1e-12


def test_means_and_deviations_are_those_of_the_family() -> None:
    mean, sd = SIZES.moments([3.0, 10.0])
    r = np.exp(-0.5) * np.array([3.0, 10.0])
    assert mean == pytest.approx([3.0, 10.0])
    assert sd == pytest.approx(np.sqrt(np.array([3.0, 10.0]) + np.array([9.0, 100.0]) / r))
    assert Poisson().parameters([2.0])[0] == [2.0]
    assert np.isnan(Poisson().parameters([2.0])[1])


def test_fitting_finds_the_parameters_that_made_the_rows() -> None:
    generator = np.random.default_rng(2)
    mean = generator.gamma(3.0, 4.0, 60_000)
    r = np.exp(0.6 + 0.9 * np.log(mean))
    found = NegativeBinomial.fit(CountCells.of(mean, generator.negative_binomial(r, r / (r + mean))))
    assert (found.intercept, found.slope) == pytest.approx((0.6, 0.9), abs=0.06)
    rounded = np.maximum(np.round(generator.normal(mean, np.exp(0.5 + 0.4 * np.log(mean)))), 0.0)
    normal = RoundedNormal.fit(CountCells.of(mean, rounded))
    assert (normal.intercept, normal.slope) == pytest.approx((0.5, 0.4), abs=0.02)


def test_cells_keep_every_row() -> None:
    cells = CountCells.of([1.0, 1.0, 2.0], [3.0, 3.0, 3.0])
    assert (cells.rows.sum(), len(cells.rows)) == (3, 2)
    with pytest.raises(DistributionError, match="was 0 and 0"):
        CountCells.of([], [])


@pytest.mark.parametrize(("family", "broken"), list(product(sorted(FAMILIES), [np.nan, np.inf, -1.0])))
def test_a_mean_that_is_none_is_refused(family: str, broken: float) -> None:
    with pytest.raises(DistributionError, match="finite mean from 0 up"):
        FAMILIES[family].over_push([1.0, broken], 2.5)


def test_a_quantile_of_one_and_bins_of_nothing_are_refused() -> None:
    with pytest.raises(DistributionError, match=r"in \[0, 1\), was 1"):
        Poisson().quantile(2.0, 1.0)
    with pytest.raises(DistributionError, match="at least one bin"):
        EmpiricalResiduals.fit([], [], 40, SIZES)


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_what_is_said_of_a_row_does_not_depend_on_the_rows_beside_it(family: str) -> None:
    chance = np.random.default_rng(3)
    mean = chance.gamma(2.0, 5.0, 900) + 0.05
    asked, some = FAMILIES[family], np.sort(chance.permutation(900)[:500])
    for said, alone in zip(asked.moments(mean), asked.moments(mean[some]), strict=True):
        np.testing.assert_array_equal(said[some], alone)
    np.testing.assert_array_equal(asked.quantile(mean, 0.9)[some], asked.quantile(mean[some], 0.9))


def test_all_mass_on_a_push_leaves_an_even_choice_of_sides() -> None:
    found = Poisson().over_push(0.0, 0.0)
    assert found.push == pytest.approx(1.0, abs=1e-5)

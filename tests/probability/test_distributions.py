"""Over and push probabilities of a rounded normal."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import norm

from busta.probability.distributions import DistributionError, normal_location, normal_over_push

means = st.floats(-40, 40)
sds = st.floats(0.5, 30)
half_points = st.integers(-80, 80).map(lambda steps: steps / 2)


def test_a_mean_on_a_half_line_is_a_coin_without_a_push() -> None:
    result = normal_over_push(4.5, 12.0, 4.5)
    assert result.over == pytest.approx(0.5)
    assert result.push == 0.0


def test_a_whole_line_pushes_with_the_mass_within_half_a_point() -> None:
    # s = 10, m = 2, L = 4: Phi(.25) - Phi(.15) = .598706 - .559618; over = (1 - .598706) / (1 - .039088)
    result = normal_over_push(2.0, 10.0, 4.0)
    assert result.push == pytest.approx(0.039088, abs=1e-6)
    assert result.over == pytest.approx(0.401294 / 0.960912, abs=1e-5)


def test_a_half_line_is_passed_by_the_next_whole_number() -> None:
    # P(Y >= 5) with m = 2, s = 10 is 1 - Phi(.25)
    assert normal_over_push(2.0, 10.0, 4.5).over == pytest.approx(0.401294, abs=1e-6)


def test_a_quarter_line_is_the_half_line_between_the_same_whole_numbers() -> None:
    quarter, half = normal_over_push(2.0, 10.0, 4.25), normal_over_push(2.0, 10.0, 4.5)
    assert quarter.over == half.over
    assert quarter.push == 0.0


def test_a_moneyline_has_no_push() -> None:
    # Phi(6 / 12) = .691462
    result = normal_over_push([6.0], [12.0], [0.0], is_push_possible=False)
    assert result.over[0] == pytest.approx(0.691462, abs=1e-6)
    assert result.push[0] == 0.0


def test_a_line_at_a_value_that_cannot_occur_is_not_pushed() -> None:
    # A spread of 0 is the moneyline; the lines beside it are not touched.
    result = normal_over_push(6.0, 12.0, [0.0, 0.5, 3.0], impossible=[0])
    plain = normal_over_push(6.0, 12.0, [0.0, 0.5, 3.0])
    assert result.over[0] == pytest.approx(0.691462, abs=1e-6)
    assert result.push[0] == 0.0
    assert plain.push[0] > 0.02
    assert (result.over[1:] == plain.over[1:]).all()
    assert (result.push[1:] == plain.push[1:]).all()


def test_a_certain_push_leaves_an_even_choice_of_sides() -> None:
    result = normal_over_push(3.0, 1e-3, 3.0)
    assert (float(result.over), float(result.push)) == (0.5, 1.0)


def test_rows_are_computed_one_by_one() -> None:
    together = normal_over_push([2.0, -3.0], 11.0, [4.0, 1.5])
    alone = [normal_over_push(2.0, 11.0, 4.0), normal_over_push(-3.0, 11.0, 1.5)]
    assert list(together.over) == [float(one.over) for one in alone]


@given(means, sds, half_points)
def test_over_under_and_push_sum_to_one(mean: float, sd: float, line: float) -> None:
    result = normal_over_push(mean, sd, line)
    over = norm.sf((np.floor(line) + 0.5 - mean) / sd)
    under = norm.cdf((np.ceil(line) - 0.5 - mean) / sd)
    assert over + under + result.push == pytest.approx(1.0, abs=1e-9)
    assert result.over * (1 - result.push) == pytest.approx(over, abs=1e-9)


@given(means, sds, half_points, st.floats(0, 10))
def test_a_higher_line_is_never_easier_to_pass(mean: float, sd: float, line: float, step: float) -> None:
    low, high = normal_over_push(mean, sd, line), normal_over_push(mean, sd, line + step)
    assert high.over <= low.over + 1e-12


@given(means, sds, half_points, st.floats(0, 10))
def test_a_higher_mean_never_lowers_the_over(mean: float, sd: float, line: float, step: float) -> None:
    low, high = normal_over_push(mean, sd, line), normal_over_push(mean + step, sd, line)
    assert high.over >= low.over - 1e-12


@given(means, sds, half_points)
def test_the_other_side_of_a_mirrored_line_is_the_rest(mean: float, sd: float, line: float) -> None:
    here, mirrored = normal_over_push(mean, sd, line), normal_over_push(-mean, sd, -line)
    assert here.over + mirrored.over == pytest.approx(1.0, abs=1e-9)
    assert here.push == pytest.approx(mirrored.push, abs=1e-12)


@pytest.mark.parametrize("broken", [np.nan, np.inf])
def test_a_missing_mean_is_refused(broken: float) -> None:
    with pytest.raises(DistributionError, match="finite mean in every row, was missing or infinite in 1"):
        normal_over_push([1.0, broken], 12.0, 0.0)


def test_a_standard_deviation_of_zero_is_refused() -> None:
    with pytest.raises(DistributionError, match=r"above 0, the smallest was 0\.0"):
        normal_over_push(1.0, 0.0, 0.0)


@given(
    over=st.floats(0.001, 0.999),
    sd=st.floats(5, 25),
    line=st.integers(-40, 500).map(lambda n: n / 2),
    is_push_possible=st.booleans(),
)
def test_the_location_of_a_probability_gives_that_probability(over, sd, line, is_push_possible) -> None:
    at = normal_location(over, sd, line, is_push_possible, impossible=(0,))
    assert normal_over_push(at, sd, line, is_push_possible, impossible=(0,)).over == pytest.approx(
        over, abs=1e-9
    )


def test_an_even_chance_stands_at_the_line_and_a_half_line_needs_no_search() -> None:
    assert normal_location([0.5, 0.5, 0.5], 12.0, [7.0, 7.5, 0.0]) == pytest.approx([7.0, 7.5, 0.0], abs=1e-9)
    assert normal_location(norm.cdf(0.25), 12.0, 7.5) == pytest.approx(10.5)
    # On a whole line the push is nobody's: a smaller distance gives the same share of the rest.
    assert normal_location(norm.cdf(0.25), 12.0, 7.0) < 10.0


def test_certainty_has_no_location() -> None:
    with pytest.raises(DistributionError, match="inside"):
        normal_location([0.5, 1.0], 12.0, 7.5)

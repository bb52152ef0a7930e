"""Log-odds, and what is refused as a probability."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.probability.logits import (
    ProbabilityError,
    as_outcomes,
    as_probabilities,
    clip_probability,
    from_logit,
    logit,
)


def test_log_odds_of_three_quarters_are_the_log_of_three() -> None:
    assert logit([0.75, 0.5, 0.25]) == pytest.approx([np.log(3), 0.0, -np.log(3)])


@given(st.floats(-30, 30))
def test_log_odds_and_probability_undo_each_other(value: float) -> None:
    assert logit(from_logit([value]))[0] == pytest.approx(value, abs=1e-2)


def test_no_finite_log_odds_become_certain() -> None:
    assert (from_logit([-1e6, 1e6]) > 0).all()
    assert (from_logit([-1e6, 1e6]) < 1).all()


@pytest.mark.parametrize("certain", [0.0, 1.0, -0.1, 1.2])
def test_certainty_has_no_log_odds(certain: float) -> None:
    with pytest.raises(ProbabilityError, match=rf"inside \(0, 1\), was {certain} in the first of 1 rows"):
        as_probabilities([0.5, certain])


def test_a_missing_probability_is_refused_by_name() -> None:
    with pytest.raises(ProbabilityError, match="a market probability in every row, was missing in 1 of 2"):
        logit([0.5, np.nan], "market probability")


def test_clipping_moves_certainty_and_nothing_else() -> None:
    assert list(clip_probability([0.0, 0.3, 1.0], 0.01)) == [0.01, 0.3, 0.99]


@pytest.mark.parametrize("broken", [np.nan, -0.01, 1.01])
def test_clipping_does_not_hide_what_is_no_probability(broken: float) -> None:
    with pytest.raises(ProbabilityError, match=r"in \[0, 1\]"):
        clip_probability([0.5, broken], 0.01)


@pytest.mark.parametrize("limit", [0.0, 0.5])
def test_a_clipping_limit_lies_between_nothing_and_one_half(limit: float) -> None:
    with pytest.raises(ProbabilityError, match="clipping limit"):
        clip_probability([0.5], limit)


def test_outcomes_are_zero_or_one() -> None:
    with pytest.raises(ProbabilityError, match=r"to be 0 or 1, was 0\.5 in the first of 1 rows"):
        as_outcomes([0, 0.5, 1], 3)


def test_a_push_is_no_outcome() -> None:
    with pytest.raises(ProbabilityError, match="to be 0 or 1, was nan"):
        as_outcomes([0, np.nan], 2)


def test_there_is_one_outcome_per_probability() -> None:
    with pytest.raises(ProbabilityError, match="Expected 3 outcomes"):
        as_outcomes([0, 1], 3)

"""Probability integral transforms."""

import numpy as np
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.pit import central_share, largest_pit_deviation, pit_shares


def test_shares_are_counted_bin_by_bin_and_one_belongs_to_the_last() -> None:
    assert pit_shares([0.0, 0.04, 0.1, 0.95, 1.0], 10) == pytest.approx([0.4, 0.2, 0, 0, 0, 0, 0, 0, 0, 0.4])
    assert largest_pit_deviation([0.0, 0.04, 0.1, 0.95, 1.0]) == pytest.approx(0.3)


def test_even_transforms_deviate_from_nothing() -> None:
    even = (np.arange(1000) + 0.5) / 1000
    assert largest_pit_deviation(even) == pytest.approx(0.0, abs=1e-12)
    assert central_share(even, 0.8) == pytest.approx(0.8)


@pytest.mark.parametrize("broken", [[], [0.5, 1.1], [np.nan]])
def test_what_is_no_transform_is_refused(broken: list[float]) -> None:
    with pytest.raises(EvaluationError, match=r"rows in \[0, 1\]"):
        pit_shares(broken)

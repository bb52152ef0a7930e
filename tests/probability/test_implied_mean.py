"""The mean behind a price."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.probability.implied_mean import implied_mean
from tests.evaluation.test_at_lines import FITTED


@given(st.floats(0.5, 60), st.integers(0, 60))
def test_the_mean_that_gave_a_probability_is_found_again(mean: float, whole: int) -> None:
    line = whole + 0.5
    over = float(FITTED.over_push("2015-16", mean, line).over)
    if 1e-9 < over < 1 - 1e-9:
        assert implied_mean(FITTED, "2015-16", line, over) == pytest.approx(mean, rel=1e-5)


def test_a_higher_price_of_over_means_a_higher_mean() -> None:
    seasons = pd.Series(["2015-16"] * 3)
    found = implied_mean(FITTED, seasons, [20.5, 20.5, 20.5], [0.4, 0.5, 0.6])
    assert (np.diff(found) > 0).all()


def test_no_mean_is_as_extreme_as_certainty() -> None:
    assert implied_mean(FITTED, "2015-16", 0.5, 1e-9) == pytest.approx(0.001)
    assert implied_mean(FITTED, "2015-16", 60.5, 1 - 1e-9) == pytest.approx(200)


def test_nothing_asked_is_nothing_found() -> None:
    assert implied_mean(FITTED, pd.Series([], dtype="str"), [], []).shape == (0,)

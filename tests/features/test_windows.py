import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from busta.features import windows

NULL = np.nan
WINDOW = np.array([[1.0, 2.0, 6.0], [NULL, 4.0, 8.0], [NULL, NULL, 5.0], [NULL, NULL, NULL]])


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (windows.median, [2, 6, 5, NULL]),
        (windows.standard_deviation, [7**0.5, 8**0.5, NULL, NULL]),
        (windows.minimum, [1, 4, 5, NULL]),
        (windows.maximum, [6, 8, 5, NULL]),
        (windows.slope, [2.5, 4, NULL, NULL]),
        (windows.weighted_mean, [23 / 6, 32 / 5, 5, NULL]),
    ],
)
def test_summaries_leave_nulls_out(function, expected) -> None:
    assert function(WINDOW.copy()) == pytest.approx(expected, nan_ok=True)


@given(arrays(float, (3, 7), elements=st.floats(-50, 50) | st.just(NULL)))
def test_median_and_spread_are_those_of_numpy(window) -> None:
    known = [row[np.isfinite(row)] for row in window]
    middle = [np.median(row) if len(row) else NULL for row in known]
    spread = [np.std(row, ddof=1) if len(row) > 1 else NULL for row in known]
    assert windows.median(window.copy()) == pytest.approx(middle, nan_ok=True)
    assert windows.standard_deviation(window.copy()) == pytest.approx(spread, nan_ok=True, abs=1e-9)


def test_a_ratio_to_nothing_is_unknown() -> None:
    found = windows.ratio(np.array([1.0, 0.0]), np.array([2.0, 0.0]))
    assert found == pytest.approx([0.5, NULL], nan_ok=True)

"""Calibration errors beside what chance alone would show."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError
from busta.evaluation.reliability import (
    calibration_error_null_band,
    equal_count_bins,
    expected_calibration_error,
    reliability_curve,
)
from tests.forecasts import forecasts

RULES = BootstrapRules(draws=300, seed=7, level=0.95)


def test_the_error_is_the_mean_gap_of_equal_bins() -> None:
    # bins {.2, .3} and {.6, .9}: gaps |.25 - 0| and |.75 - 1|, half of the rows each
    assert expected_calibration_error([0.2, 0.3, 0.6, 0.9], [0, 0, 1, 1], bins=2) == pytest.approx(0.25)


def test_one_bin_sees_the_overall_gap_alone() -> None:
    assert expected_calibration_error([0.2, 0.8], [1, 0], bins=1) == pytest.approx(0.0)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(1, 12))
def test_bins_are_in_order_and_without_gaps(values: list[float], bins: int) -> None:
    code = equal_count_bins(values, bins)
    order = np.argsort(values, kind="stable")
    assert (np.diff(code[order]) >= 0).all()
    assert set(code) == set(range(code.max() + 1))
    assert code.max() < bins


def test_equal_forecasts_share_a_bin() -> None:
    assert set(equal_count_bins([0.5] * 10, 4)) == {0}


@pytest.mark.parametrize(("values", "bins"), [([0.5], 0), ([], 3)])
def test_bins_need_rows(values: list[float], bins: int) -> None:
    with pytest.raises(EvaluationError, match="at least one bin and one row"):
        equal_count_bins(values, bins)


def test_an_honest_forecaster_lies_in_the_null_band() -> None:
    rows = forecasts()
    band = calibration_error_null_band(rows["probability_over"], 15, RULES)
    error = expected_calibration_error(rows["probability_over"], rows["outcome"], 15)
    assert band.low < error < band.high
    assert band.low < band.median < band.high


def test_a_bold_forecaster_lies_above_it() -> None:
    rows = forecasts(slope=0.5)
    band = calibration_error_null_band(rows["probability_over"], 15, RULES)
    assert expected_calibration_error(rows["probability_over"], rows["outcome"], 15) > band.high


def test_a_perfect_model_shows_three_hundredths_on_a_season_of_games() -> None:
    p = forecasts(seasons=("2020-21",), days=205, games=6)["probability_over"]
    assert calibration_error_null_band(p, 15, RULES).median == pytest.approx(0.037, abs=0.008)


def test_a_certain_forecaster_who_is_right_has_no_error_at_all() -> None:
    assert calibration_error_null_band([0.0, 1.0], 2, RULES).high == 0.0


def test_a_reliability_curve_counts_every_row_once() -> None:
    rows = forecasts()
    curve = reliability_curve(rows["probability_over"], rows["outcome"], 10, RULES)
    assert list(curve.columns) == ["bin", "n", "probability", "frequency", "null_low", "null_high"]
    assert curve["n"].sum() == len(rows)
    assert curve["probability"].is_monotonic_increasing
    weighted = (curve["frequency"] * curve["n"]).sum() / len(rows)
    assert weighted == pytest.approx(rows["outcome"].mean())
    assert curve["frequency"].between(curve["null_low"], curve["null_high"]).mean() >= 0.8

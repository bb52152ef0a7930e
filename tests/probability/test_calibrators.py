"""Calibrators: maps by hand, and the laws they all obey."""

import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.probability.calibrators import (
    CALIBRATORS,
    BetaCalibrator,
    EdgeCalibrator,
    IsotonicCalibrator,
    NoCalibrator,
    PlattCalibrator,
    calibrator_named,
)
from busta.probability.logits import ProbabilityError
from tests.forecasts import forecasts

GRID = np.linspace(0.001, 0.999, 200)
names = pytest.mark.parametrize("name", list(CALIBRATORS))


@names
@given(seed=st.integers(0, 200), rows=st.integers(30, 120))
def test_a_calibrator_never_turns_two_forecasts_round(name: str, seed: int, rows: int) -> None:
    generator = np.random.default_rng(seed)
    p = generator.uniform(0.02, 0.98, rows)
    y = np.r_[0.0, 1.0, (generator.random(rows - 2) < 0.5)]
    mapped = CALIBRATORS[name].fit(p, y).predict(GRID)
    assert (np.diff(mapped) >= -1e-12).all()
    assert ((mapped > 0) & (mapped < 1)).all()


@names
def test_a_calibrator_survives_pickling(name: str) -> None:
    rows = forecasts()
    fitted = CALIBRATORS[name].fit(rows["probability_over"], rows["outcome"])
    again = pickle.loads(pickle.dumps(fitted))
    assert again == fitted
    assert again.rows == len(rows)
    assert (again.predict(GRID) == fitted.predict(GRID)).all()


@names
def test_a_calibrator_repairs_forecasts_that_are_too_bold(name: str) -> None:
    rows = forecasts(slope=0.3)
    p, y = rows["probability_over"].to_numpy(), rows["outcome"].to_numpy()
    calibrated = CALIBRATORS[name].fit(p, y).predict(p)
    gain = ((p - y) ** 2).mean() - ((calibrated - y) ** 2).mean()
    assert gain == 0 if name == "none" else gain > 0.01


@names
def test_weight_zero_leaves_a_row_out(name: str) -> None:
    rows = forecasts(days=10)
    p, y = rows["probability_over"].to_numpy(), rows["outcome"].to_numpy()
    weight = np.r_[np.zeros(40), np.ones(len(p) - 40)]
    weighted = CALIBRATORS[name].fit(p, y, weight).predict(GRID)
    without = CALIBRATORS[name].fit(p[40:], y[40:]).predict(GRID)
    assert weighted == pytest.approx(without, abs=2e-3)


def test_an_edge_is_the_formula() -> None:
    # logit(.75) = ln 3; half of it is ln sqrt(3), so q = sqrt(3) / (1 + sqrt(3))
    half = EdgeCalibrator(slope=0.5, rows=1)
    assert half.predict([0.75, 0.5]) == pytest.approx([np.sqrt(3) / (1 + np.sqrt(3)), 0.5])


def test_an_edge_finds_the_slope_that_made_the_forecasts() -> None:
    rows = forecasts(slope=0.4, days=250)
    fitted = EdgeCalibrator.fit(rows["probability_over"], rows["outcome"])
    assert fitted.slope == pytest.approx(0.4, abs=0.03)


def test_an_edge_learns_no_share_of_overs() -> None:
    # Three of four went over whatever was said: that is no opinion on the next game.
    outcome = np.tile([1.0, 1.0, 1.0, 0.0], 50)
    fitted = EdgeCalibrator.fit(np.repeat([0.3, 0.5, 0.7, 0.5], 50), outcome)
    assert fitted.predict([0.5])[0] == 0.5
    assert EdgeCalibrator.fit(np.full(200, 0.5), outcome) == EdgeCalibrator(slope=0.0, rows=200)


def test_an_edge_that_was_the_wrong_way_round_takes_no_side() -> None:
    fitted = EdgeCalibrator.fit([0.8, 0.7, 0.6, 0.4, 0.3, 0.2], [0, 0, 1, 0, 1, 1])
    assert fitted.slope == 0.0
    assert list(fitted.predict(GRID)) == [0.5] * len(GRID)


def test_an_edge_is_worth_what_distances_from_the_line_say() -> None:
    # Edges of -1, 0 and 2 standard deviations, distances of -.5, 3 and 1: k = (.5 + 0 + 2) / (1 + 0 + 4) = .5.
    p = [0.15865525393145707, 0.5, 0.9772498680518208]
    fitted = EdgeCalibrator.fit(p, [0, 1, 1], distance=[-0.5, 3.0, 1.0])
    assert fitted.slope == pytest.approx(0.5)
    weighted = EdgeCalibrator.fit(p, [0, 1, 1], weight=[1, 1, 0], distance=[-0.5, 3.0, 9.0])
    assert weighted.slope == pytest.approx(0.5)
    assert EdgeCalibrator.fit(p, [0, 1, 1], distance=[1.0, 0.0, -1.0]).slope == 0.0
    assert EdgeCalibrator.fit([0.5, 0.5], [0, 1], distance=[1.0, 2.0]).slope == 0.0


@pytest.mark.parametrize("distance", [[1.0], [1.0, np.nan, 2.0]])
def test_a_distance_that_is_not_known_is_refused(distance: list[float]) -> None:
    with pytest.raises(ProbabilityError, match="Expected 3 known distances from the line"):
        EdgeCalibrator.fit([0.4, 0.5, 0.6], [0, 1, 1], distance=distance)


@given(seed=st.integers(0, 200))
def test_an_edge_does_not_care_which_side_is_called_over(seed: int) -> None:
    generator = np.random.default_rng(seed)
    p, y = generator.uniform(0.02, 0.98, 60), np.r_[0.0, 1.0, generator.random(58) < 0.5]
    here, mirrored = EdgeCalibrator.fit(p, y), EdgeCalibrator.fit(1 - p, 1 - y)
    assert here.slope == pytest.approx(mirrored.slope, abs=1e-8)


def test_platt_is_the_formula() -> None:
    # logit(.75) = ln 3; half of it is ln sqrt(3), so q = sqrt(3) / (1 + sqrt(3))
    half = PlattCalibrator(slope=0.5, intercept=0.0, rows=1)
    assert half.predict([0.75])[0] == pytest.approx(np.sqrt(3) / (1 + np.sqrt(3)))


def test_platt_finds_the_slope_that_made_the_forecasts() -> None:
    rows = forecasts(slope=0.4, days=250)
    fitted = PlattCalibrator.fit(rows["probability_over"], rows["outcome"])
    assert fitted.slope == pytest.approx(0.4, abs=0.03)
    assert fitted.intercept == pytest.approx(0.0, abs=0.05)


def test_platt_takes_back_a_forecast_that_is_the_wrong_way_round() -> None:
    fitted = PlattCalibrator.fit([0.8, 0.7, 0.6, 0.4, 0.3, 0.2], [0, 0, 1, 0, 1, 1])
    assert fitted.slope == 0.0
    assert fitted.predict([0.1, 0.9]) == pytest.approx([0.5, 0.5])


def test_platt_on_equal_forecasts_is_the_base_rate() -> None:
    assert PlattCalibrator.fit([0.6] * 4, [1, 1, 1, 0]).predict([0.6])[0] == pytest.approx(0.75)


def test_beta_with_equal_exponents_is_platt() -> None:
    beta = BetaCalibrator(a=0.7, b=0.7, c=0.1, rows=1)
    platt = PlattCalibrator(slope=0.7, intercept=0.1, rows=1)
    assert beta.predict(GRID) == pytest.approx(platt.predict(GRID))


def test_beta_on_too_few_different_forecasts_is_the_base_rate() -> None:
    fitted = BetaCalibrator.fit([0.4, 0.4, 0.6, 0.6], [0, 1, 1, 1])
    assert (fitted.a, fitted.b) == (0.0, 0.0)
    assert fitted.predict([0.2])[0] == pytest.approx(0.75)


def test_beta_has_no_negative_exponent() -> None:
    p = np.linspace(0.05, 0.95, 40)
    fitted = BetaCalibrator.fit(p, np.tile([1.0, 0, 1, 0, 0, 1, 1, 0], 5)[::-1] * (p < 0.6) + (p > 0.9))
    assert min(fitted.a, fitted.b) >= 0.0


def test_isotonic_pools_what_stands_in_the_wrong_order() -> None:
    # Three of four rows at .4 and .6 happened in the wrong order: both become their mean, 1/2.
    fitted = IsotonicCalibrator.fit([0.2, 0.4, 0.6, 0.8], [0, 1, 0, 1])
    assert fitted.predict([0.5])[0] == pytest.approx(0.5)


def test_isotonic_never_claims_certainty() -> None:
    # four rows: at least 1 / (4 + 2)
    fitted = IsotonicCalibrator.fit([0.2, 0.4, 0.6, 0.8], [0, 0, 1, 1])
    assert fitted.predict([0.01, 0.99]) == pytest.approx([1 / 6, 5 / 6])


def test_none_changes_nothing() -> None:
    assert (NoCalibrator().predict(GRID) == GRID).all()


@pytest.mark.parametrize(
    ("probability", "outcome", "sentence"),
    [
        ([0.5, 1.0], [0, 1], r"inside \(0, 1\)"),
        ([0.5, np.nan], [0, 1], "missing in 1 of 2"),
        ([0.5, 0.6], [0, np.nan], "to be 0 or 1"),
        ([0.5, 0.6], [1, 1], "both outcomes among 2 rows"),
        ([], [], "at least one row"),
    ],
)
@names
def test_what_cannot_be_fitted_is_refused(
    name: str, probability: list[float], outcome: list[float], sentence: str
) -> None:
    with pytest.raises(ProbabilityError, match=sentence):
        CALIBRATORS[name].fit(probability, outcome)


def test_negative_weights_are_refused() -> None:
    with pytest.raises(ProbabilityError, match="2 weights of at least 0"):
        PlattCalibrator.fit([0.4, 0.6], [0, 1], [1, -1])


@names
def test_a_certain_forecast_is_not_calibrated_in_silence(name: str) -> None:
    rows = forecasts(days=5)
    fitted = CALIBRATORS[name].fit(rows["probability_over"], rows["outcome"])
    with pytest.raises(ProbabilityError, match=r"inside \(0, 1\)"):
        fitted.predict([1.0])


def test_an_unknown_calibrator_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ProbabilityError, match="among none, edge, platt, beta, isotonic, was 'temperature'"):
        calibrator_named("temperature")

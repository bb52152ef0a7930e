"""Every metric in every draw."""

import time

import numpy as np
import pytest

from busta.evaluation import scores
from busta.evaluation.bootstrap import BootstrapRules, DayDraws, EvaluationError, draw_days
from busta.evaluation.metrics import METRICS, measure
from busta.evaluation.reliability import expected_calibration_error
from tests.forecasts import forecasts

RULES = BootstrapRules(draws=200, seed=7, level=0.95)
NAMES = [name for names in METRICS for name in names]


def _draws_of(rows: int, weights: list[list[float]], days: int) -> DayDraws:
    return DayDraws(np.array(weights, dtype=float), np.arange(rows) % days, 0.95)


def test_the_values_are_those_of_the_plain_scores() -> None:
    rows = forecasts(days=20)
    p, y = rows["probability_over"], rows["outcome"]
    found = {
        name: metric.value for name, metric in measure(p, y, draw_days(rows["game_date"], RULES), 10).items()
    }
    line = scores.calibration_line(p, y)
    assert found == pytest.approx(
        {
            "log_loss": scores.log_loss(p, y),
            "brier_score": scores.brier_score(p, y),
            "accuracy": scores.accuracy(p, y),
            "precision": scores.precision(p, y),
            "recall": scores.recall(p, y),
            "hit_rate": scores.accuracy(p, y),
            "roc_auc": scores.area_under_curve(p, y),
            "ece": expected_calibration_error(p, y, 10),
            "calibration_slope": line.slope,
            "calibration_intercept": line.intercept,
        }
    )


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ("ece", "calibration_slope")])
def test_a_draw_is_the_score_of_the_rows_it_repeats(name: str) -> None:
    rows = forecasts(days=60)
    p, y = rows["probability_over"].to_numpy().round(2), rows["outcome"].to_numpy()
    days = _draws_of(len(p), [[2.0, 1.0, 0.0, 1.0, 1.0, 1.0, 1.0]], 7)
    repeated = np.repeat(np.arange(len(p)), days.row_weights(0, 1)[0].astype(int))
    drawn = measure(p, y, days, 10)[name].draws[0]
    again = measure(p[repeated], y[repeated], _draws_of(len(repeated), [[1.0]], 1), 10)[name].value
    # The line is one Newton step from the fit of all rows, hence not exact.
    assert drawn == pytest.approx(again, abs=2e-3 if name.startswith("calibration") else 1e-12)


def test_the_slope_of_a_draw_is_close_to_its_own_fit() -> None:
    rows = forecasts(days=100)
    p, y = rows["probability_over"].to_numpy(), rows["outcome"].to_numpy()
    days = draw_days(rows["game_date"], RULES)
    drawn = measure(p, y, days, 10)["calibration_slope"].draws[:20]
    picked = [np.repeat(np.arange(len(p)), days.row_weights(k, k + 1)[0].astype(int)) for k in range(20)]
    refitted = [scores.calibration_line(p[rows], y[rows]).slope for rows in picked]
    assert np.abs(drawn - refitted).max() < 0.01


@pytest.mark.parametrize("name", NAMES)
def test_the_interval_of_a_metric_contains_it(name: str) -> None:
    rows = forecasts()
    days = draw_days(rows["game_date"], RULES)
    found = measure(rows["probability_over"], rows["outcome"], days, 15)[name].estimate(days)
    assert found.low < found.value < found.high


def test_a_forecaster_minus_himself_is_nothing() -> None:
    rows = forecasts(days=10)
    days = draw_days(rows["game_date"], RULES)
    one = measure(rows["probability_over"], rows["outcome"], days, 10)["log_loss"]
    assert one.minus(one, days).high == 0.0


def test_a_metric_that_these_rows_cannot_give_says_why() -> None:
    days = draw_days([1, 2], RULES)
    found = measure([0.5, 0.5], [1, 1], days, 2)
    assert np.isnan(found["roc_auc"].value)
    assert found["roc_auc"].reason.startswith("Expected both outcomes")
    assert "different forecasts" in found["calibration_slope"].reason
    assert found["hit_rate"].reason.startswith("No row")
    assert found["brier_score"].value == 0.25


def test_a_certain_error_has_no_mean_loss() -> None:
    found = measure([1.0, 0.5], [0, 1], draw_days([1, 2], RULES), 2)
    assert "certain and wrong" in found["log_loss"].reason
    assert found["roc_auc"].value == 0.0


def test_forecasts_of_other_rows_are_refused() -> None:
    with pytest.raises(EvaluationError, match="Expected 3 forecasts"):
        measure([0.5, 0.6], [0, 1], draw_days([1, 2, 3], RULES), 2)


def test_a_thousand_draws_of_six_seasons_take_seconds() -> None:
    rows = forecasts(seasons=tuple(f"20{year}-{year + 1}" for year in range(18, 24)), days=160, games=8)
    started = time.perf_counter()
    days = draw_days(rows["game_date"], BootstrapRules(1000, 1, 0.95))
    measure(rows["probability_over"], rows["outcome"], days, 15)
    assert len(rows) > 7600
    assert time.perf_counter() - started < 5.0

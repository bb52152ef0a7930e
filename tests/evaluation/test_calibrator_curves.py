"""The drawing of a calibrator."""

import numpy as np
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.calibrator_curves import calibrator_curve
from busta.probability.calibrators import CALIBRATORS
from busta.probability.logits import ProbabilityError
from tests.forecasts import forecasts

RULES = BootstrapRules(draws=100, seed=7, level=0.95)


@pytest.mark.parametrize("name", list(CALIBRATORS))
def test_a_curve_lies_within_its_interval(name: str) -> None:
    rows = forecasts(slope=0.5)
    curve = calibrator_curve(name, rows["probability_over"], rows["outcome"], rows["game_date"], 9, RULES)
    p = rows["probability_over"]
    assert (curve["probability"].iloc[0], curve["probability"].iloc[-1]) == (p.min(), p.max())
    assert (curve["low"] <= curve["calibrated"] + 0.02).all()
    assert (curve["calibrated"] <= curve["high"] + 0.02).all()
    assert set(curve["n"]) == {len(rows)}


def test_the_interval_of_bold_forecasts_covers_their_truth() -> None:
    rows = forecasts(slope=0.5, days=100)
    curve = calibrator_curve("platt", rows["probability_over"], rows["outcome"], rows["game_date"], 9, RULES)
    x = np.log(curve["probability"] / (1 - curve["probability"]))
    truth = 1 / (1 + np.exp(-0.5 * x))
    assert truth.between(curve["low"], curve["high"]).mean() >= 0.7


def test_a_calibrator_that_does_nothing_is_the_diagonal() -> None:
    rows = forecasts(days=10)
    curve = calibrator_curve("none", rows["probability_over"], rows["outcome"], rows["game_date"], 5, RULES)
    assert (curve[["calibrated", "low", "high"]].sub(curve["probability"], axis=0).abs() < 1e-12).all(
        axis=None
    )


def test_an_unknown_calibrator_is_not_drawn() -> None:
    with pytest.raises(ProbabilityError, match="was 'spline'"):
        calibrator_curve("spline", [0.4, 0.6], [0, 1], [1, 2], 5, RULES)

"""What a calibrator does to a forecast, drawn, with the interval of the drawing."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from busta.evaluation.bootstrap import BootstrapRules, draw_days
from busta.evaluation.scores import checked
from busta.probability.calibrators import calibrator_named


def calibrator_curve(
    calibrator: str,
    probability: ArrayLike,
    outcome: ArrayLike,
    day: ArrayLike,
    points: int,
    rules: BootstrapRules,
    distance: ArrayLike | None = None,
) -> pd.DataFrame:
    """The map of a calibrator fitted on these rows, with the interval that drawing their days again gives.

    Parameters
    ----------
    calibrator : str
        Name among `busta.probability.calibrators.CALIBRATORS`.
    probability, outcome, day : array-like, shape (rows,)
        The rows it is fitted on; probabilities strictly inside (0, 1).
    points : int
        Points of the grid, from the lowest forecast to the highest.
    rules : BootstrapRules
        Every draw is a fit.
    distance : array-like, shape (rows,), optional
        From `busta.probability.choice.distances`, for calibrators that learn from it.

    Returns
    -------
    DataFrame
        One row per point: `probability`, `calibrated`, `low`, `high`, `n` (rows fitted on).

    Raises
    ------
    EvaluationError
        When there are no rows, or forecasts and outcomes are none.
    ProbabilityError
        When there is no such calibrator, or a forecast is certain.
    """
    kind = calibrator_named(calibrator)
    p, y = checked(probability, outcome)
    grid = np.clip(np.linspace(p.min(), p.max(), points), p.min(), p.max())
    draws = draw_days(day, rules)
    weights = (draws.row_weights(draw, draw + 1)[0] for draw in range(rules.draws))
    curves = np.array([kind.fit(p, y, weight, distance).predict(grid) for weight in weights])
    low, high = np.quantile(curves, [(1 - rules.level) / 2, (1 + rules.level) / 2], axis=0)
    return pd.DataFrame(
        {
            "probability": grid,
            "calibrated": kind.fit(p, y, distance=distance).predict(grid),
            "low": low,
            "high": high,
            "n": len(p),
        }
    )

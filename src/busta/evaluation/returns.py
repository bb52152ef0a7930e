"""What one unit on a side brought, game by game, with an interval that lets games of one day err together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from busta.evaluation.clustered import mean_by_day


def returns_by_day(
    name: str, result: pd.Series, price: ArrayLike, day: pd.Series, level: float
) -> dict[str, float]:
    """Measure the profit per unit staked, pushes returned.

    Parameters
    ----------
    name
        What the profit is called.
    result
        Above 0 a win, below 0 a loss, 0 a push; one row per game.
    price
        Decimal price of each game, or of all.
    day
        Of each game.
    level
        Coverage of the interval.

    Returns
    -------
    dict of str to float
        The profit under its name, and its interval as ``<name>_low`` and ``<name>_high``.
    """
    won = np.asarray(result, dtype=np.float64)
    profit = np.where(won > 0, np.asarray(price, dtype=np.float64) - 1, np.where(won < 0, -1.0, 0.0))
    found = mean_by_day(profit, day, level)
    return {name: found.estimate, f"{name}_low": found.low, f"{name}_high": found.high}

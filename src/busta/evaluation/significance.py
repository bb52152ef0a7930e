"""How often a side was right, and the alarm when it is right too often to be true."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from busta.evaluation.bootstrap import BootstrapRules, Estimate, EvaluationError, draw_days, mean_estimate
from busta.evaluation.scores import accuracy_rows, checked


class HitRateAlarmError(EvaluationError):
    """Sides against the close were right, or wrong, more often than honest forecasts are."""


@dataclass(frozen=True)
class HitRateBand:
    """Where the hit rate of an honest forecast against a closing line lies.

    Attributes
    ----------
    low, high : float
        Both inclusive, in [0, 1].
    min_games : int
        The band holds above this many games; on fewer, chance alone leaves it.
    """

    low: float
    high: float
    min_games: int


def hit_rate(probability: ArrayLike, outcome: ArrayLike, day: ArrayLike, rules: BootstrapRules) -> Estimate:
    """Share of rows whose likelier side happened, among those with a likelier side.

    Parameters
    ----------
    probability, outcome : array-like, shape (rows,)
        See `busta.evaluation.scores`; a probability of one half takes no side.
    day : array-like, shape (rows,)
    rules : BootstrapRules

    Returns
    -------
    Estimate
        `n` counts the rows with a side; NaN where there are none.
    """
    p, y = checked(probability, outcome)
    has_side = p != 0.5
    if not has_side.any():
        return Estimate(float("nan"), float("nan"), float("nan"), 0)
    days = draw_days(np.asarray(day)[has_side], rules)
    return mean_estimate(accuracy_rows(p[has_side], y[has_side]), days)


def check_hit_rate_band(rate: Estimate, market: str, band: HitRateBand) -> None:
    """Refuse a hit rate against the close that no honest forecast reaches.

    Closing lines are right to within what the public knows: over many games a forecast made the evening
    before is a coin against them. One that is not has seen the result, or has its sides mixed up.

    Parameters
    ----------
    rate : Estimate
        As `hit_rate` gives it, over real games.
    market : str
        Named in the alarm.
    band : HitRateBand

    Raises
    ------
    HitRateAlarmError
        When the rate lies outside the band on more than `band.min_games` games.
    """
    if rate.n > band.min_games and not band.low <= rate.value <= band.high:
        raise HitRateAlarmError(
            f"Expected a hit rate of the market {market} against the close inside [{band.low}, {band.high}], "
            f"was {rate.value:.4f} [{rate.low:.4f}, {rate.high:.4f}] on {rate.n} games: look for a leak, it "
            "is no success."
        )

"""What a file of predictions is worth: beside the closing line, beside a coin, and beside what is possible."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from scipy.special import ndtri

from busta.evaluation.bootstrap import (
    BootstrapRules,
    DayDraws,
    Estimate,
    Floats,
    draw_days,
    mean_estimate,
    paired_difference,
    safe_ratio,
)
from busta.evaluation.metrics import measure
from busta.evaluation.scores import brier_rows, log_loss_rows

NOWHERE = Estimate(float("nan"), float("nan"), float("nan"), 0)
FORECASTERS = {"picks": "probability", "market": "market_probability"}


@dataclass(frozen=True)
class JudgeRules:
    """When predictions are too good, and when they are the closing line itself.

    Attributes
    ----------
    suspicion_level
        Coverage of the intervals that suspicion rests on, in (0, 1); above that of the reported ones.
    min_games, min_days
        Games and days under which nothing is said but the numbers.
    brier_gain_max, log_loss_gain_max
        Gains over the closing line that no honest forecaster is known to exceed.
    wins_above_close_max
        Likewise the share of wins above what the closing line expects.
    residual_correlation_max
        Likewise the correlation of forecast minus close with result minus close.
    same_distance
        Mean distance of forecast and close under which they are the same.
    near_distance, near_correlation
        Or under which, together with a correlation of at least this, they are.
    early_hours
        Hours before tip-off from which on a prediction counts as made before the close was known.
    price_tolerance
        Part by which a price may exceed the best known quote.
    line_tolerance
        Points by which a line may be better than the best known quote.
    assumed_price
        Decimal price where neither the file nor an archive has one, above 1.
    """

    suspicion_level: float
    min_games: int
    min_days: int
    brier_gain_max: float
    log_loss_gain_max: float
    wins_above_close_max: float
    residual_correlation_max: float
    same_distance: float
    near_distance: float
    near_correlation: float
    early_hours: float
    price_tolerance: float
    line_tolerance: float
    assumed_price: float


@dataclass(frozen=True)
class Sides:
    """The sides taken against the line, and how often they were right.

    Attributes
    ----------
    share_right
        Of the decided ones.
    expected
        What the closing line expected of the same sides.
    above_close
        Difference of the two, paired.
    band
        Half width of the band around `expected` that an honest forecast stays in on so many games.
    """

    share_right: Estimate
    expected: Estimate
    above_close: Estimate
    band: float


@dataclass(frozen=True)
class Comparison:
    """Predictions beside the closing line on the same games; NaN where they have no probabilities.

    Attributes
    ----------
    days
        Days with a graded pick.
    sides
        Sides taken.
    sides_wide
        `Sides.above_close` with the wide interval.
    brier, log_loss
        Picks minus close: below 0 is better than the close.
    brier_wide, log_loss_wide
        The same with the wider intervals of suspicion.
    coin
        Brier score minus .25.
    area
        Area under the ROC curve: .5 tells nothing.
    correlation
        Of forecast minus close with result minus close, wide interval: what is known beyond the close.
    distance
        Mean distance of forecast and close.
    likeness
        Their correlation; NaN where one of them is constant.
    """

    days: int
    sides: Sides
    sides_wide: Estimate
    brier: Estimate = NOWHERE
    brier_wide: Estimate = NOWHERE
    log_loss: Estimate = NOWHERE
    log_loss_wide: Estimate = NOWHERE
    coin: Estimate = NOWHERE
    area: Estimate = NOWHERE
    correlation: Estimate = NOWHERE
    distance: float = float("nan")
    likeness: float = float("nan")


def taken_sides(rows: pd.DataFrame) -> pd.Series:
    """Side of every pick: the selection, or else the side that the probability puts above the close.

    Parameters
    ----------
    rows
        ``selection, probability, market_probability``.

    Returns
    -------
    pandas.Series
        ``over`` or ``under``; null where there is neither a selection nor a difference from the close.
    """
    beyond = rows["probability"] - rows["market_probability"]
    derived = pd.Series("over", index=rows.index, dtype="str").where(beyond.gt(0), "under")
    return rows["selection"].fillna(derived.where(beyond.abs().gt(0)))


def compare_with_close(
    rows: pd.DataFrame, rules: JudgeRules, bootstrap: BootstrapRules, bins: int
) -> Comparison:
    """Measure predictions of one market beside the closing line.

    Parameters
    ----------
    rows
        Of `busta.evaluation.questions.put_questions`, one market.
    rules
        What counts as suspicious.
    bootstrap
        By day; its draws are those of the scores.
    bins
        Equal-count bins of the calibration error.

    Returns
    -------
    Comparison
        On the rows with an outcome and a closing line.
    """
    decided = rows[rows["outcome"].notna() & rows["market_probability"].notna()]
    forecast = decided[decided["probability"].notna()]
    wide = replace(bootstrap, level=rules.suspicion_level)
    taken = decided.assign(side=taken_sides(decided)).dropna(subset="side")
    sides, sides_wide = _sides(taken, bootstrap, rules.suspicion_level), _above(taken, wide)
    if forecast.empty:
        days = decided["game_date"].nunique()
        return Comparison(days=days, sides=sides, sides_wide=sides_wide)
    p, q, y = (forecast[name].to_numpy(dtype="float64") for name in (*FORECASTERS.values(), "outcome"))
    near, far = draw_days(forecast["game_date"], bootstrap), draw_days(forecast["game_date"], wide)
    briers, losses = (brier_rows(p, y), brier_rows(q, y)), (log_loss_rows(p, y), log_loss_rows(q, y))
    return Comparison(
        days=forecast["game_date"].nunique(),
        brier=paired_difference(*briers, near),
        brier_wide=paired_difference(*briers, far),
        log_loss=_finite_difference(losses, near),
        log_loss_wide=_finite_difference(losses, far),
        coin=mean_estimate(briers[0] - 0.25, near),
        area=measure(p, y, near, bins)["roc_auc"].estimate(near),
        correlation=_correlation(p - q, y - q, far),
        distance=float(np.abs(p - q).mean()),
        likeness=_likeness(p, q),
        sides=sides,
        sides_wide=sides_wide,
    )


def _finite_difference(losses: tuple[Floats, Floats], days: DayDraws) -> Estimate:
    # A certain forecast that was wrong has an infinite loss: there is no mean.
    if not all(np.isfinite(loss).all() for loss in losses):
        return replace(NOWHERE, n=days.rows)
    return paired_difference(*losses, days)


def _correlation(first: Floats, second: Floats, days: DayDraws) -> Estimate:
    columns = np.column_stack([np.ones_like(first), first, second, first**2, second**2, first * second])
    values = np.vstack([columns.sum(axis=0), days.sums(columns)])
    n, a, b, aa, bb, ab = values.T
    with np.errstate(invalid="ignore"):
        spread = np.sqrt(np.maximum(n * aa - a * a, 0) * np.maximum(n * bb - b * b, 0))
    # What rounding leaves of a constant is no spread.
    spread = np.where(spread > 1e-9 * n, spread, 0.0)
    quotient = safe_ratio(n * ab - a * b, spread)
    return days.estimate(float(quotient[0]), quotient[1:])


def _likeness(p: Floats, q: Floats) -> float:
    if min(np.ptp(p), np.ptp(q)) < 1e-9 or len(p) < 3:
        return float("nan")
    return float(np.corrcoef(p, q)[0, 1])


def _won_and_expected(taken: pd.DataFrame) -> tuple[Floats, Floats]:
    is_over = taken["side"].eq("over").to_numpy(dtype="bool")
    y, q = (taken[name].to_numpy(dtype="float64") for name in ("outcome", "market_probability"))
    return np.where(is_over, y, 1 - y), np.where(is_over, q, 1 - q)


def _sides(taken: pd.DataFrame, bootstrap: BootstrapRules, level: float) -> Sides:
    if taken.empty:
        return Sides(NOWHERE, NOWHERE, NOWHERE, float("nan"))
    won, expected = _won_and_expected(taken)
    days = draw_days(taken["game_date"], bootstrap)
    error = np.sqrt((expected * (1 - expected)).mean() / len(expected))
    return Sides(
        share_right=mean_estimate(won, days),
        expected=mean_estimate(expected, days),
        above_close=paired_difference(won, expected, days),
        band=float(-ndtri((1 - level) / 2) * error),
    )


def _above(taken: pd.DataFrame, wide: BootstrapRules) -> Estimate:
    if taken.empty:
        return NOWHERE
    return paired_difference(*_won_and_expected(taken), draw_days(taken["game_date"], wide))

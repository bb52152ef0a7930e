"""How much of a model's disagreement with the market to believe: one factor, fitted on earlier seasons.

A line already holds most of what a model knows. Where the two differ, the truth lies near the line: the model's
distance to it is multiplied by a factor k in [0, 1], by maximum likelihood of what happened. Of the spread and the
total ``P(over) = Phi(z_market + k (m_model - m_market) / s)``, with ``z_market = Phi^-1(p_market)``; of the moneyline
``logit P(over) = logit(p_market) + k (logit(p_model) - logit(p_market))``. k = 0 is the market, k = 1 the model.
The idea is the combination of forecasts with a fixed weight of one (Granger and Ramanathan, 1984), kept from betting
against the model and from believing more than all of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.special import expit, ndtr

from busta.probability.logits import Floats, ProbabilityError, as_outcomes

Link = Literal["probit", "logit"]
SHRINKAGE_COLUMNS = ["season", "shrink", "shrink_se", "shrink_rows"]
_STEPS, _TOLERANCE, _TINY = 50, 1e-10, 1e-12


@dataclass(frozen=True)
class Shrinkage:
    """A fitted factor.

    Attributes
    ----------
    factor
        k in [0, 1].
    standard_error
        Of the maximum-likelihood estimate before it is kept in [0, 1]; null where nothing was estimated.
    rows
        Decided games it was fitted on.
    """

    factor: float
    standard_error: float
    rows: int


def fit_shrinkage(offset: ArrayLike, distance: ArrayLike, outcome: ArrayLike, link: Link) -> Shrinkage:
    """Fit the factor k of ``P(over) = F(offset + k distance)`` by maximum likelihood (Fisher scoring).

    Parameters
    ----------
    offset : array-like, shape (rows,)
        The market's own probability by the inverse of F.
    distance : array-like, shape (rows,)
        How far the model stands from the market, in the same units.
    outcome : array-like, shape (rows,)
        1 over, 0 under; pushes and unplayed games do not belong here.
    link
        ``probit``: F is the normal distribution; ``logit``: the logistic one.

    Returns
    -------
    Shrinkage
        Factor 0 and no standard error where the model never differs from the market. The standard error is of the
        expected information, 1 / sqrt(sum F'^2 x^2 / (F (1 - F))).

    Raises
    ------
    ProbabilityError
        If the rows do not match, or a number is missing.
    """
    z, x = np.asarray(offset, dtype=np.float64), np.asarray(distance, dtype=np.float64)
    if z.shape != x.shape or not (np.isfinite(z).all() and np.isfinite(x).all()):
        raise ProbabilityError(
            f"Expected an offset and a distance in every row, was {np.isfinite(z).sum()} and "
            f"{np.isfinite(x).sum()} of {z.size}."
        )
    y = as_outcomes(outcome, z.size)
    factor, information = 0.0, 0.0
    for _ in range(_STEPS):
        p, slope = _probability(z + factor * x, link)
        weight = slope / (p * (1 - p))
        information = float((weight * slope * x * x).sum())
        if information <= 0:
            return Shrinkage(0.0, float("nan"), z.size)
        step = float((weight * x * (y - p)).sum()) / information
        factor += step
        if abs(step) < _TOLERANCE:
            break
    return Shrinkage(min(max(factor, 0.0), 1.0), information**-0.5, z.size)


def shrink_by_season(rows: pd.DataFrame, seasons: Iterable[str], link: Link, least_rows: int) -> pd.DataFrame:
    """Fit the factor of every season on the decided games of all seasons before it.

    Parameters
    ----------
    rows
        One row per game: ``season``, ``offset``, ``distance`` and ``outcome`` (null where pushed or unplayed).
    seasons
        Seasons that need a factor.
    link
        As for `fit_shrinkage`.
    least_rows
        With fewer earlier decided games the factor is 0: nothing the model says is believed.

    Returns
    -------
    pandas.DataFrame
        One row per season, in order, columns `SHRINKAGE_COLUMNS`; ``shrink_se`` is null where nothing was
        estimated. Known before the first game of the season.
    """
    decided = rows[rows["outcome"].notna()]
    made = []
    for season in sorted(set(seasons)):
        earlier = decided[decided["season"] < season]
        found = Shrinkage(0.0, float("nan"), len(earlier))
        if len(earlier) >= least_rows:
            found = fit_shrinkage(earlier["offset"], earlier["distance"], earlier["outcome"], link)
        made.append((season, found.factor, found.standard_error, found.rows))
    types = dict(zip(SHRINKAGE_COLUMNS, ("str", "float64", "float64", "int64"), strict=True))
    return pd.DataFrame(made, columns=SHRINKAGE_COLUMNS).astype(types)


def _probability(eta: Floats, link: Link) -> tuple[Floats, Floats]:
    if link == "logit":
        p = np.clip(expit(eta), _TINY, 1 - _TINY)
        return p, p * (1 - p)
    p = np.clip(ndtr(eta), _TINY, 1 - _TINY)
    return p, np.exp(-(eta**2) / 2) / np.sqrt(2 * np.pi)

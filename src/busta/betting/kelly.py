"""The Kelly stake of one bet, and how far to shrink it when the probability is only an estimate.

Stakes are shares of the bankroll. The stake that makes a bankroll grow fastest maximises the expected logarithm
of wealth (Kelly 1956, A new interpretation of information rate). For bets placed together see
`busta.betting.simultaneous`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from busta.betting.value import BettingError, checked_prices, checked_probabilities, probability_edge
from busta.odds.prices import FloatArray


def kelly_fraction(probability: ArrayLike, price: ArrayLike) -> FloatArray:
    """Share of the bankroll that a single bet deserves.

    ``f* = max(0, (b p - (1 - p)) / b) = max(0, (d p - 1) / (d - 1))`` with ``b = d - 1``. A push returns the stake:
    it scales the growth of every stake alike (`growth_of_bet`), so the best stake does not depend on it.

    Parameters
    ----------
    probability
        P(win) among decided bets, in [0, 1]; missing stays missing.
    price
        Decimal odds, greater than 1; missing stays missing.

    Returns
    -------
    numpy.ndarray
        In [0, 1], 0 without an edge; the broadcast shape.

    Raises
    ------
    BettingError
        If a probability lies outside [0, 1] or a price is 1 or less.

    Notes
    -----
    Kelly (1956); Thorp (2006), The Kelly criterion in blackjack, sports betting and the stock market.
    """
    p, d = checked_probabilities(probability), checked_prices(price)
    return np.maximum(0.0, (d * p - 1) / (d - 1))


def growth_of_bet(
    stake: ArrayLike, probability: ArrayLike, price: ArrayLike, push: ArrayLike = 0.0
) -> FloatArray:
    """Expected logarithm of the bankroll's growth by one bet.

    ``G(f) = (1 - h) (p ln(1 + b f) + (1 - p) ln(1 - f))``

    Parameters
    ----------
    stake
        Share of the bankroll, in [0, 1).
    probability
        P(win) among decided bets, in [0, 1].
    price
        Decimal odds, greater than 1.
    push
        P(push), in [0, 1].

    Returns
    -------
    numpy.ndarray
        Natural logarithm per bet; 0 for no stake; the broadcast shape.

    Raises
    ------
    BettingError
        If a stake lies outside [0, 1), a probability outside [0, 1], or a price is 1 or less.
    """
    f, p, d = checked_shares(stake), checked_probabilities(probability), checked_prices(price)
    decided = 1 - checked_probabilities(push, "probability of a push")
    return decided * (p * np.log1p((d - 1) * f) + (1 - p) * np.log1p(-f))


def uncertainty_shrinkage(probability: ArrayLike, price: ArrayLike, standard_error: ArrayLike) -> FloatArray:
    """Factor for the Kelly stake when the probability is an estimate with a standard error.

    A stake that is best for the estimate is too large for the truth on average: what looks best is what was
    overestimated. To second order in the error the best multiple of the Kelly stake is

    ``k = f*^2 / (f*^2 + ((b + 1) / b)^2 s^2) = e^2 / (e^2 + s^2)``

    with the edge ``e = p - 1 / d`` and the standard error ``s``: half Kelly where the error is as large as the edge.

    Parameters
    ----------
    probability
        Estimated P(win) among decided bets, in [0, 1]; missing stays missing.
    price
        Decimal odds, greater than 1; missing stays missing.
    standard_error
        Of the probability, 0 or more, in probability; missing stays missing.

    Returns
    -------
    numpy.ndarray
        In [0, 1]: 1 without error, falling towards 0 as the error grows; the broadcast shape.

    Raises
    ------
    BettingError
        If a standard error is negative, a probability lies outside [0, 1], or a price is 1 or less.

    Notes
    -----
    Baker and McHale (2013), Optimal betting under parameter uncertainty: improving the Kelly criterion, Decision
    Analysis 10(3), equation 5; the second form is the same number.
    """
    error = np.asarray(standard_error, dtype="float64")
    if (error < 0).any():
        raise BettingError(f"Expected standard errors of 0 or more, the smallest was {np.nanmin(error):g}.")
    signal, noise = np.broadcast_arrays(probability_edge(probability, price) ** 2, error**2)
    total = signal + noise
    return np.where(total == 0, 1.0, signal / np.where(total == 0, 1.0, total))


def shrunk_probability(probability: ArrayLike, price: ArrayLike, standard_error: ArrayLike) -> FloatArray:
    """Probability whose plain Kelly stake is the shrunk stake: ``1 / d + k (p - 1 / d)``.

    The Kelly stake is linear in the edge, so shrinking the stake of one bet is shrinking its edge; said this way
    the uncertainty enters bets placed together too.

    Parameters
    ----------
    probability
        Estimated P(win) among decided bets, in [0, 1]; missing stays missing.
    price
        Decimal odds, greater than 1; missing stays missing.
    standard_error
        Of the probability, 0 or more; missing stays missing.

    Returns
    -------
    numpy.ndarray
        Between the break-even probability and the estimate; the broadcast shape.

    Raises
    ------
    BettingError
        As `uncertainty_shrinkage`.
    """
    edge = probability_edge(probability, price)
    return checked_probabilities(probability) - edge * (
        1 - uncertainty_shrinkage(probability, price, standard_error)
    )


def checked_shares(values: ArrayLike) -> FloatArray:
    """Read stakes as shares of the bankroll, or say which one cannot be.

    Parameters
    ----------
    values
        Any shape.

    Returns
    -------
    numpy.ndarray
        As floats, same shape.

    Raises
    ------
    BettingError
        If one is missing or lies outside [0, 1): a bankroll staked whole can be gone.
    """
    found = np.asarray(values, dtype="float64")
    is_bad = ~((found >= 0) & (found < 1))
    if is_bad.any():
        was = found[is_bad].flat[0]
        raise BettingError(f"A stake is impossible: expected a share of the bankroll in [0, 1), was {was:g}.")
    return found

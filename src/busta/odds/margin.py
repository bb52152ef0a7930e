"""Margin removal: from the prices of the two sides of a market to probabilities that sum to one.

All methods take the implied probabilities ``r = 1 / decimal price`` of over and under. Their sum
``R`` is the overround, ``R - 1`` the margin. Rows with a missing price give missing probabilities.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike

from busta.odds.prices import FloatArray, decimal_to_probability

# Halvings of the search interval: 2 ** -60 of its width is below the resolution of a float.
_BISECTIONS = 60


class MarginError(ValueError):
    """A margin removal that does not exist."""


def overround(price_over: ArrayLike, price_under: ArrayLike) -> FloatArray:
    """Sum of the implied probabilities of both sides.

    Parameters
    ----------
    price_over, price_under
        Decimal odds, one per market; missing stays missing.

    Returns
    -------
    numpy.ndarray
        ``1 / over + 1 / under``; 1 is a fair market, 1.05 a margin of five per cent.
    """
    return decimal_to_probability(price_over) + decimal_to_probability(price_under)


def multiplicative(over: FloatArray, under: FloatArray) -> FloatArray:
    """Divide by the overround: ``p = r_over / R``.

    Parameters
    ----------
    over, under
        Implied probabilities of the two sides, one per market.

    Returns
    -------
    numpy.ndarray
        Probability of over.

    Notes
    -----
    "Basic normalisation" in Strumbelj (2014), On determining probability forecasts from betting odds.
    """
    return over / (over + under)


def additive(over: FloatArray, under: FloatArray) -> FloatArray:
    """Take the same amount from both sides: ``p = r_over - (R - 1) / 2``.

    Parameters
    ----------
    over, under
        Implied probabilities of the two sides, one per market.

    Returns
    -------
    numpy.ndarray
        Probability of over; inside (0, 1), since both implied probabilities are.

    Notes
    -----
    Clarke, Kovalchik, Ingram (2017), Adjusting bookmaker's odds to allow for overround.
    """
    return 0.5 + (over - under) / 2


def power(over: FloatArray, under: FloatArray) -> FloatArray:
    """Raise both sides to the power that makes them sum to one: ``r_over^k + r_under^k = 1``, ``p = r_over^k``.

    Parameters
    ----------
    over, under
        Implied probabilities of the two sides, one per market.

    Returns
    -------
    numpy.ndarray
        Probability of over, by bisection over ``k``.

    Notes
    -----
    Vovk and Zhdanov (2009); Clarke, Kovalchik, Ingram (2017).
    """
    larger, smaller = np.log(np.maximum(over, under)), np.log(np.minimum(over, under))
    # At k = 0 the sum is two; at `high` the larger side is one half and the sum at most one.
    low, high = np.zeros_like(larger), np.log(0.5) / larger
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        is_too_small = np.exp(middle * larger) + np.exp(middle * smaller) > 1
        low, high = np.where(is_too_small, middle, low), np.where(is_too_small, high, middle)
    probability = np.exp(low * larger)
    return np.where(over >= under, probability, 1 - probability)


def shin(over: FloatArray, under: FloatArray) -> FloatArray:
    """Remove what a book adds against bettors with inside knowledge.

    ``p = (sqrt(z^2 + 4 (1 - z) r^2 / R) - z) / (2 (1 - z))`` with, for two sides and ``D = r_over - r_under``,
    ``z = (R - 1) (D^2 - R) / (R (D^2 - 1))``, the share of informed money.

    Parameters
    ----------
    over, under
        Implied probabilities of the two sides, one per market.

    Returns
    -------
    numpy.ndarray
        Probability of over. With two sides it equals the additive method, which a test keeps true.

    Notes
    -----
    Shin (1993), Measuring the incidence of insider trading; the closed form for two sides is of
    Jullien and Salanie (1994), Measuring the incidence of insider trading: a comment on Shin.
    """
    total, difference = over + under, over - under
    z = (total - 1) * (difference**2 - total) / (total * (difference**2 - 1))
    return (np.sqrt(z**2 + 4 * (1 - z) * over**2 / total) - z) / (2 * (1 - z))


def odds_ratio(over: FloatArray, under: FloatArray) -> FloatArray:
    """Let the book's odds and the fair odds stand in one ratio on both sides.

    ``[r / (1 - r)] / [p / (1 - p)]`` equal for over and under; for two sides
    ``logit p = (logit r_over - logit r_under) / 2``.

    Parameters
    ----------
    over, under
        Implied probabilities of the two sides, one per market.

    Returns
    -------
    numpy.ndarray
        Probability of over.

    Notes
    -----
    Cheung (2015), Fixed-odds betting and traditional odds.
    """
    root_over, root_under = np.sqrt(over / (1 - over)), np.sqrt(under / (1 - under))
    return root_over / (root_over + root_under)


METHODS: Mapping[str, Callable[[FloatArray, FloatArray], FloatArray]] = {
    "multiplicative": multiplicative,
    "additive": additive,
    "power": power,
    "shin": shin,
    "odds_ratio": odds_ratio,
}


def remove_margin(price_over: ArrayLike, price_under: ArrayLike, method: str) -> FloatArray:
    """Probability of over, margin removed.

    Parameters
    ----------
    price_over, price_under
        Decimal odds, one per market.
    method
        One of ``METHODS``.

    Returns
    -------
    numpy.ndarray
        Probability of over in (0, 1), missing where a price is missing. That of under is one minus it.

    Raises
    ------
    MarginError
        If the method is unknown.
    PriceError
        If a price is 1 or less.
    """
    if method not in METHODS:
        raise MarginError(f"Unknown margin removal: expected one of {', '.join(METHODS)}, was {method!r}.")
    return METHODS[method](decimal_to_probability(price_over), decimal_to_probability(price_under))

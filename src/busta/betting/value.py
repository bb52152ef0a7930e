"""What a bet is worth: expected value, break-even probability and edge.

A bet is described by three numbers. ``probability`` p: that it wins, among the ways it can be decided;
``push`` h: that the stake comes back; ``price`` d: decimal odds. Of one unit staked the bet wins ``d - 1`` with
probability ``(1 - h) p``, returns the unit with probability ``h`` and loses it with ``(1 - h) (1 - p)``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from busta.odds.prices import FloatArray


class BettingError(ValueError):
    """Numbers that describe no bet, no stake or no limit."""


def expected_value(probability: ArrayLike, price: ArrayLike, push: ArrayLike = 0.0) -> FloatArray:
    """Expected profit per unit staked, pushes returned.

    ``EV = (1 - h) (p (d - 1) - (1 - p)) = (1 - h) (p d - 1)``

    Parameters
    ----------
    probability
        P(win) among decided bets, in [0, 1]; missing stays missing.
    price
        Decimal odds, greater than 1; missing stays missing.
    push
        P(push), in [0, 1]; missing stays missing.

    Returns
    -------
    numpy.ndarray
        Units per unit staked, at least -1; the broadcast shape.

    Raises
    ------
    BettingError
        If a probability lies outside [0, 1] or a price is 1 or less.
    """
    p, d = checked_probabilities(probability), checked_prices(price)
    return (1 - checked_probabilities(push, "probability of a push")) * (p * d - 1)


def break_even_probability(price: ArrayLike) -> FloatArray:
    """Smallest share of decided bets that must win for a bet to lose nothing: ``1 / d``.

    A push returns the stake and moves it neither way. It is also the implied probability of the price, the
    book's margin still in it (`busta.odds.prices.decimal_to_probability`).

    Parameters
    ----------
    price
        Decimal odds, greater than 1; missing stays missing.

    Returns
    -------
    numpy.ndarray
        In (0, 1), same shape; 110/210 at American -110.

    Raises
    ------
    BettingError
        If a price is 1 or less.
    """
    return 1 / checked_prices(price)


def probability_edge(probability: ArrayLike, price: ArrayLike) -> FloatArray:
    """Probability above break-even: ``p - 1 / d``.

    Parameters
    ----------
    probability
        P(win) among decided bets, in [0, 1]; missing stays missing.
    price
        Decimal odds, greater than 1; missing stays missing.

    Returns
    -------
    numpy.ndarray
        In probability, -1 to 1; above 0 exactly where the expected value is (a bet that is always pushed
        is worth nothing).

    Raises
    ------
    BettingError
        If a probability lies outside [0, 1] or a price is 1 or less.
    """
    return checked_probabilities(probability) - break_even_probability(price)


def checked_probabilities(values: ArrayLike, name: str = "probability") -> FloatArray:
    """Read probabilities, or say which one cannot be.

    Parameters
    ----------
    values
        Any shape; missing stays missing.
    name
        What they are, for the message.

    Returns
    -------
    numpy.ndarray
        As floats, same shape.

    Raises
    ------
    BettingError
        If one lies outside [0, 1].
    """
    found = np.asarray(values, dtype="float64")
    return _demand(found, (found >= 0) & (found <= 1), f"a {name} in [0, 1]")


def checked_prices(values: ArrayLike) -> FloatArray:
    """Read decimal odds, or say which one cannot be.

    Parameters
    ----------
    values
        Any shape; missing stays missing.

    Returns
    -------
    numpy.ndarray
        As floats, same shape.

    Raises
    ------
    BettingError
        If one is 1 or less, or infinite.
    """
    found = np.asarray(values, dtype="float64")
    return _demand(found, (found > 1) & (found < np.inf), "a finite decimal price greater than 1")


def _demand(found: FloatArray, is_good: NDArray[np.bool_], expected: str) -> FloatArray:
    is_bad = ~(is_good | np.isnan(found))
    if is_bad.any():
        row = int(np.flatnonzero(is_bad.ravel())[0])
        raise BettingError(
            f"A bet is impossible: expected {expected}, was {found.ravel()[row]:g} in row {row}."
        )
    return found

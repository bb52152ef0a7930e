"""Probabilities of passing a line, read off a predicted distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

Floats: TypeAlias = NDArray[np.float64]
# Halvings of an interval of width one: what is left is below the resolution of a line.
_BISECTIONS = 45


class DistributionError(ValueError):
    """A distribution was asked for with numbers that describe none."""


@dataclass(frozen=True)
class OverPush:
    """The two probabilities that describe a line.

    Attributes
    ----------
    over : ndarray
        P(over) among over and under, in [0, 1].
    push : ndarray
        P(the quantity lands exactly on the line), in [0, 1].
    """

    over: Floats
    push: Floats


def normal_over_push(
    mean: ArrayLike,
    sd: ArrayLike,
    line: ArrayLike,
    is_push_possible: bool = True,
    impossible: ArrayLike = (),
) -> OverPush:
    """Probability of over and of a push for a rounded normal quantity.

    The quantity Y takes whole values; the normal is cut into bins of width one around them (continuity
    correction):

    - ``P(Y > L) = 1 - Phi((floor(L) + 1/2 - m) / s)``
    - ``P(Y < L) = Phi((ceil(L) - 1/2 - m) / s)``
    - ``P(push) = Phi((L + 1/2 - m) / s) - Phi((L - 1/2 - m) / s)`` on whole lines, 0 on all others
    - ``over = P(Y > L) / (P(Y > L) + P(Y < L))``

    Where a push cannot happen (a game of basketball has a winner, so a margin of 0 never occurs) the bin
    around the line is shared by its two sides: ``over = Phi((m - L) / s)``.

    Parameters
    ----------
    mean, sd, line : array-like
        In units of Y; broadcast against each other. ``sd`` is above 0.
    is_push_possible : bool
        Whether Y can land exactly on a whole line.
    impossible : array-like
        Values that Y cannot take; a line at one of them is not pushed.

    Returns
    -------
    OverPush
        Two float arrays of the broadcast shape. Where all mass is on the push, over is one half.

    Raises
    ------
    DistributionError
        When a value is missing or infinite, or a standard deviation is not above 0.
    """
    m, s, at = np.broadcast_arrays(*(np.asarray(values, dtype=np.float64) for values in (mean, sd, line)))
    _refuse_impossible(m, s, at)
    cannot = np.isin(at, np.asarray(impossible, dtype=np.float64)) | (not is_push_possible)
    if cannot.all():
        return OverPush(over=ndtr((m - at) / s), push=np.zeros(m.shape))
    over = ndtr((m - np.floor(at) - 0.5) / s)
    under = ndtr((np.ceil(at) - 0.5 - m) / s)
    decided = over + under
    is_decidable = decided > 0
    share = np.where(is_decidable, over / np.where(is_decidable, decided, 1.0), 0.5)
    can_push = (at == np.floor(at)) & ~cannot
    return OverPush(
        over=np.where(cannot, ndtr((m - at) / s), share),
        push=np.where(can_push, np.clip(1.0 - decided, 0.0, 1.0), 0.0),
    )


def normal_location(
    over: ArrayLike,
    sd: ArrayLike,
    line: ArrayLike,
    is_push_possible: bool = True,
    impossible: ArrayLike = (),
) -> Floats:
    """Mean of the rounded normal that passes a line with a stated probability: `normal_over_push` the other way.

    On half lines, and where a push cannot happen, ``m = L + s Phi^-1(p)``; on whole lines, found by bisection, m
    lies within one half of that.

    Parameters
    ----------
    over : array-like
        P(over) among over and under, in (0, 1).
    sd, line : array-like
        In units of Y; broadcast against each other. ``sd`` is above 0.
    is_push_possible, impossible
        As for `normal_over_push`.

    Returns
    -------
    ndarray of float
        Means in units of Y, of the broadcast shape.

    Raises
    ------
    DistributionError
        When a value is missing or infinite, a probability lies outside (0, 1), or a standard deviation is not
        above 0.
    """
    p, s, at = np.broadcast_arrays(*(np.asarray(values, dtype=np.float64) for values in (over, sd, line)))
    outside = int((~((p > 0) & (p < 1))).sum())
    if outside:
        raise DistributionError(f"Expected every probability inside (0, 1), was outside in {outside} rows.")
    _refuse_impossible(p, s, at)
    start = at + s * ndtri(p)
    low, high = start - 0.5, start + 0.5
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        is_too_low = normal_over_push(middle, s, at, is_push_possible, impossible).over < p
        low, high = np.where(is_too_low, middle, low), np.where(is_too_low, high, middle)
    is_whole = (at == np.floor(at)) & ~np.isin(at, np.asarray(impossible, dtype=np.float64))
    return np.where(is_whole & is_push_possible, (low + high) / 2, start)


def _refuse_impossible(mean: Floats, sd: Floats, line: Floats) -> None:
    for name, values in (("mean", mean), ("standard deviation", sd), ("line", line)):
        broken = int((~np.isfinite(values)).sum())
        if broken:
            raise DistributionError(
                f"Expected a finite {name} in every row, was missing or infinite in {broken}."
            )
    if (sd <= 0).any():
        raise DistributionError(f"Expected every standard deviation above 0, the smallest was {sd.min()}.")

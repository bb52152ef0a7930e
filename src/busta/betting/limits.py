"""What can be staked at all: limits of books, markets and days, and coins that cannot be split."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from busta.betting.value import BettingError
from busta.odds.prices import FloatArray

# A stake of 0.3 is three steps of 0.1, although 0.3 / 0.1 is a little less than 3 in floats.
_ROUNDING = 1e-9


@dataclass(frozen=True)
class StakeLimits:
    """The largest and the smallest stakes, in units.

    Attributes
    ----------
    bet : float
        Largest stake on one bet.
    bet_by_market : Mapping[str, float]
        Largest stake on one bet of a market, where it is less than `bet`: books take less on players.
    market_by_day : Mapping[str, float]
        Largest sum on all bets of a market on one day.
    book_by_day : Mapping[str, float]
        Largest sum on all bets at a book on one day.
    day : float
        Largest sum on all bets of one day.
    step : float
        Stakes are whole multiples of it, rounded down; 0 rounds nothing.
    smallest : float
        What is less is not staked.
    """

    bet: float = np.inf
    bet_by_market: Mapping[str, float] = field(default_factory=dict)
    market_by_day: Mapping[str, float] = field(default_factory=dict)
    book_by_day: Mapping[str, float] = field(default_factory=dict)
    day: float = np.inf
    step: float = 0.0
    smallest: float = 0.0

    def __post_init__(self) -> None:
        """Refuse limits below 0."""
        named = {"bet": self.bet, "day": self.day, "step": self.step, "smallest": self.smallest}
        for group in (self.bet_by_market, self.market_by_day, self.book_by_day):
            named.update(group)
        for name, value in named.items():
            if not value >= 0:
                raise BettingError(f"Expected a limit {name!r} of 0 or more, was {value:g}.")

    @property
    def needs_market(self) -> bool:
        """Whether the market of each bet must be known."""
        return bool(self.bet_by_market or self.market_by_day)

    @property
    def needs_book(self) -> bool:
        """Whether the book of each bet must be known."""
        return bool(self.book_by_day)


@dataclass(frozen=True)
class LimitedStakes:
    """Stakes that can be placed, and what was cut off those that were wanted.

    Attributes
    ----------
    stake : ndarray, shape (bets,)
        In units.
    cut : Mapping[str, ndarray]
        Units cut off each bet, 0 or more, by the limit that cut them: ``bet, market, book, day, step, smallest``, in
        this order. Stake and cuts sum to what was wanted.
    """

    stake: FloatArray
    cut: Mapping[str, FloatArray]


def limit_stakes(
    wanted: ArrayLike,
    limits: StakeLimits,
    market: ArrayLike | None = None,
    book: ArrayLike | None = None,
    day: ArrayLike | None = None,
) -> LimitedStakes:
    """Cut stakes down to their limits.

    A sum over its limit is shared out in proportion to the stakes. Rounding and the smallest stake come last:
    what they free is not given to others.

    Parameters
    ----------
    wanted : array-like, shape (bets,)
        Units, 0 or more.
    limits : StakeLimits
    market, book : array-like of str, shape (bets,), optional
        Needed where `limits` names markets or books.
    day : array-like, shape (bets,), optional
        All bets are of one day when not given.

    Returns
    -------
    LimitedStakes
        In the order of `wanted`.

    Raises
    ------
    BettingError
        If a stake is missing, infinite or negative, or a limit names markets or books and the bets do not.
    """
    start = _checked(wanted)
    days = np.zeros(len(start)) if day is None else np.asarray(day)
    stages = {
        "bet": lambda stake: np.minimum(stake, _largest(limits, market, len(stake))),
        "market": lambda stake: _share_by_name(stake, limits.market_by_day, market, days, "market"),
        "book": lambda stake: _share_by_name(stake, limits.book_by_day, book, days, "book"),
        "day": lambda stake: share_out(stake, limits.day, days),
        "step": lambda stake: _whole_steps(stake, limits.step),
        "smallest": lambda stake: np.where(stake < limits.smallest - _ROUNDING, 0.0, stake),
    }
    stake, cut = start, {}
    for name, reduce in stages.items():
        left = reduce(stake)
        stake, cut[name] = left, stake - left
    return LimitedStakes(stake, cut)


def share_out(stake: FloatArray, largest: float, group: NDArray[np.generic]) -> FloatArray:
    """Scale the stakes of every group whose sum exceeds a limit down to it.

    Parameters
    ----------
    stake : ndarray, shape (bets,)
        Units or shares, 0 or more.
    largest : float
        Largest sum of a group, 0 or more.
    group : ndarray, shape (bets,)
        What is summed together.

    Returns
    -------
    ndarray, shape (bets,)
        No stake grows; within a group all keep their proportions.
    """
    if stake.sum() <= largest:
        return stake
    position = np.unique(group, return_inverse=True)[1]
    total = np.bincount(position, weights=stake)
    return stake * (np.minimum(total, largest) / np.where(total > 0, total, 1.0))[position]


def _checked(wanted: ArrayLike) -> FloatArray:
    stake = np.asarray(wanted, dtype="float64")
    is_bad = ~((stake >= 0) & (stake < np.inf))
    if is_bad.any():
        row = int(np.flatnonzero(is_bad)[0])
        raise BettingError(f"Expected finite stakes of 0 or more, was {stake[row]:g} in row {row}.")
    return stake


def _largest(limits: StakeLimits, market: ArrayLike | None, bets: int) -> FloatArray:
    largest = np.full(bets, limits.bet)
    for name, limit in limits.bet_by_market.items():
        is_here = _named(market, "market") == name
        largest[is_here] = min(limit, limits.bet)
    return largest


def _share_by_name(
    stake: FloatArray,
    limits: Mapping[str, float],
    names: ArrayLike | None,
    days: NDArray[np.generic],
    what: str,
) -> FloatArray:
    stake = stake.copy() if limits else stake
    for name, limit in limits.items():
        is_here = _named(names, what) == name
        stake[is_here] = share_out(stake[is_here], limit, days[is_here])
    return stake


def _named(names: ArrayLike | None, what: str) -> NDArray[np.generic]:
    if names is None:
        raise BettingError(f"Expected the {what} of every bet, because a limit names one, was none.")
    return np.asarray(names)


def _whole_steps(stake: FloatArray, step: float) -> FloatArray:
    return np.minimum(stake, np.floor(stake / step + _ROUNDING) * step) if step > 0 else stake

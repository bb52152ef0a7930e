"""Kelly stakes of bets placed together, before any of them is decided.

Bets of one day share one bankroll. The stakes f that make it grow fastest maximise ``G(f) = E ln W`` of the
wealth ``W = 1 + sum f_i X_i``, where ``X_i`` is ``d_i - 1``, 0 or -1 (win, push, loss), independent from bet to bet.
With n bets W has 3^n values, but none of them is visited. For every W above 0

``1 / W = integral over t > 0 of exp(-t W)``, and ``E exp(-t W)`` of independent bets is a product over the bets.

With ``t = exp(u)`` the trapezoid rule over u is exact to eight digits with some thirty nodes (Stenger 1993, Numerical
methods based on sinc and analytic functions; Beylkin and Monzon 2005, On approximation of functions by
exponential sums). So the slope ``E[X_i / W]`` and the curvature ``-E[X_i X_j / W^2]`` of G cost n and n^2 times thirty,
nothing is sampled, and a primal-dual interior point method (Boyd and Vandenberghe 2004, Convex optimization,
chapter 11) finds the maximum below the caps in about ten steps, for many days at a time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from busta.betting.kelly import checked_shares
from busta.betting.value import BettingError, checked_prices, checked_probabilities, expected_value
from busta.odds.prices import FloatArray

# The logarithm of nothing is minus infinity: a hundredth of the bankroll stays out of every day.
MOST_AT_RISK = 0.99

# Width and first point of the trapezoid rule in u, and the exponent beyond which exp(-t W) is nothing.
_WIDTH, _FIRST, _LAST_EXPONENT = 0.5, -8.0, 25.0
# The interior point method: first and following barrier, when to stop, how near to a bound a step may go.
_BARRIER, _CENTRING, _GAP, _RESIDUAL, _STEPS, _TO_BOUND = 1e-3, 0.03, 1e-11, 1e-8, 60, 0.99
# Numbers per array that stay in the processor's cache.
_CHUNK = 100_000
# Among bets as good as certain the last digits of the slope are lost: this much of it is growth that nobody misses.
_NEARLY = 1e-5
# By so much of itself the diagonal of the system is raised.
_RIDGE = 1e-12
# Below this a stake is the solver's rounding.
_NOTHING = 1e-6
_SMALLEST_LOSS = 1e-15


def simultaneous_kelly(
    probability: ArrayLike,
    price: ArrayLike,
    push: ArrayLike = 0.0,
    day: ArrayLike | None = None,
    cap_bet: float = 1.0,
    cap_day: float = MOST_AT_RISK,
) -> FloatArray:
    """Shares of the bankroll that make it grow fastest by independent bets placed together, below caps.

    Parameters
    ----------
    probability : array-like, shape (bets,)
        P(win) among decided bets, in [0, 1].
    price : array-like, shape (bets,)
        Decimal odds, greater than 1.
    push : array-like, shape (bets,) or a number
        P(push), in [0, 1].
    day : array-like, shape (bets,), optional
        Bets of one day are placed together, the days are solved each for itself; one day when not given.
        Any order.
    cap_bet : float
        Largest share on one bet, in (0, 1].
    cap_day : float
        Largest share on all bets of a day, above 0; more than `MOST_AT_RISK` is never staked.

    Returns
    -------
    numpy.ndarray, shape (bets,)
        In [0, cap_bet], summing to cap_day at most per day; within 1e-5 of the exact optimum. 0 exactly
        where the expected value is not above 0. Without caps no stake exceeds the one of the bet alone
        (`busta.betting.kelly.kelly_fraction`).

    Raises
    ------
    BettingError
        If a number is missing, a probability lies outside [0, 1], a price is 1 or less, a cap is not above 0,
        or the maximum is not found.
    """
    if not 0 < cap_bet <= 1 or not cap_day > 0:
        raise BettingError(
            f"Expected a cap per bet in (0, 1] and a cap per day above 0, was {cap_bet:g} and {cap_day:g}."
        )
    p, d, h = _complete(probability, price, push)
    days = np.zeros(len(p)) if day is None else np.asarray(day)
    stake = np.zeros(len(p))
    open_rows = np.flatnonzero(expected_value(p, d, h) > 0)
    for rows in _days_of_equal_size(days[open_rows]):
        taken = open_rows[rows]
        stake[taken] = _best_stakes(
            _Bets.of(p[taken], d[taken], h[taken]), cap_bet, min(cap_day, MOST_AT_RISK)
        )
    return stake


def growth_of_day(stake: ArrayLike, probability: ArrayLike, price: ArrayLike, push: ArrayLike = 0.0) -> float:
    """Expected logarithm of the bankroll's growth by independent bets placed together.

    ``E ln W = integral over t > 0 of (exp(-t) - E exp(-t W)) / t``, by the rule of this module.

    Parameters
    ----------
    stake : array-like, shape (bets,)
        Shares of the bankroll, 0 or more, summing to less than 1.
    probability, price, push : array-like, shape (bets,)
        As `simultaneous_kelly`.

    Returns
    -------
    float
        Natural logarithm per day; 0 without stakes.

    Raises
    ------
    BettingError
        If the stakes sum to 1 or more, or as `simultaneous_kelly`.
    """
    bets = _Bets.of(*(values[None, :] for values in _complete(probability, price, push)))
    f = np.broadcast_to(checked_shares(stake), bets.price.shape[1:])[None, :]
    least = 1 - float(f.sum())
    if least <= 0:
        raise BettingError(f"Expected stakes that sum to less than the bankroll, was {1 - least:g} of it.")
    rule = _rule(least)
    shrunk = np.exp(-rule.node * least) * bets.factors(f, rule).total.prod(axis=-1)
    # 1 / t in the integrand takes back the t that the rule's weights carry; at t = 0 the integrand is E W - 1.
    inner = (np.exp(-rule.node[1:]) - shrunk[0, 1:]) @ (rule.weight[1:] / rule.node[1:])
    return float(inner + rule.weight[0] * (f * bets.mean).sum())


@dataclass(frozen=True)
class _Rule:
    node: FloatArray
    weight: FloatArray


@dataclass(frozen=True)
class _Factors:
    total: FloatArray
    won: FloatArray


@dataclass(frozen=True)
class _Bets:
    win: FloatArray
    push: FloatArray
    lose: FloatArray
    price: FloatArray

    @classmethod
    def of(cls, probability: FloatArray, price: FloatArray, push: FloatArray) -> _Bets:
        decided = 1 - push
        # A bet that cannot lose would leave nothing to divide by.
        return cls(
            decided * probability, push, np.maximum(decided * (1 - probability), _SMALLEST_LOSS), price
        )

    @property
    def mean(self) -> FloatArray:
        return self.win * (self.price - 1) - self.lose

    def part(self, rows: slice) -> _Bets:
        return _Bets(self.win[rows], self.push[rows], self.lose[rows], self.price[rows])

    def factors(self, stake: FloatArray, rule: _Rule) -> _Factors:
        # E exp(-t f X) of each bet over exp(t f): shape (days, nodes, bets), at most 1, so nothing overflows.
        reach = rule.node[:, None] * stake[:, None, :]
        won = self.win[:, None, :] * np.exp(-reach * self.price[:, None, :])
        total = won + self.lose[:, None, :]
        if self.push.any():
            total += self.push[:, None, :] * np.exp(-reach)
        return _Factors(total, won)

    def slope_and_curvature(self, stake: FloatArray, rule: _Rule) -> tuple[FloatArray, FloatArray]:
        # E[X_i / W], shape (days, bets), and E[X_i X_j / W^2], shape (days, bets, bets).
        found = self.factors(stake, rule)
        rest = 1 - stake.sum(axis=-1, keepdims=True)
        mass = rule.weight * np.exp(-rule.node * rest) * found.total.prod(axis=-1)
        profit, lose = (self.price - 1)[:, None, :], self.lose[:, None, :]
        first = (profit * found.won - lose) / found.total
        second = (profit**2 * found.won + lose) / found.total
        slope = (mass[:, None, :] @ first)[:, 0]
        mass = mass * rule.node
        curvature = (first * mass[..., None]).swapaxes(-1, -2) @ first
        each = np.arange(stake.shape[-1])
        curvature[:, each, each] = (mass[:, None, :] @ second)[:, 0]
        return slope, curvature


# Stakes below their caps, and what each bound costs: at least 0, at most the cap, the sum of the day.
@dataclass(frozen=True)
class _Point:
    stake: FloatArray
    floor: FloatArray
    cap: FloatArray
    day: FloatArray


def _complete(probability: ArrayLike, price: ArrayLike, push: ArrayLike) -> tuple[FloatArray, ...]:
    p, d = np.atleast_1d(checked_probabilities(probability)), np.atleast_1d(checked_prices(price))
    h = checked_probabilities(push, "probability of a push")
    p, d, h = np.broadcast_arrays(p, d, h)
    is_missing = np.isnan(p) | np.isnan(d) | np.isnan(h)
    if is_missing.any():
        row = int(np.flatnonzero(is_missing)[0])
        raise BettingError(
            f"Expected a probability, a price and a push in every row, was missing in row {row}."
        )
    return p, d, h


# Rows of the days with one, two, three ... bets, each of shape (days, bets).
def _days_of_equal_size(day: NDArray[np.generic]) -> list[NDArray[np.intp]]:
    _, position, sizes = np.unique(day, return_inverse=True, return_counts=True)
    order, start = np.argsort(position, kind="stable"), np.cumsum(sizes) - sizes
    return [order[start[sizes == size][:, None] + np.arange(size)] for size in np.unique(sizes)]


def _rule(least_wealth: float) -> _Rule:
    last = np.log(_LAST_EXPONENT / least_wealth)
    t = np.exp(np.arange(_FIRST, last + _WIDTH, _WIDTH))
    # The endless row of nodes left of the first one, where exp(-t W) is 1, is summed into a node at 0.
    below = _WIDTH * t[0] / np.expm1(_WIDTH)
    return _Rule(np.append(0.0, t), np.append(below, _WIDTH * t))


def _best_stakes(bets: _Bets, cap_bet: float, cap_day: float) -> FloatArray:
    rule = _rule(1 - cap_day)
    days = max(1, _CHUNK // (len(rule.node) * bets.price.shape[1]))
    parts = range(0, len(bets.price), days)
    return np.concatenate(
        [_maximise(bets.part(slice(at, at + days)), rule, cap_bet, cap_day) for at in parts]
    )


def _maximise(bets: _Bets, rule: _Rule, cap_bet: float, cap_day: float) -> FloatArray:
    point = _start(bets, cap_bet, cap_day)
    for _ in range(_STEPS):
        slope, curvature = bets.slope_and_curvature(point.stake, rule)
        above, left = cap_bet - point.stake, cap_day - point.stake.sum(axis=-1, keepdims=True)
        residual = np.abs(slope + point.floor - point.cap - point.day).max()
        products = (point.floor * point.stake + point.cap * above).sum(axis=-1, keepdims=True)
        gap = (products + point.day * left) / (2 * point.stake.shape[1] + 1)
        if gap.max() < _GAP and residual < _RESIDUAL:
            return np.where(point.stake < _NOTHING, 0.0, point.stake)
        point = _step(point, slope, curvature, above, left, np.maximum(_CENTRING * gap, _GAP / 100))
    if residual < _NEARLY:
        return np.where(point.stake < _NOTHING, 0.0, point.stake)
    raise BettingError(
        f"Expected the best stakes within {_STEPS} steps, the slope was still off by {residual:g}."
    )


def _start(bets: _Bets, cap_bet: float, cap_day: float) -> _Point:
    alone = bets.mean / ((bets.win + bets.lose) * (bets.price - 1))
    stake = np.minimum(alone, cap_bet) / 2
    stake = stake * np.minimum(1.0, cap_day / 2 / stake.sum(axis=-1, keepdims=True))
    left = cap_day - stake.sum(axis=-1, keepdims=True)
    return _Point(stake, _BARRIER / stake, _BARRIER / (cap_bet - stake), _BARRIER / left)


def _step(
    at: _Point,
    slope: FloatArray,
    curvature: FloatArray,
    above: FloatArray,
    left: FloatArray,
    barrier: FloatArray,
) -> _Point:
    f = at.stake
    each = np.arange(f.shape[1])
    system = curvature + (at.day / left)[..., None]
    system[:, each, each] += at.floor / f + at.cap / above
    # Bets that are as good as certain can replace one another: of equal ends any is right, and none singular.
    system[:, each, each] *= 1 + _RIDGE
    wanted = slope + barrier / f - barrier / above - barrier / left
    move = np.asarray(np.linalg.solve(system, wanted[..., None])[..., 0], dtype="float64")
    total = move.sum(axis=-1, keepdims=True)
    floor = barrier / f - at.floor - at.floor / f * move
    cap = barrier / above - at.cap + at.cap / above * move
    day = barrier / left - at.day + at.day / left * total
    primal = _longest((f, move), (above, -move), (left, -total))
    dual = _longest((at.floor, floor), (at.cap, cap), (at.day, day))
    return _Point(f + primal * move, at.floor + dual * floor, at.cap + dual * cap, at.day + dual * day)


# Longest step, 1 at most, that keeps every value above 0 when moved by its change; shape (days, 1).
def _longest(*pairs: tuple[FloatArray, FloatArray]) -> FloatArray:
    shares = [
        np.where(change < 0, value / np.where(change < 0, -change, 1.0), np.inf).min(axis=-1, keepdims=True)
        for value, change in pairs
    ]
    return np.minimum(1.0, _TO_BOUND * np.minimum.reduce(shares))

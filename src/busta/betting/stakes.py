"""How much to stake on the bets of a day.

A day is staked in two steps, because the first does not know the bankroll and can be asked for many days at once:
`planned_stakes` says the share of the bankroll (or the units) every bet deserves, `stakes_at` turns it into units
that the bankroll and the limits allow. `stakes_of_day` does both.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from busta.betting.kelly import growth_of_bet, kelly_fraction, shrunk_probability
from busta.betting.limits import LimitedStakes, StakeLimits, limit_stakes, share_out
from busta.betting.simultaneous import MOST_AT_RISK, simultaneous_kelly
from busta.betting.value import BettingError, expected_value
from busta.odds.prices import FloatArray


@dataclass(frozen=True)
class StakeRules:
    """A way to stake.

    Attributes
    ----------
    kind : {"flat", "kelly"}
        The same units on every bet, or a share of the bankroll by Kelly.
    flat : float
        Units per bet, above 0; of ``flat`` only.
    fraction : float
        Multiple of the Kelly stakes, in (0, 1]; of ``kelly`` only.
    cap_bet, cap_day : float
        Largest shares of the bankroll on one bet and on the bets of one day, in (0, 1]; more than
        `busta.betting.simultaneous.MOST_AT_RISK` is never staked on a day.
    uses_uncertainty : bool
        Shrink by the standard error of the probability (`busta.betting.kelly.uncertainty_shrinkage`); of
        ``kelly`` only.
    event : tuple of str
        Columns that make one event. Bets on one event of a day exclude one another (both sides of a game,
        one side at two books): the one of the largest expected growth is staked, the others get nothing.
    limits : StakeLimits
        In units: smallest stake, largest stakes, step.
    """

    kind: Literal["flat", "kelly"]
    flat: float = 1.0
    fraction: float = 1.0
    cap_bet: float = 1.0
    cap_day: float = 1.0
    uses_uncertainty: bool = False
    event: tuple[str, ...] = ("game_id",)
    limits: StakeLimits = field(default_factory=StakeLimits)

    def __post_init__(self) -> None:
        """Refuse rules that stake nothing or more than there is."""
        if self.kind not in ("flat", "kelly"):
            raise BettingError(f"Expected stakes of kind 'flat' or 'kelly', was {self.kind!r}.")
        if not 0 < self.flat < np.inf:
            raise BettingError(f"Expected flat stakes above 0 units, was {self.flat:g}.")
        for name in ("fraction", "cap_bet", "cap_day"):
            if not 0 < getattr(self, name) <= 1:
                raise BettingError(f"Expected {name} in (0, 1], was {getattr(self, name):g}.")
        if not self.event:
            raise BettingError("Expected the columns that make one event, was none.")


def planned_stakes(bets: pd.DataFrame, rules: StakeRules) -> FloatArray:
    """What every bet deserves before the bankroll is known, for one day or many.

    ``kelly``: with the fraction c, the stakes are c times those that make the bankroll grow fastest among all
    whose c-fold keeps the caps; probabilities are shrunk by their errors first. ``flat``: the flat units.

    Parameters
    ----------
    bets : pandas.DataFrame
        One row per bet that a strategy wants: ``game_date, probability, price_decimal, probability_push``, the columns
        of `rules.event`, and ``probability_se`` where the rules use it. Known before the first bet of the day
        is decided; any order.
    rules : StakeRules

    Returns
    -------
    ndarray, shape (bets,)
        Shares of the bankroll in [0, cap_bet] (``kelly``) or units (``flat``), in the order of the rows.

    Raises
    ------
    BettingError
        If a column or a number is missing, or describes no bet.
    """
    _demand_columns(bets, rules)
    p, price, push = (bets[name].to_numpy("float64") for name in _NUMBERS)
    if rules.kind == "kelly" and rules.uses_uncertainty:
        p = shrunk_probability(p, price, bets["probability_se"])
    rows = np.flatnonzero(_is_best_of_event(bets, rules, p, price, push))
    planned = np.zeros(len(bets))
    if rules.kind == "flat":
        planned[rows] = rules.flat
        return planned
    best = simultaneous_kelly(
        p[rows],
        price[rows],
        push[rows],
        day=bets["game_date"].to_numpy()[rows],
        cap_bet=min(1.0, rules.cap_bet / rules.fraction),
        cap_day=rules.cap_day / rules.fraction,
    )
    planned[rows] = rules.fraction * best
    return planned


def stakes_at(
    planned: FloatArray,
    bankroll: float,
    rules: StakeRules,
    market: ArrayLike | None = None,
    book: ArrayLike | None = None,
) -> LimitedStakes:
    """Units to stake on the bets of one day out of a bankroll.

    Parameters
    ----------
    planned : ndarray, shape (bets,)
        Of `planned_stakes`, the rows of one day.
    bankroll : float
        Units before the day's first bet.
    rules : StakeRules
        Those of the plan.
    market, book : array-like of str, shape (bets,), optional
        Needed where the limits name markets or books.

    Returns
    -------
    LimitedStakes
        Units, never more than `MOST_AT_RISK` of the bankroll together; all 0 where that is less than the
        smallest stake. Cuts count from what the plan wants of this bankroll, its caps kept.
    """
    wanted = planned * max(bankroll, 0.0) if rules.kind == "kelly" else planned
    wanted = np.minimum(wanted, rules.cap_bet * max(bankroll, 0.0))
    most = min(rules.cap_day, MOST_AT_RISK) * max(bankroll, 0.0)
    wanted = share_out(wanted, most, np.zeros(len(wanted)))
    return limit_stakes(wanted, rules.limits, market, book)


def stakes_of_day(bets: pd.DataFrame, bankroll: float, rules: StakeRules) -> pd.Series:
    """Units to stake on the bets of one day.

    Parameters
    ----------
    bets : pandas.DataFrame
        As `planned_stakes`, all of one ``game_date``; ``market`` and ``books`` too where the limits name them.
    bankroll : float
        Units before the day's first bet.
    rules : StakeRules

    Returns
    -------
    pandas.Series
        ``stake``, 0 or more, index of `bets`.

    Raises
    ------
    BettingError
        If the bets are of several days, or as `planned_stakes`.
    """
    planned = planned_stakes(bets, rules)
    days = bets["game_date"].nunique()
    if days > 1:
        raise BettingError(f"Expected the bets of one day, was {days} days.")
    market = bets["market"] if rules.limits.needs_market else None
    book = bets["books"] if rules.limits.needs_book else None
    found = stakes_at(planned, bankroll, rules, market, book)
    return pd.Series(found.stake, index=bets.index, name="stake")


_NUMBERS = ("probability", "price_decimal", "probability_push")


def _demand_columns(bets: pd.DataFrame, rules: StakeRules) -> None:
    named = (rules.limits.needs_market, "market"), (rules.limits.needs_book, "books")
    needed = ["game_date", *rules.event, *_NUMBERS, *(name for is_needed, name in named if is_needed)]
    if rules.kind == "kelly" and rules.uses_uncertainty:
        needed.append("probability_se")
    absent = [name for name in needed if name not in bets]
    if absent:
        raise BettingError(
            f"Expected bets with columns {', '.join(needed)}, was without {', '.join(absent)}."
        )
    gaps = [name for name in needed if name in (*_NUMBERS, "probability_se") and bets[name].isna().any()]
    if gaps:
        raise BettingError(f"Expected a number in every row of the bets, was missing in {', '.join(gaps)}.")


def _is_best_of_event(
    bets: pd.DataFrame, rules: StakeRules, p: FloatArray, price: FloatArray, push: FloatArray
) -> NDArray[np.bool_]:
    alone = np.minimum(kelly_fraction(p, price), MOST_AT_RISK)
    order = np.lexsort((-expected_value(p, price, push), -growth_of_bet(alone, p, price, push)))
    keys = bets[["game_date", *rules.event]].iloc[order]
    is_best = np.zeros(len(bets), dtype="bool")
    is_best[order[~keys.duplicated().to_numpy()]] = True
    return is_best

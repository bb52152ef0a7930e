"""The ledger: plans walk through the days with a bankroll, and every bet they place is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from busta.betting.limits import limit_stakes
from busta.betting.plans import FAMILY, Plan
from busta.betting.rules import Headline
from busta.betting.simultaneous import MOST_AT_RISK
from busta.betting.stakes import StakeRules
from busta.odds.prices import FloatArray

PLAN = (*FAMILY, "strategy", "stakes")


@dataclass(frozen=True)
class Walk:
    """What plans staked, bet by bet.

    Attributes
    ----------
    plan : ndarray of int, shape (bets,)
        Position of each bet's plan.
    row : ndarray of int, shape (bets,)
        Position of each bet in the table of bets.
    planned : ndarray, shape (bets,)
        What the plan wanted: units, or a share of the bankroll.
    stake : ndarray, shape (bets,)
        Units placed; 0 where the bankroll or a limit left nothing.
    before, after : ndarray, shape (bets,)
        Bankroll before and after the bet's day, in units.
    """

    plan: NDArray[np.intp]
    row: NDArray[np.intp]
    planned: FloatArray
    stake: FloatArray
    before: FloatArray
    after: FloatArray


def walk_plans(bets: pd.DataFrame, plans: Sequence[Plan], market: str, bankroll: float) -> Walk:
    """Walk all plans through the days, each with a bankroll of its own.

    The bets of a day are staked together out of the bankroll of the evening before, by the rules of
    `busta.betting.stakes.stakes_at`. A bankroll that cannot pay the smallest stake places nothing any more; a day
    without bets changes nothing.

    Parameters
    ----------
    bets
        See `busta.betting.plans.graded_bets`: ``game_date, books, profit`` (per unit staked).
    plans
        See `busta.betting.plans.make_plans`.
    market
        Its id; limits may name it.
    bankroll
        Units every plan starts with.

    Returns
    -------
    Walk
        By day, then by plan. Results of a day touch no stake of that day or of an earlier one.
    """
    empty = np.zeros(0, dtype=np.intp)
    plan = np.concatenate([empty, *(np.full(len(one.rows), at) for at, one in enumerate(plans))])
    row = np.concatenate([empty, *(one.rows for one in plans)])
    planned = np.concatenate([np.zeros(0), *(one.planned for one in plans)])
    day = bets["game_date"].to_numpy().astype("int64")
    order = np.lexsort((row, plan, day[row]))
    walk = Walk(plan[order], row[order], planned[order], *(np.zeros(len(row)) for _ in range(3)))
    profit = bets["profit"].to_numpy("float64")[walk.row]
    book = bets["books"].astype("str").to_numpy()
    by_rules: dict[int, list[int]] = {}
    for at, one in enumerate(plans):
        same = next((key for key in by_rules if plans[key].rules == one.rules), at)
        by_rules.setdefault(same, []).append(at)
    for key, members in by_rules.items():
        positions = np.flatnonzero(np.isin(walk.plan, members))
        rules = plans[key].rules
        books = book[walk.row[positions]] if rules.limits.needs_book else None
        _walk_days(walk, positions, day[walk.row[positions]], profit, rules, market, books, bankroll)
    return walk


def ledger_of(
    bets: pd.DataFrame, plans: Sequence[Plan], walk: Walk, market: str, books: Collection[str]
) -> pd.DataFrame:
    """Write down the placed bets of some plans.

    Parameters
    ----------
    bets, plans
        As `walk_plans`.
    walk
        Of all the plans.
    market
        Its id.
    books
        The books whose bets are written down.

    Returns
    -------
    pandas.DataFrame
        One row per placed bet, by day: the plan (market, moment, information, books, games, strategy, stakes,
        is_claim), the columns of the bet, ``stake`` (units), ``bankroll_before_day``, ``profit_units``,
        ``bankroll_after_day``.
        Baselines are left out: their bets can be read off the table of bets.
    """
    is_asked = np.array([not plan.is_baseline and plan.books in books for plan in plans], dtype="bool")
    kept = (
        np.flatnonzero((walk.stake > 0) & is_asked[walk.plan]) if len(plans) else np.zeros(0, dtype=np.intp)
    )
    keys = pd.DataFrame([[getattr(plan, name) for name in PLAN] for plan in plans], columns=list(PLAN))
    named = keys.astype("category").iloc[walk.plan[kept]].reset_index(drop=True)
    named.insert(0, "market", pd.Series([market] * len(kept), dtype="category"))
    named["is_claim"] = np.array([plan.is_claim for plan in plans], dtype="bool")[walk.plan[kept]]
    placed = bets.drop(columns=[name for name in FAMILY if name in bets]).iloc[walk.row[kept]]
    placed = placed.reset_index(drop=True)
    money = pd.DataFrame(
        {
            "stake": walk.stake[kept],
            "bankroll_before_day": walk.before[kept],
            "profit_units": walk.stake[kept] * placed["profit"].to_numpy("float64"),
            "bankroll_after_day": walk.after[kept],
        }
    )
    return pd.concat([named, placed, money], axis=1)


def join_ledgers(ledgers: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Put the ledgers of all markets under each other.

    Parameters
    ----------
    ledgers
        See `ledger_of`.

    Returns
    -------
    pandas.DataFrame
        Sorted by day; the names as categories of all markets.
    """
    named = [name for name in ledgers[0] if isinstance(ledgers[0][name].dtype, pd.CategoricalDtype)]
    joined = pd.concat([ledger.astype(dict.fromkeys(named, "str")) for ledger in ledgers], ignore_index=True)
    joined = joined.sort_values("game_date", kind="stable", ignore_index=True)
    return joined.astype(dict.fromkeys(named, "category"))


def ledger_sheet(ledger: pd.DataFrame, headline: Headline, most: int) -> pd.DataFrame:
    """Keep of the ledger what people open: the newest bets of the headline strategies.

    Parameters
    ----------
    ledger
        See `join_ledgers`.
    headline
        Strategies and stakes that are shown first.
    most
        At most so many bets.

    Returns
    -------
    pandas.DataFrame
        The newest bets of which something may be claimed, oldest first.
    """
    names = {name for chosen in headline.strategies.values() for name in chosen}
    kept = ledger["strategy"].isin(names) & ledger["stakes"].isin(headline.stakes)
    return ledger[kept & ledger["books"].isin(headline.books) & ledger["is_claim"]].tail(most)


def _walk_days(
    walk: Walk,
    positions: NDArray[np.intp],
    day: NDArray[np.int64],
    profit: FloatArray,
    rules: StakeRules,
    market: str,
    book: NDArray[np.generic] | None,
    start: float,
) -> None:
    money = np.full(int(walk.plan.max(initial=-1)) + 1, float(start))
    edges = np.flatnonzero(np.diff(day, prepend=-1, append=-1))
    for begin, end in pairwise(edges):
        at = positions[begin:end]
        plan = walk.plan[at]
        walk.before[at] = money[plan]
        names = np.full(len(at), market) if rules.limits.needs_market else None
        books = None if book is None else book[begin:end]
        wanted = _wanted(walk.planned[at], plan, money, rules)
        walk.stake[at] = limit_stakes(wanted, rules.limits, names, books, plan).stake
        money += np.bincount(plan, weights=walk.stake[at] * profit[at], minlength=len(money))
        walk.after[at] = money[plan]


# As `stakes_at`, for the bankrolls of many plans.
def _wanted(planned: FloatArray, plan: NDArray[np.intp], money: FloatArray, rules: StakeRules) -> FloatArray:
    own = np.maximum(money[plan], 0.0)
    wanted = np.minimum(planned * own if rules.kind == "kelly" else planned, rules.cap_bet * own)
    total = np.bincount(plan, weights=wanted, minlength=len(money))
    most = min(rules.cap_day, MOST_AT_RISK) * np.maximum(money, 0.0)
    share = np.minimum(total, most) / np.where(total > 0, total, 1.0)
    return wanted * share[plan]

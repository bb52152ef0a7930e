"""Days of bets, drawn with replacement: the same draws for every strategy of a market, by one matrix product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from busta.betting.ledger import Walk
from busta.betting.plans import Plan
from busta.evaluation.bootstrap import BootstrapRules, draw_days, safe_ratio
from busta.odds.prices import FloatArray

# What is summed up of every plan on every day.
SUMS = (
    "bets", "wins", "decided", "staked", "profit", "log_growth", "line_moved", "line_known", "price_moved",
    "price_known",
)  # fmt: skip
# A day that takes the whole bankroll has no logarithm; no day is staked whole.
_LEAST_LEFT = 1e-9


@dataclass(frozen=True)
class DailySums:
    """What every plan did on every day.

    Attributes
    ----------
    days : ndarray, shape (days,)
        Every day on which anything was on offer, ascending.
    values : ndarray, shape (days, plans, `SUMS`)
        Of flat stakes: all bets that were chosen, at their planned units, whatever became of the bankroll. Of
        Kelly: the bets as placed. Void bets are none.
    """

    days: NDArray[np.datetime64]
    values: NDArray[np.float32]

    def of(self, name: str) -> FloatArray:
        """One of the sums, shape (days, plans)."""
        return self.values[..., SUMS.index(name)].astype("float64")


def daily_sums(bets: pd.DataFrame, plans: Sequence[Plan], walk: Walk) -> DailySums:
    """Sum up what every plan did on every day.

    Parameters
    ----------
    bets
        See `busta.betting.plans.graded_bets`.
    plans, walk
        See `busta.betting.ledger.walk_plans`.

    Returns
    -------
    DailySums
    """
    days, day = np.unique(bets["game_date"].to_numpy(), return_inverse=True)
    is_flat = np.array([plan.rules.kind == "flat" for plan in plans], dtype="bool")[walk.plan]
    stake = np.where(is_flat, walk.planned, walk.stake)
    cell = day[walk.row] * len(plans) + walk.plan
    result = bets["result"].astype("str").to_numpy()[walk.row]
    stake = np.where(result == "void", 0.0, stake)
    profit = stake * bets["profit"].to_numpy("float64")[walk.row]
    is_bet = stake > 0
    line, price = (
        bets[name].to_numpy("float64")[walk.row] for name in ("closing_line_value", "closing_price_value")
    )
    summed = {
        "bets": is_bet,
        "wins": is_bet & (result == "win"),
        "decided": is_bet & ((result == "win") | (result == "loss")),
        "staked": stake,
        "profit": profit,
        "line_moved": np.where(is_bet, np.nan_to_num(line), 0.0),
        "line_known": is_bet & ~np.isnan(line),
        "price_moved": np.where(is_bet, np.nan_to_num(price), 0.0),
        "price_known": is_bet & ~np.isnan(price),
    }
    values = np.zeros((len(days), len(plans), len(SUMS)), dtype=np.float32)
    for name, each in summed.items():
        total = np.bincount(cell, weights=each, minlength=len(days) * len(plans))
        values[..., SUMS.index(name)] = total.reshape(len(days), len(plans))
    # Every bet of a plan's day tells the same bankrolls.
    values.reshape(-1, len(SUMS))[cell, SUMS.index("log_growth")] = np.log(
        np.maximum(walk.after / np.maximum(walk.before, _LEAST_LEFT), _LEAST_LEFT)
    )
    return DailySums(days, values)


def draw_sums(sums: DailySums, rules: BootstrapRules) -> NDArray[np.float32]:
    """Sums over days drawn with replacement.

    Parameters
    ----------
    sums
        Of all plans of a market.
    rules
        Number of draws and seed.

    Returns
    -------
    ndarray, shape (draws, plans, `SUMS`)
        The same days are drawn for all plans, so differences are paired. Days without a bet are drawn too; where
        there is no day at all, nothing was won in any draw.
    """
    if not len(sums.days):
        return np.zeros((rules.draws, *sums.values.shape[1:]), dtype=np.float32)
    weights = draw_days(sums.days, rules).weights.astype(np.float32)
    flat = weights @ sums.values.reshape(len(sums.days), -1)
    return np.asarray(flat.reshape(len(weights), *sums.values.shape[1:]), dtype=np.float32)


def quotient(sums: NDArray[np.float32], top: str, bottom: str) -> FloatArray:
    """Quotient of two sums, NaN over 0; the shape of `sums` without its last axis."""
    upper, lower = (sums[..., SUMS.index(name)].astype("float64") for name in (top, bottom))
    return safe_ratio(upper, lower)


def bankroll_paths(bets: pd.DataFrame, plans: Sequence[Plan], walk: Walk, start: float) -> FloatArray:
    """Bankroll of every plan after every day, as the ledger has it.

    Parameters
    ----------
    bets, plans, walk
        See `busta.betting.ledger.walk_plans`.
    start
        Units before the first day.

    Returns
    -------
    ndarray, shape (days + 1, plans)
        The first row is the start; the days are those of `daily_sums`.
    """
    days, day = np.unique(bets["game_date"].to_numpy(), return_inverse=True)
    won = walk.stake * bets["profit"].to_numpy("float64")[walk.row]
    cell = day[walk.row] * len(plans) + walk.plan
    steps = np.bincount(cell, weights=won, minlength=len(days) * len(plans)).reshape(len(days), len(plans))
    return start + np.vstack([np.zeros((1, len(plans))), steps.cumsum(axis=0)])


def bankroll_band(
    steps: FloatArray, is_flat: bool, start: float, rules: BootstrapRules, band: tuple[float, float]
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Where a bankroll could have gone, had the same days come in another order and number.

    Parameters
    ----------
    steps : ndarray, shape (days,)
        Profit of each day in units (flat) or the logarithm of the bankroll's growth (Kelly).
    is_flat
        Which of the two.
    start
        Units before the first day.
    rules
        Number of draws and seed.
    band
        Lower and upper quantile.

    Returns
    -------
    tuple of ndarray, each of shape (days,)
        Lower quantile, median and upper quantile of the bankroll after each day. A bankroll that is gone stays gone.
    """
    generator = np.random.default_rng(rules.seed)
    drawn = steps[generator.integers(0, len(steps), (rules.draws, len(steps)))].cumsum(axis=1)
    paths = start + drawn if is_flat else start * np.exp(drawn)
    is_gone = np.logical_or.accumulate(paths <= 0, axis=1)
    low, middle, high = np.quantile(np.where(is_gone, 0.0, paths), [band[0], 0.5, band[1]], axis=0)
    return low, middle, high


def deepest_fall(paths: FloatArray) -> FloatArray:
    """Largest fall below the highest bankroll so far, as a share of it, in [0, 1].

    Parameters
    ----------
    paths : ndarray, shape (days + 1, plans)
        Bankrolls, the start first.

    Returns
    -------
    ndarray, shape (plans,)
    """
    highest = np.maximum.accumulate(paths, axis=0)
    fall = 1 - np.maximum(paths, 0.0) / np.where(highest > 0, highest, 1.0)
    return np.asarray(fall.max(axis=0, initial=0.0))

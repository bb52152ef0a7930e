"""What strategies were worth: the table of a backtest, every number with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.stats import norm

from busta.betting.ledger import PLAN, Walk, ledger_of, walk_plans
from busta.betting.plans import Plan, graded_bets, make_plans
from busta.betting.rules import BacktestRules
from busta.betting.simulation import (
    SUMS,
    DailySums,
    bankroll_paths,
    daily_sums,
    deepest_fall,
    draw_sums,
    quotient,
)
from busta.betting.strategies import Asked
from busta.evaluation.bootstrap import BootstrapRules
from busta.odds.prices import FloatArray

# Column to the sums it is a quotient of.
RATIOS = {
    "win_rate": ("wins", "decided"),
    "roi": ("profit", "staked"),
    "closing_line_value": ("line_moved", "line_known"),
    "closing_price_value": ("price_moved", "price_known"),
}
_MOST_ABSENT = 0.1


@dataclass(frozen=True)
class Backtest:
    """What was found of one market.

    Attributes
    ----------
    results : pandas.DataFrame
        See `result_table`.
    ledger : pandas.DataFrame
        See `busta.betting.ledger.ledger_of`.
    days : pandas.DataFrame
        See `day_table`.
    """

    results: pd.DataFrame
    ledger: pd.DataFrame
    days: pd.DataFrame


def backtest(
    bets: pd.DataFrame, asked: Asked, rules: BacktestRules, bootstrap: BootstrapRules, first_season: str
) -> Backtest:
    """Backtest every strategy of a market.

    Parameters
    ----------
    bets
        ``bets_<market>``: one row per bet on offer.
    asked
        The market.
    rules
        Strategies, stakes and what is counted.
    bootstrap
        How intervals are made.
    first_season
        The first season that counts.

    Returns
    -------
    Backtest
    """
    graded = graded_bets(bets, first_season)
    plans = make_plans(graded, asked, rules)
    walk = walk_plans(graded, plans, asked.market, rules.bankroll)
    sums = daily_sums(graded, plans, walk)
    paths = bankroll_paths(graded, plans, walk, rules.bankroll)
    results = result_table(graded, plans, walk, sums, paths, bootstrap)
    results.insert(0, "market", asked.market)
    ledger = ledger_of(graded, plans, walk, asked.market, rules.all_stakes_books)
    return Backtest(results, ledger, day_table(plans, sums, paths))


def result_table(
    bets: pd.DataFrame,
    plans: Sequence[Plan],
    walk: Walk,
    sums: DailySums,
    paths: FloatArray,
    bootstrap: BootstrapRules,
) -> pd.DataFrame:
    """Measure all plans of a market.

    Parameters
    ----------
    bets, plans, walk
        See `busta.betting.ledger.walk_plans`.
    sums, paths
        See `busta.betting.simulation`.
    bootstrap
        Days are drawn with replacement, the same for all plans.

    Returns
    -------
    pandas.DataFrame
        One row per plan. ``n_offered`` games with a bet on offer, ``n_bets`` chosen, ``n_days`` with one, ``n_placed``
        those the bankroll could pay, ``n_pushes``; ``win_rate`` among decided, ``roi`` profit per unit staked (pushes
        returned), ``units`` won, ``closing_line_value`` points, ``closing_price_value`` per unit: each with _low and
        _high. Flat stakes are measured on all chosen bets, Kelly on the placed ones. ``bankroll_end`` and
        ``max_drawdown`` are the ledger's. ``sharpe`` is the mean over the standard deviation of the daily return
        (of the first bankroll where stakes are flat, else of the day's), times the root of the betting days of a
        season. ``bets_needed``: so many until the interval of a true ROI like this one leaves 0 out.
    """
    table = pd.DataFrame([[getattr(plan, name) for name in PLAN] for plan in plans], columns=list(PLAN))
    table["is_baseline"] = [plan.is_baseline for plan in plans]
    table["is_claim"] = [plan.is_claim for plan in plans]
    table["n_offered"] = np.array([plan.offered for plan in plans], dtype="int64")
    counts = sums.of("bets")
    table["n_bets"] = counts.sum(axis=0).astype("int64")
    table["n_days"] = (counts > 0).sum(axis=0).astype("int64")
    table["n_placed"] = np.bincount(walk.plan[walk.stake > 0], minlength=len(plans)).astype("int64")
    table["n_pushes"] = (counts - sums.of("decided")).sum(axis=0).astype("int64")
    table["price"] = _mean_price(bets, walk, len(plans))
    drawn = draw_sums(sums, bootstrap)
    total = sums.values.sum(axis=0, dtype="float64")
    for name, (top, bottom) in RATIOS.items():
        _with_interval(
            table, name, quotient(total, top, bottom), quotient(drawn, top, bottom), bootstrap.level
        )
    is_flat = np.array([plan.rules.kind == "flat" for plan in plans], dtype="bool")
    start = float(paths[0, 0]) if len(plans) else 0.0
    _with_interval(
        table, "units", _units(total, is_flat, start), _units(drawn, is_flat, start), bootstrap.level
    )
    table["bankroll_end"] = paths[-1]
    table["max_drawdown"] = deepest_fall(paths)
    table["sharpe"] = _sharpe(bets, sums, is_flat, start)
    roi = quotient(drawn, "profit", "staked")
    table["probability_roi_above_0"] = _share_above_0(roi)
    table["bets_needed"] = _bets_needed(table, roi, bootstrap.level)
    return table


def day_table(plans: Sequence[Plan], sums: DailySums, paths: FloatArray) -> pd.DataFrame:
    """Keep the days of the strategies that ask a model, for what is measured of all markets together.

    Parameters
    ----------
    plans, sums, paths
        See `result_table`.

    Returns
    -------
    pandas.DataFrame
        One row per plan and day with a bet: the plan, game_date, ``bets, staked, profit``, ``log_growth`` (of the
        bankroll), ``bankroll`` (after the day).
    """
    is_asked = np.array([not plan.is_baseline for plan in plans], dtype="bool")
    counts = sums.of("bets")
    at_day, at_plan = np.nonzero((counts > 0) & is_asked)
    keys = pd.DataFrame([[getattr(plan, name) for name in PLAN] for plan in plans], columns=list(PLAN))
    table = keys.astype("category").iloc[at_plan].reset_index(drop=True)
    table["is_claim"] = np.array([plan.is_claim for plan in plans], dtype="bool")[at_plan]
    table["game_date"] = sums.days[at_day]
    for name in ("bets", "staked", "profit", "log_growth"):
        table[name] = sums.values[at_day, at_plan, SUMS.index(name)].astype("float64")
    table["bankroll"] = paths[1:][at_day, at_plan]
    return table.sort_values([*PLAN, "game_date"], kind="stable", ignore_index=True)


def percentile_interval(drawn: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Percentile interval of every column of draws.

    Parameters
    ----------
    drawn : ndarray, shape (draws, columns)
        NaN where the number did not exist.
    level
        Coverage.

    Returns
    -------
    tuple of ndarray, each of shape (columns,)
        NaN where the number did not exist in a tenth of the draws or more.
    """
    low, high = np.full(drawn.shape[1], np.nan), np.full(drawn.shape[1], np.nan)
    absent = np.isnan(drawn).mean(axis=0)
    ends = [(1 - level) / 2, (1 + level) / 2]
    whole, partly = absent == 0, (absent > 0) & (absent < _MOST_ABSENT)
    if whole.any():
        low[whole], high[whole] = np.quantile(drawn[:, whole], ends, axis=0)
    if partly.any():
        low[partly], high[partly] = np.nanquantile(drawn[:, partly], ends, axis=0)
    return low, high


def _with_interval(
    table: pd.DataFrame, name: str, value: FloatArray, drawn: FloatArray, level: float
) -> None:
    low, high = percentile_interval(drawn, level)
    table[name] = value
    table[f"{name}_low"] = np.where(np.isnan(value), np.nan, low)
    table[f"{name}_high"] = np.where(np.isnan(value), np.nan, high)


def _units(sums: NDArray[np.floating], is_flat: NDArray[np.bool_], start: float) -> FloatArray:
    profit, growth = (sums[..., SUMS.index(name)].astype("float64") for name in ("profit", "log_growth"))
    return np.where(is_flat, profit, start * np.expm1(np.where(is_flat, 0.0, growth)))


def _mean_price(bets: pd.DataFrame, walk: Walk, plans: int) -> FloatArray:
    price = bets["price_decimal"].to_numpy("float64")[walk.row]
    number = np.bincount(walk.plan, minlength=plans)
    total = np.bincount(walk.plan, weights=price, minlength=plans)
    return np.where(number > 0, total / np.maximum(number, 1), np.nan)


def _sharpe(bets: pd.DataFrame, sums: DailySums, is_flat: NDArray[np.bool_], start: float) -> FloatArray:
    has_bet = sums.of("bets") > 0
    returns = np.where(is_flat, sums.of("profit") / max(start, 1.0), np.expm1(sums.of("log_growth")))
    number = has_bet.sum(axis=0)
    mean = (returns * has_bet).sum(axis=0) / np.maximum(number, 1)
    spread = ((returns - mean) ** 2 * has_bet).sum(axis=0) / np.maximum(number - 1, 1)
    season = bets.drop_duplicates("game_date").set_index("game_date")["season"].reindex(sums.days).to_numpy()
    seasons = np.array([len(np.unique(season[column].astype("str"))) for column in has_bet.T])
    is_known = (number > 1) & (spread > 0)
    ratio = mean / np.sqrt(np.where(is_known, spread, 1.0))
    return np.where(is_known, ratio * np.sqrt(number / np.maximum(seasons, 1)), np.nan)


def _share_above_0(roi: FloatArray) -> FloatArray:
    known = (~np.isnan(roi)).sum(axis=0)
    return np.where(known > 0, (roi > 0).sum(axis=0) / np.maximum(known, 1), np.nan)


# The standard error falls with the root of the number of bets: z s sqrt(n / needed) = ROI.
def _bets_needed(table: pd.DataFrame, roi: FloatArray, level: float) -> FloatArray:
    known = (~np.isnan(roi)).sum(axis=0)
    mean = np.nansum(roi, axis=0) / np.maximum(known, 1)
    error = np.sqrt(np.nansum((roi - mean) ** 2, axis=0) / np.maximum(known - 1, 1))
    value = table["roi"].to_numpy("float64")
    reach = norm.ppf((1 + level) / 2) * error / np.where(value > 0, value, 1.0)
    return np.where((value > 0) & (error > 0), np.ceil(table["n_bets"].to_numpy() * reach**2), np.nan)

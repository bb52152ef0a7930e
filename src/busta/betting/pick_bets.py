"""What picks earn as bets: the price they got, the line they got, and what was left of both at the close."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri
from scipy.stats import norm

from busta.betting.grading import grade, profit_per_unit
from busta.evaluation.bootstrap import (
    BootstrapRules,
    DayDraws,
    Estimate,
    draw_days,
    mean_estimate,
    ratio_estimate,
    safe_ratio,
)
from busta.evaluation.judge import NOWHERE, JudgeRules, taken_sides
from busta.evaluation.questions import CLOSE
from busta.evaluation.suspicion import Suspicion

_QUOTE = ["game_id", "market", "selection", "line"]
# Points from the middle line of a game within which books are believed to have had a line.
_REACH = 8.0
# What rounding leaves of the standard error of a single day.
_NO_ERROR = 1e-9
PRICE_SOURCES = ("given", "quoted", "assumed")


@dataclass(frozen=True)
class Tries:
    """A result in the light of how many were tried.

    Attributes
    ----------
    tries
        Strategies or models that were tried.
    p_value
        Of this one alone: chance that bets worth nothing at the closing line's probabilities earn as much.
    p_corrected
        That the best of so many earns as much, were they independent (Sidak).
    best_median, best_high
        Return that the best of so many coins would show: median and upper end of its interval.
    """

    tries: int
    p_value: float
    p_corrected: float
    best_median: float
    best_high: float


@dataclass(frozen=True)
class BetNumbers:
    """What the bets of one market earned.

    Attributes
    ----------
    n_bets, wins, losses, pushes
        Counts of graded bets with a price.
    without_price
        Sides that nobody has a price for; not bets.
    price_sources
        Where the prices are from: given, quoted, assumed, to their numbers.
    roi
        Profit per unit staked, pushes returned.
    units
        Profit.
    closing_line_value
        Points the line moved towards the side after the pick; of picks made at another line or moment than the close.
    closing_price_value
        Expected profit per unit at the closing line's probability and the price of the bet; likewise.
    bets_needed
        Until the interval of a true return equal to the measured one would exclude 0; None when it is not above 0.
    tries
        Trial correction.
    """

    n_bets: int
    wins: int
    losses: int
    pushes: int
    without_price: int
    price_sources: Mapping[str, int]
    roi: Estimate
    units: float
    closing_line_value: Estimate
    closing_price_value: Estimate
    bets_needed: int | None
    tries: Tries | None


def placed_bets(rows: pd.DataFrame, quotes: pd.DataFrame, assumed_price: float) -> pd.DataFrame:
    """Turn picks into bets.

    Parameters
    ----------
    rows
        Of `busta.evaluation.questions.put_questions`.
    quotes
        ``prm_quotes``.
    assumed_price
        Decimal price where neither the file nor an archive has one; moneylines are never assumed.

    Returns
    -------
    pandas.DataFrame
        One row per played pick with a side and a line: its columns, ``side``, ``price`` (decimal; null where nobody
        has one), ``price_source`` (one of `PRICE_SOURCES`), ``best_price`` (best known quote of this very bet, of any
        moment), ``best_line`` (best known line of this side), ``result``, ``profit`` per unit staked,
        ``closing_line_value`` and ``closing_price_value`` (null for bets at the closing line and its price).
    """
    sided = rows.assign(side=taken_sides(rows)).dropna(subset=["side", "line", "actual"])
    known = quotes[quotes["game_id"].isin(sided["game_id"]) & quotes["player_id"].isna()]
    priced = _priced(sided, known, assumed_price)
    result = grade(priced["actual"], priced["line"], priced["side"])
    towards = priced["side"].map({"over": 1.0, "under": -1.0}).astype("float64")
    fair = priced["market_probability"].where(priced["side"].eq("over"), 1 - priced["market_probability"])
    is_before = priced["is_own_line"] | priced["moment"].fillna(CLOSE).ne(CLOSE)
    has_price = priced["price_source"].eq("given") | (is_before & priced["price_source"].eq("quoted"))
    moved = towards * (priced["close_line"] - priced["line"])
    # Lines that are all the closing line, without a moment, were taken there: they have no value over it.
    is_before &= priced["moment"].notna() | bool(moved.ne(0).any())
    return priced.assign(
        result=result,
        profit=profit_per_unit(result, priced["price"]),
        closing_line_value=moved.where(is_before & priced["market"].ne("moneyline")),
        closing_price_value=(fair * priced["price"] - 1).where(has_price),
    )


def _priced(sided: pd.DataFrame, known: pd.DataFrame, assumed_price: float) -> pd.DataFrame:
    keys = ["game_id", "market", "side", "line"]
    moment = sided["moment"].fillna(CLOSE)
    at_moment = known.groupby([*_QUOTE, "moment"])["price_decimal"].median()
    of_bet = pd.MultiIndex.from_frame(sided[keys].assign(moment=moment))
    quoted = pd.Series(at_moment.reindex(of_bet).to_numpy(dtype="float64"), index=sided.index)
    best = known.groupby(_QUOTE)["price_decimal"].max()
    best_price = best.reindex(pd.MultiIndex.from_frame(sided[keys])).to_numpy(dtype="float64")
    lines = known[_is_near(known)].groupby(["game_id", "market"])["line"].agg(["min", "max"])
    ends = lines.reindex(pd.MultiIndex.from_frame(sided[["game_id", "market"]])).to_numpy(dtype="float64")
    assumed = pd.Series(assumed_price, index=sided.index).where(sided["market"].ne("moneyline"))
    source = np.select([sided["price"].notna(), quoted.notna(), assumed.notna()], PRICE_SOURCES, default="")
    return sided.assign(
        price=sided["price"].fillna(quoted).fillna(assumed),
        price_source=pd.Series(source, index=sided.index, dtype="str"),
        best_price=best_price,
        best_line=np.where(sided["side"].eq("over"), ends[:, 0], ends[:, 1]),
    )


def _is_near(known: pd.DataFrame) -> pd.Series:
    # Archives hold typing errors: a line far from the others of its game is none.
    middle = known.groupby(["game_id", "market"])["line"].transform("median")
    return (known["line"] - middle).abs().le(_REACH)


def measure_bets(bets: pd.DataFrame, bootstrap: BootstrapRules, tries: int | None) -> BetNumbers:
    """Measure the bets of one market.

    Parameters
    ----------
    bets
        Of `placed_bets`.
    bootstrap
        By day.
    tries
        How many strategies or models were tried, if anybody says.

    Returns
    -------
    BetNumbers
        Of the bets with a price.
    """
    graded = bets[bets["profit"].notna()]
    counts = graded["result"].value_counts()
    stake, profit = graded["stake"], graded["stake"] * graded["profit"]
    days = draw_days(graded["game_date"], bootstrap) if len(graded) else None
    roi = ratio_estimate(profit, stake, days) if days else NOWHERE
    sources = graded["price_source"].value_counts()
    return BetNumbers(
        n_bets=len(graded),
        wins=int(counts.get("win", 0)),
        losses=int(counts.get("loss", 0)),
        pushes=int(counts.get("push", 0)),
        without_price=len(bets) - len(graded),
        price_sources={name: int(sources.get(name, 0)) for name in PRICE_SOURCES},
        roi=roi,
        units=float(profit.sum()),
        closing_line_value=_mean(bets, "closing_line_value", bootstrap),
        closing_price_value=_mean(bets, "closing_price_value", bootstrap),
        bets_needed=bets_needed(roi.value, _error(profit, stake, days), len(graded), bootstrap.level),
        tries=_tries(graded, days, tries, bootstrap.level) if tries and days else None,
    )


def bets_needed(roi: float, error: float, n_bets: int, level: float) -> int | None:
    """Bets until the interval of a true return equal to the measured one would exclude 0.

    ``n (z s / r)^2`` with the standard error s that was measured on n bets, which falls with the root of their number.

    Parameters
    ----------
    roi
        Measured profit per unit.
    error
        Its standard error.
    n_bets
        On how many bets.
    level
        Coverage of the interval.

    Returns
    -------
    int or None
        In all, those already made included; None where the return is not above 0.
    """
    if not (roi > 0 and error > _NO_ERROR):
        return None
    return math.ceil(n_bets * (-ndtri((1 - level) / 2) * error / roi) ** 2)


def best_of_coins(tries: int, mean: float, error: float, share: float) -> float:
    """Quantile of the best of several coins.

    The largest of N independent normals lies below x with probability ``Phi((x - mean) / error)^N``.

    Parameters
    ----------
    tries
        Number of coins, at least 1.
    mean, error
        What one coin returns, and its standard error.
    share
        Which quantile, in (0, 1).

    Returns
    -------
    float
        In units of the return.
    """
    return float(mean + error * ndtri(share ** (1 / tries)))


def _error(profit: pd.Series, stake: pd.Series, days: DayDraws | None) -> float:
    if days is None:
        return float("nan")
    top, bottom = days.sums(np.column_stack([profit, stake])).T
    return float(np.nanstd(safe_ratio(top, bottom)))


def _mean(bets: pd.DataFrame, column: str, bootstrap: BootstrapRules) -> Estimate:
    known = bets[bets[column].notna()]
    return mean_estimate(known[column], draw_days(known["game_date"], bootstrap)) if len(known) else NOWHERE


def _tries(graded: pd.DataFrame, days: DayDraws, tries: int, level: float) -> Tries:
    stake = graded["stake"]
    profit = stake * graded["profit"]
    fair = graded["market_probability"].where(graded["side"].eq("over"), 1 - graded["market_probability"])
    # A coin at these prices loses the margin: what the closing line's probabilities are worth on the decided bets.
    coin = (fair * graded["price"] - 1).fillna(graded["profit"].mean()).mask(graded["result"].eq("push"), 0.0)
    mean, error = float((stake * coin).sum() / stake.sum()), _error(profit, stake, days)
    z = (profit.sum() / stake.sum() - mean) / error if error > _NO_ERROR else 0.0
    p_value = float(norm.sf(z))
    corrected = float(-np.expm1(tries * np.log1p(-p_value))) if p_value < 1 else 1.0
    return Tries(
        tries=tries,
        p_value=p_value,
        p_corrected=corrected,
        best_median=best_of_coins(tries, mean, error, 0.5),
        best_high=best_of_coins(tries, mean, error, level),
    )


def unlikely_prices(bets: pd.DataFrame, rules: JudgeRules) -> list[Suspicion]:
    """Name prices and lines better than any that is known.

    Parameters
    ----------
    bets
        Of `placed_bets`.
    rules
        By how much they may be better.

    Returns
    -------
    list of Suspicion
        Told, no alarm: archives do not hold every book.
    """
    is_given = bets["price_source"].eq("given")
    prices = is_given & bets["price"].gt(bets["best_price"] * (1 + rules.price_tolerance))
    better = np.where(
        bets["side"].eq("over"), bets["best_line"] - bets["line"], bets["line"] - bets["best_line"]
    )
    lines = bets["is_own_line"] & (better > rules.line_tolerance) & bets["line"].ne(bets["close_line"])
    told = {
        "prices": (prices, is_given, "prices are better than any quote known of the same bet"),
        "lines": (lines, bets["is_own_line"], "lines are better than any line known of the game"),
    }
    return [
        Suspicion(name, f"{int(found.sum()):,} of {int(of.sum()):,} {words}", is_alarm=False)
        for name, (found, of, words) in told.items()
        if found.any()
    ]

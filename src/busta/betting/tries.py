"""How much of the best result is luck: what the best of as many coins would have shown.

Whoever tries many strategies finds one that won. Whether the best of them is better than nothing is asked of all
together (White 2000, A reality check for data snooping, Econometrica 68; Hansen 2005, A test for superior predictive
ability, Journal of Business & Economic Statistics 23): days are drawn with replacement, the same for all strategies,
every strategy is set to be worth exactly nothing, and the best of each draw is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from busta.betting.ledger import PLAN
from busta.evaluation.bootstrap import BootstrapRules, draw_days, safe_ratio
from busta.odds.prices import FloatArray

ALL, CLAIMS = "all", "claims"
_KEYS = ["market", *PLAN]


@dataclass(frozen=True)
class RealityCheck:
    """The best of several strategies against the best of as many without any worth.

    Attributes
    ----------
    p_reality_check
        P-value of the best strategy, all set to be worth nothing (White, studentised).
    p_spa
        The same, strategies so bad that they cannot be the best left as they are (Hansen, consistent).
    lucky_roi, lucky_roi_high
        Median and upper quantile (of the level) of the best ROI of the strategies without worth.
    """

    p_reality_check: float
    p_spa: float
    lucky_roi: float
    lucky_roi_high: float


def reality_check(profit: FloatArray, staked: FloatArray, rules: BootstrapRules) -> RealityCheck:
    """Ask whether the best of several strategies is better than not to bet.

    Parameters
    ----------
    profit, staked : ndarray, shape (days, strategies)
        Units won and staked on each day; 0 on a day without a bet.
    rules
        Number of draws, seed and level.

    Returns
    -------
    RealityCheck
        The statistic is the largest mean daily profit in standard deviations, each strategy by its own.

    Notes
    -----
    These are the p-values ``upper`` and ``consistent`` of `arch.bootstrap.SPA` with blocks of one day, for profits
    divided by their standard deviations.
    """
    days = len(profit)
    weights = draw_days(np.arange(days), rules).weights
    mean, drawn = profit.mean(axis=0), weights @ profit / days
    spread = np.where(profit.std(axis=0) > 0, profit.std(axis=0), np.inf)
    best = (mean / spread).max()
    could_win = mean >= -spread * np.sqrt(2 * np.log(np.log(max(days, 3))) / days)
    p_values = [
        float((((drawn - centre) / spread).max(axis=1) > best).mean())
        for centre in (mean, np.where(could_win, mean, 0.0))
    ]
    stakes = weights @ staked
    # Set to nothing: what it won on average of each unit is taken off what it staked.
    worth = safe_ratio(profit.sum(axis=0), staked.sum(axis=0))
    lucky = np.nanmax(safe_ratio(drawn * days, stakes) - worth, axis=1)
    middle, high = np.quantile(lucky, [0.5, rules.level])
    return RealityCheck(p_values[0], p_values[1], float(middle), float(high))


def tries_table(
    results: pd.DataFrame, days: pd.DataFrame, bootstrap: BootstrapRules, min_bets: int
) -> pd.DataFrame:
    """Count what was tried, and hold the best of it against luck.

    Parameters
    ----------
    results
        ``report_backtest`` of all markets.
    days
        See `busta.betting.results.day_table`, of all markets, with ``market``.
    bootstrap
        How days are drawn.
    min_bets
        Strategies with fewer bets are counted as tried, but are not the best of anything.

    Returns
    -------
    pandas.DataFrame
        One row per market, moment, information and games, then one per market, then of everything, and of what may be
        claimed (games ``claims``). ``n_tried`` rows of the table that ask a model, ``n_tested`` those with bets
        enough, the best of them by its ROI with interval and by its mean in standard deviations, what luck
        would show, p-values.
    """
    asked = results[~results["is_baseline"]].reset_index(drop=True)
    calendar = _Calendar.of(asked, days)
    has_enough = asked["n_bets"] >= min_bets
    parts = []
    for name, is_asked in _scopes(asked):
        tested = asked[is_asked & has_enough]
        found = {**name, "n_tried": int(is_asked.sum()), "n_tested": len(tested)}
        parts.append(found | (_best(tested, calendar, bootstrap) if len(tested) else {}))
    return pd.DataFrame(parts, columns=[*_NAMES, "n_tried", "n_tested", *_FOUND])


_NAMES = ["market", "moment", "information", "games"]
_FOUND = [
    "best_market", "best_moment", "best_information", "best_books", "best_games", "best_strategy", "best_stakes",
    "best_bets", "best_roi", "best_roi_low", "best_roi_high", "lucky_roi", "lucky_roi_high", "p_reality_check",
    "p_spa",
]  # fmt: skip


# Units won and staked, shape (days, strategies): 0 on a day without a bet.
@dataclass(frozen=True)
class _Calendar:
    profit: FloatArray
    staked: FloatArray

    @classmethod
    def of(cls, asked: pd.DataFrame, days: pd.DataFrame) -> _Calendar:
        keys = asked[_KEYS].assign(column=np.arange(len(asked)))
        firsts = (
            days[_KEYS]
            .drop_duplicates()
            .astype("str")
            .merge(keys.astype(dict.fromkeys(_KEYS, "str")), on=_KEYS)
        )
        column = (
            days[_KEYS].astype("str").merge(firsts, on=_KEYS, how="left", validate="many_to_one")["column"]
        )
        found, at = np.unique(days["game_date"].to_numpy(), return_inverse=True)
        matrices = {}
        for name in ("profit", "staked"):
            matrices[name] = np.zeros((len(found), len(asked)))
            matrices[name][at, column.to_numpy("int64")] = days[name].to_numpy("float64")
        return cls(**matrices)

    def only(self, strategies: pd.Index) -> _Calendar:
        staked = self.staked[:, strategies.to_numpy()]
        is_day = staked.any(axis=1)
        return _Calendar(self.profit[:, strategies.to_numpy()][is_day], staked[is_day])


def _scopes(asked: pd.DataFrame) -> Iterator[tuple[dict[str, str], pd.Series]]:
    for key in asked[_NAMES].drop_duplicates().itertuples(index=False):
        name = {column: str(value) for column, value in zip(_NAMES, key, strict=True)}
        yield name, _is_of(asked, name)
    for market in [*asked["market"].drop_duplicates(), ALL]:
        name = {"market": str(market), "moment": ALL, "information": ALL, "games": ALL}
        own = _is_of(asked, {} if market == ALL else {"market": str(market)})
        yield name, own
        yield {**name, "games": CLAIMS}, own & asked["is_claim"]


def _is_of(rows: pd.DataFrame, wanted: dict[str, str]) -> pd.Series:
    found = pd.Series(True, index=rows.index)
    for column, value in wanted.items():
        found &= rows[column].astype("str") == value
    return found


def _best(tested: pd.DataFrame, calendar: _Calendar, bootstrap: BootstrapRules) -> dict[str, object]:
    best = tested.iloc[int(np.argmax(tested["roi"].to_numpy("float64")))]
    own = calendar.only(tested.index)
    luck = reality_check(own.profit, own.staked, bootstrap)
    named = ("market", "moment", "information", "books", "games", "strategy", "stakes")
    return {
        **{f"best_{name}": str(best[name]) for name in named},
        "best_bets": int(best["n_bets"]),
        **{f"best_{name}": float(best[name]) for name in ("roi", "roi_low", "roi_high")},
        **vars(luck),
    }

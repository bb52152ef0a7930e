"""What the charts of a backtest show: the bankroll with its band, the ROI by the smallest edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from busta.betting.ledger import walk_plans
from busta.betting.plans import FAMILY, graded_bets, make_plans
from busta.betting.results import result_table
from busta.betting.rules import BacktestRules
from busta.betting.simulation import bankroll_band, bankroll_paths, daily_sums
from busta.betting.strategies import Asked, Strategy
from busta.evaluation.bootstrap import BootstrapRules

THRESHOLD_COLUMNS = [
    "market", *FAMILY, "is_claim", "unit", "threshold", "n_bets", "win_rate", "win_rate_low", "win_rate_high",
    "roi", "roi_low", "roi_high", "closing_line_value", "closing_line_value_low", "closing_line_value_high",
]  # fmt: skip
BANKROLL_COLUMNS = [
    "market", *FAMILY, "strategy", "stakes", "is_claim", "game_date", "bankroll", "low", "middle", "high",
]  # fmt: skip


def threshold_table(
    bets: pd.DataFrame, asked: Asked, rules: BacktestRules, bootstrap: BootstrapRules, first_season: str
) -> pd.DataFrame:
    """Measure flat bets on the model's side, by the smallest edge that is bet on.

    Parameters
    ----------
    bets
        ``bets_<market>``.
    asked
        The market.
    rules
        The thresholds, and the books where they are asked for.
    bootstrap
        How intervals are made.
    first_season
        The first season that counts.

    Returns
    -------
    pandas.DataFrame
        Columns `THRESHOLD_COLUMNS`, one row per moment, information, books, games and threshold.
    """
    graded = graded_bets(bets, first_season)
    graded = graded[graded["books"].isin(rules.all_stakes_books)].reset_index(drop=True)
    steps = {f"{least:g}": Strategy(by="edge", above=least) for least in rules.thresholds.get(asked.unit, ())}
    flat = {name: one for name, one in rules.stakes.items() if one.kind == "flat"}
    plans = make_plans(graded, asked, rules, steps, dict(list(flat.items())[:1]))
    if not plans:
        return pd.DataFrame(columns=THRESHOLD_COLUMNS)
    walk = walk_plans(graded, plans, asked.market, rules.bankroll)
    paths = bankroll_paths(graded, plans, walk, rules.bankroll)
    table = result_table(graded, plans, walk, daily_sums(graded, plans, walk), paths, bootstrap)
    table["market"], table["unit"] = asked.market, asked.unit
    table["threshold"] = table["strategy"].astype("float64")
    return table[THRESHOLD_COLUMNS]


def bankroll_table(
    results: pd.DataFrame, days: pd.DataFrame, rules: BacktestRules, bootstrap: BootstrapRules
) -> pd.DataFrame:
    """Follow the bankrolls of the headline strategies, and where they could have gone.

    Parameters
    ----------
    results
        Of one market, see `busta.betting.results.result_table`, with ``market``.
    days
        See `busta.betting.results.day_table`.
    rules
        The headline, the band, and what a bankroll starts with.
    bootstrap
        Number of draws; the seed is the rules' own.

    Returns
    -------
    pandas.DataFrame
        Columns `BANKROLL_COLUMNS`, one row per headline plan and day with a bet: the ledger's bankroll after the
        day, and the band of bankrolls whose days were drawn with replacement from the plan's own. Of openings only
        what may be claimed.
    """
    names = {name for chosen in rules.headline.strategies.values() for name in chosen}
    shown = results[
        results["strategy"].isin(names)
        & results["stakes"].isin(rules.headline.stakes)
        & results["books"].isin(rules.headline.books)
        & results["is_claim"]
        & (results["n_bets"] > 0)
    ]
    keys = [*FAMILY, "strategy", "stakes"]
    draws = replace(bootstrap, seed=rules.seed)
    wanted = days[days["strategy"].isin(names) & days["is_claim"]]
    by_plan = dict(list(wanted.groupby(keys, observed=True, sort=False)))
    parts = [
        _followed(by_plan[tuple(row)], rules, draws)
        for row in shown[keys].astype("str").itertuples(index=False, name=None)
    ]
    market = "" if results.empty else str(results["market"].iloc[0])
    table = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=BANKROLL_COLUMNS)
    table["market"] = market
    return table[BANKROLL_COLUMNS]


def headline_plans(table: pd.DataFrame, books: Sequence[str]) -> pd.DataFrame:
    """Keep, at every moment, the first of some books that is on offer there.

    Parameters
    ----------
    table
        Any table with columns ``market, moment, books``.
    books
        The books by preference.

    Returns
    -------
    pandas.DataFrame
        The rows of that book.
    """
    order = table["books"].astype("str").map({name: at for at, name in enumerate(books)})
    first = order.groupby([table["market"], table["moment"]], observed=True).transform("min")
    return table[order.notna() & (order == first)]


def _followed(days: pd.DataFrame, rules: BacktestRules, bootstrap: BootstrapRules) -> pd.DataFrame:
    is_flat = rules.stakes[str(days["stakes"].iloc[0])].kind == "flat"
    steps = days["profit" if is_flat else "log_growth"].to_numpy("float64")
    low, middle, high = bankroll_band(steps, is_flat, rules.bankroll, bootstrap, rules.band)
    return days.assign(low=low, middle=middle, high=high)

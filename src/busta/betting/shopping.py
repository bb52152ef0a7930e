"""What it is worth to look for the best price: the same selections at the consensus and at the best book, paired."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from busta.betting.plans import graded_bets
from busta.betting.strategies import EVENT, Asked, Offers, Strategy, choose
from busta.evaluation.bootstrap import BootstrapRules, Estimate, draw_days, mean_estimate, paired_difference
from busta.seeds import stream

CONSENSUS, BEST = "consensus", "best"
EVERY_SIDE = "every side"
_PLACE = [*EVENT, "moment", "information", "selection"]
COLUMNS = [
    "market", "moment", "information", "strategy", "n_bets", "n_days",
    "roi_consensus", "roi_consensus_low", "roi_consensus_high",
    "roi_best", "roi_best_low", "roi_best_high",
    "difference", "difference_low", "difference_high",
    "same_line", "price_consensus", "price_best",
]  # fmt: skip


def shopping_table(
    bets: pd.DataFrame,
    asked: Asked,
    strategies: Mapping[str, Strategy],
    seed: int,
    bootstrap: BootstrapRules,
    first_season: str,
) -> pd.DataFrame:
    """Compare the same selections at two places.

    Parameters
    ----------
    bets
        ``bets_<market>``.
    asked
        The market.
    strategies
        They choose at the consensus; what they chose is then bet at the best book too.
    seed
        Of the coin.
    bootstrap
        Days are drawn; the difference is paired.
    first_season
        The first season that counts.

    Returns
    -------
    pandas.DataFrame
        Columns `COLUMNS`, one row per moment, information and strategy, and one for both sides of every game. Only
        bets whose consensus has a real price: against an assumed one the best would win by the assumption.
        ``roi`` is per unit of flat stakes; ``same_line`` the share of pairs on the same line.
    """
    graded = graded_bets(bets, first_season)
    pairs = _pairs(graded)
    offers = Offers.of(graded)
    chosen = {EVERY_SIDE: np.arange(len(graded))} | {
        name: choose(offers, one, stream(seed, "coin", asked.market))
        for name, one in strategies.items()
        if one.is_for(asked)
    }
    parts = []
    for (moment, information), rows in pairs.groupby(["moment", "information"], observed=True, sort=True):
        for name, taken in chosen.items():
            both = rows[rows["row"].isin(taken)]
            if len(both):
                named = {"market": asked.market, "moment": moment, "information": information}
                parts.append({**named, "strategy": name, **_compared(both, bootstrap)})
    return pd.DataFrame(parts, columns=COLUMNS)


def _pairs(bets: pd.DataFrame) -> pd.DataFrame:
    numbered = bets.assign(row=np.arange(len(bets)))
    has_price = ~bets["is_price_assumed"].astype("boolean").fillna(True).to_numpy(dtype="bool")
    consensus = numbered[(bets["books"] == CONSENSUS) & has_price]
    best = numbered.loc[bets["books"] == BEST, [*_PLACE, "line", "price_decimal", "profit"]]
    return consensus.merge(best, on=_PLACE, suffixes=("", "_best"), validate="one_to_one")


def _compared(pairs: pd.DataFrame, bootstrap: BootstrapRules) -> dict[str, object]:
    draws = draw_days(pairs["game_date"], bootstrap)
    first, second = pairs["profit"].to_numpy("float64"), pairs["profit_best"].to_numpy("float64")
    return {
        "n_bets": len(pairs),
        "n_days": int(pairs["game_date"].nunique()),
        **_ends("roi_consensus", mean_estimate(first, draws)),
        **_ends("roi_best", mean_estimate(second, draws)),
        **_ends("difference", paired_difference(second, first, draws)),
        "same_line": float((pairs["line"] == pairs["line_best"]).mean()),
        "price_consensus": float(pairs["price_decimal"].mean()),
        "price_best": float(pairs["price_decimal_best"].mean()),
    }


def _ends(name: str, one: Estimate) -> dict[str, float]:
    return {name: one.value, f"{name}_low": one.low, f"{name}_high": one.high}

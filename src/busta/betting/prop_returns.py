"""Returns on players that are too good to be told before the prices behind them were held against other books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from busta.betting.offers import BEST, CONSENSUS
from busta.betting.value import BettingError

CHECKED, UNCHECKED, CONDEMNED = "checked", "unchecked", "condemned"
RETURN_COLUMNS = [
    "market", "moment", "information", "books", "games", "strategy", "stakes", "n_bets", "roi", "roi_low",
    "roi_high", "prices", "because", "is_refused",
]  # fmt: skip


@dataclass(frozen=True)
class ReturnLimit:
    """From where on a return needs prices that are known to be right.

    Attributes
    ----------
    roi
        A higher one is suspect; above 0.
    n_bets
        On more bets than this.
    least_quotes
        A book's own return is believed after so many of its quotes were compared.
    """

    roi: float
    n_bets: int
    least_quotes: int


def prop_returns(
    results: pd.DataFrame, bets: Mapping[str, pd.DataFrame], books: pd.DataFrame, limit: ReturnLimit
) -> pd.DataFrame:
    """Say of every return on players whether the prices behind it were checked.

    Parameters
    ----------
    results
        ``report_backtest``.
    bets
        Market to ``bets_<market>``, of the markets on players.
    books
        ``prm_prop_books``: every book held against the others.
    limit
        From where on a return is refused without.

    Returns
    -------
    pandas.DataFrame
        One row per strategy, stakes and place of these markets, columns `RETURN_COLUMNS`. ``prices``: ``checked`` where
        every book of every season behind the bets was compared (a named one often enough) and none is
        condemned, else ``unchecked`` or ``condemned``, with the books ``because`` of which. ``is_refused`` where the
        return is above the limit, on bets enough, and the prices are not checked.
    """
    parts = [
        _of_market(results[results["market"] == market], own, books, limit) for market, own in bets.items()
    ]
    filled = [part for part in parts if len(part)]
    return pd.concat(filled, ignore_index=True) if filled else pd.DataFrame(columns=RETURN_COLUMNS)


def require_checked(returns: pd.DataFrame) -> None:
    """Refuse to go on with returns that may be wrong prices.

    Parameters
    ----------
    returns
        Of `prop_returns`.

    Raises
    ------
    BettingError
        If one is refused; it names the worst and the books behind it.
    """
    refused = returns[returns["is_refused"].astype("bool")]
    if refused.empty:
        return
    worst = refused.sort_values("roi", ascending=False).iloc[0]
    raise BettingError(
        f"Expected prices of players that were held against other books before an ROI of {worst['roi']:.1%} on "
        f"{worst['n_bets']:,} bets is told ({worst['market']}, {worst['moment']}, {worst['books']}, "
        f"{worst['strategy']}), was {worst['prices']}: {worst['because']}. See prm_prop_books; a book that is wrong "
        f"belongs into 'crossed_books' of conf/base/parameters_props.yml. Refused: {len(refused)} returns."
    )


def _of_market(
    results: pd.DataFrame, bets: pd.DataFrame, books: pd.DataFrame, limit: ReturnLimit
) -> pd.DataFrame:
    offered = bets[["season", "moment", "books"]].astype("str").drop_duplicates()
    named = offered[~offered["books"].isin([CONSENSUS, BEST])].rename(columns={"books": "book"})
    known = books.groupby(["season", "book"], as_index=False).agg(
        n_compared=("n_compared", "sum"), is_condemned=("is_condemned", "any")
    )
    behind = named.merge(known, on=["season", "book"], how="left", validate="many_to_one")
    behind = behind.assign(
        n_compared=behind["n_compared"].fillna(0),
        is_condemned=behind["is_condemned"].astype("boolean").fillna(False).astype("bool"),
    )
    places = results[["moment", "books"]].astype("str")
    at_places = list(zip(places["moment"], places["books"], strict=True))
    by_place = {place: _prices(behind, *place, limit) for place in dict.fromkeys(at_places)}
    told = [by_place[place] for place in at_places]
    found = results.assign(prices=[one for one, _ in told], because=[why for _, why in told])
    is_high = (found["roi"] > limit.roi) & (found["n_bets"] > limit.n_bets)
    return found.assign(is_refused=is_high & (found["prices"] != CHECKED))[RETURN_COLUMNS]


def _prices(behind: pd.DataFrame, moment: str, books: str, limit: ReturnLimit) -> tuple[str, str]:
    is_pooled = books in (CONSENSUS, BEST)
    own = behind[(behind["moment"] == moment) & (is_pooled | (behind["book"] == books))]
    least = 1 if is_pooled else limit.least_quotes
    if own["is_condemned"].any():
        return CONDEMNED, _listed(own[own["is_condemned"]])
    if own.empty or (own["n_compared"] < least).any():
        return UNCHECKED, _listed(own[own["n_compared"] < least]) or books
    return CHECKED, ""


def _listed(rows: pd.DataFrame) -> str:
    return ", ".join(
        sorted(f"{book} {season}" for book, season in zip(rows["book"], rows["season"], strict=True))
    )

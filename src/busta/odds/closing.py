"""One line and one probability per game, market and moment, out of every quote of every source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from busta.odds.lines import main_lines
from busta.odds.margin import overround, remove_margin

KEYS = ["season", "game_id", "game_date", "player_id", "market", "moment"]
COLUMNS = [
    *KEYS,
    "line",
    "market_probability",
    "is_price_assumed",
    "overround",
    "n_books",
    "source",
    "book_confirmed",
]

Priority = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True)
class Confirmation:
    """Which source must agree with which, and how closely, for a line to be confirmed.

    Attributes
    ----------
    moment
        The moment whose lines are confirmed.
    source, by
        The source that is confirmed, and the one that confirms it.
    within
        Largest difference of the two lines, in points.
    """

    moment: str
    source: str
    by: str
    within: float

    def __post_init__(self) -> None:
        if self.within < 0:
            raise ValueError(f"Confirmation within: expected 0 or more points, was {self.within:g}")


def pair_quotes(quotes: pd.DataFrame) -> pd.DataFrame:
    """Put the two selections of each quote side by side.

    Parameters
    ----------
    quotes
        ``prm_quotes``: one row per quote and selection.

    Returns
    -------
    pandas.DataFrame
        One row per game, player, market, moment, source, book and line with ``price_over`` and ``price_under``
        (decimal, missing where there is none); the price of one selection may be missing.
    """
    keys = [*KEYS, "source", "book", "line"]
    sides = {
        side: quotes.loc[quotes["selection"].eq(side), [*keys, "price_decimal"]].drop_duplicates(keys)
        for side in ("over", "under")
    }
    return (
        sides["over"]
        .merge(sides["under"], how="outer", on=keys, suffixes=("_over", "_under"), validate="one_to_one")
        .rename(columns={"price_decimal_over": "price_over", "price_decimal_under": "price_under"})
    )


def source_lines(pairs: pd.DataFrame, method: str, priced_only: Sequence[str]) -> pd.DataFrame:
    """Reduce the books of each source to one line and one probability.

    Parameters
    ----------
    pairs
        One row per market, source, book and line, as `pair_quotes` gives them.
    method
        Margin removal, one of `busta.odds.margin.METHODS`.
    priced_only
        Markets in which a quote without both prices says nothing (their line is a constant).

    Returns
    -------
    pandas.DataFrame
        One row per game, player, market, moment and source: ``line`` (the main line), ``market_probability``
        of over (median over the books that price the main line, .5 where none does), ``is_price_assumed``,
        ``overround`` (median, missing without prices) and ``n_books`` (books that quote any line).
    """
    is_priced = pairs["price_over"].notna() & pairs["price_under"].notna()
    pairs = pairs[is_priced | ~pairs["market"].isin(priced_only)]
    keys = [*KEYS, "source"]
    pairs = pairs.assign(
        probability=remove_margin(pairs["price_over"], pairs["price_under"], method),
        overround=overround(pairs["price_over"], pairs["price_under"]),
        n_books=pairs.groupby(keys, dropna=False)["book"].transform("nunique"),
    )
    grouped = pairs[main_lines(pairs, keys)].groupby(keys, dropna=False, as_index=False)
    lines = grouped.agg(
        line=("line", "first"),
        market_probability=("probability", "median"),
        overround=("overround", "median"),
        n_books=("n_books", "first"),
    )
    is_assumed = lines["market_probability"].isna()
    return lines.assign(
        market_probability=lines["market_probability"].fillna(0.5), is_price_assumed=is_assumed
    )


def market_lines(
    quotes: pd.DataFrame,
    priority: Priority,
    method: str,
    priced_only: Sequence[str],
    confirmation: Confirmation,
) -> pd.DataFrame:
    """Choose the line of every game, market and moment.

    Parameters
    ----------
    quotes
        ``prm_quotes``: one row per quote and selection.
    priority
        Market to moment to sources, the first that has the game is taken. Sources that are not named are not used.
    method
        Margin removal, one of `busta.odds.margin.METHODS`.
    priced_only
        Markets in which a quote without both prices says nothing.
    confirmation
        Which lines a second source has to confirm.

    Returns
    -------
    pandas.DataFrame
        ``prm_market_lines``: one row per game, player, market and moment, sorted by these.
    """
    ranks = _ranks(priority)
    wanted = quotes.merge(ranks[["market", "moment", "source"]], on=["market", "moment", "source"])
    lines = source_lines(pair_quotes(wanted), method, priced_only)
    lines = lines.assign(book_confirmed=_confirmed(lines, confirmation))
    ranked = lines.merge(ranks, on=["market", "moment", "source"]).sort_values([*KEYS, "rank"])
    return ranked.drop_duplicates(KEYS)[COLUMNS].reset_index(drop=True)


def _ranks(priority: Priority) -> pd.DataFrame:
    rows = [
        (market, moment, source, rank)
        for market, moments in priority.items()
        for moment, sources in moments.items()
        for rank, source in enumerate(sources)
    ]
    frame = pd.DataFrame(rows, columns=["market", "moment", "source", "rank"])
    return frame.astype({"market": "str", "moment": "str", "source": "str", "rank": "int64"})


def _confirmed(lines: pd.DataFrame, rule: Confirmation) -> pd.Series:
    at_moment = lines["moment"].eq(rule.moment)
    second = lines.loc[at_moment & lines["source"].eq(rule.by), [*KEYS, "line"]]
    other = lines[KEYS].merge(second, how="left", on=KEYS)["line"].set_axis(lines.index)
    is_within = (lines["line"] - other).abs().le(rule.within).astype("boolean")
    is_asked = at_moment & lines["source"].eq(rule.source) & other.notna()
    return is_within.where(is_asked).astype("boolean")

"""The common shape of all odds sources: one row per two-sided quote."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

GAME_KEYS = ["season", "game_id", "game_date"]
PRM_COLUMNS = [
    *GAME_KEYS,
    "player_id",
    "market",
    "selection",
    "line",
    "price_decimal",
    "book",
    "moment",
    "quoted_at_utc",
    "source",
]


def two_sided(
    rows: pd.DataFrame,
    market: str,
    moment: str,
    source: str,
    line: pd.Series | float,
    price_over: pd.Series | float = float("nan"),
    price_under: pd.Series | float = float("nan"),
    book: pd.Series | str | None = None,
    quoted_at_utc: pd.Series | None = None,
) -> pd.DataFrame:
    """Two-sided quotes of one market and moment.

    Parameters
    ----------
    rows
        Rows of a source with ``season, game_id, game_date``.
    market, moment, source
        What is quoted, when, and where it was read.
    line
        L in units of Y; rows without a line are left out.
    price_over, price_under
        Decimal odds of both selections, missing where there is none.
    book
        Who offers it; the source itself if not given.
    quoted_at_utc
        When it was offered, if known.

    Returns
    -------
    pandas.DataFrame
        One row per quote: ``season, game_id, game_date, market, line, price_over, price_under, book, moment,
        quoted_at_utc, source``.
    """
    quotes = rows[GAME_KEYS].assign(
        market=market,
        line=line,
        price_over=price_over,
        price_under=price_under,
        book=source if book is None else book,
        moment=moment,
        quoted_at_utc=pd.Series(quoted_at_utc, index=rows.index, dtype="datetime64[us, UTC]"),
        source=source,
    )
    return quotes[quotes["line"].notna()]


def moneylines(
    rows: pd.DataFrame,
    moment: str,
    source: str,
    price_over: pd.Series,
    price_under: pd.Series,
    **more: pd.Series,
) -> pd.DataFrame:
    """Moneyline quotes: over is the home team's victory, the line is 0.

    Parameters
    ----------
    rows
        Rows of a source with ``season, game_id, game_date``.
    moment, source
        When it is quoted, and where it was read.
    price_over, price_under
        Decimal odds of the home and the away team; rows without either are left out.
    **more
        ``book`` and ``quoted_at_utc`` as in `two_sided`.

    Returns
    -------
    pandas.DataFrame
        One row per quote, as `two_sided` gives it.
    """
    is_priced = price_over.notna() | price_under.notna()
    line = pd.Series(0.0, index=rows.index).where(is_priced)
    return two_sided(rows, "moneyline", moment, source, line, price_over, price_under, **more)


def prm_quotes(tables: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Stack the quotes of all sources, one row per selection.

    Parameters
    ----------
    tables
        Two-sided quotes, as `two_sided` gives them.

    Returns
    -------
    pandas.DataFrame
        ``prm_quotes``: one row per quote and selection, sorted by game, market, moment, source, book.
    """
    order = ["game_date", "game_id", "market", "moment", "source", "book", "line"]
    pairs = pd.concat(list(tables)).sort_values(order, kind="stable", ignore_index=True)
    sides = [pairs.assign(selection=side, price_decimal=pairs[f"price_{side}"]) for side in ("over", "under")]
    quotes = pd.concat(sides).sort_index(kind="stable").reset_index(drop=True)
    quotes["player_id"] = pd.Series(pd.NA, index=quotes.index, dtype="Int64")
    types = dict.fromkeys(["market", "moment", "book", "source", "selection"], "str")
    return quotes[PRM_COLUMNS].astype(types)

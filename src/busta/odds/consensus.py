"""What a bet on the main line costs: the middle price of the books that quote it."""

from __future__ import annotations

import pandas as pd

from busta.odds.closing import KEYS

_PLACE = [*KEYS, "source", "line"]


def line_prices(lines: pd.DataFrame, quotes: pd.DataFrame) -> pd.DataFrame:
    """Give the prices of both selections of the chosen lines.

    Parameters
    ----------
    lines
        ``prm_market_lines``: one row per game, player, market and moment.
    quotes
        ``prm_quotes``.

    Returns
    -------
    pandas.DataFrame
        Columns ``price_over, price_under`` (decimal), aligned with the rows of `lines`: the median over the books of
        the line's source that quote this very line; missing where none has a price.
    """
    priced = quotes[quotes["price_decimal"].notna()]
    middle = priced.groupby([*_PLACE, "selection"], dropna=False, as_index=False)["price_decimal"].median()
    prices = {}
    for side in ("over", "under"):
        of_side = middle[middle["selection"] == side]
        found = lines[_PLACE].merge(of_side, how="left", on=_PLACE, validate="many_to_one")
        prices[f"price_{side}"] = found["price_decimal"].to_numpy()
    return pd.DataFrame(prices, index=lines.index)

"""What a bet on the market's main line costs, and what its prices say of the chances."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.odds.closing import KEYS, pair_quotes
from busta.odds.margin import remove_margin

PRICE_COLUMNS = ["price_over", "price_under", "market_probability"]
_PLACE = [*KEYS, "line"]


def main_line_prices(lines: pd.DataFrame, quotes: pd.DataFrame, method: str) -> pd.DataFrame:
    """Give the prices of both selections of the main lines, and the probability they imply.

    Some archives have lines without prices. The prices of a line are then those of the other archives that quote
    the very same line at the same moment; where none does there is no price, and the market's probability stays
    what `prm_market_lines` says (one half).

    Parameters
    ----------
    lines
        Rows of ``prm_market_lines``.
    quotes
        Rows of ``prm_quotes``; those of other games, markets and moments are not looked at.
    method
        Margin removal, one of `busta.odds.margin.METHODS`.

    Returns
    -------
    pandas.DataFrame
        Columns `PRICE_COLUMNS`, aligned with `lines`: decimal prices, the medians over the books with both prices
        on the line (of the line's own source, else of all others), null where none has, and the probability of
        over, margin removed: that of the line, or the median over the same books where the line's was assumed.
    """
    pairs = pair_quotes(quotes[quotes["game_id"].isin(lines["game_id"])])
    pairs = pairs[pairs["price_over"].notna() & pairs["price_under"].notna()]
    asked = lines[[*_PLACE, "source"]].rename(columns={"source": "own"}).assign(row=np.arange(len(lines)))
    found = pairs.merge(asked, on=_PLACE, how="inner")
    is_own = found["source"] == found["own"]
    found = found[is_own | ~is_own.groupby(found["row"]).transform("any")]
    found = found.assign(probability=remove_margin(found["price_over"], found["price_under"], method))
    middle = found.groupby("row")[["price_over", "price_under", "probability"]].median()
    made = middle.reindex(np.arange(len(lines))).set_axis(lines.index)
    implied = made["probability"].fillna(lines["market_probability"])
    told = lines["market_probability"].where(~lines["is_price_assumed"], implied)
    return made.assign(market_probability=told)[PRICE_COLUMNS]

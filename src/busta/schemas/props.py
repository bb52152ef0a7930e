"""Contract of the quotes on players."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

PROP_MARKETS = tuple(market for market in keys.MARKETS if market not in ("moneyline", "ats", "total"))
SOURCES = ("props_api", "props_pra", "props_rotowire", "prizepicks")


class PropQuotes(pa.DataFrameModel):
    """One row per source, moment in time, game, player, market, book and line; both sides in one row."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[int] = keys.player_id()
    market: Series[str] = pa.Field(isin=PROP_MARKETS, description="What is bet on: a market id of players")
    line: Series[float] = pa.Field(gt=0, description="L in units of the statistic")
    price_over: Series[float] = pa.Field(
        nullable=True,
        gt=1,
        description="Decimal odds of over, stake included; null where the source has none",
    )
    price_under: Series[float] = pa.Field(
        nullable=True, gt=1, description="Decimal odds of under; null where the source has none"
    )
    book: Series[str] = pa.Field(description="Bookmaker, by one name in all sources")
    moment: Series[str] = pa.Field(
        nullable=True,
        isin=("morning", "close"),
        description="By the clock: close in the last minutes before tip-off, morning on the morning of the day of the "
        "game; else null. Of several quotes of one moment the last counts",
    )
    quoted_at_utc: Series[keys.MicroSeconds] = pa.Field(description="When it was offered (UTC)")
    minutes_to_tip_off: Series[float] = pa.Field(
        gt=0, description="Minutes from the quote to the scheduled start"
    )
    source: Series[str] = pa.Field(isin=SOURCES, description="Raw source it was taken from")

    class Config:
        """Nothing but the columns of the contract, and no quote twice."""

        strict = True
        unique = ("source", "quoted_at_utc", "game_id", "player_id", "market", "book", "line")

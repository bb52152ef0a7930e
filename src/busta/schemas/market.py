"""Contracts of quotes and of the one line per market that is chosen from them."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

_MARKET = "What is bet on: one of the market ids"
_LINE = "L in units of Y: minus the home spread for ats (home -4.5 is 4.5), points for total, 0 for moneyline"


class _Market(pa.DataFrameModel):
    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[pd.Int64Dtype] = keys.player_id(
        nullable=True, what="Player: id of NBA.com; null in markets on games"
    )
    market: Series[str] = pa.Field(isin=keys.MARKETS, description=_MARKET)
    moment: Series[str] = pa.Field(
        isin=keys.MOMENTS, description="When it was offered: open, morning or close"
    )
    line: Series[float] = pa.Field(description=_LINE)
    source: Series[str] = pa.Field(description="Raw source it was taken from")

    class Config:
        """Nothing but the columns of the contract."""

        strict = True


class Quotes(_Market):
    """One row per quote and selection."""

    selection: Series[str] = pa.Field(
        isin=keys.SELECTIONS, description="over (home win, home cover, over) or under; the same line on both"
    )
    price_decimal: Series[float] = pa.Field(
        nullable=True, gt=1, description="Decimal odds, stake included; null where the source has no price"
    )
    book: Series[str] = pa.Field(description="Bookmaker, or the name of an average")
    quoted_at_utc: Series[keys.MicroSeconds] = pa.Field(
        nullable=True, description="When it was offered (UTC); null if unknown"
    )


class MarketLines(_Market):
    """One row per game (and player), market and moment."""

    market_probability: Series[float] = pa.Field(
        ge=0,
        le=1,
        description="Probability of over among over and under, margin removed; 0.5 where a line has no prices",
    )
    is_price_assumed: Series[bool] = pa.Field(description="The line has no prices, so 0.5 was assumed")
    overround: Series[float] = pa.Field(
        nullable=True, description="Sum of the implied probabilities; null without prices"
    )
    n_books: Series[int] = pa.Field(
        ge=1, description="Books (count) of the source that quote the market, whatever their line"
    )
    book_confirmed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True,
        description="Opening lines: a second archive agrees to half a point; null where it has none",
    )

    class Config:
        """One row per game, player, market and moment."""

        unique = ("game_id", "player_id", "market", "moment")


class LineHistory(pa.DataFrameModel):
    """One row per game of the archive of closing lines, known to others or not. Scores are results."""

    season: Series[str] = keys.season()
    game_date: Series[pd.Timestamp] = keys.game_date()
    home_team_id: Series[int] = keys.team_id("Home team")
    away_team_id: Series[int] = keys.team_id("Visiting team")
    home_points: Series[float] = pa.Field(
        ge=0, description="Points of the home team; known after the game only"
    )
    away_points: Series[float] = pa.Field(
        ge=0, description="Points of the visitors; known after the game only"
    )
    close_line: Series[float] = pa.Field(
        nullable=True, description="Closing line of ats: minus the home spread; null where there is none"
    )
    close_total: Series[float] = pa.Field(
        nullable=True, description="Closing total (points); null where there is none"
    )
    home_price: Series[float] = pa.Field(
        nullable=True, gt=1, description="Decimal closing odds of a home win; null where there are none"
    )
    away_price: Series[float] = pa.Field(
        nullable=True, gt=1, description="Decimal closing odds of an away win; null where there are none"
    )

    class Config:
        """One row per day, home and away team."""

        strict = True
        unique = ("game_date", "home_team_id", "away_team_id")

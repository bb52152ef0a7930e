"""Contracts of the quotes on players, of the line that is chosen from them, and of the books."""

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


class PropLines(pa.DataFrameModel):
    """One row per game, player, market and moment with a price on both sides."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[int] = keys.player_id()
    market: Series[str] = pa.Field(isin=PROP_MARKETS, description="What is bet on: a market id of players")
    moment: Series[str] = pa.Field(
        isin=("morning", "close"), description="The last quotes of the morning, or of the last minutes"
    )
    line: Series[float] = pa.Field(gt=0, description="Main line: the most balanced one at most books")
    market_probability: Series[float] = pa.Field(
        gt=0,
        lt=1,
        description="Probability of over among over and under, margin removed: mean of the books at the line",
    )
    price_over: Series[float] = pa.Field(
        gt=1, description="Decimal odds of over, median of the books at the line"
    )
    price_under: Series[float] = pa.Field(
        gt=1, description="Decimal odds of under, median of the books at the line"
    )
    best_over: Series[float] = pa.Field(gt=1, description="Best decimal odds of over at the line")
    best_over_book: Series[str] = pa.Field(description="Who offers them; of several the first by name")
    best_under: Series[float] = pa.Field(gt=1, description="Best decimal odds of under at the line")
    best_under_book: Series[str] = pa.Field(description="Who offers them; of several the first by name")
    n_books: Series[int] = pa.Field(ge=1, description="Books at the line that are believed")
    n_condemned: Series[int] = pa.Field(
        ge=0, description="Quotes of the moment that are far from the other books at their line"
    )
    overround: Series[float] = pa.Field(
        gt=0, description="Sum of the implied probabilities, mean of the books at the line"
    )
    quoted_at_utc: Series[keys.MicroSeconds] = pa.Field(
        description="Latest of the quotes that were looked at (UTC): from then on the line is known"
    )
    minutes_to_tip_off: Series[float] = pa.Field(
        gt=0, description="Minutes from the quotes to the scheduled start, median of the books at the line"
    )
    line_open: Series[float] = pa.Field(
        gt=0, description="First line of the day of the game at most books, seen by then"
    )
    line_moves: Series[int] = pa.Field(
        ge=0,
        description="Changes of the line on the day of the game by then, at the book that moved most often",
    )

    class Config:
        """Nothing but the columns of the contract, and one line per question and moment."""

        strict = True
        unique = ("game_id", "player_id", "market", "moment")


class PropBooks(pa.DataFrameModel):
    """One row per season, source and book: its prices held against those of the others at the same line."""

    season: Series[str] = keys.season()
    source: Series[str] = pa.Field(isin=SOURCES, description="Raw source of the prices")
    book: Series[str] = pa.Field(description="Bookmaker, by one name in all sources")
    n_quotes: Series[int] = pa.Field(ge=1, description="Last quotes of a moment")
    n_compared: Series[int] = pa.Field(ge=0, description="Those with another book at the same line")
    mean_distance: Series[float] = pa.Field(
        nullable=True, ge=0, description="Mean distance of the probability from the mean of the others"
    )
    share_off: Series[float] = pa.Field(
        nullable=True, ge=0, le=1, description="Share that is further away than is believed"
    )
    correlation: Series[float] = pa.Field(
        nullable=True, description="Correlation of the probability with the mean of the others"
    )
    is_condemned: Series[bool] = pa.Field(description="The prices do not move with those of the others")

    class Config:
        """Nothing but the columns of the contract, and no book twice."""

        strict = True
        unique = ("season", "source", "book")

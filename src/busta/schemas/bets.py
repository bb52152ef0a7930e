"""Contracts of what is believed of a game at the moment of a bet, and of every bet that was on offer."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

_LINE = "L in units of Y: minus the home spread for ats, points for total, 0 for moneyline"


class Beliefs(pa.DataFrameModel):
    """One row per game (and player), moment and information, where the market has a line at that moment."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[pd.Int64Dtype] = keys.player_id(nullable=True)
    moment: Series[str] = pa.Field(isin=keys.MOMENTS, description="When the line was offered")
    information: Series[str] = pa.Field(
        isin=("evening", "day_before"),
        description="What the model knew: the evening before, or (openings) nothing of the day before the game",
    )
    line: Series[float] = pa.Field(description=f"The market's main line: {_LINE}")
    market_probability: Series[float] = pa.Field(
        ge=0, le=1, description="Of over at the line, margin removed; 0.5 where nobody has a price"
    )
    mean_model: Series[float] = pa.Field(
        nullable=True, description="Mean of the learners' forecasts; null where none forecasts the quantity"
    )
    sd_model: Series[float] = pa.Field(gt=0, nullable=True, description="Standard deviation of that forecast")
    probability_model: Series[float] = pa.Field(
        ge=0, le=1, description="Of over at the line, by the learners"
    )
    mean_market: Series[float] = pa.Field(
        nullable=True,
        description="Mean of the normal with sd_model that gives market_probability at the line",
    )
    shrink: Series[float] = pa.Field(
        ge=0, le=1, description="Share k of the model's distance to the market that is believed"
    )
    shrink_se: Series[float] = pa.Field(
        ge=0, nullable=True, description="Standard error of k; null where it was not estimated"
    )
    shrink_rows: Series[int] = pa.Field(ge=0, description="Decided games of earlier seasons behind k")
    mean_shrunk: Series[float] = pa.Field(
        nullable=True, description="mean_market + k (mean_model - mean_market)"
    )
    probability_shrunk: Series[float] = pa.Field(ge=0, le=1, description="Of over at the line, as believed")
    book_confirmed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="Openings: a second archive has it to half a point; null where it has none"
    )
    actual: Series[float] = pa.Field(nullable=True, description="Y as it came out; null while unplayed")

    class Config:
        """Nothing else is believed."""

        strict = True
        ordered = True
        unique = ("game_id", "player_id", "moment", "information")


class Bets(pa.DataFrameModel):
    """One row per game (and player), moment, information, books and selection: every bet that was on offer."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[pd.Int64Dtype] = keys.player_id(nullable=True)
    moment: Series[pd.CategoricalDtype] = pa.Field(isin=keys.MOMENTS, description="When it was offered")
    information: Series[pd.CategoricalDtype] = pa.Field(
        isin=("evening", "day_before", "morning", "tip_off"),
        description="What the model knew, see beliefs; of players the latest moment of their features",
    )
    books: Series[pd.CategoricalDtype] = pa.Field(
        description="consensus: the main line at its middle price; best: of all books; else the name of a book"
    )
    selection: Series[pd.CategoricalDtype] = pa.Field(isin=keys.SELECTIONS, description="over or under")
    line: Series[float] = pa.Field(description=_LINE)
    price_decimal: Series[float] = pa.Field(gt=1, description="Decimal odds, stake included")
    is_price_assumed: Series[bool] = pa.Field(description="Nobody's price is known; one was assumed")
    probability: Series[float] = pa.Field(
        ge=0, le=1, description="That the selection wins if decided, as believed (shrunk to the market)"
    )
    probability_se: Series[float] = pa.Field(
        ge=0, description="Standard error of probability by that of k; 0 where k was not estimated"
    )
    probability_model: Series[float] = pa.Field(
        ge=0, le=1, description="That the selection wins if decided, by the model alone"
    )
    probability_push: Series[float] = pa.Field(ge=0, le=1, description="That the stake comes back")
    expected_value: Series[float] = pa.Field(ge=-1, description="Believed profit per unit staked")
    edge: Series[float] = pa.Field(
        description="Model's distance to the line towards the selection: points; moneyline and players: probability"
    )
    is_favourite: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="Whether the market has it ahead; null for totals and where neither is"
    )
    result: Series[pd.CategoricalDtype] = pa.Field(
        isin=("win", "loss", "push", "void"), nullable=True, description="How it ended; null while open"
    )
    profit: Series[float] = pa.Field(nullable=True, ge=-1, description="Per unit staked; null while open")
    closing_line_value: Series[float] = pa.Field(
        nullable=True,
        description="Points the main line moved towards the selection until the close; null for moneyline, and for "
        "players at the close",
    )
    closing_price_value: Series[float] = pa.Field(
        nullable=True,
        ge=-1,
        description="Fair probability at the close for this line, over the price's own, less one",
    )
    is_confirmed: Series[pd.BooleanDtype] = pa.Field(
        nullable=True, description="Openings: a second archive has the line; null where it has none"
    )

    class Config:
        """Nothing else is told of a bet."""

        strict = True
        ordered = True
        unique = ("game_id", "player_id", "moment", "information", "books", "selection")

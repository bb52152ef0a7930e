"""Contracts of backtests: bets placed, and what strategies were worth."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

INFORMATION = ("evening", "day_before", "morning", "tip_off")
GAMES = ("all", "confirmed")
RESULTS = ("win", "loss", "push", "void")
_ROUNDING = 1e-6


class Ledger(pa.DataFrameModel):
    """One row per placed bet: what was bet, on whose advice, and what became of it and of the bankroll.

    The bets of a day are placed together out of the bankroll before the day. Strategies that ask no model, and named
    books, are left out: they can be read off the table of bets.
    """

    market: Series[pd.CategoricalDtype] = pa.Field(isin=keys.MARKETS)
    moment: Series[pd.CategoricalDtype] = pa.Field(isin=keys.MOMENTS, description="when the bet was placed")
    information: Series[pd.CategoricalDtype] = pa.Field(isin=INFORMATION, description="what the model knew")
    books: Series[pd.CategoricalDtype] = pa.Field(description="consensus or best of all books")
    games: Series[pd.CategoricalDtype] = pa.Field(
        isin=GAMES, description="every game, or those whose opening a second archive confirms"
    )
    # A contract has a method of this name.
    rule: Series[pd.CategoricalDtype] = pa.Field(alias="strategy", description="what chose it")
    stakes: Series[pd.CategoricalDtype] = pa.Field(description="how much is staked")
    is_claim: Series[bool] = pa.Field(description="whether the model certainly knew no more than the line")
    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[pd.Int64Dtype] = keys.player_id(nullable=True)
    selection: Series[pd.CategoricalDtype] = pa.Field(isin=keys.SELECTIONS)
    line: Series[float] = pa.Field(description="in units of the quantity")
    price_decimal: Series[float] = pa.Field(gt=1)
    result: Series[pd.CategoricalDtype] = pa.Field(isin=RESULTS, coerce=True)
    profit: Series[float] = pa.Field(ge=-1, description="per unit staked, pushes returned")
    stake: Series[float] = pa.Field(gt=0, description="units; a bankroll starts with 100")
    bankroll_before_day: Series[float] = pa.Field(gt=0, description="units")
    profit_units: Series[float]
    bankroll_after_day: Series[float] = pa.Field(ge=0, description="units")

    class Config:
        """The columns of the bet stand between those of the plan and of the money."""

        strict = False

    @pa.dataframe_check(error="expected stakes of at most the bankroll before the day")
    def _stakes_are_paid(cls, table: pd.DataFrame) -> bool:  # noqa: N805
        return bool((table["stake"] <= table["bankroll_before_day"] + _ROUNDING).all())


def _share(what: str) -> Any:
    return pa.Field(ge=0, le=1, nullable=True, description=what)


class BacktestResults(pa.DataFrameModel):
    """One row per strategy, stakes and place: what it was worth, each with a bootstrap interval by day."""

    market: Series[str] = pa.Field(isin=keys.MARKETS)
    moment: Series[str] = pa.Field(isin=keys.MOMENTS)
    information: Series[str] = pa.Field(isin=INFORMATION)
    books: Series[str]
    games: Series[str] = pa.Field(isin=GAMES)
    # A contract has a method of this name.
    rule: Series[str] = pa.Field(alias="strategy", description="what chose the bets")
    stakes: Series[str]
    is_baseline: Series[bool] = pa.Field(description="asks no model")
    is_claim: Series[bool] = pa.Field(description="the model certainly knew no more than the line")
    n_offered: Series[int] = pa.Field(ge=0, description="games with a bet on offer there")
    n_bets: Series[int] = pa.Field(ge=0, description="chosen; of Kelly those placed")
    n_days: Series[int] = pa.Field(ge=0, description="with a bet")
    n_placed: Series[int] = pa.Field(ge=0, description="that the bankroll could pay")
    n_pushes: Series[int] = pa.Field(ge=0)
    price: Series[float] = pa.Field(gt=1, nullable=True, description="mean decimal price of the chosen bets")
    win_rate: Series[float] = _share("among decided bets")
    roi: Series[float] = pa.Field(nullable=True, description="profit per unit staked, pushes returned")
    roi_low: Series[float] = pa.Field(nullable=True)
    roi_high: Series[float] = pa.Field(nullable=True)
    closing_line_value: Series[float] = pa.Field(
        nullable=True, description="points the consensus line moved towards the side"
    )
    closing_price_value: Series[float] = pa.Field(
        nullable=True, description="fair probability at the close times the price, minus 1"
    )
    units: Series[float] = pa.Field(nullable=True, description="won")
    bankroll_end: Series[float] = pa.Field(ge=0, description="of the ledger, from 100")
    max_drawdown: Series[float] = pa.Field(
        ge=0, le=1, description="of the ledger, share of the highest bankroll"
    )
    sharpe: Series[float] = pa.Field(
        nullable=True, description="of daily returns, times the root of days a season"
    )
    probability_roi_above_0: Series[float] = _share("share of bootstrap draws")
    bets_needed: Series[float] = pa.Field(
        gt=0, nullable=True, description="until the interval of a true ROI like this one leaves 0 out"
    )

    class Config:
        """Every number has its interval in columns of its own."""

        strict = False
        unique = ("market", "moment", "information", "books", "games", "strategy", "stakes")

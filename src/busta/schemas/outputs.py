"""Contracts of what is published: one row per forecast."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa
from pandera.typing.pandas import Series

from busta.schemas import keys

SEASON = r"^\d{4}-\d{2}$"
INFORMATION = ("evening", "morning", "close", "tip_off")


class _Forecast(pa.DataFrameModel):
    season: Series[str] = pa.Field(str_matches=SEASON)
    game_id: Series[str] = pa.Field(str_length={"min_value": 10, "max_value": 10})
    game_date: Series[pd.Timestamp]
    player_id: Series[pd.Int64Dtype] = pa.Field(nullable=True)
    line: Series[float]
    outcome: Series[float] = pa.Field(nullable=True, isin=(0.0, 1.0))


class CalibratedForecasts(_Forecast):
    """One row per out-of-fold forecast of a learner, with its calibrated probability."""

    probability_over: Series[float] = pa.Field(ge=0, le=1)
    probability_push: Series[float] = pa.Field(
        ge=0, le=1, nullable=True, description="null where the learner says nothing of pushes"
    )
    probability_calibrated: Series[float] = pa.Field(gt=0, lt=1)
    calibrator: Series[str]
    calibrator_rows: Series[int] = pa.Field(ge=0)

    class Config:
        """The out-of-fold table has more columns."""

        strict = False
        unique = ("game_id", "player_id")


class AtLines(pa.DataFrameModel):
    """One row per question and moment with a line: what model, market and their blend said of it."""

    season: Series[str] = keys.season()
    game_id: Series[str] = keys.game_id()
    game_date: Series[pd.Timestamp] = keys.game_date()
    player_id: Series[pd.Int64Dtype] = keys.player_id()
    moment: Series[str] = pa.Field(isin=("morning", "close"), description="When the line was offered")
    line: Series[float] = pa.Field(gt=0, description="The market's main line at the moment")
    market_probability: Series[float] = pa.Field(gt=0, lt=1, description="Of over, margin removed")
    probability_model: Series[float] = pa.Field(
        gt=0, lt=1, description="Of over among over and under, by the forecast distribution"
    )
    probability_push: Series[float] = pa.Field(ge=0, le=1, description="That Y equals the line")
    mean: Series[float] = pa.Field(ge=0, description="Mean forecast of Y")
    sd: Series[float] = pa.Field(ge=0, description="Standard deviation of the forecast distribution")
    minutes_to_tip_off: Series[float] = pa.Field(gt=0, description="Minutes from the quotes to the start")
    actual: Series[float] = pa.Field(
        nullable=True,
        ge=0,
        description="Y as it came out; null for a man who did not play and while unplayed",
    )
    outcome: Series[float] = pa.Field(
        nullable=True,
        isin=(0.0, 1.0),
        description="1 over, 0 under; null on a push, a void and while unplayed",
    )
    is_void: Series[bool] = pa.Field(description="The game was played without him: bets are returned")
    probability_stacked: Series[float] = pa.Field(
        gt=0, lt=1, description="Blend of model and market, fitted on earlier weeks"
    )
    stacked_se: Series[float] = pa.Field(
        ge=0,
        description="Standard error of probability_stacked by that of the blend; 0 where none was fitted",
    )
    blend_rows: Series[int] = pa.Field(
        ge=0, description="Decided rows of earlier weeks behind the blend; 0: the market itself"
    )
    blend_intercept: Series[float] = pa.Field(description="Of the blend, in log-odds")
    market_weight: Series[float] = pa.Field(description="Weight of the market's log-odds")
    model_weight: Series[float] = pa.Field(ge=0, description="Weight of the model's log-odds")

    class Config:
        """Nothing else is told."""

        strict = True
        ordered = True
        unique = ("game_id", "player_id", "moment")


class Informed(pa.DataFrameModel):
    """One row per information and game: the same models without and with what was seen on the day."""

    information: Series[str] = pa.Field(isin=("morning", "tip_off"), description="what the forecast was told")
    season: Series[str] = pa.Field(str_matches=SEASON)
    game_id: Series[str] = pa.Field(str_length={"min_value": 10, "max_value": 10})
    game_date: Series[pd.Timestamp]
    outcome: Series[float] = pa.Field(nullable=True, isin=(0.0, 1.0))
    probability_evening: Series[float] = pa.Field(gt=0, lt=1, description="on features of the evening before")
    probability_informed: Series[float] = pa.Field(gt=0, lt=1, description="on what was seen by that hour")
    market_probability: Series[float] = pa.Field(
        gt=0, lt=1, nullable=True, description="of the line of the same hour"
    )
    market_moment: Series[str] = pa.Field(isin=keys.MOMENTS, nullable=True)
    market_quotes: Series[str] = pa.Field(nullable=True, description="market whose quote or line it is")

    class Config:
        """Nothing else is told."""

        strict = True
        ordered = True
        unique = ("information", "game_id")


class Probabilities(_Forecast):
    """One row per published forecast of a market, known at the moment `information` names.

    Whatever `information` says, `probability_stacked` needs the quote of `market_moment` (the close), and `outcome`
    the result.
    """

    probability_over: Series[float] = pa.Field(gt=0, lt=1)
    probability_push: Series[float] = pa.Field(
        ge=0, le=1, nullable=True, description="mean of the members that give one; null where none does"
    )
    probability_model: Series[float] = pa.Field(gt=0, lt=1)
    probability_stacked: Series[float] = pa.Field(
        gt=0, lt=1, description="blended with market_probability: needs that quote whatever information says"
    )
    market_probability: Series[float] = pa.Field(gt=0, lt=1, nullable=True)
    market_moment: Series[str] = pa.Field(isin=keys.MOMENTS, nullable=True)
    members: Series[str] = pa.Field(str_length={"min_value": 1})
    information: Series[str] = pa.Field(
        isin=INFORMATION, description="latest moment at which a feature of the model is known"
    )

    class Config:
        """Nothing else is published."""

        strict = True
        ordered = True
        unique = ("game_id", "player_id")

    @pa.dataframe_check(error="expected a market moment exactly where there is a market probability")
    def _quotes_have_a_moment(cls, table: pd.DataFrame) -> bool:  # noqa: N805
        return bool((table["market_probability"].isna() == table["market_moment"].isna()).all())


class PlayerForecasts(pa.DataFrameModel):
    """One row per question about a player that a fold tests: his distribution, and what happened."""

    season: Series[str] = pa.Field(str_matches=SEASON)
    game_id: Series[str] = pa.Field(str_length={"min_value": 10, "max_value": 10})
    game_date: Series[pd.Timestamp]
    player_id: Series[pd.Int64Dtype] = pa.Field(coerce=True)
    mean: Series[float] = pa.Field(ge=0, description="mean forecast, out of fold")
    median: Series[int] = pa.Field(ge=0)
    sd: Series[float] = pa.Field(ge=0)
    family: Series[str] = pa.Field(isin=("poisson", "negative_binomial", "normal", "empirical"))
    parameter_1: Series[float] = pa.Field(
        description="rate; size r; location; place among the bins of the mean: by family"
    )
    parameter_2: Series[float] = pa.Field(
        nullable=True, description="null; r / (r + mean); standard deviation; rows in a bin: by family"
    )
    low_80: Series[int] = pa.Field(ge=0, description="lowest value of the conformal interval")
    high_80: Series[int] = pa.Field(ge=0, description="highest value of the conformal interval")
    actual: Series[float] = pa.Field(ge=0, nullable=True, description="null: did not play, or not played yet")

    class Config:
        """Nothing else is told."""

        strict = True
        ordered = True
        unique = ("game_id", "player_id")

    @pa.dataframe_check(error="expected the median inside its interval")
    def _median_lies_inside(cls, table: pd.DataFrame) -> bool:  # noqa: N805
        return bool(table["median"].between(table["low_80"], table["high_80"]).all())

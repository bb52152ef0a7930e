"""Typed parameters of the odds: what is plausible, which source is believed, how margin is removed."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.odds.closing import Confirmation
from busta.odds.margin import METHODS
from busta.schemas.keys import MOMENTS


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bounds(_Strict):
    """Smallest and largest possible value.

    Attributes
    ----------
    low, high
        Both inclusive.
    """

    low: float
    high: float

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.low > self.high:
            raise ValueError(f"expected low at most high, was {self.low:g} and {self.high:g}")
        return self


class PlausibleParams(_Strict):
    """What a number in an odds file can be; anything else is refused with file, row and column.

    Attributes
    ----------
    spread
        Points a favourite gives.
    total
        Points of both teams.
    overround
        Sum of the implied probabilities of the two sides of one quote.
    """

    spread: Bounds
    total: Bounds
    overround: Bounds


class InPlayParams(_Strict):
    """How a quote that was taken during its game is told from one before it.

    Attributes
    ----------
    probability_within
        Largest difference of the home probability from that of the average closing moneyline.
    total_within
        Largest difference of the total from the closing total, in points.
    """

    probability_within: float = Field(gt=0, lt=1)
    total_within: float = Field(gt=0)


class OddsParams(_Strict):
    """Everything the odds adapters and the choice of market lines have to be told.

    Attributes
    ----------
    margin_removal
        Method that turns two prices into probabilities, one of `busta.odds.margin.METHODS`.
    plausible
        What a number can be.
    one_day_off
        Largest distance in days of a misdated row with the right teams and the right final score.
    in_play
        When a quote of the in-play source is believed to be from before the game.
    morning_until
        US Eastern time of day, ``HH:MM``: the last page up to then is the morning's.
    api_close_minutes
        The last snapshot of The Odds API after the morning, at most so many minutes before the start, is the close.
    not_books
        Columns of quotes that are no book of their own, such as composites.
    priced_only
        Markets whose line is a constant: without both prices a quote says nothing.
    priority
        Market to moment to sources; the first source that has the game is taken.
    confirmation
        Which lines a second source confirms.
    """

    margin_removal: str
    plausible: PlausibleParams
    one_day_off: int = Field(ge=0)
    in_play: InPlayParams
    morning_until: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    api_close_minutes: int = Field(gt=0)
    not_books: list[str]
    priced_only: list[str]
    priority: dict[str, dict[str, list[str]]]
    confirmation: Confirmation

    @model_validator(mode="after")
    def _known_method(self) -> Self:
        if self.margin_removal not in METHODS:
            raise ValueError(
                f"margin_removal: expected one of {', '.join(METHODS)}, was {self.margin_removal!r}"
            )
        return self

    @model_validator(mode="after")
    def _known_moments(self) -> Self:
        for market, moments in self.priority.items():
            unknown = sorted(set(moments) - set(MOMENTS))
            if unknown:
                names = ", ".join(MOMENTS)
                raise ValueError(f"priority of {market}: expected moments out of {names}, was {unknown[0]!r}")
        if self.confirmation.moment not in MOMENTS:
            raise ValueError(
                f"confirmation: expected a moment out of {', '.join(MOMENTS)}, was {self.confirmation.moment!r}"
            )
        return self

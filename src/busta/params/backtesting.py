"""Typed parameters of what is believed and what was on offer, of the stage `backtesting`."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from busta.betting.offers import OfferRules
from busta.schemas.keys import MOMENTS


class RefusedReturns(BaseModel):
    """A return on players that is not told before the prices behind it were held against other books.

    Attributes
    ----------
    roi
        A higher one.
    n_bets
        On more bets.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    roi: float = Field(gt=0)
    n_bets: int = Field(ge=0)


class BacktestingParams(BaseModel):
    """How beliefs are formed, and which offers count.

    Attributes
    ----------
    least_rows
        Fewest decided games of earlier seasons from which it is learned how much of the model to believe.
    assumed_price
        Decimal price of both selections of a line without prices; never of the moneyline.
    books
        Moment to the sources whose rows are offers of named books, the first believed first.
    least_books
        Fewest books with a price between which one can choose the best.
    most_value
        Expected value by the market's own belief above which a book's offer is taken for an error.
    refused_returns
        What is not told of players before the prices were checked.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    least_rows: int = Field(ge=1)
    assumed_price: float = Field(gt=1)
    books: dict[str, tuple[str, ...]]
    least_books: int = Field(ge=1)
    most_value: float = Field(gt=0)
    refused_returns: RefusedReturns

    @model_validator(mode="after")
    def _known_moments(self) -> Self:
        unknown = sorted(set(self.books) - set(MOMENTS))
        if unknown:
            raise ValueError(f"books: expected moments out of {', '.join(MOMENTS)}, was {unknown[0]!r}")
        return self

    @property
    def offers(self) -> OfferRules:
        """Which offers count, as the domain wants it."""
        return OfferRules(self.assumed_price, self.books, self.least_books, self.most_value)

"""Typed parameters of the quotes on players."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from busta.params.odds import Bounds


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PlausibleProps(_Strict):
    """What a number in a file of props can be; anything else is refused with file, row and column.

    Attributes
    ----------
    line
        L in units of the statistic.
    overround
        Sum of the implied probabilities of the two sides of one quote.
    """

    line: Bounds
    overround: Bounds


class BookCheck(_Strict):
    """When a book shows the prices of another question.

    Attributes
    ----------
    least_correlation
        Its probabilities move with the mean of the other books at the same lines at least so much.
    least_quotes
        Fewer compared quotes judge no book.
    """

    least_correlation: float = Field(ge=-1, lt=1)
    least_quotes: int = Field(gt=1)


class PropsParams(_Strict):
    """Everything the adapters of props and their join have to be told.

    Attributes
    ----------
    plausible
        What a number can be.
    crossed_books
        Source to books of which it puts the price of one line beside that of another.
    off_others
        A price is refused whose probability, margin removed, is further from the mean of the other books at the
        same line on the same page.
    day_begins
        US Eastern time of day, ``HH:MM``: a page of before is about the games of the day before.
    close_minutes
        Quotes at most this many minutes before tip-off are of the moment ``close``.
    fresh_minutes
        A book whose last quote of a moment is older than the latest of any book by more has left the market.
    book_check
        When a whole book is condemned.
    """

    plausible: PlausibleProps
    crossed_books: dict[str, list[str]]
    off_others: float = Field(gt=0, lt=1)
    day_begins: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    close_minutes: int = Field(gt=0)
    fresh_minutes: int = Field(gt=0)
    book_check: BookCheck

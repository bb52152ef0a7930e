"""How many lines on players the invented bookmakers put up, and what they know."""

from __future__ import annotations

from dataclasses import dataclass

MOST_API_BOOKS = 10
MOST_PRA_BOOKS = 9
MOST_PAGE_BOOKS = 4
MOST_PAGES = 3


@dataclass(frozen=True)
class PropSettings:
    """How many lines on players there are, and what the bookmakers know.

    Attributes
    ----------
    seasons
        How many of the last seasons have files of lines on players; 0: none.
    api_share, pra_share, page_share
        Share of a season's games in the archive of all markets, in that of points + rebounds + assists and on the
        pages of several snapshots a day: the last games of the season; the second has games from all of it.
    api_books, pra_books, page_books
        Number of books in each archive.
    pages
        Snapshots a day, 1 to 3.
    alternates
        Other lines on each side of the main line at the books that have them.
    error_sd
        Error of the market's knowledge of a man's true expectation shortly before the game, as a share of it.
    step_sd
        What each earlier snapshot errs in addition, as a share.
    book_error_sd, line_error_sd
        Error of a single book around the market, as a share of what is expected of a man, and in each of its lines, as
        a share of the statistic's standard deviation.
    overround
        Sum of the two implied probabilities less one at a book of the middle.
    least_minutes
        Expected minutes from which a man is quoted in the morning.
    questionable_share
        Share of the men of whom it is not known whether they play that are quoted all the same.
    missing_share
        Share of a book's lines that it does not offer.
    late_share, repeated_share, utc_date_share
        Share of the games whose rows were updated after the start, stand twice, or bear the UTC date.
    missing_price_share
        Share of quotes without one of the two prices.
    """

    seasons: int = 1
    api_share: float = 0.35
    pra_share: float = 0.4
    page_share: float = 0.2
    api_books: int = 3
    pra_books: int = 5
    page_books: int = 2
    pages: int = 3
    alternates: int = 2
    error_sd: float = 0.025
    step_sd: float = 0.01
    book_error_sd: float = 0.005
    line_error_sd: float = 0.016
    overround: float = 0.065
    least_minutes: float = 24.0
    questionable_share: float = 0.8
    missing_share: float = 0.1
    late_share: float = 0.003
    repeated_share: float = 0.03
    utc_date_share: float = 0.05
    missing_price_share: float = 0.001

    def __post_init__(self) -> None:
        _require(self.seasons >= 0, "seasons", "0 or more", self.seasons)
        for name, most in (("api_books", MOST_API_BOOKS), ("pra_books", MOST_PRA_BOOKS),
                           ("page_books", MOST_PAGE_BOOKS), ("pages", MOST_PAGES)):  # fmt: skip
            _require(1 <= getattr(self, name) <= most, name, f"1 to {most}", getattr(self, name))
        _require(self.alternates >= 0, "alternates", "0 or more", self.alternates)
        _require(0 <= self.overround < 0.2, "overround", "0 to 0.2", self.overround)
        for name in self.__dataclass_fields__:
            if name.endswith("_share"):
                _require(0 <= getattr(self, name) <= 1, name, "0 to 1", getattr(self, name))
            elif name.endswith("_sd"):
                _require(0 <= getattr(self, name) <= 0.5, name, "0 to 0.5", getattr(self, name))


class PropSettingsError(ValueError):
    """No such lines on players can be put up."""


def _require(is_right: bool, name: str, expected: str, was: object) -> None:
    if not is_right:
        raise PropSettingsError(f"fabrication.props: {name} expected {expected}, was {was!r}")

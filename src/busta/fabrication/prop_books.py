"""The books that put up lines on players: their names in each archive, their margins, prices and habits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from busta.fabrication.bookmaker import american_price
from busta.fabrication.player_expectations import MARKETS

_ALL = tuple(MARKETS)
_WITHOUT_PAIRS = tuple(
    m for m in MARKETS if m not in {"points_rebounds", "points_assists", "rebounds_assists"}
)
_FEW = ("points", "rebounds", "assists", "threes", "points_rebounds_assists")
_NO_DEFENCE = tuple(m for m in MARKETS if m not in {"steals", "blocks"})
_STEEPNESS = 0.13


@dataclass(frozen=True)
class PropBookmaker:
    """A book that puts up lines on players.

    Attributes
    ----------
    name
        What it is called here; two names of one feed of prices share ``feed``.
    api, pra, page
        What it is called in the archive of all markets, in that of points + rebounds + assists and on the pages; empty
        where it is not.
    extra
        Its overround less that of a book of the middle.
    price_step
        American odds are multiples of this.
    markets
        What it offers.
    feed
        Where its lines and prices come from.
    has_alternates
        Whether it lists other lines beside the main one, with a margin that grows away from even.
    """

    name: str
    api: str
    pra: str
    page: str
    extra: float
    price_step: int
    markets: tuple[str, ...]
    feed: str
    has_alternates: bool = False


BOOKS = (
    PropBookmaker("draftkings", "draftkings", "DraftKings", "draftkings", -0.003, 5, _ALL, "draftkings"),
    PropBookmaker("betrivers", "betrivers", "BetRivers", "", 0.006, 1, _FEW, "kambi", has_alternates=True),
    PropBookmaker("fanduel", "fanduel", "FanDuel", "fanduel", -0.005, 1, _ALL, "fanduel"),
    PropBookmaker("betmgm", "betmgm", "BetMGM", "mgm", 0.005, 5, _NO_DEFENCE, "betmgm"),
    PropBookmaker("caesars", "williamhill_us", "Caesars", "", 0.013, 1, _ALL, "caesars"),
    PropBookmaker("unibet", "unibet_us", "Unibet", "", 0.006, 1, _FEW, "kambi", has_alternates=True),
    PropBookmaker("bovada", "bovada", "Bovada", "", 0.002, 5, _NO_DEFENCE, "bovada"),
    PropBookmaker("pointsbet", "pointsbetus", "PointsBet (US)", "pointsbet", 0.003, 5, _NO_DEFENCE, "pointsbet"),
    PropBookmaker("betonline", "betonlineag", "BetOnline.ag", "", -0.001, 1, _WITHOUT_PAIRS, "betonline"),
    PropBookmaker("mybookie", "mybookieag", "", "", 0.015, 5, _WITHOUT_PAIRS, "mybookie"),
)  # fmt: skip


def books_of(archive: str, count: int) -> tuple[PropBookmaker, ...]:
    """List the first books of an archive.

    Parameters
    ----------
    archive
        ``api``, ``pra`` or ``page``.
    count
        How many.

    Returns
    -------
    tuple of PropBookmaker
        Books that the archive has a name for.
    """
    return tuple(book for book in BOOKS if getattr(book, archive))[:count]


def prices(book: PropBookmaker, probability: np.ndarray, overround: float) -> tuple[np.ndarray, np.ndarray]:
    """Ask prices for both sides of a line.

    Parameters
    ----------
    book
        The book.
    probability
        Of over.
    overround
        Of a book of the middle.

    Returns
    -------
    tuple of numpy.ndarray
        American odds of over and under, at or below -101 or at or above 100, in steps of the book.
    """
    away = np.abs(probability - 0.5) if book.has_alternates else np.zeros_like(probability)
    margin = overround + book.extra + _STEEPNESS * away
    return _stepped(probability, margin, book.price_step), _stepped(1 - probability, margin, book.price_step)


def _stepped(probability: np.ndarray, margin: np.ndarray, step: int) -> np.ndarray:
    price = np.round(american_price(probability * (1 + margin), 0.0) / step).astype(int) * step
    # Even money is written +100.
    return np.asarray(np.where(np.abs(price) <= 100, 100, price))

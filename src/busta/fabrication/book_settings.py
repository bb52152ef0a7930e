"""What the invented bookmakers know, what they charge, and which mistakes they are made to make."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from busta.schemas.keys import MOMENTS

Until: TypeAlias = Literal["morning", "close", "never"]
UNTIL = ("morning", "close", "never")


@dataclass(frozen=True)
class BookSettings:
    """What the bookmakers know and what they charge.

    Attributes
    ----------
    margin_error_sd, total_error_sd
        Error of the closing line's knowledge of the true expectation, in points.
    margin_step_sd, total_step_sd
        Error that the morning line has in addition to the close, and the opening line in addition to the morning.
    margin_spread_sd, total_spread_sd
        How much true expectations differ from game to game; the book shrinks its noisy view accordingly.
    book_error_sd, book_total_error_sd
        Error of a single book around the market, in points of the spread and of the total.
    overround, moneyline_overround
        Sum of the two implied probabilities less one, of spreads and totals, and of moneylines.
    opening_overround, opening_moneyline_overround
        The same of the opening lines.
    missing_share
        Share of a book's lines that the archive of many books lacks.
    """

    margin_error_sd: float = 1.1
    total_error_sd: float = 1.8
    margin_step_sd: float = 0.6
    total_step_sd: float = 1.0
    margin_spread_sd: float = 6.9
    total_spread_sd: float = 6.8
    book_error_sd: float = 0.2
    book_total_error_sd: float = 0.34
    overround: float = 0.0415
    moneyline_overround: float = 0.0368
    opening_overround: float = 0.0476
    opening_moneyline_overround: float = 0.039
    missing_share: float = 0.09


@dataclass(frozen=True)
class EdgeSettings:
    """Mistakes of a known size that every bookmaker makes; none by default.

    Each comes on top of what :class:`BookSettings` lets a book know, and is never shrunk. A mistake that lasts *until*
    a moment is gone from the quotes of that moment on; one that lasts until ``never`` is in the closing line too.

    Attributes
    ----------
    ignored_back_to_back
        Share of the true cost of a second night that the books leave out of the margin, 0 to 1.
    ignored_until
        How long they do.
    shaded_overs
        Points by which the books put every total above what they expect; negative for below.
    shaded_until
        How long they do.
    stale_share
        Share of games whose opening lines are stale, 0 to 1.
    stale_open_sd
        Standard deviation of what a stale opening line is off by, in points, drawn for margin and total each; gone by
        the morning.
    shaded_prop_overs
        Part of a player's own standard deviation by which the books put his lines above what they expect.
    """

    ignored_back_to_back: float = 0.0
    ignored_until: Until = "close"
    shaded_overs: float = 0.0
    shaded_until: Until = "close"
    stale_share: float = 1.0
    stale_open_sd: float = 0.0
    shaded_prop_overs: float = 0.0

    def __post_init__(self) -> None:
        for name in ("ignored_back_to_back", "stale_share"):
            _require(0 <= getattr(self, name) <= 1, name, "0 to 1", getattr(self, name))
        for name in ("ignored_until", "shaded_until"):
            _require(getattr(self, name) in UNTIL, name, f"one of {UNTIL}", getattr(self, name))
        _require(self.stale_open_sd >= 0, "stale_open_sd", "0 or more", self.stale_open_sd)


class EdgeSettingsError(ValueError):
    """No such mistake can be planted."""


def lasts(until: Until, moment: str) -> bool:
    """Tell whether a mistake is still in the quotes of a moment.

    Parameters
    ----------
    until
        The moment from which it is gone, or ``never``.
    moment
        ``open``, ``morning`` or ``close``.

    Returns
    -------
    bool
        True before that moment.
    """
    return until == "never" or MOMENTS.index(moment) < MOMENTS.index(until)


def _require(is_right: bool, name: str, expected: str, was: object) -> None:
    if not is_right:
        raise EdgeSettingsError(f"fabrication.edges: {name} expected {expected}, was {was!r}")

"""What the invented bookmakers know and what they charge."""

from __future__ import annotations

from dataclasses import dataclass


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
    book_error_sd
        Error of a single book around the market, in points.
    overround
        Sum of the two implied probabilities less one.
    missing_share
        Share of a book's lines that the archive of many books lacks.
    """

    margin_error_sd: float = 1.1
    total_error_sd: float = 1.8
    margin_step_sd: float = 0.6
    total_step_sd: float = 1.0
    margin_spread_sd: float = 6.3
    total_spread_sd: float = 6.0
    book_error_sd: float = 0.2
    overround: float = 0.045
    missing_share: float = 0.09

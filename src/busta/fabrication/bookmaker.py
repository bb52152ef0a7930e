"""Invented bookmakers: what they know, what they ask, at three moments.

The close knows who plays, but not exactly how strong teams are; the morning knows part of the day's news; the opening
line only what was known on the evening before. Each view is shrunk by its own error, so that no line can be beaten by
taking it less seriously; a book without errors expects exactly what follows from what is known. A line is the median of
the result, not its mean: only then are both its sides worth the same.
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from busta.fabrication.book_settings import BookSettings
from busta.fabrication.chances import median_margin, median_total
from busta.fabrication.games import win_probability
from busta.fabrication.settings import PlaySettings
from busta.schemas.keys import MOMENTS

_LONGEST_SHOT = 0.985


def market_views(
    truth: dict[str, np.ndarray],
    error_sd: float,
    step_sd: float,
    spread_sd: float,
    centre: float | np.ndarray,
    rng: np.random.Generator,
) -> dict[str, np.ndarray]:
    """Draw what the market expects at each moment.

    Parameters
    ----------
    truth
        True expectation given what is known at ``open``, ``morning`` and ``close``.
    error_sd, step_sd
        Error at the close, and the additional error of each earlier moment.
    spread_sd
        Standard deviation of true expectations between games.
    centre
        Expectation of an average game, or of each game before anything is known of the teams.
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        Expected value per moment: centre + k (truth + error - centre) with k = spread^2 / (spread^2 + error^2).
    """
    count = len(truth["close"])
    errors, error = {}, np.zeros(count)
    for moment, sd in (("close", error_sd), ("morning", step_sd), ("open", step_sd)):
        error = error + rng.normal(0.0, sd, count)
        errors[moment] = error
    variances = {
        "close": error_sd**2,
        "morning": error_sd**2 + step_sd**2,
        "open": error_sd**2 + 2 * step_sd**2,
    }
    views = {}
    for moment in MOMENTS:
        weight = spread_sd**2 / (spread_sd**2 + variances[moment])
        views[moment] = centre + weight * (truth[moment] + errors[moment] - centre)
    return views


def lines(view: np.ndarray) -> np.ndarray:
    """Round a fair line to one that is offered.

    Parameters
    ----------
    view
        Value that the book believes to be exceeded half the time, points.

    Returns
    -------
    numpy.ndarray
        The nearest half point.
    """
    return np.asarray(np.round(2 * view) / 2)


def over_probability(view: np.ndarray, line: np.ndarray, sd: float) -> np.ndarray:
    """Give a book's probability of over among over and under.

    Parameters
    ----------
    view
        The line that the book believes to split the result in two.
    line
        The line it offers.
    sd
        Standard deviation it assumes.

    Returns
    -------
    numpy.ndarray
        Phi((view - line) / sd).
    """
    return np.asarray(ndtr((view - line) / sd))


def decimal_price(probability: np.ndarray, overround: float) -> np.ndarray:
    """Price a probability, the book's margin laid on in proportion.

    Parameters
    ----------
    probability
        Fair probability.
    overround
        Sum of the two implied probabilities less one.

    Returns
    -------
    numpy.ndarray
        Decimal odds, above 1.
    """
    return np.asarray(1.0 / np.minimum(probability * (1 + overround), _LONGEST_SHOT))


def american_price(probability: np.ndarray, overround: float) -> np.ndarray:
    """Price a probability in American odds.

    Parameters
    ----------
    probability
        Fair probability.
    overround
        Sum of the two implied probabilities less one.

    Returns
    -------
    numpy.ndarray
        Whole numbers at or below -100 or at or above 100.
    """
    implied = 1.0 / decimal_price(probability, overround)
    favourite = -100 * implied / (1 - implied)
    price = np.round(np.where(implied >= 0.5, favourite, 100 * (1 - implied) / implied))
    return np.asarray(price.astype(int))


def book_quotes(
    margin: np.ndarray, total: np.ndarray, play: PlaySettings, book: BookSettings, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Quote the three markets as one book would.

    Parameters
    ----------
    margin, total
        What the market expects.
    play, book
        The laws of the game and of the bookmakers.
    rng
        Source of chance: each book sees the market a little differently.

    Returns
    -------
    dict of str to numpy.ndarray
        ``spread`` (home handicap: negative if the home side is favoured), ``spread_probability`` (home covers),
        ``total``, ``total_probability`` (over), ``win_probability`` (home).
    """
    own_margin = margin + rng.normal(0.0, book.book_error_sd, len(margin))
    own_total = total + rng.normal(0.0, book.book_total_error_sd, len(total))
    handicap = lines(median_margin(own_margin, play))
    level = lines(median_total(own_margin, own_total, play))
    # What it asks follows the market, not its own small error: otherwise the error would be priced in twice.
    fair_margin, fair_total = median_margin(margin, play), median_total(margin, total, play)
    return {
        "spread": 0.0 - handicap,
        "spread_probability": over_probability(fair_margin, handicap, play.margin_sd),
        "total": level,
        "total_probability": over_probability(fair_total, level, play.total_sd),
        "win_probability": win_probability(own_margin, play),
    }

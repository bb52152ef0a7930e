"""The law of an invented game's result: the chance of each side of a line, and the line that splits it in two.

Everything here follows from how scores are drawn (`busta.fabrication.games.draw_scores`), rounding to whole points,
level games and overtime included; only the floor under very low scores is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from busta.fabrication.games import (
    OVERTIME_LEAST,
    OVERTIME_LOSER,
    OVERTIME_LOSER_SD,
    SECOND_OVERTIME,
    TIE_BAND,
    overtime_points,
)
from busta.fabrication.settings import PlaySettings

_WIDEST_MARGIN = 90
_MOST_OVERTIME_POINTS = 60
_WIDEST_OVERTIME = 30
_OVERTIME_SHARE = 5 / 48
_CENTRAL_DENSITY = 1 / np.sqrt(2 * np.pi)


@dataclass(frozen=True)
class Chances:
    """True chances of the sides of a line, one number per game.

    Attributes
    ----------
    over, push
        Probability that the quantity exceeds the line, and that it meets it; under has the rest.
    """

    over: np.ndarray
    push: np.ndarray

    @property
    def under(self) -> np.ndarray:
        """Probability that the quantity stays below the line."""
        return np.asarray(1.0 - self.over - self.push)

    def expected_profit(self, side: np.ndarray, price: float) -> np.ndarray:
        """What a unit staked on a side is expected to bring.

        Parameters
        ----------
        side
            1 for over, -1 for under.
        price
            Decimal price.

        Returns
        -------
        numpy.ndarray
            Chance to win times (price - 1), less the chance to lose; a push returns the stake.
        """
        won = np.where(side > 0, self.over, self.under)
        lost = np.where(side > 0, self.under, self.over)
        return np.asarray(won * (price - 1) - lost)


def margin_chances(margin: np.ndarray, line: np.ndarray, play: PlaySettings) -> Chances:
    """Give the true chances of a line on the home margin.

    Parameters
    ----------
    margin
        True expected home margin, points.
    line
        Line in points of home margin (minus the home spread).
    play
        The laws of the game.

    Returns
    -------
    Chances
        Of the final margin, overtime included; it is whole and never 0.
    """
    above, at_least = np.floor(line) + 1, np.ceil(line)
    over = _margin_at_least(margin, above, play)
    return Chances(over, _margin_at_least(margin, at_least, play) - over)


def total_chances(margin: np.ndarray, total: np.ndarray, line: np.ndarray, play: PlaySettings) -> Chances:
    """Give the true chances of a line on the total.

    Parameters
    ----------
    margin, total
        True expected home margin and total, points.
    line
        Line in points.
    play
        The laws of the game.

    Returns
    -------
    Chances
        Of the final total, overtime included.
    """
    above, at_least = np.floor(line) + 1, np.ceil(line)
    over = _total_at_least(margin, total, above, play)
    return Chances(over, _total_at_least(margin, total, at_least, play) - over)


def median_margin(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    """Give the home margin that is exceeded half the time.

    Overtime turns level games into leads that small favourites' spreads do not reach as often as they are passed, so
    the median of a small favourite's margin lies up to half a point beyond its mean.

    Parameters
    ----------
    margin
        True expected home margin, points.
    play
        The laws of the game.

    Returns
    -------
    numpy.ndarray
        m + s / phi(0) * sign(m) P(level) P(overtime ends beyond m): one Newton step from the mean, right to 0.2 points.
    """
    overtime_sd = play.margin_sd * np.sqrt(_OVERTIME_SHARE)
    beyond = ndtr((np.abs(margin) * _OVERTIME_SHARE - np.abs(margin)) / overtime_sd)
    step = np.sign(margin) * _level_chance(margin, play) * beyond * play.margin_sd / _CENTRAL_DENSITY
    return np.asarray(margin + step)


def median_total(margin: np.ndarray, total: np.ndarray, play: PlaySettings) -> np.ndarray:
    """Give the total that is exceeded half the time.

    A few games have overtime and many points, so the mean lies a third of a point above the median.

    Parameters
    ----------
    margin, total
        True expected home margin and total, points.
    play
        The laws of the game.

    Returns
    -------
    numpy.ndarray
        One Newton step from the mean.
    """
    level, extra = _level_chance(margin, play), overtime_points(margin, play)
    below = ndtr(extra / play.total_sd)
    above_in_overtime = ndtr((extra / level - extra) / play.total_sd)
    over = (1 - level) * (1 - below) + level * above_in_overtime
    return np.asarray(total + (over - 0.5) * play.total_sd / _CENTRAL_DENSITY)


def _margin_at_least(margin: np.ndarray, least: np.ndarray, play: PlaySettings) -> np.ndarray:
    # A margin of 0 does not exist, so at least 0 is at least 1; below that the mirror image is asked.
    mirrored = least <= 0
    asked = np.where(mirrored, np.maximum(1 - least, 1), least)
    expected = np.where(mirrored, -margin, margin)
    level, overtime_sd = _level_chance(margin, play), play.margin_sd * np.sqrt(_OVERTIME_SHARE)
    late = ndtr((expected - np.maximum(asked - 0.5, TIE_BAND)) / play.margin_sd)
    from_overtime = np.where(asked <= 1, 0.0, asked - 0.5)
    extra = ndtr((expected * _OVERTIME_SHARE - from_overtime) / overtime_sd)
    chance = late + level * extra
    return np.asarray(np.where(mirrored, 1.0 - chance, chance))


def _level_chance(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    return np.asarray(ndtr((margin + TIE_BAND) / play.margin_sd) - ndtr((margin - TIE_BAND) / play.margin_sd))


def _total_at_least(
    margin: np.ndarray, total: np.ndarray, least: np.ndarray, play: PlaySettings
) -> np.ndarray:
    regulation = total - overtime_points(margin, play)
    level, even = _level_chance(margin, play), _even_chance(margin, play)
    odd = 1.0 - level - even
    chance = even * _even_sum_at_least(regulation, least, play)
    # An odd sum is an even one, one point higher.
    chance += odd * _even_sum_at_least(regulation + 1, least + 1, play)
    for points, weight in enumerate(_overtime_law(margin, play)):
        chance += level * weight * _even_sum_at_least(regulation, least - points, play)
    return np.asarray(chance)


def _even_sum_at_least(expected: np.ndarray, least: np.ndarray, play: PlaySettings) -> np.ndarray:
    # The sum of both is the drawn one rounded to the parity of the margin.
    threshold = np.where(least % 2 == 0, least - 1, least)
    return np.asarray(ndtr((expected - threshold) / play.total_sd))


def _even_chance(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    wholes = np.arange(2, _WIDEST_MARGIN, 2)
    wholes = np.concatenate([-wholes, wholes])[:, None]
    inner, outer = np.abs(wholes) - 0.5, np.abs(wholes) + 0.5
    own = np.sign(wholes) * margin
    bands = ndtr((own - inner) / play.margin_sd) - ndtr((own - outer) / play.margin_sd)
    return np.asarray(bands.sum(axis=0))


def _overtime_law(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    # Twice the loser's points and the winner's lead: chance by points of both, then by game.
    lead_law = _lead_law(margin, play)
    law = np.zeros((2 * _MOST_OVERTIME_POINTS + len(lead_law), len(margin)))
    for points, chance in enumerate(_loser_law()):
        law[2 * points : 2 * points + len(lead_law)] += chance * lead_law
    return law


def _loser_law() -> np.ndarray:
    points = np.arange(_MOST_OVERTIME_POINTS)
    law = np.zeros(_MOST_OVERTIME_POINTS)
    for overtimes, share in ((1, 1 - SECOND_OVERTIME), (2, SECOND_OVERTIME)):
        upper = ndtr((points + 0.5 - OVERTIME_LOSER * overtimes) / OVERTIME_LOSER_SD)
        below = np.where(points > OVERTIME_LEAST, np.roll(upper, 1), 0.0)
        law += share * np.where(points >= OVERTIME_LEAST, upper - below, 0.0)
    return law


def _lead_law(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    sd, centre = play.margin_sd * np.sqrt(_OVERTIME_SHARE), margin * _OVERTIME_SHARE
    edges = np.concatenate([[0.0], np.arange(1, _WIDEST_OVERTIME) + 0.5])[:, None]
    within = ndtr((edges - centre) / sd) - ndtr((-edges - centre) / sd)
    return np.concatenate([np.zeros((1, len(margin))), np.diff(within, axis=0)])

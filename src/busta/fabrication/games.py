"""Invented games: minutes, true expectations, and the score by quarters.

The true margin is normal around its expectation, so every line's true probability is known. A game within a point
after 48 minutes goes to overtime, which about one game in sixteen does.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import ndtr

from busta.fabrication.season import Season
from busta.fabrication.settings import PlaySettings

REGULATION_SECONDS = 240 * 60
OVERTIME_SECONDS = 25 * 60
TIE_BAND = 1.0
_LOWEST_SCORE = 68
OVERTIME_LOSER = 9.0
OVERTIME_LOSER_SD = 2.5
OVERTIME_LEAST = 2
SECOND_OVERTIME = 0.15
_WHIM_SD = 0.3
# Minutes of the first, second, ... man in the coach's order, and how often he is used at all.
_MINUTES = np.array([34.5, 33.5, 32, 30, 27.5, 23.5, 20, 16.5, 13, 9, 6, 4] + [3] * 8, dtype=float)
_IS_USED = np.array([1.0] * 8 + [0.85, 0.65, 0.45, 0.3] + [0.15] * 8)


def expected_shares(worth: np.ndarray, chance: np.ndarray) -> np.ndarray:
    """Share out the minutes as somebody would who knows only the chances of playing.

    Parameters
    ----------
    worth
        What each man is worth: (game, side, place).
    chance
        His chance of playing, 0 to 1.

    Returns
    -------
    numpy.ndarray
        Expected share of a game on the floor; the five places of a side add up to 5.
    """
    order = _order(np.where(chance >= 0.5, worth, worth - 100.0))
    weight = _MINUTES[order] * _IS_USED[order] * chance
    return 5.0 * weight / weight.sum(axis=2, keepdims=True)


def expectations(
    season: Season,
    play: PlaySettings,
    games: pd.DataFrame,
    man: np.ndarray,
    chance: np.ndarray,
    second_night: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Work out the expected margin and total of each game, given who is expected to play.

    Parameters
    ----------
    season
        The season.
    play
        The laws of the game.
    games
        Games with ``day, home, away, is_neutral``.
    man, chance
        The men of both sides and their chances of playing: (game, side, place).
    second_night
        Whether a side played on the day before: (game, side).

    Returns
    -------
    tuple of numpy.ndarray
        Expected home margin after 48 minutes and expected total, overtime included, points.
    """
    people = season.players.people
    worth = season.worth[games["day"].to_numpy()[:, None, None], man]
    offence_share = people["offence_share"].to_numpy()[man]
    shares = expected_shares(worth, chance)
    net = (shares * worth).sum(axis=2)
    tilt = (shares * worth * (2 * offence_share - 1)).sum(axis=2)
    pace = season.pace[games[["home", "away"]].to_numpy()].mean(axis=1)
    edge = np.where(games["is_neutral"], 0.0, play.home_edge)
    tired = play.back_to_back_cost * second_night
    margin = pace / 100 * (net[:, 0] - net[:, 1]) + edge - tired[:, 0] + tired[:, 1]
    total = pace / 100 * (2 * season.points_per_100 + tilt.sum(axis=1))
    return margin, total + overtime_points(margin, play)


def win_probability(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    """Give the true probability that the home side wins.

    Parameters
    ----------
    margin
        True expected home margin, points.
    play
        The laws of the game.

    Returns
    -------
    numpy.ndarray
        Phi((m - 1)/s) for a win in 48 minutes, plus the chance of overtime times the chance of winning it.
    """
    late = ndtr((margin + TIE_BAND) / play.margin_sd)
    regulation = ndtr((margin - TIE_BAND) / play.margin_sd)
    overtime_sd = play.margin_sd * np.sqrt(5 / 48)
    return np.asarray(regulation + (late - regulation) * ndtr(margin * 5 / 48 / overtime_sd))


def play_time(
    worth: np.ndarray, is_fit: np.ndarray, overtimes: np.ndarray, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Draw who plays how long.

    Parameters
    ----------
    worth, is_fit
        What each man is worth and whether he can play: (game, side, place).
    overtimes
        Overtimes of each game.
    rng
        Source of chance.

    Returns
    -------
    tuple of numpy.ndarray
        Whole seconds: (game, side, place), a side's add up to 240 minutes and 25 per overtime, none exceeds the game;
        and whether a man starts, five a side.
    """
    order = _order(np.where(is_fit, worth + rng.normal(0.0, _WHIM_SD, worth.shape), -100.0))
    weight = _MINUTES[order] * np.exp(rng.normal(0.0, 0.16, worth.shape))
    is_used = is_fit & (rng.random(worth.shape) < _IS_USED[order])
    weight = np.where(is_used, weight, 0.0)
    length = (REGULATION_SECONDS + OVERTIME_SECONDS * overtimes)[:, None, None]
    longest = length / 5 * 0.92
    for _ in range(6):
        weight = np.minimum(weight * length / weight.sum(axis=2, keepdims=True), longest)
    return _whole(weight * length / weight.sum(axis=2, keepdims=True), length), order < 5


def draw_scores(
    margin: np.ndarray, total: np.ndarray, play: PlaySettings, rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Draw the scores.

    Parameters
    ----------
    margin, total
        True expectations of each game.
    play
        The laws of the game.
    rng
        Source of chance.

    Returns
    -------
    dict of str to numpy.ndarray
        ``points`` (game, side), ``quarters`` (game, side, 4), ``overtime_points`` (game, side), ``overtimes`` (game).
        Quarters and overtime points add up to points; no game ends level.
    """
    count = len(margin)
    drawn = rng.normal(margin, play.margin_sd)
    is_level = np.abs(drawn) < TIE_BAND
    difference = np.where(is_level, 0, np.sign(drawn) * np.maximum(np.round(np.abs(drawn)), 1)).astype(int)
    sum_of_both = rng.normal(total - overtime_points(margin, play), play.total_sd)
    home = np.round((sum_of_both + difference) / 2).astype(int)
    home = np.maximum(home, _LOWEST_SCORE + np.maximum(difference, 0))
    regulation = np.stack([home, home - difference], axis=1)
    overtimes = np.where(is_level, 1 + (rng.random(count) < SECOND_OVERTIME), 0)
    extra = _overtime(margin, overtimes, play, rng)
    quarters = rng.multinomial(regulation, np.full(4, 0.25))
    return {
        "points": regulation + extra,
        "quarters": quarters,
        "overtime_points": extra,
        "overtimes": overtimes,
    }


def overtime_points(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    """Work out how many points overtime is expected to add to a game.

    Parameters
    ----------
    margin
        True expected home margin, points.
    play
        The laws of the game.

    Returns
    -------
    numpy.ndarray
        Points of both sides together: the chance of a level game times twice the loser's points and the winner's lead.
    """
    is_level = ndtr((margin + TIE_BAND) / play.margin_sd) - ndtr((margin - TIE_BAND) / play.margin_sd)
    # The winner has the mean of a folded normal more than the loser.
    lead = play.margin_sd * np.sqrt(5 / 48) * np.sqrt(2 / np.pi)
    return np.asarray(is_level * (2 * OVERTIME_LOSER * (1 + SECOND_OVERTIME) + lead))


def _overtime(
    margin: np.ndarray, overtimes: np.ndarray, play: PlaySettings, rng: np.random.Generator
) -> np.ndarray:
    drawn = rng.normal(margin * 5 / 48, play.margin_sd * np.sqrt(5 / 48))
    difference = np.sign(drawn) * np.maximum(np.round(np.abs(drawn)), 1)
    loser = np.round(rng.normal(OVERTIME_LOSER * overtimes, OVERTIME_LOSER_SD))
    loser = np.maximum(loser, OVERTIME_LEAST)
    points = np.stack([loser + np.maximum(difference, 0), loser + np.maximum(-difference, 0)], axis=1)
    return np.where(overtimes[:, None] > 0, points, 0).astype(int)


def _order(value: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(-value, axis=2, kind="stable"), axis=2, kind="stable")


def _whole(weight: np.ndarray, length: np.ndarray) -> np.ndarray:
    # Largest remainders: whole seconds that add up exactly.
    floor = np.floor(weight).astype(int)
    missing = (length[:, :, 0] - floor.sum(axis=2))[:, :, None]
    rank = _order(np.where(weight > 0, weight - floor, -1.0))
    return floor + (rank < missing)

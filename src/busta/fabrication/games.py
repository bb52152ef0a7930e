"""Invented games: true expectations, and the score by quarters.

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
# Shares of the quarters, and the shape of the gamma that shakes them: a half tells less of the other than luck alone.
_QUARTERS = np.array([0.2535, 0.252, 0.25, 0.2445])
_QUARTER_SHAPE = 75.0


def expectations(
    season: Season, play: PlaySettings, games: pd.DataFrame, man: np.ndarray, shares: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Work out the expected margin and total of each game, given how long everybody is expected to play.

    Parameters
    ----------
    season
        The season.
    play
        The laws of the game.
    games
        Games with ``day, home, away, is_neutral`` and per side ``is_second_night, travel_km``.
    man, shares
        The men of both sides and their expected shares of a close game: (game, side, place).

    Returns
    -------
    tuple of numpy.ndarray
        Expected home margin after 48 minutes and expected total of them, without overtime, points.
    """
    worth = season.worth[games["day"].clip(lower=0).to_numpy()[:, None, None], man]
    offence_share = season.players.people["offence_share"].to_numpy()[man]
    sides = games[["home", "away"]].to_numpy()
    net = (shares * worth).sum(axis=2) + season.strength[sides]
    tilt = (shares * worth * (2 * offence_share - 1)).sum(axis=2)
    pace = game_pace(season, games)
    edge = np.where(games["is_neutral"], 0.0, play.home_edge)
    home, away = (fatigue(games, play, side) for side in ("home", "away"))
    margin = pace / 100 * (net[:, 0] - net[:, 1]) + edge - home + away
    return margin, pace / 100 * (2 * season.points_per_100 + (tilt + season.openness[sides]).sum(axis=1))


def game_pace(season: Season, games: pd.DataFrame) -> np.ndarray:
    """Give the expected pace of each game.

    Parameters
    ----------
    season
        The season.
    games
        Games with ``day, home, away``.

    Returns
    -------
    numpy.ndarray
        Possessions of a side in 48 minutes: the mean of both teams' own.
    """
    days = games["day"].clip(lower=0).to_numpy()[:, None]
    return np.asarray(season.pace[days, games[["home", "away"]].to_numpy()].mean(axis=1))


def game_threes(season: Season, games: pd.DataFrame) -> np.ndarray:
    """Give the style of both sides of each game.

    Parameters
    ----------
    season
        The season.
    games
        Games with ``day, home, away``.

    Returns
    -------
    numpy.ndarray
        Three-pointers that a side tries beyond the league's: (game, side).
    """
    days = games["day"].clip(lower=0).to_numpy()[:, None]
    return np.asarray(season.threes[days, games[["home", "away"]].to_numpy()])


def fatigue(games: pd.DataFrame, play: PlaySettings, side: str) -> np.ndarray:
    """Give what a side's schedule costs it.

    Parameters
    ----------
    games
        Games with ``is_second_night`` and ``travel_km`` of the side.
    play
        The laws of the game.
    side
        ``home`` or ``away``.

    Returns
    -------
    numpy.ndarray
        Points, 0 or more.
    """
    way = games[f"{side}_travel_km"].clip(upper=play.longest_travel_km).to_numpy() / 1000
    return np.asarray(
        play.back_to_back_cost * games[f"{side}_is_second_night"].to_numpy() + play.travel_cost * way
    )


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
    night = _QUARTERS * rng.gamma(_QUARTER_SHAPE, 1 / _QUARTER_SHAPE, (*regulation.shape, 4))
    quarters = rng.multinomial(regulation, night / night.sum(axis=2, keepdims=True) * (1 - 1e-12))
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

"""Who plays how long: by the coach's order, shaken by the night, turned round when a game is decided early."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from busta.fabrication.games import OVERTIME_SECONDS, REGULATION_SECONDS
from busta.fabrication.settings import PlaySettings

# By the coach's order: minutes in a close game, how often a man is used at all, and the night's spread (of the
# logarithm).
_MINUTES = np.array([37.5, 36, 34, 31, 27.5, 22.5, 19.5, 16.5, 13.5, 10, 7, 5] + [4] * 8, dtype=float)
_IS_USED = np.array([1.0] * 7 + [0.97, 0.84, 0.6, 0.38, 0.22] + [0.12] * 8)
_NIGHT = np.array([0.09, 0.1, 0.11, 0.12, 0.14, 0.18, 0.22, 0.28, 0.36, 0.45, 0.55, 0.6] + [0.6] * 8)
# A lead of more than five points costs the first men time, per ten points of lead, and brings in the last men; one of
# thirty is decided.
_SAFE_LEAD = 5.0
_WON_LEAD = 30.0
_LEAD_UNIT = 10.0
_LEAD_SLOPE = np.array([-0.095] * 5 + [-0.01, 0.03, 0.08] + [0.2] * 12)
_LEAD_USE = 0.7
_FIRST_SPARE = 8
# Foul trouble, a knock: a man's night ends early.
_EARLY_EXIT = 0.025
_LONGEST_SHARE = 0.92
_ROUNDS = 6
_STARTERS = 5
_WHIM_SD = 0.15


def expected_shares(standing: np.ndarray, chance: np.ndarray, lead: np.ndarray | None = None) -> np.ndarray:
    """Share out the minutes as somebody would who knows only the chances of playing.

    A man's place in the order depends on how many of the better ones can play, which is summed over all cases: chances
    are independent.

    Parameters
    ----------
    standing
        What the coach takes each man for: (game, side, place).
    chance
        His chance of being fit, 0 to 1.
    lead
        Expected decisive lead of each game, from :func:`expected_lead`; none means a close game.

    Returns
    -------
    numpy.ndarray
        Expected share of a game on the floor; the places of a side add up to 5.
    """
    order = np.argsort(-standing, axis=2, kind="stable")
    sorted_chance = np.take_along_axis(chance, order, axis=2)
    games, sides, places = standing.shape
    weight_of_rank = _weights(np.zeros(games) if lead is None else lead, places)[:, None, :]
    better = np.zeros((games, sides, places))
    better[:, :, 0] = 1.0
    weights = np.empty_like(better)
    for place in range(places):
        fit = sorted_chance[:, :, place, None]
        weights[:, :, place] = fit[:, :, 0] * (better * weight_of_rank).sum(axis=2)
        moved = better * fit
        better = better - moved
        better[:, :, 1:] += moved[:, :, :-1]
    shares = np.empty_like(weights)
    np.put_along_axis(shares, order, weights, axis=2)
    return 5.0 * shares / shares.sum(axis=2, keepdims=True)


def expected_lead(margin: np.ndarray, play: PlaySettings) -> np.ndarray:
    """Work out how decided a game is expected to be.

    Parameters
    ----------
    margin
        Expected home margin, points.
    play
        The laws of the game.

    Returns
    -------
    numpy.ndarray
        Expectation of what :func:`decisive_lead` says of a margin M, normal with that mean m: of E max(M - c, 0) =
        s f(a) + (m - c) F(a), a = (m - c)/s, for c = 5 less the same for c = 30, and of the mirror image.
    """
    lead = _beyond(margin, _SAFE_LEAD, play) - _beyond(margin, _WON_LEAD, play)
    mirrored = _beyond(-margin, _SAFE_LEAD, play) - _beyond(-margin, _WON_LEAD, play)
    return (lead + mirrored) / _LEAD_UNIT


def decisive_lead(margin: np.ndarray) -> np.ndarray:
    """Say how decided a game was.

    Parameters
    ----------
    margin
        Home margin after 48 minutes.

    Returns
    -------
    numpy.ndarray
        What the margin's size, at most 30, has above 5, in tens of points.
    """
    return (np.clip(np.abs(margin), _SAFE_LEAD, _WON_LEAD) - _SAFE_LEAD) / _LEAD_UNIT


def play_time(
    standing: np.ndarray,
    is_fit: np.ndarray,
    lead: np.ndarray,
    overtimes: np.ndarray,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw who plays how long.

    Parameters
    ----------
    standing, is_fit
        What the coach takes each man for and whether he can play: (game, side, place).
    lead
        How decided each game was, from :func:`decisive_lead`.
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
    order = _order(np.where(is_fit, standing, standing - 1000.0))
    shape, places = standing.shape, standing.shape[2]
    night = _NIGHT[:places][order]
    weight = _MINUTES[order] * np.exp(_LEAD_SLOPE[order] * lead[:, None, None])
    weight = weight * np.exp(rng.normal(0.0, 1.0, shape) * night - night**2 / 2)
    luck = rng.random((3, *shape))
    weight = np.where(luck[0] < _EARLY_EXIT, weight * luck[1], weight)
    used = np.take_along_axis(np.broadcast_to(_use(lead, places)[:, None, :], shape), order, axis=2)
    weight = np.where(is_fit & (luck[2] < used), weight, 0.0)
    length = (REGULATION_SECONDS + OVERTIME_SECONDS * overtimes)[:, None, None]
    for _ in range(_ROUNDS):
        weight = np.minimum(weight * length / weight.sum(axis=2, keepdims=True), length / 5 * _LONGEST_SHARE)
    whim = standing + rng.normal(0.0, _WHIM_SD, shape)
    is_starter = _order(np.where(is_fit & (weight > 0), whim, whim - 1000.0)) < _STARTERS
    return whole_numbers(weight * length / weight.sum(axis=2, keepdims=True), length), is_starter


def whole_numbers(weight: np.ndarray, length: np.ndarray) -> np.ndarray:
    """Round by largest remainders.

    Parameters
    ----------
    weight
        Numbers to round: (game, side, place).
    length
        What the places of a side add up to, whole: (game, 1, 1).

    Returns
    -------
    numpy.ndarray
        Whole numbers that add up exactly; what was 0 stays 0.
    """
    floor = np.floor(weight).astype(int)
    missing = (length[:, :, 0] - floor.sum(axis=2))[:, :, None]
    rank = _order(np.where(weight > 0, weight - floor, -1.0))
    return floor + (rank < missing)


def _beyond(mean: np.ndarray, limit: float, play: PlaySettings) -> np.ndarray:
    scaled = (mean - limit) / play.margin_sd
    density = np.exp(-(scaled**2) / 2) / np.sqrt(2 * np.pi)
    return np.asarray(play.margin_sd * density + (mean - limit) * ndtr(scaled))


def _weights(lead: np.ndarray, places: int) -> np.ndarray:
    slope = np.exp(_LEAD_SLOPE[:places] * lead[:, None])
    return np.asarray(_MINUTES[:places] * slope * _use(lead, places))


def _use(lead: np.ndarray, places: int) -> np.ndarray:
    used = np.broadcast_to(_IS_USED[:places], (len(lead), places)).copy()
    idle = 1 - used[:, _FIRST_SPARE:]
    used[:, _FIRST_SPARE:] = 1 - idle * np.exp(-_LEAD_USE * lead)[:, None]
    return used


def _order(value: np.ndarray) -> np.ndarray:
    return np.argsort(np.argsort(-value, axis=2, kind="stable"), axis=2, kind="stable")

"""Draws of the counts of a man or of a whole game, and what is priced from them: sums and combinations."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtr

from busta.probability.counts import TAIL
from busta.probability.distributions import DistributionError, Floats, OverPush
from busta.probability.joint import JointCorrelations
from busta.probability.season_distributions import SeasonDistributions

Counts = NDArray[np.int64]


def simulate_men(
    men: pd.DataFrame,
    season: str,
    distributions: Mapping[str, SeasonDistributions],
    correlations: JointCorrelations,
    draws: int,
    seed: int,
) -> Counts:
    """Draw the statistics of men who have nothing to do with each other.

    Parameters
    ----------
    men : DataFrame
        One row per man: for every statistic its mean forecast.
    season : str
        Whose distributions are asked.
    distributions : mapping of statistic to SeasonDistributions
    correlations : JointCorrelations
        Of the same season.
    draws, seed : int
        All men share the same normals, so differences between them are not of chance.

    Returns
    -------
    ndarray of int, shape (men, draws, statistics)
        Statistics in the order of `correlations`.
    """
    names = list(correlations.statistics)
    normals = np.random.default_rng(seed).standard_normal((draws, len(names)))
    factor = _factor(correlations.of_men(men[names].sum(axis=1)))
    return _counts(normals @ np.swapaxes(factor, 1, 2), men, season, distributions, names)


def simulate_games(
    men: pd.DataFrame,
    season: str,
    distributions: Mapping[str, SeasonDistributions],
    correlations: JointCorrelations,
    draws: int,
    seed: int,
) -> Counts:
    """Draw the statistics of men who play in one game together, in one game or many.

    Parameters
    ----------
    men : DataFrame
        One row per man: `game_id`, `team_id`, and for every statistic its mean forecast; equally many men of every
        game, game by game.
    season, distributions, correlations, draws, seed
        As for `simulate_men`.

    Returns
    -------
    ndarray of int, shape (men, draws, statistics)

    Raises
    ------
    DistributionError
        When the games have unequally many men, or are mixed.
    """
    names = list(correlations.statistics)
    game = men["game_id"].to_numpy()
    games = len(pd.unique(game))
    if not games or len(men) % games or (game.reshape(games, -1) != game.reshape(games, -1)[:, :1]).any():
        raise DistributionError(f"Expected equally many men of every game, was {len(men)} of {games}.")
    shape = (games, len(men) // games)
    level = men[names].sum(axis=1).to_numpy().reshape(shape)
    together = correlations.of_games(men["team_id"].to_numpy().reshape(shape), level)
    normals = np.random.default_rng(seed).standard_normal((draws, together.shape[1]))
    drawn = (normals @ np.swapaxes(_factor(together), 1, 2)).reshape(games, draws, shape[1], len(names))
    z = drawn.transpose(0, 2, 1, 3).reshape(len(men), draws, len(names))
    return _counts(z, men, season, distributions, names)


def simulated_pmf(counts: Counts) -> Floats:
    """Share of the draws in which the sum of the last axis is k = 0, 1, ...

    Parameters
    ----------
    counts : ndarray of int, shape (men, draws, parts)
        The statistics that are added up.

    Returns
    -------
    ndarray, shape (men, largest sum + 1)
    """
    total = counts.sum(axis=2)
    width = int(total.max()) + 1
    cells = (total + width * np.arange(len(total))[:, None]).ravel()
    return np.bincount(cells, minlength=width * len(total)).reshape(-1, width) / total.shape[1]


def combination_over_push(
    counts: Counts, bets: pd.DataFrame, statistics: tuple[str, ...], parts: Mapping[str, tuple[str, ...]]
) -> OverPush:
    """Price combinations: all bets of one must be won.

    Parameters
    ----------
    counts : ndarray of int, shape (men, draws, statistics)
        From `simulate_games`.
    bets : DataFrame
        One row per bet: `combination` (the bets of one follow each other), `man` (position among the men),
        `market`, `line` and `side` (`over` or `under`).
    statistics : tuple of str
        Order of the last axis.
    parts : mapping of market to statistics
        What is added up.

    Returns
    -------
    OverPush
        One value per combination, in their order. `over`: P(all are won) where none is pushed; `push`: P(one or
        more is pushed).
    """
    sides = set(bets["side"]) - {"over", "under"}
    if sides or bets.empty:
        raise DistributionError(f"Expected bets on over or under, was {sorted(sides) or 'no bet'}.")
    total = np.zeros((len(bets), counts.shape[1]), dtype=np.int64)
    man = bets["man"].to_numpy()
    for place, name in enumerate(statistics):
        is_part = bets["market"].map({market: name in parts[market] for market in parts}).to_numpy()
        total[is_part] += counts[man[is_part], :, place]
    distance = (total - bets["line"].to_numpy()[:, None]) * np.where(bets["side"] == "over", 1, -1)[:, None]
    number = pd.factorize(bets["combination"])[0]
    starts = np.flatnonzero(np.r_[True, np.diff(number) != 0])
    decided = np.logical_and.reduceat(distance != 0, starts, axis=0).mean(axis=1)
    won = np.logical_and.reduceat(distance > 0, starts, axis=0).mean(axis=1)
    share = np.where(decided > 0, won / np.where(decided > 0, decided, 1.0), 0.5)
    return OverPush(over=share, push=1 - decided)


def _factor(correlation: Floats) -> Floats:
    values, vectors = np.linalg.eigh(correlation)
    found: Floats = vectors * np.sqrt(np.maximum(values, 0.0))[..., None, :]
    return found


def _counts(
    z: Floats,
    men: pd.DataFrame,
    season: str,
    distributions: Mapping[str, SeasonDistributions],
    names: list[str],
) -> Counts:
    counts = np.empty(z.shape, dtype=np.int64)
    for place, name in enumerate(names):
        mean = men[name].to_numpy(dtype=np.float64)
        top = int(distributions[name].quantile(season, mean.max(), 1 - TAIL))
        table = np.cumsum(distributions[name].pmf(season, mean, top), axis=1)
        counts[:, :, place] = _look_up(table, ndtr(z[:, :, place]))
    return counts


def _look_up(table: Floats, uniform: Floats) -> Counts:
    # Every row's table is lifted by its number, so that one search serves them all.
    rows, width = table.shape
    row = np.arange(rows)[:, None]
    lifted = np.minimum(table, 1.0)
    lifted[:, -1] = 1.0
    found = np.searchsorted(
        (lifted + row).ravel(), (np.minimum(uniform, 1 - 1e-9) + row).ravel(), side="left"
    )
    return np.clip(found.reshape(uniform.shape) - row * width, 0, width - 1)

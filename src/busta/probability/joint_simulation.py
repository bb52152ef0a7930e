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


def simulate_game(
    men: pd.DataFrame,
    season: str,
    distributions: Mapping[str, SeasonDistributions],
    correlations: JointCorrelations,
    draws: int,
    seed: int,
) -> Counts:
    """Draw the statistics of the men of one game together.

    Parameters
    ----------
    men : DataFrame
        One row per man of the game: `team_id`, and for every statistic its mean forecast.
    season, distributions, correlations, draws, seed
        As for `simulate_men`.

    Returns
    -------
    ndarray of int, shape (men, draws, statistics)
    """
    names = list(correlations.statistics)
    together = correlations.of_game(men["team_id"].to_numpy(), men[names].sum(axis=1))
    normals = np.random.default_rng(seed).standard_normal((draws, len(together)))
    z = (normals @ _factor(together).T).reshape(draws, len(men), len(names))
    return _counts(z.transpose(1, 0, 2), men, season, distributions, names)


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


def sum_over_push(counts: Counts, line: Floats) -> OverPush:
    """Price lines on the sum of the last axis.

    Parameters
    ----------
    counts : ndarray of int, shape (men, draws, parts)
        The statistics that are added up.
    line : ndarray, shape (men,)

    Returns
    -------
    OverPush
        One probability for each man: shares of the draws.
    """
    total, at = counts.sum(axis=2), np.asarray(line, dtype=np.float64)[:, None]
    over, under = (total > at).mean(axis=1), (total < at).mean(axis=1)
    decided = over + under
    share = np.where(decided > 0, over / np.where(decided > 0, decided, 1.0), 0.5)
    return OverPush(over=share, push=1.0 - decided)


def combination_over_push(
    counts: Counts, bets: pd.DataFrame, statistics: tuple[str, ...], parts: Mapping[str, tuple[str, ...]]
) -> OverPush:
    """Price a combination: all of its bets must be won.

    Parameters
    ----------
    counts : ndarray of int, shape (men, draws, statistics)
        From `simulate_game`.
    bets : DataFrame
        One row per bet: `man` (position among the men), `market`, `line` and `side` (`over` or `under`).
    statistics : tuple of str
        Order of the last axis.
    parts : mapping of market to statistics
        What is added up.

    Returns
    -------
    OverPush
        `over`: P(all are won) where none is pushed; `push`: P(one or more is pushed).
    """
    sides = set(bets["side"]) - {"over", "under"}
    if sides or bets.empty:
        raise DistributionError(f"Expected bets on over or under, was {sorted(sides) or 'no bet'}.")
    member = np.array([[name in parts[market] for name in statistics] for market in bets["market"]])
    total = np.einsum("bds,bs->bd", counts[bets["man"].to_numpy()], member.astype(np.int64))
    distance = (total - bets["line"].to_numpy()[:, None]) * np.where(bets["side"] == "over", 1, -1)[:, None]
    is_decided = (distance != 0).all(axis=0)
    is_won = (distance > 0).all(axis=0)
    decided = is_decided.mean()
    return OverPush(over=np.array(is_won.mean() / decided if decided else 0.5), push=np.array(1 - decided))


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

"""How the statistics of one man, of team-mates and of opponents move together: a Gaussian copula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri

from busta.probability.distributions import DistributionError, Floats
from busta.probability.season_distributions import NEXT, SeasonDistributions

_KEYS = ["game_id", "player_id"]
# Correlations are kept inside this, so that no count decides another one.
_CLOSEST = 0.98


@dataclass(frozen=True)
class JointCorrelations:
    """Correlations of the normals behind the counts.

    Attributes
    ----------
    statistics : tuple of str
        S names, in the order of the matrices.
    centres : ndarray, shape (groups,)
        Mean level (sum of the man's mean forecasts) of each group of men, rising.
    same_man : ndarray, shape (groups, S, S)
        Of one man's statistics; between centres they are interpolated.
    team_mates, opponents : ndarray, shape (S, S)
        Of two men of one game.
    rows : int
        Player-games they were measured on; 0 where all are independent.
    """

    statistics: tuple[str, ...]
    centres: Floats
    same_man: Floats
    team_mates: Floats
    opponents: Floats
    rows: int

    @classmethod
    def independent(cls, statistics: Sequence[str]) -> Self:
        """What is assumed while nothing was seen."""
        size = len(statistics)
        nothing = np.zeros((size, size))
        return cls(tuple(statistics), np.zeros(1), np.eye(size)[None], nothing, nothing, 0)

    def of_men(self, level: ArrayLike) -> Floats:
        """Correlation matrices of one man each, shape (men, S, S)."""
        at = np.interp(np.asarray(level, dtype=np.float64), self.centres, np.arange(len(self.centres)))
        low = np.minimum(at.astype(np.intp), max(len(self.centres) - 2, 0))
        share = (at - low)[:, None, None]
        above = self.same_man[np.minimum(low + 1, len(self.centres) - 1)]
        return self.same_man[low] * (1 - share) + above * share

    def of_games(self, team: ArrayLike, level: ArrayLike) -> Floats:
        """Correlation matrix of all statistics of the men of each game, shape (games, men S, men S).

        Parameters
        ----------
        team : array-like, shape (games, men)
            Men of one team are team-mates, all others opponents.
        level : array-like, shape (games, men)

        Returns
        -------
        ndarray
            Man by man, within a man in the order of `statistics`; positive semi-definite, ones on its diagonal.
        """
        side, of_man = np.asarray(team), np.asarray(level, dtype=np.float64)
        (games, men), size = side.shape, len(self.statistics)
        is_mate = (side[:, :, None] == side[:, None, :])[..., None, None]
        blocks = np.where(is_mate, self.team_mates, self.opponents)
        blocks[:, np.arange(men), np.arange(men)] = self.of_men(of_man.ravel()).reshape(
            games, men, size, size
        )
        return nearest_correlation(blocks.transpose(0, 1, 3, 2, 4).reshape(games, men * size, men * size))


@dataclass(frozen=True)
class SeasonJoint:
    """Correlations per season, each measured on the seasons before it, and those for the season to come.

    Attributes
    ----------
    by_season : mapping of season to JointCorrelations
    latest : JointCorrelations
    """

    by_season: Mapping[str, JointCorrelations]
    latest: JointCorrelations

    def for_season(self, season: str) -> JointCorrelations:
        """What was known before `season` began; a `DistributionError` for a season before the first."""
        if season in self.by_season:
            return self.by_season[season]
        if season != NEXT and self.by_season and season < max(self.by_season):
            raise DistributionError(
                f"Expected a season among {', '.join(self.by_season)} or a later one, was {season}."
            )
        return self.latest


def latent_scores(means: pd.DataFrame, distributions: SeasonDistributions) -> pd.DataFrame:
    """Normal score of every count: where it lies in its own forecast distribution.

    A count y stands for a piece of a normal, from ``a = Phi^-1(F(y - 1))`` to ``b = Phi^-1(F(y))``; its score is
    the mean of that piece, ``(phi(a) - phi(b)) / P(Y = y)``.

    Parameters
    ----------
    means : DataFrame
        `{market}.means`: `season`, `game_id`, `player_id`, `mean`, `actual`, one row per forecast.
    distributions : SeasonDistributions
        Of the same market; each row is scored by what was known before its season.

    Returns
    -------
    DataFrame
        The same rows: `season`, `game_id`, `player_id`, `mean`, `actual`, `score` (null where nobody knows the
        actual, or the distribution has default parameters, which are no guide to fitted ones).
    """
    rows = means[["season", *_KEYS, "mean", "actual"]]
    is_default = {one: distributions.for_season(one).is_default for one in rows["season"].unique()}
    known = rows[rows["actual"].notna() & ~rows["season"].map(is_default).astype(bool)]
    season, mean, y = known["season"], known["mean"].to_numpy(), known["actual"].to_numpy(dtype=np.float64)
    below, up_to = (distributions.cdf(season, mean, value) for value in (y - 1, y))
    return rows.assign(score=pd.Series(_piece_mean(below, up_to), index=known.index, dtype=np.float64))


def fit_season_joint(
    scores: Mapping[str, pd.DataFrame], questions: pd.DataFrame, groups: int, min_rows: int
) -> SeasonJoint:
    """Measure the correlations forward in time.

    Parameters
    ----------
    scores : mapping of statistic to DataFrame
        From `latent_scores`.
    questions : DataFrame
        `feat_player_questions`: `game_id`, `player_id`, `team_id`.
    groups : int
        Groups of men by level, equally many in each.
    min_rows : int
        Fewer player-games in earlier seasons: all is independent.

    Returns
    -------
    SeasonJoint
        With every season of `scores`. As of the end of the season before each.
    """
    rows = _side_by_side(scores)
    seasons = sorted(rows["season"].unique())
    known = rows.dropna(subset=list(scores)).merge(
        questions[[*_KEYS, "team_id"]], on=_KEYS, how="inner", validate="one_to_one"
    )
    by_season = {
        season: _measured(known[known["season"] < season], list(scores), groups, min_rows)
        for season in seasons
    }
    return SeasonJoint(by_season, _measured(known, list(scores), groups, min_rows))


def nearest_correlation(matrix: Floats) -> Floats:
    """Make a symmetric matrix a correlation matrix: negative eigenvalues become 0, the diagonal 1 again."""
    values, vectors = np.linalg.eigh((matrix + np.swapaxes(matrix, -1, -2)) / 2)
    if values.min() >= 0:
        return matrix
    made = (vectors * np.maximum(values, 1e-9)[..., None, :]) @ np.swapaxes(vectors, -1, -2)
    scale = np.sqrt(np.diagonal(made, axis1=-2, axis2=-1))
    found: Floats = made / (scale[..., :, None] * scale[..., None, :])
    return found


def _side_by_side(scores: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    indexed = {name: table.set_index(["season", *_KEYS]) for name, table in scores.items()}
    found = pd.concat({name: table["score"] for name, table in indexed.items()}, axis=1, join="inner")
    level = pd.concat([table["mean"] for table in indexed.values()], axis=1, join="inner").sum(axis=1)
    return found.assign(level=level).reset_index()


def _piece_mean(below: Floats, up_to: Floats) -> Floats:
    mass = np.maximum(up_to - below, 1e-12)
    a, b = ndtri(below), ndtri(np.minimum(below + mass, 1.0))
    density = np.exp(-(np.stack([a, b]) ** 2) / 2) / np.sqrt(2 * np.pi)
    found: Floats = (density[0] - density[1]) / mass
    return found


def _measured(rows: pd.DataFrame, names: list[str], groups: int, min_rows: int) -> JointCorrelations:
    if len(rows) < min_rows:
        return JointCorrelations.independent(names)
    z, level = rows[names].to_numpy(), rows["level"].to_numpy()
    edges = np.unique(np.quantile(level, np.linspace(0, 1, groups + 1)[1:-1]))
    code = np.searchsorted(edges, level, side="right")
    centres = np.bincount(code, weights=level) / np.bincount(code)
    products = np.stack([z[code == group].T @ z[code == group] for group in range(len(centres))])
    spread = np.stack([(z[code == group] ** 2).sum(axis=0) for group in range(len(centres))])
    n = np.bincount(code)[:, None, None]
    same_man = _latent(products / n, spread / n[:, :, 0])
    same_man[:, np.arange(len(names)), np.arange(len(names))] = 1.0
    team_mates, opponents = _between_men(rows, z, level)
    return JointCorrelations(
        tuple(names), centres, nearest_correlation(same_man), team_mates, opponents, len(rows)
    )


def _latent(products: Floats, spread: Floats) -> Floats:
    # A score is the mean of its piece, so to first order its share of the normal is its own variance:
    # E[z_i z_j] = rho Var(z_i) Var(z_j).
    found = products / (spread[..., :, None] * spread[..., None, :])
    return np.clip(found, -_CLOSEST, _CLOSEST)


def _between_men(rows: pd.DataFrame, z: Floats, level: Floats) -> tuple[Floats, Floats]:
    game = pd.factorize(rows["game_id"])[0]
    team = pd.factorize(pd.MultiIndex.from_frame(rows[["game_id", "team_id"]]))[0]
    # A pair counts by its level: lines are offered on those who play.
    weighted = level[:, None] * z
    spread = (level @ z**2) / level.sum()
    own = _pair_sums(np.arange(len(level)), weighted, level)
    of_team, of_game = _pair_sums(team, weighted, level), _pair_sums(game, weighted, level)
    return _between(of_team - own, spread), _between(of_game - of_team, spread)


def _between(sums: Floats, spread: Floats) -> Floats:
    return _latent(sums[:-1, :-1] / max(sums[-1, -1], 1e-12), spread)


def _pair_sums(code: NDArray[np.intp], weighted: Floats, level: Floats) -> Floats:
    # Over all ordered pairs inside each group: products of scores, and of weights in the last row and column.
    columns = (*weighted.T, level)
    sums: Floats = np.stack([np.bincount(code, weights=column) for column in columns]).astype(np.float64)
    return sums @ sums.T

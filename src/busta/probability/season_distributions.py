"""A distribution for every mean forecast: its family chosen season by season, on earlier seasons only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from busta.probability.choice import choose_calibrator
from busta.probability.conformal import ConformalThresholds, agreement
from busta.probability.count_families import CountCells, NegativeBinomial, Poisson, RoundedNormal
from busta.probability.counts import CountFamily
from busta.probability.distributions import DistributionError, Floats, OverPush
from busta.probability.empirical import EmpiricalResiduals

# Simplest first.
FAMILIES = (Poisson.name, NegativeBinomial.name, RoundedNormal.name, EmpiricalResiduals.name)
NEXT = "next"
Seasons: TypeAlias = str | ArrayLike | pd.Series


@dataclass(frozen=True)
class DistributionRules:
    """How the family of a market is chosen.

    Attributes
    ----------
    candidates : tuple of str
        Names among `FAMILIES`.
    fallback : str
        One of them: used while there are rows to fit on but no earlier season to judge by.
    defaults : mapping of str to pair of float
        Intercept and slope of `negative_binomial` and `normal` while there are no rows to fit on.
    bins : int
        Bins of the mean of the empirical residuals.
    min_rows : int
        Fewer rows in earlier seasons fit nothing.
    min_rows_per_bin : int
        Fewer bins are made where they would hold fewer.
    judged_seasons : int
        Latest earlier seasons by which the families are chosen and the intervals set: what was fitted on the first
        few thousand rows says little of what is fitted on all.
    tie_tolerance : float
        In paired standard errors of the mean CRPS: the simplest family within it of the best is taken.
    level : float
        Share of rows that the conformal intervals cover.
    groups : int
        Groups of like means in each of which they do.
    """

    candidates: tuple[str, ...]
    fallback: str
    defaults: Mapping[str, tuple[float, float]]
    bins: int
    min_rows: int
    min_rows_per_bin: int
    judged_seasons: int
    tie_tolerance: float
    level: float
    groups: int

    def in_order(self) -> list[str]:
        """The candidates, simplest first."""
        unknown = [name for name in (*self.candidates, self.fallback) if name not in FAMILIES]
        if unknown:
            raise DistributionError(f"Expected families among {', '.join(FAMILIES)}, was {unknown[0]!r}.")
        return [name for name in FAMILIES if name in {*self.candidates, self.fallback}]

    def unfitted(self) -> CountFamily:
        """The fallback with its default parameters; residuals nobody has seen are a negative binomial's."""
        if self.fallback == Poisson.name:
            return Poisson()
        if self.fallback == RoundedNormal.name:
            return RoundedNormal(*self.defaults[RoundedNormal.name])
        return NegativeBinomial(*self.defaults[NegativeBinomial.name])


@dataclass(frozen=True)
class DistributionChoice:
    """One fitted family and why it was taken.

    Attributes
    ----------
    family : CountFamily
    rows : int
        Rows it was fitted on; 0 where its parameters are the defaults.
    crps : mapping of str to float
        Mean CRPS of each candidate over the validation seasons; empty where none could be judged.
    validation_rows : int
        Rows those means are over.
    thresholds : ConformalThresholds
        Of the conformal intervals.
    """

    family: CountFamily
    rows: int
    crps: Mapping[str, float]
    validation_rows: int
    thresholds: ConformalThresholds

    @property
    def is_default(self) -> bool:
        """Whether nothing was fitted."""
        return self.rows == 0


@dataclass(frozen=True)
class SeasonDistributions:
    """A family per season, each fitted on the seasons before it, and one for the season to come.

    Wherever a `season` is asked for, it is one text for all rows, or one for each; `next` or a season after all
    of them is the season to come. Means are in units of the quantity, from 0 up.

    Attributes
    ----------
    by_season : mapping of season to DistributionChoice
    latest : DistributionChoice
        Fitted on every season there was.
    level : float
        As in `DistributionRules`.
    """

    by_season: Mapping[str, DistributionChoice]
    latest: DistributionChoice
    level: float

    def for_season(self, season: str) -> DistributionChoice:
        """The choice made before `season` began; a `DistributionError` for a season before the first."""
        if season in self.by_season:
            return self.by_season[season]
        if season != NEXT and self.by_season and season < max(self.by_season):
            raise DistributionError(
                f"Expected a season among {', '.join(self.by_season)} or a later one, was {season}."
            )
        return self.latest

    def over_push(self, season: Seasons, mean: ArrayLike, line: ArrayLike) -> OverPush:
        """P(over) among over and under, and P(push), of each row; see `CountFamily.over_push`."""

        def ask(choice: DistributionChoice, m: Floats, at: Floats) -> tuple[Floats, Floats]:
            found = choice.family.over_push(m, at)
            return found.over, found.push

        return OverPush(*self._asked(season, ask, mean, line))

    def cdf(self, season: Seasons, mean: ArrayLike, value: ArrayLike) -> Floats:
        """P(Y <= value) of each row, for whole values."""
        return self._asked(season, lambda choice, m, k: (choice.family.cdf(m, k),), mean, value)[0]

    def quantile(self, season: Seasons, mean: ArrayLike, q: ArrayLike) -> NDArray[np.int64]:
        """Smallest whole k with ``P(Y <= k) >= q`` of each row."""
        return self._asked(season, lambda choice, m, p: (choice.family.quantile(m, p),), mean, q)[0]

    def pmf(self, season: Seasons, mean: ArrayLike, top: int) -> Floats:
        """P(Y = k) for k = 0 ... `top`, shape (rows, top + 1)."""
        return self._asked(season, lambda choice, m: (choice.family.pmf(m, top),), np.atleast_1d(mean))[0]

    def moments(self, season: Seasons, mean: ArrayLike) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the distribution of each row."""
        first, second = self._asked(season, lambda choice, m: choice.family.moments(m), np.atleast_1d(mean))
        return first, second

    def crps(self, season: Seasons, mean: ArrayLike, actual: ArrayLike) -> Floats:
        """Continuous ranked probability score of each row, in units of the quantity."""
        return self._asked(season, lambda choice, m, y: (choice.family.crps(m, y),), mean, actual)[0]

    def log_score(self, season: Seasons, mean: ArrayLike, actual: ArrayLike) -> Floats:
        """Minus the logarithm of the probability of what happened, of each row."""

        def ask(choice: DistributionChoice, m: Floats, y: Floats) -> tuple[Floats]:
            return (-np.log(np.maximum(choice.family.probability(m, y), np.finfo(np.float64).tiny)),)

        return self._asked(season, ask, mean, actual)[0]

    def pit(self, season: Seasons, mean: ArrayLike, actual: ArrayLike, uniform: ArrayLike) -> Floats:
        """Randomised probability integral transform of each row; `uniform` in [0, 1) chooses inside a step."""
        return self._asked(
            season, lambda choice, m, y, u: (choice.family.pit(m, y, u),), mean, actual, uniform
        )[0]

    def interval(self, season: Seasons, mean: ArrayLike) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Conformal interval of `level`, lowest and highest value of each row."""
        low, high = self._asked(season, lambda choice, m: choice.thresholds.interval(choice.family, m), mean)
        return low, high

    def parameters(self, season: Seasons, mean: ArrayLike) -> tuple[Floats, Floats]:
        """The two parameters of each row's distribution, see `CountFamily.parameters`."""
        first, second = self._asked(season, lambda choice, m: choice.family.parameters(m), mean)
        return first, second

    def names(self, season: pd.Series) -> pd.Series:
        """Family of each row, on the index of `season`."""
        known = {one: self.for_season(one).family.name for one in season.unique()}
        return season.map(known).astype("str").rename("family")

    def _asked(self, season: Seasons, ask: Callable[..., tuple[Any, ...]], *values: ArrayLike) -> list[Any]:
        arrays = [np.asarray(one, dtype=np.float64) for one in values]
        if isinstance(season, str):
            return list(ask(self.for_season(season), *arrays))
        code, seasons = pd.factorize(np.asarray(season, dtype=object))
        arrays = [np.broadcast_to(one, code.shape) for one in arrays]
        order = np.argsort(code, kind="stable")
        groups = np.split(order, np.cumsum(np.bincount(code, minlength=len(seasons)))[:-1])
        parts = [
            ask(self.for_season(str(name)), *(one[rows] for one in arrays))
            for name, rows in zip(seasons, groups, strict=False)
        ]
        back = np.argsort(order, kind="stable")
        if not parts:
            return list(ask(self.latest, *arrays))
        return [np.concatenate(columns)[back] for columns in zip(*parts, strict=True)]


def fit_season_distributions(means: pd.DataFrame, rules: DistributionRules) -> SeasonDistributions:
    """Fit, choose and keep one family per season, forward in time.

    For season s every candidate is fitted on the rows of the seasons before s. Candidates are judged by their CRPS
    on the latest of the seasons v < s, each time fitted on the seasons before v, and so is the agreement on which
    the conformal interval rests.

    Parameters
    ----------
    means : DataFrame
        One row per out-of-fold forecast: `season`, `game_date`, `mean`, and `actual`, null where nobody knows.
    rules : DistributionRules

    Returns
    -------
    SeasonDistributions
        With every season of `means`. As of the end of the season before each.
    """
    known = means.loc[means["actual"].notna(), ["season", "game_date", "mean", "actual"]]
    history = _History([], [])
    choices = {}
    for season in sorted(means["season"].unique()):
        earlier = known[known["season"] < season]
        fitted = fit_families(earlier, rules)
        choices[season] = history.choose(fitted, earlier, rules)
        history.add(fitted, known[known["season"] == season])
    latest = history.choose(fit_families(known, rules), known, rules)
    return SeasonDistributions(by_season=choices, latest=latest, level=rules.level)


def fit_families(earlier: pd.DataFrame, rules: DistributionRules) -> dict[str, CountFamily]:
    """Fit every candidate.

    Parameters
    ----------
    earlier : DataFrame
        One row per out-of-fold forecast: `mean`, `actual`.
    rules : DistributionRules

    Returns
    -------
    dict
        Name to family, simplest first; empty where there are too few rows.
    """
    names = rules.in_order()
    if len(earlier) < rules.min_rows:
        return {}
    cells = CountCells.of(earlier["mean"], earlier["actual"])
    size = NegativeBinomial.fit(cells)
    bins = max(min(rules.bins, len(earlier) // rules.min_rows_per_bin), 1)
    fits: dict[str, Callable[[], CountFamily]] = {
        Poisson.name: Poisson,
        NegativeBinomial.name: lambda: size,
        RoundedNormal.name: lambda: RoundedNormal.fit(cells),
        EmpiricalResiduals.name: lambda: EmpiricalResiduals.fit(
            earlier["mean"], earlier["actual"], bins, size
        ),
    }
    return {name: fits[name]() for name in names}


@dataclass(frozen=True)
class _History:
    """What the seasons so far said of every candidate: CRPS and agreement of each row."""

    losses: list[pd.DataFrame]
    scores: list[pd.DataFrame]

    def choose(
        self, fitted: Mapping[str, CountFamily], earlier: pd.DataFrame, rules: DistributionRules
    ) -> DistributionChoice:
        if not fitted:
            plain = ConformalThresholds.of([], [], rules.level, rules.groups)
            return DistributionChoice(rules.unfitted(), 0, {}, 0, plain)
        if not self.losses:
            # Nothing was judged yet: the rows it was fitted on are all there is to set the interval by.
            family, mean = fitted[rules.fallback], earlier["mean"].to_numpy()
            own = agreement(family, mean, earlier["actual"].to_numpy(dtype=np.float64))
            thresholds = ConformalThresholds.of(mean, own, rules.level, rules.groups)
            return DistributionChoice(family, len(earlier), {}, 0, thresholds)
        judged = slice(-rules.judged_seasons, None)
        losses, scores = pd.concat(self.losses[judged]), pd.concat(self.scores[judged])
        candidates = losses[list(fitted)]
        name = choose_calibrator(candidates, losses["game_date"], rules.tie_tolerance)
        crps = {str(key): float(value) for key, value in candidates.mean().items()}
        thresholds = ConformalThresholds.of(scores["mean"], scores[name], rules.level, rules.groups)
        return DistributionChoice(fitted[name], len(earlier), crps, len(candidates), thresholds)

    def add(self, fitted: Mapping[str, CountFamily], season: pd.DataFrame) -> None:
        # What default parameters say of their season is no guide to fitted ones.
        if not fitted or season.empty:
            return
        mean, actual = season["mean"].to_numpy(), season["actual"].to_numpy(dtype=np.float64)
        losses = {name: family.crps(mean, actual) for name, family in fitted.items()}
        scores = {name: agreement(family, mean, actual) for name, family in fitted.items()}
        self.losses.append(pd.DataFrame({"game_date": season["game_date"].to_numpy(), **losses}))
        self.scores.append(pd.DataFrame({"mean": mean, **scores}))

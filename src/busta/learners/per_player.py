"""One ensemble for every man: forest, boosted trees and elastic net on his own games, voted and stacked.

The vote has fixed weights; beside it, fitted on what the members said of his latest games before having seen them (a
blend on held-out rows): a ridge regression, a lasso, and weights that sum to 1.

A fit of one man sees his own rows and nobody else's, so all of them can be fitted at the same time. A man with too few
games has no model here; the pooled model answers for him.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from numpy.typing import NDArray
from scipy.optimize import nnls
from sklearn.linear_model import Lasso, Ridge
from threadpoolctl import threadpool_limits

from busta.learners.base import FitContext, Fitted, LearnerError, Rows
from busta.learners.counts import LEAST_MEAN
from busta.learners.fold_models import FitCost, peak_mebibytes
from busta.learners.registry import build_learner
from busta.seeds import stream

MEMBERS = ("random_forest", "xgboost", "elastic_net")
VOTING, STACK, LASSO, OPTIMISED = "voting", "stack", "lasso", "optimised"
MIXES = (VOTING, STACK, LASSO, OPTIMISED)
ANSWERS = (*MEMBERS, *MIXES)
# Rounds of coordinate descent: members say much the same, and the library's thousand may not be enough.
_MOST_ROUNDS = 10_000
# In units of Y squared, of a man who always has the same.
_LEAST_VARIANCE = 1e-6
# Of each member, fold to the hyperparameters that were chosen before it.
Tuned = Mapping[str, Mapping[str, Mapping[str, Any]]]


@dataclass(frozen=True)
class EnsembleRules:
    """How every man is fitted.

    Attributes
    ----------
    learners
        Each of `MEMBERS` to its hyperparameters.
    weights
        Each of `MEMBERS` to its share of the vote, summing to 1.
    stack_share
        Share of a man's games, the latest, that the members forecast for the stack without having seen them, in (0, 1).
    stack_alpha, lasso_alpha
        Penalties on these forecasts: of the ridge regression, at least 0, and of the lasso, whose coefficients are
        from 0 up, in variances of the quantity, above 0.
    min_games
        Earlier games from which on a man has a model of his own.
    backend, n_jobs
        Of joblib; they change no bit of the result.
    seed
        The one seed; every man of every market has his own stream of it.
    """

    learners: Mapping[str, Mapping[str, Any]]
    weights: Mapping[str, float]
    stack_share: float
    stack_alpha: float
    lasso_alpha: float
    min_games: int
    backend: str
    n_jobs: int
    seed: int


@dataclass(frozen=True)
class Mix:
    """What is made of the members' forecasts: ``intercept + sum(coefficient * forecast)``.

    Attributes
    ----------
    coefficients
        Of each of `MEMBERS`, in their order.
    intercept
        In units of Y.
    """

    coefficients: tuple[float, ...]
    intercept: float = 0.0


@dataclass(frozen=True)
class PlayerModel:
    """The ensemble of one man.

    Attributes
    ----------
    members
        Each of `MEMBERS`, fitted on all his rows.
    mixes
        Each of `MIXES`: the fixed vote, and those fitted on games the members had not seen.
    games
        Rows it was fitted on.
    """

    members: Mapping[str, Fitted]
    mixes: Mapping[str, Mix]
    games: int

    def predict(self, features: pd.DataFrame) -> dict[str, np.ndarray]:
        """Forecast the mean of each row, by `ANSWERS`, at least `LEAST_MEAN`."""
        said = _said(self.members, features)
        mixed = [
            said @ np.array(self.mixes[name].coefficients) + self.mixes[name].intercept for name in MIXES
        ]
        answers = dict(zip(ANSWERS, (*said.T, *mixed), strict=True))
        return {name: np.maximum(mean, LEAST_MEAN) for name, mean in answers.items()}


@dataclass(frozen=True)
class PlayerModels:
    """The ensembles of all men of one market, fold by fold; picklable.

    Attributes
    ----------
    market
        Whose models these are.
    feature_names
        Fold to the features of its fits, in their order.
    fitted
        Fold to player to his model.
    costs
        Fold to what all its fits took together; differs from run to run.
    """

    market: str
    feature_names: Mapping[str, tuple[str, ...]]
    fitted: Mapping[str, Mapping[int, PlayerModel]]
    costs: Mapping[str, FitCost]

    def predict(self, rows: pd.DataFrame, fold: str) -> pd.DataFrame:
        """Forecast rows with the models of one fold.

        Parameters
        ----------
        rows
            ``player_id`` and the features.
        fold
            Name of the fold.

        Returns
        -------
        pandas.DataFrame
            One row per row, in their order: ``games`` (the man's rows of the fit, 0 without a model) and a mean for
            each of `ANSWERS`, in units of Y, null without a model.

        Raises
        ------
        LearnerError
            When there is no such fold.
        """
        if fold not in self.fitted:
            raise LearnerError(f"{self.market}.per_player_models: expected a fitted fold, was {fold!r}")
        said = np.full((len(rows), 1 + len(ANSWERS)), np.nan)
        said[:, 0] = 0
        features = rows[list(self.feature_names[fold])]
        for player, places in _places(rows).items():
            model = self.fitted[fold].get(player)
            if model is not None:
                answers = model.predict(features.iloc[places])
                said[places] = np.column_stack([np.full(len(places), model.games), *answers.values()])
        made = pd.DataFrame(said, columns=["games", *ANSWERS])
        return made.astype({"games": "int64"})


def fit_players(
    table: pd.DataFrame,
    folds: pd.DataFrame,
    feature_names: Mapping[str, Iterable[str]],
    market: str,
    rules: EnsembleRules,
    tuned: Tuned | None = None,
) -> PlayerModels:
    """Fit every man whom a fold asks about and who has enough earlier games.

    Parameters
    ----------
    table
        The market's training table.
    folds
        One row per fold and game, already checked: every training day lies before every tested one.
    feature_names
        Fold to the features of its fits; folds that are not named are not fitted.
    market
        Its name, for the random streams.
    rules
        How.
    tuned
        Member to fold to hyperparameters that take the place of those of `rules`; folds not named keep them.

    Returns
    -------
    PlayerModels
        The same bits whatever ``backend`` and ``n_jobs`` are.
    """
    fitted: dict[str, dict[int, PlayerModel]] = {}
    costs: dict[str, FitCost] = {}
    names = {fold: tuple(chosen) for fold, chosen in feature_names.items()}
    with Parallel(n_jobs=rules.n_jobs, backend=rules.backend) as parallel:
        for fold, chosen in names.items():
            start = time.perf_counter()
            train, asked = fold_rows(table, folds, fold)
            known = train[train["player_id"].isin(asked["player_id"].unique())]
            jobs, how = men_rows(known, chosen, rules.min_games), _rules_of(rules, tuned or {}, fold)
            made = parallel(delayed(_fit_man)(rows, market, player, how) for player, rows in jobs.items())
            fitted[fold] = dict(zip(jobs, made, strict=True))
            size = sum(map(len, jobs.values())), len(chosen)
            costs[fold] = FitCost(*size, time.perf_counter() - start, peak_mebibytes())
    return PlayerModels(market, names, fitted, costs)


def fold_rows(table: pd.DataFrame, folds: pd.DataFrame, fold: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Take the rows that a fold may learn from, and those that it tests.

    Parameters
    ----------
    table
        The market's training table.
    folds
        Its folds.
    fold
        Name of one.

    Returns
    -------
    tuple of pandas.DataFrame
        Rows of training and early-stopping games of men who played, by date; rows of tested games.
    """
    part = folds[folds["fold"] == fold]
    tested = table["game_id"].isin(part.loc[part["role"] == "test", "game_id"])
    learned = table["game_id"].isin(part.loc[part["role"] != "test", "game_id"]) & table["actual"].notna()
    return table[learned].sort_values(["game_date", "game_id", "player_id"]), table[tested]


def men_rows(rows: pd.DataFrame, names: tuple[str, ...], least: int) -> dict[int, Rows]:
    """Split rows by man.

    Parameters
    ----------
    rows
        In time order: ``player_id``, ``actual`` and the features.
    names
        The features.
    least
        Men with fewer rows are left out.

    Returns
    -------
    dict
        Player to his rows, in their order.
    """
    features, quantity = rows[list(names)], rows["actual"].to_numpy(dtype=np.float64)
    men = {}
    for player, places in _places(rows).items():
        if len(places) >= least:
            own, n = features.iloc[places].reset_index(drop=True), len(places)
            men[player] = Rows(own, quantity[places], np.full(n, np.nan), np.ones(n), np.zeros(n))
    return men


def man_context(seed: int, market: str, player: int, rows: int) -> FitContext:
    """What a fit of one man knows beside his rows: his own random stream, and how many rows he has."""
    return FitContext(stream(seed, market, str(player)), residual_rows=rows)


def _places(rows: pd.DataFrame) -> dict[int, NDArray[np.intp]]:
    found = cast("dict[int, NDArray[np.intp]]", rows.groupby("player_id").indices)
    return {int(player): places for player, places in found.items()}


def _rules_of(rules: EnsembleRules, tuned: Tuned, fold: str) -> EnsembleRules:
    chosen = {member: folds[fold] for member, folds in tuned.items() if fold in folds}
    return replace(rules, learners={**rules.learners, **chosen})


def _fit_man(rows: Rows, market: str, player: int, rules: EnsembleRules) -> PlayerModel:
    context = man_context(rules.seed, market, player, len(rows))
    late = np.arange(len(rows)) >= round(len(rows) * (1 - rules.stack_share))
    early = _fit_members(rows.where(~late), rules, context)
    # More numerical threads than one would change the order of sums, and with it the last bits.
    with threadpool_limits(1):
        mixes = _mixes(_said(early, rows.features[late]), rows.quantity[late], rules)
    return PlayerModel(_fit_members(rows, rules, context), mixes, len(rows))


def _mixes(said: np.ndarray, quantity: np.ndarray, rules: EnsembleRules) -> dict[str, Mix]:
    fixed = np.array([rules.weights[name] for name in MEMBERS])
    ridge = Ridge(alpha=rules.stack_alpha).fit(said, quantity)
    # Members and quantity have one unit, so the penalty that is the same for every statistic is in its square.
    penalty = rules.lasso_alpha * max(quantity.var(), _LEAST_VARIANCE)
    lasso = Lasso(alpha=penalty, positive=True, max_iter=_MOST_ROUNDS).fit(said, quantity)
    shares, _ = nnls(said, quantity)
    # A man who has nothing in all these games gives every share the same right: the fixed ones stand.
    best = shares / shares.sum() if shares.sum() > 0 else fixed
    mixed = (fixed, 0.0), (ridge.coef_, ridge.intercept_), (lasso.coef_, lasso.intercept_), (best, 0.0)
    return {
        name: Mix(tuple(map(float, coefficients)), float(intercept))
        for name, (coefficients, intercept) in zip(MIXES, mixed, strict=True)
    }


def _fit_members(rows: Rows, rules: EnsembleRules, context: FitContext) -> dict[str, Fitted]:
    none = rows.where(np.zeros(len(rows), dtype=bool))
    return {name: build_learner(name, rules.learners[name]).fit(rows, none, context) for name in MEMBERS}


def _said(members: Mapping[str, Fitted], features: pd.DataFrame) -> np.ndarray:
    return np.column_stack([members[name].predict(features).mean for name in MEMBERS])

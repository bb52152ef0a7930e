"""One ensemble for every man: forest, boosted trees and elastic net on his own games, voted and stacked.

A fit of one man sees his own rows and nobody else's, so all of them can be fitted at the same time. A man with too few
games has no model here; the pooled model answers for him.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from threadpoolctl import threadpool_limits

from busta.learners.base import FitContext, Fitted, LearnerError, Rows
from busta.learners.counts import LEAST_MEAN
from busta.learners.fold_models import FitCost, peak_mebibytes
from busta.learners.registry import build_learner
from busta.seeds import stream

MEMBERS = ("random_forest", "xgboost", "elastic_net")
VOTING, STACK = "voting", "stack"
ANSWERS = (*MEMBERS, VOTING, STACK)


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
    stack_alpha
        Penalty of the ridge regression on these forecasts, at least 0.
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
    min_games: int
    backend: str
    n_jobs: int
    seed: int


@dataclass(frozen=True)
class PlayerModel:
    """The ensemble of one man.

    Attributes
    ----------
    members
        Each of `MEMBERS`, fitted on all his rows.
    weights
        Share of each in the vote, in their order.
    coefficients, intercept
        Of the stack: what its regression makes of the members' forecasts.
    games
        Rows it was fitted on.
    """

    members: Mapping[str, Fitted]
    weights: tuple[float, ...]
    coefficients: tuple[float, ...]
    intercept: float
    games: int

    def predict(self, features: pd.DataFrame) -> dict[str, np.ndarray]:
        """Forecast the mean of each row, by `ANSWERS`, at least `LEAST_MEAN`."""
        said = _said(self.members, features)
        vote, stack = said @ np.array(self.weights), said @ np.array(self.coefficients) + self.intercept
        answers = dict(zip(ANSWERS, (*said.T, vote, stack), strict=True))
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
            jobs = _men(known, chosen, rules.min_games)
            made = parallel(delayed(_fit_man)(rows, market, player, rules) for player, rows in jobs.items())
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


def _places(rows: pd.DataFrame) -> dict[int, NDArray[np.intp]]:
    found = cast("dict[int, NDArray[np.intp]]", rows.groupby("player_id").indices)
    return {int(player): places for player, places in found.items()}


def _men(rows: pd.DataFrame, names: tuple[str, ...], least: int) -> dict[int, Rows]:
    features, quantity = rows[list(names)], rows["actual"].to_numpy(dtype=np.float64)
    men = {}
    for player, places in _places(rows).items():
        if len(places) >= least:
            own, n = features.iloc[places].reset_index(drop=True), len(places)
            men[player] = Rows(own, quantity[places], np.full(n, np.nan), np.ones(n), np.zeros(n))
    return men


def _fit_man(rows: Rows, market: str, player: int, rules: EnsembleRules) -> PlayerModel:
    context = FitContext(stream(rules.seed, market, str(player)), residual_rows=len(rows))
    late = np.arange(len(rows)) >= round(len(rows) * (1 - rules.stack_share))
    early = _fit_members(rows.where(~late), rules, context)
    # More numerical threads than one would change the order of sums, and with it the last bits.
    with threadpool_limits(1):
        stack = Ridge(alpha=rules.stack_alpha).fit(_said(early, rows.features[late]), rows.quantity[late])
    return PlayerModel(
        _fit_members(rows, rules, context),
        tuple(rules.weights[name] for name in MEMBERS),
        tuple(map(float, stack.coef_)),
        float(stack.intercept_),
        len(rows),
    )


def _fit_members(rows: Rows, rules: EnsembleRules, context: FitContext) -> dict[str, Fitted]:
    none = rows.where(np.zeros(len(rows), dtype=bool))
    return {name: build_learner(name, rules.learners[name]).fit(rows, none, context) for name in MEMBERS}


def _said(members: Mapping[str, Fitted], features: pd.DataFrame) -> np.ndarray:
    return np.column_stack([members[name].predict(features).mean for name in MEMBERS])

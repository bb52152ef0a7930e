"""Studies of the members of the players' own ensembles: hyperparameters tried on the latest games of some men."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from busta.evaluation.folds import FoldError
from busta.evaluation.mean_losses import MeanObjective, mean_loss
from busta.learners.base import Rows
from busta.learners.counts import LEAST_MEAN
from busta.learners.per_player import fold_rows, man_context, men_rows
from busta.learners.registry import build_learner
from busta.learners.search_space import SearchSpace
from busta.learners.study_log import FoldLoss
from busta.learners.tuning import Study, StudyRules, run_study
from busta.seeds import stream

if TYPE_CHECKING:
    from optuna.storages import BaseStorage


@dataclass(frozen=True)
class MenPlan:
    """What is tried of one member, how, and on whom.

    Attributes
    ----------
    space
        What may be tried.
    default
        Every hyperparameter of the member, as without tuning.
    rules
        How many trials, drawn how.
    objective
        `poisson_deviance` or `squared_error` of the mean.
    men
        Men who are tried on, of those who played in the season before.
    min_games
        Earlier games of each, at least.
    share
        Share of a man's games, the latest, that are scored.
    folds
        Parts of it, each forecast by a fit on all of his games before.
    every
        Every so many seasons there is a study.
    """

    space: SearchSpace
    default: Mapping[str, Any]
    rules: StudyRules
    objective: MeanObjective
    men: int
    min_games: int
    share: float
    folds: int
    every: int


@dataclass(frozen=True)
class MenScores:
    """Scores hyperparameters of a member on the latest games of some men; picklable.

    Attributes
    ----------
    market, member
        Whose they are.
    men
        Player to his earlier rows, by date.
    plan
        How they are scored.
    """

    market: str
    member: str
    men: Mapping[int, Rows]
    plan: MenPlan

    def __call__(self, hyperparameters: Mapping[str, Any], fold: int) -> FoldLoss:
        """Fit every man on his games before a part of the latest ones, and score that part."""
        learner, said, counted = build_learner(self.member, hyperparameters), [], []
        for player, rows in self.men.items():
            learned, asked = self._parts(rows, fold)
            none = rows.where(np.zeros(len(rows), dtype=bool))
            context = man_context(self.plan.rules.seed, self.market, player, len(learned))
            mean = learner.fit(learned, none, context).predict(asked.features).mean
            said.append(np.maximum(mean, LEAST_MEAN))
            counted.append(asked.quantity)
        scored = pd.DataFrame({"mean": np.concatenate(said), "actual": np.concatenate(counted)})
        return FoldLoss(float(np.sum(mean_loss(self.plan.objective, scored))), len(scored))

    def fingerprint(self) -> str:
        """Name everything the losses and the trials depend on, in 16 hexadecimal digits."""
        digest = hashlib.sha256()
        for player, rows in self.men.items():
            digest.update(str(player).encode())
            digest.update(np.ascontiguousarray(rows.features.to_numpy(dtype=np.float64)).tobytes())
            digest.update(rows.quantity.tobytes())
        # More trials, and the number of processes, change none that stands written.
        rules = vars(self.plan.rules) | {"trials": None, "n_jobs": None}
        space = {key: vars(given) for key, given in self.plan.space.ranges.items()}
        names = [list(rows.features.columns) for rows in self.men.values()][:1]
        told = vars(self.plan) | {"rules": rules, "space": space, "default": dict(self.plan.default)}
        digest.update(json.dumps([told, names], sort_keys=True, default=repr).encode())
        return digest.hexdigest()[:16]

    def _parts(self, rows: Rows, fold: int) -> tuple[Rows, Rows]:
        plan, place = self.plan, np.arange(len(rows))
        ends = np.linspace(1 - plan.share, 1, plan.folds + 1) * len(rows)
        start, end = np.round(ends[[fold, fold + 1]])
        return rows.where(place < start), rows.where((place >= start) & (place < end))


def study_men(
    table: pd.DataFrame,
    folds: pd.DataFrame,
    feature_names: Mapping[str, Sequence[str]],
    market: str,
    plan: MenPlan,
    storage: BaseStorage,
    tell: Callable[[str], None],
) -> dict[str, Study]:
    """Choose hyperparameters of one member for every studied season, of nothing but what lies before it.

    Parameters
    ----------
    table, folds
        The market's training table and folds.
    feature_names
        Fold to the features of its fits, in time order; the first fold of a season has its study.
    market
        Its name.
    plan
        What is tried, how, and on whom.
    storage
        Where trials are written down, and looked up.
    tell
        Takes lines of progress.

    Returns
    -------
    dict
        Season to its study.

    Raises
    ------
    FoldError
        When nobody has enough games before a season.
    """
    first = {fold.partition("/")[0]: fold for fold in reversed(list(feature_names))}
    studies = {}
    for season in sorted(first)[:: plan.every]:
        train, _ = fold_rows(table, folds, first[season])
        # Men of the season before: who plays in the season itself is seen when it is over.
        latest = train.loc[train["season"] == train["season"].max(), "player_id"]
        known = train[train["player_id"].isin(latest.unique())]
        men = men_rows(known, tuple(feature_names[first[season]]), plan.min_games)
        if not men:
            raise FoldError(
                f"market {market!r}, season {season}: expected a player with {plan.min_games} earlier games "
                "(per_player.min_games), was none"
            )
        score = MenScores(market, plan.space.learner, _drawn(men, plan, f"{market}/{season}"), plan)
        name = f"per_player/{market}/{plan.space.learner}/{season}"
        told = (plan.space, plan.default, score, plan.folds, plan.rules, storage, tell)
        studies[season] = run_study(name, score.fingerprint(), *told)
    return studies


def _drawn(men: Mapping[int, Rows], plan: MenPlan, place: str) -> dict[int, Rows]:
    # All members of one season are tried on the same men.
    draws = np.random.default_rng(stream(plan.rules.seed, "per_player_tuning", place))
    chosen = draws.choice(sorted(men), size=min(plan.men, len(men)), replace=False)
    return {int(player): men[int(player)] for player in sorted(chosen)}

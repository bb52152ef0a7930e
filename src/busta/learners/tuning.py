"""Choose hyperparameters by trial: a study that can be stopped and goes on, the same bits in the end.

A study is sampled in memory and written down trial by trial. Going on means to sample it again from its beginning, and
to look up every trial that stands written: what was asked, scored and pruned does not depend on when a process died.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from joblib import Parallel, delayed

from busta.learners.search_space import SearchSpace, SearchSpaceError
from busta.learners.study_log import DEFAULT, FoldLoss, StudyLog, Trial
from busta.seeds import stream

if TYPE_CHECKING:
    import optuna
    from optuna.samplers import BaseSampler
    from optuna.storages import BaseStorage

Sampler = Literal["tpe", "random", "grid"]
Pruner = Literal["median", "none"]
# Hyperparameters and the number of an inner fold to the loss on that fold.
Score = Callable[[Mapping[str, Any], int], FoldLoss]


@dataclass(frozen=True)
class StudyRules:
    """How a study is made.

    Attributes
    ----------
    trials
        Trials beside the default, at least 1; a grid has as many as it has points, and at most so many.
    at_once
        Trials that are asked for before the first of them is answered, at least 1. More can be computed at the
        same time; fewer know more. It decides what is tried, the number of processes does not.
    n_jobs
        Processes.
    sampler
        `tpe` learns from earlier trials, `random` does not, `grid` tries every point.
    startup_trials
        Random trials before `tpe` begins to learn.
    pruner
        `median`: a trial ends when, after an inner fold, it is worse than the median of the earlier whole ones.
    prune_after_trials, prune_after_folds
        Whole trials, and inner folds of a trial, before any is pruned.
    seed
        The one seed of the configuration; every trial has its own stream of it.
    """

    trials: int
    at_once: int
    n_jobs: int
    sampler: Sampler
    startup_trials: int
    pruner: Pruner
    prune_after_trials: int
    prune_after_folds: int
    seed: int


@dataclass(frozen=True)
class Study:
    """All trials of one learner before one season.

    Attributes
    ----------
    trials
        In order; the first is the default.
    """

    trials: tuple[Trial, ...]

    @property
    def default(self) -> Trial:
        """The trial with the default hyperparameters."""
        return self.trials[0]

    @property
    def best(self) -> Trial:
        """The whole trial with the smallest loss; of equal ones the first, so the default stays where nothing gains."""
        return min((trial for trial in self.trials if not trial.is_pruned), key=lambda trial: trial.loss)


@dataclass
class _Asked:
    number: int
    hyperparameters: dict[str, Any]
    trial: optuna.trial.Trial
    stored: Trial | None
    losses: list[FoldLoss] = field(default_factory=list)
    seconds: float = 0.0


def run_study(
    name: str,
    fingerprint: str,
    space: SearchSpace,
    default: Mapping[str, Any],
    score: Score,
    folds: int,
    rules: StudyRules,
    storage: BaseStorage,
    tell: Callable[[str], None],
) -> Study:
    """Try hyperparameters on inner folds until all trials are done.

    Parameters
    ----------
    name
        Names the study and its random streams, e.g. `ats/lightgbm/2018-19`.
    fingerprint
        Of everything that the losses depend on: only trials of the same fingerprint are looked up.
    space
        What may be tried.
    default
        Every hyperparameter; tried first, outside the sampler, and what a trial is compared with.
    score
        Gives the loss of hyperparameters on an inner fold; picklable where there are several processes.
    folds
        Number of inner folds, at least 1.
    rules
        How many trials, drawn how, and when one is given up.
    storage
        Where the trials are written down.
    tell
        Takes a line of progress.

    Returns
    -------
    Study
        The same bits for the same name, rules and losses, whatever `n_jobs` is and however often the process was
        killed. Lower losses are better.

    Raises
    ------
    SearchSpaceError
        When a grid has more points than trials, or none.
    """
    log = StudyLog(storage, f"{name}/{fingerprint}")
    points = _points(space, rules)
    number_of_trials = rules.trials if points is None else len(points)
    trials = [_default(log, default, score, folds)]
    study = _sampled_study(rules)
    for batch in _batches(number_of_trials, rules.at_once):
        asked = [_ask(study, name, space, default, points, rules, number, log) for number in batch]
        _evaluate(asked, score, folds, trials[0], rules.n_jobs)
        trials += [_settle(study, one, folds, trials[0], space, log) for one in asked]
        tell(_progress(name, trials, number_of_trials))
    return Study(tuple(trials))


def _points(space: SearchSpace, rules: StudyRules) -> list[dict[str, Any]] | None:
    if rules.sampler != "grid":
        return None
    points = space.grid()
    if len(points) > rules.trials:
        raise SearchSpaceError(
            f"market {space.market!r}, learner {space.learner!r}: expected at most {rules.trials} points of the grid "
            f"(tuning.trials), was {len(points)}; name fewer values in 'grid'"
        )
    return points


def _sampled_study(rules: StudyRules) -> optuna.Study:
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    pruners = {
        "none": optuna.pruners.NopPruner(),
        "median": optuna.pruners.MedianPruner(rules.prune_after_trials, max(rules.prune_after_folds - 1, 0)),
    }
    return optuna.create_study(pruner=pruners[rules.pruner])


def _sampler(rules: StudyRules, name: str, number: int) -> BaseSampler:
    import optuna

    # One for every trial: a sampler that has drawn before would not be the same after a restart.
    seed = stream(rules.seed, "tuning", name, str(number))
    if rules.sampler == "tpe":
        return optuna.samplers.TPESampler(n_startup_trials=rules.startup_trials, seed=seed)
    return optuna.samplers.RandomSampler(seed=seed)


def _batches(count: int, size: int) -> Iterator[range]:
    for start in range(1, count + 1, size):
        yield range(start, min(start + size, count + 1))


def _default(log: StudyLog, default: Mapping[str, Any], score: Score, folds: int) -> Trial:
    if stored := log.find(DEFAULT, default):
        return stored
    scored = [_timed(score, default, fold) for fold in range(folds)]
    seconds = sum(time for _, time in scored)
    trial = Trial(DEFAULT, default, tuple(loss for loss, _ in scored), False, seconds)
    log.add(trial, {}, {}, trial)
    return trial


def _ask(
    study: optuna.Study,
    name: str,
    space: SearchSpace,
    default: Mapping[str, Any],
    points: list[dict[str, Any]] | None,
    rules: StudyRules,
    number: int,
    log: StudyLog,
) -> _Asked:
    study.sampler = _sampler(rules, name, number)
    distributions = space.distributions()
    if points is not None:
        point = points[number - 1]
        distributions = {key: distributions[key] for key in point}
        study.enqueue_trial(point)
    trial = study.ask(distributions)
    hyperparameters = {**default, **trial.params}
    return _Asked(number, hyperparameters, trial, log.find(number, hyperparameters))


def _evaluate(asked: list[_Asked], score: Score, folds: int, default: Trial, n_jobs: int) -> None:
    alive = list(asked)
    for fold in range(folds):
        fresh = [one for one in alive if one.stored is None]
        scored = Parallel(n_jobs=n_jobs)(delayed(_timed)(score, one.hyperparameters, fold) for one in fresh)
        for one, (loss, seconds) in zip(fresh, scored, strict=True):
            one.losses.append(loss)
            one.seconds += seconds
        for one in alive:
            if one.stored is not None and fold < len(one.stored.losses):
                one.losses.append(one.stored.losses[fold])
            one.trial.report(Trial.of(one.losses).against(default), fold)
        # Told only when all of them are done, the trials of a batch are pruned by earlier ones, not by each other.
        alive = [one for one in alive if fold < folds - 1 and not one.trial.should_prune()]


def _settle(
    study: optuna.Study, one: _Asked, folds: int, default: Trial, space: SearchSpace, log: StudyLog
) -> Trial:
    from optuna.trial import TrialState

    is_pruned = len(one.losses) < folds
    trial = Trial(one.number, one.hyperparameters, tuple(one.losses), is_pruned, one.seconds)
    value = None if is_pruned else trial.against(default)
    study.tell(one.trial, value, state=TrialState.PRUNED if is_pruned else TrialState.COMPLETE)
    if one.stored is not None:
        return one.stored
    log.add(trial, one.trial.params, one.trial.distributions, default)
    return trial


def _timed(score: Score, hyperparameters: Mapping[str, Any], fold: int) -> tuple[FoldLoss, float]:
    start = time.perf_counter()
    return score(hyperparameters, fold), time.perf_counter() - start


def _progress(name: str, trials: list[Trial], count: int) -> str:
    study = Study(tuple(trials))
    pruned = sum(trial.is_pruned for trial in trials)
    left = (count + 1 - len(trials)) * math.fsum(trial.seconds for trial in trials) / len(trials)
    return (
        f"{name}: {len(trials) - 1} of {count} trials, {pruned} pruned; loss {study.best.loss:.5f}, "
        f"default {study.default.loss:.5f}; {left / 60:.1f} processor minutes left"
    )

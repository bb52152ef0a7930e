"""Studies: what is drawn, what is given up, and how they go on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from joblib import parallel_config
from optuna.storages import BaseStorage, InMemoryStorage, RDBStorage

from busta.learners.search_space import Range, SearchSpace, SearchSpaceError
from busta.learners.study_log import FoldLoss
from busta.learners.tuning import Study, StudyRules, run_study

DEFAULT = {"alpha": [3000, 100], "clip": 4}
RANGES = {
    "alpha": Range(1, 10000, is_log=True, grid=(10, 100, 1000)),
    "clip": Range(2, 8, grid=(3, 6)),
}
RULES = StudyRules(
    trials=12,
    at_once=3,
    n_jobs=1,
    sampler="tpe",
    startup_trials=4,
    pruner="median",
    prune_after_trials=3,
    prune_after_folds=1,
    seed=5,
)


@dataclass(frozen=True)
class Bowl:
    """Loses least at alpha 100 and clip 5; the default is not on its floor. Seasons differ in what anybody loses."""

    floor: float = 0.0

    def __call__(self, hyperparameters: Mapping[str, Any], fold: int) -> FoldLoss:
        alpha, clip = hyperparameters["alpha"], hyperparameters["clip"]
        if isinstance(alpha, list):
            return FoldLoss(100 * (0.6 + 10 * fold), 100)
        distance = abs(alpha - 100) / 1000 + (clip - 5) ** 2 / 10
        return FoldLoss(100 * (self.floor + 0.5 + 10 * fold + distance), 100)


class KilledError(RuntimeError):
    """The process is gone."""


class Counted:
    """Counts what is fitted, and dies before a fit."""

    def __init__(self, dies_at: int = 10**9) -> None:
        self.fits, self.dies_at = 0, dies_at

    def __call__(self, hyperparameters: Mapping[str, Any], fold: int) -> FoldLoss:
        if self.fits == self.dies_at:
            raise KilledError
        self.fits += 1
        return Bowl()(hyperparameters, fold)


def run(
    score: Any = None,
    storage: BaseStorage | None = None,
    ranges: Mapping[str, Range] = RANGES,
    told: list[str] | None = None,
    **changes: Any,
) -> Study:
    return run_study(
        "ats/ridge/2018-19",
        "0123",
        SearchSpace("ats", "ridge", ranges),
        DEFAULT,
        score or Bowl(),
        3,
        replace(RULES, **changes),
        storage or InMemoryStorage(),
        [].append if told is None else told.append,
    )


def seen(study: Study) -> list[tuple[Any, ...]]:
    return [(t.number, dict(t.hyperparameters), t.losses, t.is_pruned) for t in study.trials]


@contextmanager
def database(path: Path) -> Iterator[RDBStorage]:
    storage = RDBStorage(f"sqlite:///{path}")
    with closing(storage.engine.raw_connection()):
        yield storage
    storage.remove_session()
    storage.engine.dispose()


def test_the_default_is_the_first_trial_and_the_sampled_ones_follow() -> None:
    study = run()
    assert study.default.hyperparameters == DEFAULT
    assert [trial.number for trial in study.trials] == list(range(13))
    assert all(2 <= trial.hyperparameters["clip"] <= 8 for trial in study.trials[1:])


def test_the_best_is_the_whole_trial_that_loses_least() -> None:
    study = run(trials=30)
    whole = [trial for trial in study.trials if not trial.is_pruned]
    assert study.best.loss == min(trial.loss for trial in whole)
    assert study.best.number > 0
    assert study.best.against(study.default) < 0


def test_the_default_stays_where_no_trial_gains() -> None:
    assert run(Bowl(floor=1.0)).best.number == 0


def test_trials_that_lag_are_given_up_and_cost_less() -> None:
    counted = Counted()
    study = run(counted, trials=30)
    pruned = [trial for trial in study.trials if trial.is_pruned]
    assert pruned
    assert all(len(trial.losses) < 3 for trial in pruned)
    assert counted.fits == sum(len(trial.losses) for trial in study.trials) < 3 * 31


def test_without_a_pruner_every_trial_is_whole() -> None:
    assert [t.number for t in run(pruner="none", trials=30).trials if t.is_pruned] == []


def test_nothing_is_given_up_before_it_has_had_its_folds() -> None:
    pruned = [len(t.losses) for t in run(prune_after_folds=2, trials=30).trials if t.is_pruned]
    assert pruned
    assert set(pruned) == {2}


def test_a_season_in_which_everybody_loses_more_prunes_nobody() -> None:
    # The default and a trial of the same quality differ by nothing, whatever the season.
    first = run(trials=6).trials[1]
    assert first.against(run(trials=6).default) == pytest.approx(first.loss - 10.6, abs=1e-9)


@pytest.mark.parametrize("sampler", ["tpe", "random"])
def test_the_same_seed_tries_the_same_and_another_seed_something_else(sampler: str) -> None:
    assert seen(run(sampler=sampler)) == seen(run(sampler=sampler))
    other = run(sampler=sampler, seed=6)
    assert [t.hyperparameters for t in other.trials[1:]] != [
        t.hyperparameters for t in run(sampler=sampler).trials[1:]
    ]


def test_tpe_learns_where_random_does_not() -> None:
    tpe, random = (run(sampler=sampler, trials=60, pruner="none") for sampler in ("tpe", "random"))
    late = [sum(t.loss for t in study.trials[41:]) for study in (tpe, random)]
    assert late[0] < late[1]


def test_the_number_of_trials_at_the_same_time_changes_no_bit() -> None:
    with parallel_config("threading"):
        assert seen(run(n_jobs=2)) == seen(run(n_jobs=1))


def test_a_grid_is_covered_point_by_point() -> None:
    study = run(sampler="grid", pruner="none", at_once=4)
    tried = [(t.hyperparameters["alpha"], t.hyperparameters["clip"]) for t in study.trials[1:]]
    assert tried == [(alpha, clip) for alpha in (10, 100, 1000) for clip in (3, 6)]


def test_what_the_grid_does_not_name_keeps_its_default() -> None:
    study = run(sampler="grid", ranges={"alpha": RANGES["alpha"], "clip": Range(2, 8)})
    assert [t.hyperparameters["clip"] for t in study.trials] == [4, 4, 4, 4]


def test_a_grid_with_more_points_than_trials_is_refused() -> None:
    with pytest.raises(SearchSpaceError, match=r"at most 5 points of the grid \(tuning.trials\), was 6"):
        run(sampler="grid", trials=5)


@pytest.mark.parametrize(
    ("sampler", "dies_at"), [("tpe", 0), ("tpe", 2), ("tpe", 4), ("tpe", 11), ("random", 11), ("grid", 11)]
)
def test_a_study_that_was_killed_goes_on_and_ends_the_same(
    tmp_path: Path, sampler: str, dies_at: int
) -> None:
    rules: dict[str, Any] = {"sampler": sampler, "prune_after_trials": 2}
    whole, again = Counted(), Counted()
    truth = run(whole, **rules)
    with database(tmp_path / "studies.sqlite") as storage, pytest.raises(KilledError):
        run(Counted(dies_at), storage, **rules)
    with database(tmp_path / "studies.sqlite") as storage:
        found = run(again, storage, **rules)
    assert seen(found) == seen(truth)
    # What was whole when the process died is not computed again; a batch that was not, is.
    assert again.fits >= whole.fits - dies_at
    assert again.fits < whole.fits or dies_at < 3


def test_a_study_killed_between_two_trials_of_a_batch_goes_on_within_it(tmp_path: Path) -> None:
    truth = run()
    with database(tmp_path / "studies.sqlite") as storage:
        run(storage=storage, trials=5)
    with database(tmp_path / "studies.sqlite") as storage:
        assert seen(run(storage=storage)) == seen(truth)


def test_a_finished_study_is_read_not_computed(tmp_path: Path) -> None:
    with database(tmp_path / "studies.sqlite") as storage:
        truth = run(storage=storage)
    counted = Counted()
    with database(tmp_path / "studies.sqlite") as storage:
        assert run(counted, storage) == truth
    assert counted.fits == 0


def test_more_trials_begin_with_those_that_were_made() -> None:
    storage, counted = InMemoryStorage(), Counted()
    few = run(storage=storage)
    many = run(counted, storage, trials=20)
    assert seen(many)[:13] == seen(few)
    assert counted.fits == sum(len(trial.losses) for trial in many.trials[13:])


def test_another_fingerprint_is_another_study() -> None:
    storage, counted = InMemoryStorage(), Counted()
    run(storage=storage)
    space = SearchSpace("ats", "ridge", RANGES)
    run_study("ats/ridge/2018-19", "4567", space, DEFAULT, counted, 3, RULES, storage, print)
    assert counted.fits > 0


def test_a_stored_trial_that_is_not_asked_for_again_is_computed_anew() -> None:
    storage, counted = InMemoryStorage(), Counted()
    run(storage=storage)
    other = run(counted, storage, seed=6)
    assert seen(other) == seen(run(seed=6))
    assert counted.fits > 0


def test_progress_says_how_far_it_is_and_what_it_gained() -> None:
    told: list[str] = []
    run(told=told)
    assert len(told) == 4
    assert told[-1].startswith("ats/ridge/2018-19: 12 of 12 trials, ")
    assert "default 10.60000" in told[-1]
    assert told[-1].endswith("0.0 processor minutes left")

"""Hyperparameters of the players' own models: tried on the latest games of some men, before a season."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from optuna.storages import InMemoryStorage

from busta.evaluation.folds import FoldError
from busta.evaluation.per_player_studies import MenPlan, MenScores, study_men
from busta.learners.per_player import fold_rows, men_rows
from busta.learners.search_space import Range, SearchSpace
from busta.learners.tuning import Study, StudyRules
from tests.learners.men import FEATURES, SEASONS, SMALL, men_folds, men_table

TABLE = men_table()
FOLDS = men_folds(TABLE)
NAMES = dict.fromkeys(SEASONS[1:], FEATURES)
RULES = StudyRules(3, 1, 1, "random", 2, "none", 1, 1, 4)
SPACE = SearchSpace("points", "elastic_net", {"alpha": Range(0.01, 1.0, True), "l1_ratio": Range(0.1, 0.9)})
PLAN = MenPlan(SPACE, SMALL["elastic_net"], RULES, "squared_error", 3, 20, 0.25, 2, 1)


def studies(table: pd.DataFrame = TABLE, plan: MenPlan = PLAN, storage: Any = None) -> dict[str, Study]:
    return study_men(table, FOLDS, NAMES, "points", plan, storage or InMemoryStorage(), lambda line: None)


def scores(plan: MenPlan = PLAN, season: str = SEASONS[-1]) -> MenScores:
    train, _ = fold_rows(TABLE, FOLDS, season)
    return MenScores("points", "elastic_net", men_rows(train, FEATURES, 20), plan)


def test_every_season_has_a_study_that_begins_with_the_default() -> None:
    found = studies()
    assert list(found) == list(SEASONS[1:])
    for study in found.values():
        assert study.default.hyperparameters == SMALL["elastic_net"]
        assert len(study.trials) == 4
        assert all(0.01 <= trial.hyperparameters["alpha"] <= 1 for trial in study.trials)
    assert list(studies(plan=replace(PLAN, every=2))) == [SEASONS[1]]


def test_each_part_of_the_latest_games_is_scored_once_by_what_lies_before_it() -> None:
    asked = scores()
    # A quarter of 60 games of each of three men, in two parts.
    rows = [asked(SMALL["elastic_net"], fold).rows for fold in (0, 1)]
    assert sum(rows) == 3 * 15
    learned, part = asked._parts(asked.men[2], 0)
    assert (len(learned), len(part)) == (45, 7)
    assert list(part.features.index) == list(range(45, 52))


def test_a_worse_penalty_loses_more() -> None:
    asked = scores()
    good, bad = (
        sum(asked(SMALL["elastic_net"] | {"alpha": alpha}, fold).total for fold in (0, 1))
        for alpha in (0.01, 5)
    )
    assert good < bad


def test_a_study_knows_nothing_of_its_season_and_later_ones() -> None:
    season = SEASONS[1]
    later = TABLE["season"] >= season
    other = TABLE.assign(
        actual=TABLE["actual"].where(~later, np.random.default_rng(8).poisson(30, len(TABLE)))
    )
    first, second = studies()[season], studies(other)[season]
    assert [trial.losses for trial in first.trials] == [trial.losses for trial in second.trials]


def test_who_plays_in_the_season_decides_nothing() -> None:
    season, few = SEASONS[-1], replace(PLAN, men=1)
    truth = [trial.losses for trial in studies(plan=few)[season].trials]
    for man in TABLE["player_id"].unique():
        without = TABLE[(TABLE["season"] < season) | (TABLE["player_id"] != man)]
        assert [trial.losses for trial in studies(without, few)[season].trials] == truth


def test_only_some_men_are_tried_on_and_always_the_same_ones() -> None:
    few = replace(PLAN, men=1)
    losses = [[trial.losses for trial in studies(plan=few)[SEASONS[-1]].trials] for _ in range(2)]
    assert losses[0] == losses[1]
    assert losses[0][0][0].rows < 15


def test_a_study_goes_on_where_it_was_broken_off() -> None:
    storage = InMemoryStorage()
    studies(plan=replace(PLAN, rules=replace(RULES, trials=1)), storage=storage)
    resumed = studies(storage=storage)[SEASONS[-1]]
    whole = studies()[SEASONS[-1]]
    assert [trial.losses for trial in resumed.trials] == [trial.losses for trial in whole.trials]


def test_other_rows_and_rules_are_another_study_and_more_trials_are_not() -> None:
    asked = scores()
    assert (
        asked.fingerprint() == scores(replace(PLAN, rules=replace(RULES, trials=9, n_jobs=2))).fingerprint()
    )
    others = [
        scores(season=SEASONS[1]),
        scores(replace(PLAN, objective="poisson_deviance")),
        scores(replace(PLAN, rules=replace(RULES, seed=5))),
        scores(replace(PLAN, space=SearchSpace("points", "elastic_net", {"alpha": Range(0.1, 1.0)}))),
    ]
    assert asked.fingerprint() not in {other.fingerprint() for other in others}


def test_scores_can_be_sent_to_other_processes() -> None:
    asked = scores()
    again = pickle.loads(pickle.dumps(asked))
    assert again(SMALL["elastic_net"], 1) == asked(SMALL["elastic_net"], 1)


def test_a_season_before_which_nobody_played_enough_is_an_error() -> None:
    with pytest.raises(FoldError, match="expected a player with 99 earlier games"):
        studies(plan=replace(PLAN, min_games=99))

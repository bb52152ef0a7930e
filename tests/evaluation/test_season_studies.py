"""One study for every season that is tuned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from optuna.storages import InMemoryStorage

from busta.evaluation.folds import FoldError
from busta.evaluation.season_studies import StudyPlan, study_seasons, trials_table, tuned_seasons
from busta.learners.base import LearnerError
from busta.learners.search_space import Range, SearchSpace
from busta.learners.tuning import Study, StudyRules
from tests.evaluation.studied import FOLD_RULES, folds, question, rows

RULES = StudyRules(4, 2, 1, "random", 2, "median", 2, 1, 7)
SPACE = SearchSpace("ats", "ridge", {"alpha": Range(1, 1000, is_log=True)})


def studies(table: Any = None, **changes: Any) -> dict[str, Study]:
    plan = StudyPlan(SPACE, {"alpha": [100, 10], "clip": 4}, RULES, FOLD_RULES, 2)
    made = rows() if table is None else table
    return study_seasons(
        made, ["2003-04", "2005-06"], question(**changes), plan, InMemoryStorage(), [].append
    )


def test_every_so_many_seasons_have_a_study() -> None:
    table = folds(rows())
    assert tuned_seasons(table, "2003-04", 1) == ["2003-04", "2004-05", "2005-06"]
    assert tuned_seasons(table, "2003-04", 2) == ["2003-04", "2005-06"]
    assert tuned_seasons(folds(rows(), "month"), "2004-05", 1) == ["2004-05", "2005-06"]


def test_a_first_season_after_the_last_is_refused() -> None:
    with pytest.raises(FoldError, match=r"from 2010-11 \(tuning.first_season\) on, the last was 2005-06"):
        tuned_seasons(folds(rows()), "2010-11", 1)


def test_what_happens_in_a_season_or_later_chooses_nothing_before_it() -> None:
    truth = studies()
    table = rows()
    late = table["season"] >= "2003-04"
    mirrored = table.assign(
        actual=table["actual"].where(~late, -5 * table["actual"]),
        outcome=table["outcome"].where(~late, 1 - table["outcome"]),
        x=table["x"].where(~late, -table["x"]),
    )
    found = studies(mirrored)
    assert _seen(found["2003-04"]) == _seen(truth["2003-04"])
    assert _seen(found["2005-06"]) != _seen(truth["2005-06"])


def test_the_table_of_trials_says_what_every_one_was_worth() -> None:
    made = studies()
    table = trials_table(SPACE, made)
    assert table.groupby("season").size().to_dict() == {"2003-04": 5, "2005-06": 5}
    assert table.groupby("season")["is_best"].sum().tolist() == [1, 1]
    assert np.isnan(table.loc[table["trial"] == 0, "alpha"]).all()
    assert table.loc[table["trial"] > 0, "alpha"].between(1, 1000).all()
    default = table[table["trial"] == 0].set_index("season")
    assert (default["against_default"] == 0).all()
    assert default["folds"].to_dict() == {"2003-04": 1, "2005-06": 2}
    whole = table[~table["is_pruned"]].join(default["loss"].rename("of_default"), on="season")
    np.testing.assert_allclose(whole["loss"] - whole["of_default"], whole["against_default"], atol=1e-12)


def test_a_learner_without_a_distribution_has_no_crps() -> None:
    with pytest.raises(
        LearnerError, match="market 'ats', learner 'logistic', key 'objective': expected 'log_loss' or"
    ):
        studies(learner="logistic", objective="crps")


def _seen(study: Study) -> list[Any]:
    return [(t.number, dict(t.hyperparameters), t.losses, t.is_pruned) for t in study.trials]

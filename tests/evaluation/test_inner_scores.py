"""Scores for choices made before a season."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pytest

from busta.evaluation.folds import FoldError, check_folds
from busta.evaluation.inner_scores import inner_scores
from busta.learners.fold_models import FitSettings
from tests.evaluation.studied import FOLD_RULES, GAMES, question, rows

RIDGE = {"alpha": 10.0, "clip": 4.0}


def scores(season: str = "2004-05", count: int = 2, **changes: Any) -> Any:
    return inner_scores(rows(), season, count, FOLD_RULES, question(**changes))


def test_nothing_of_the_season_or_later_is_kept() -> None:
    made = scores()
    assert made.rows["season"].max() == "2003-04"
    assert len(made.rows) == 3 * GAMES


def test_the_latest_seasons_before_it_are_scored_each_after_all_before_itself() -> None:
    made = scores()
    assert [part["fold"].iloc[0] for part in made.folds] == ["2002-03", "2003-04"]
    for part in made.folds:
        check_folds(part)
        trained = part.loc[part["role"] != "test", "season"].unique()
        assert list(trained) == [season for season in ("2001-02", "2002-03") if season < part["fold"].iloc[0]]


def test_with_few_seasons_fewer_are_scored() -> None:
    assert len(scores("2003-04", count=5).folds) == 1


def test_a_season_with_nothing_to_train_and_score_on_is_refused() -> None:
    with pytest.raises(
        FoldError, match=r"market 'ats', learner 'ridge', season 2002-03: expected at least two"
    ):
        scores("2002-03")


@pytest.mark.parametrize("objective", ["log_loss", "brier_score", "crps"])
def test_what_matters_is_scored_better_than_what_does_not(objective: str) -> None:
    known, blind = (
        scores(objective=objective, feature_names=names)(RIDGE, 1) for names in (("x",), ("idle",))
    )
    assert known.total / known.rows < blind.total / blind.rows


def test_pushes_are_no_outcome_but_part_of_the_distribution() -> None:
    table = rows()
    pushed = ((table["actual"] == table["line"]) & (table["season"] == "2003-04")).sum()
    assert pushed > 0
    assert scores()(RIDGE, 1).rows == GAMES - pushed
    assert scores(objective="crps")(RIDGE, 1).rows == GAMES


def test_a_season_without_a_game_to_score_is_an_error_that_names_it() -> None:
    made = scores()
    empty = type(made)(made.rows.assign(outcome=np.nan), made.folds, made.question)
    with pytest.raises(
        FoldError, match="inner fold 2002-03: expected games that 'log_loss' can score, was none"
    ):
        empty(RIDGE, 0)


def test_it_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(scores()))(RIDGE, 0) == scores()(RIDGE, 0)


def test_the_fingerprint_is_of_what_lies_before_and_how_it_is_scored() -> None:
    truth = scores().fingerprint("ranges")
    table = rows()
    later, earlier = (table["season"] >= "2004-05", table["season"] == "2003-04")
    changed = {
        name: table.assign(actual=table["actual"].where(~part, 7.0))
        for name, part in {"later": later, "earlier": earlier}.items()
    }
    found = {
        name: inner_scores(given, "2004-05", 2, FOLD_RULES, question()).fingerprint("ranges")
        for name, given in changed.items()
    }
    assert found["later"] == truth
    others = [
        found["earlier"],
        scores(objective="crps").fingerprint("ranges"),
        scores(count=1).fingerprint("ranges"),
        scores(settings=FitSettings(2, "cpu", 1, 1, None, 200, {})).fingerprint("ranges"),
        scores().fingerprint("other ranges"),
    ]
    assert len({truth, *others}) == 6
    assert scores(settings=FitSettings(1, "cpu", 1, 8, None, 200, {})).fingerprint("ranges") == truth

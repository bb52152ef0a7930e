"""Who may use which tuned hyperparameters."""

from __future__ import annotations

from typing import Any

from busta.learners.study_log import FoldLoss, Trial
from busta.learners.tuned import tuned_document, tuned_folds, tuned_for
from busta.learners.tuning import Study


def study(*losses: float) -> Study:
    trials = [
        Trial(number, {"alpha": 10.0 * number, "clip": 4}, (FoldLoss(loss * 10, 10),), False, 1.0)
        for number, loss in enumerate(losses)
    ]
    return Study((*trials, Trial(len(trials), {"alpha": 7.0, "clip": 4}, (FoldLoss(0.0, 5),), True, 1.0)))


def document() -> dict[str, Any]:
    return tuned_document(
        "ats", "ridge", "log_loss", {"2018-19": study(0.7, 0.6), "2020-21": study(0.7, 0.8)}
    )


def test_the_document_says_what_was_chosen_and_what_it_had_gained() -> None:
    assert document()["seasons"]["2018-19"] == {
        "hyperparameters": {"alpha": 10.0, "clip": 4},
        "trial": 1,
        "trials": 2,
        "pruned": 1,
        "loss": 0.6,
        "default_loss": 0.7,
    }
    assert document()["seasons"]["2020-21"]["trial"] == 0


def test_a_season_uses_the_latest_study_made_before_it() -> None:
    found = {season: tuned_for(document(), season) for season in ("2018-19", "2019-20", "2020-21", "2024-25")}
    assert {season: tuned and tuned["alpha"] for season, tuned in found.items()} == {
        "2018-19": 10.0,
        "2019-20": 10.0,
        "2020-21": 0.0,
        "2024-25": 0.0,
    }


def test_a_season_before_the_first_study_has_nothing() -> None:
    assert tuned_for(document(), "2017-18") is None
    assert tuned_for({}, "2024-25") is None


def test_a_month_has_what_its_season_has() -> None:
    found = tuned_folds(document(), ["2017-18/2018-04", "2018-19/2018-10", "2019-20/2020-01", "2020-21"])
    assert {fold: values["alpha"] for fold, values in found.items()} == {
        "2018-19/2018-10": 10.0,
        "2019-20/2020-01": 10.0,
        "2020-21": 0.0,
    }

"""Tuned against default means of the same men in the same games."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError
from busta.evaluation.inner_scores import FoldRules, Question, inner_scores
from busta.evaluation.mean_tuning_gain import TESTED_MEAN_COLUMNS, forecast_means_both, mean_tuning_gains
from busta.evaluation.tuning_gain import MEAN
from busta.learners.fold_models import FitSettings
from tests.learners.men import SEASONS, men_folds, men_table

RULES = BootstrapRules(200, 1, 0.95)
DEFAULT = {"alpha": 1e-4, "clip": 5.0, "offset": 0.25}
TABLE = men_table()


def question(**other: Any) -> Question:
    given: dict[str, Any] = {
        "market": "points",
        "learner": "poisson",
        "feature_names": ("form", "minutes"),
        "settings": FitSettings(1, "cpu", 1, 1, None, 100, {}),
        "is_push_possible": True,
        "impossible": (),
        "objective": "poisson_deviance",
    }
    return Question(**given | other)


def document(alpha: float = 10.0) -> dict[str, Any]:
    chosen = {
        "hyperparameters": {"alpha": alpha, "clip": 5.0, "offset": 0.25},
        "loss": 1.9,
        "default_loss": 2.0,
    }
    return {"objective": "poisson_deviance", "seasons": {SEASONS[-1]: chosen}}


def both(tuned: dict[str, Any]) -> pd.DataFrame:
    return forecast_means_both(TABLE, men_folds(TABLE), question(), DEFAULT, tuned)


def gains(tested: dict[str, pd.DataFrame], **weights: float) -> pd.DataFrame:
    documents = dict.fromkeys(tested, document())
    made = mean_tuning_gains(tested, documents, "points", weights or {"poisson": 1.0}, RULES)
    return made.set_index(["learner", "season", "metric"]).sort_index()


def test_every_man_of_the_tuned_season_is_forecast_both_ways() -> None:
    table = both(document())
    assert list(table.columns) == TESTED_MEAN_COLUMNS
    assert set(table["season"]) == {SEASONS[-1]}
    assert len(table) == 30 * 4
    assert (table["mean_default"] != table["mean_tuned"]).all()
    same = both(document(alpha=DEFAULT["alpha"]))
    assert same["mean_default"].tolist() == same["mean_tuned"].tolist()


def test_where_nothing_was_tuned_there_is_nothing_to_compare() -> None:
    nothing = both({})
    assert nothing.empty
    with pytest.raises(EvaluationError, match="market 'points': expected a learner that was tuned, was none"):
        mean_tuning_gains({"poisson": nothing}, {"poisson": {}}, "points", {"poisson": 1.0}, RULES)


def test_differences_are_tuned_minus_default_of_men_who_played() -> None:
    table = both(document())
    played = table[table["actual"].notna()]
    row = gains({"poisson": table}).loc[("poisson", "all", "absolute_error")]
    default, tuned = (
        (played["actual"] - played[f"mean_{side}"]).abs().mean() for side in ("default", "tuned")
    )
    assert (row["n"], row["default"], row["tuned"]) == (
        len(played),
        pytest.approx(default),
        pytest.approx(tuned),
    )
    assert row["difference"] == pytest.approx(tuned - default)
    assert row["difference_low"] < row["difference"] < row["difference_high"]
    assert np.isnan(row["promised"])
    promised = gains({"poisson": table})["promised"].loc[("poisson", SEASONS[-1], "poisson_deviance")]
    assert promised == pytest.approx(-0.05)


def test_the_mean_is_weighed_as_the_market_weighs_it_on_common_rows() -> None:
    first = both(document())
    second = first.iloc[:-40].assign(mean_default=3.0, mean_tuned=lambda rows: rows["actual"])
    row = gains({"poisson": first, "other": second}, poisson=0.25, other=0.75).loc[
        (MEAN, "all", "squared_error")
    ]
    rows = first.iloc[:-40].dropna(subset=["actual"])
    tuned = 0.25 * rows["mean_tuned"] + 0.75 * rows["actual"]
    assert row["n"] == len(rows)
    assert row["tuned"] == pytest.approx(((rows["actual"] - tuned) ** 2).mean())


@pytest.mark.parametrize("objective", ["poisson_deviance", "squared_error"])
def test_what_matters_is_scored_better_than_what_does_not(objective: str) -> None:
    rules = FoldRules(weeks_per_group=2, early_stopping_groups=1, min_complete_rows=1, inner_count=2)
    telling, idle = (
        inner_scores(TABLE, SEASONS[-1], 1, rules, question(objective=objective, feature_names=names))(
            DEFAULT, 0
        )
        for names in (("form", "minutes"), ("noise",))
    )
    assert telling.total < idle.total
    # Three men in the thirty games of the season before.
    assert telling.rows == idle.rows == 90

"""What a learner looks at, on games whose law is known."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.learners.base import Forecast, LearnerError
from busta.learners.explanation import (
    ALL_OF_GROUP,
    COLUMNS,
    ExplanationRules,
    contributions,
    explain,
    own_weights,
)
from busta.learners.fold_models import FitSettings, FoldModels, fit_folds
from busta.learners.registry import build_learner
from tests.learners.test_fold_models import folds, table

BOOTSTRAP = BootstrapRules(draws=200, seed=1, level=0.95)
RULES = ExplanationRules(seasons=2, rows=80, repeats=3, shap_rows=60, seed=1)
# The twins say the same; noise says nothing.
GROUPS = {"x": "twins", "x_again": "twins", "noise": "noise"}
TREES = {
    "learning_rate": 0.1,
    "reg_lambda": 0,
    "colsample_bytree": 1,
    "n_estimators": 40,
    "least_estimators": 40,
    "early_stopping_rounds": 10,
}
HYPERPARAMETERS: dict[str, dict[str, Any]] = {
    "ridge": {"alpha": 1, "clip": 4},
    "logistic": {"C": 1, "clip": 4},
    "lightgbm": {**TREES, "num_leaves": 4, "min_child_samples": 10},
    "xgboost": {**TREES, "max_depth": 2, "min_child_weight": 10},
    "random_forest": {
        "n_estimators": 30,
        "max_depth": 5,
        "min_samples_split": 10,
        "min_samples_leaf": 5,
        "max_features": 0.7,
    },
}


def _rows() -> pd.DataFrame:
    rows = table()
    draws = np.random.default_rng(2)
    return rows.assign(
        x_again=rows["x"] + draws.normal(0, 0.1, len(rows)),
        noise=draws.normal(size=len(rows)),
        outcome=(rows["actual"] > 0).astype(float),
    )


def _fit(learner: str, names: tuple[str, ...] = tuple(GROUPS)) -> FoldModels:
    rows = _rows()
    return fit_folds(
        rows,
        folds(rows),
        market="ats",
        learner_name=learner,
        learner=build_learner(learner, HYPERPARAMETERS[learner]),
        feature_names=names,
        settings=FitSettings(1, "cpu", 1, 1, None, 100, {}),
    )


def _explained(learner: str, rules: ExplanationRules = RULES, **changes: Any) -> pd.DataFrame:
    rows = _rows().assign(**changes)
    return explain(_fit(learner), rows, folds(rows), GROUPS, rules, BOOTSTRAP)


def _values(table: pd.DataFrame, kind: str) -> pd.DataFrame:
    return table[table["kind"] == kind].set_index("feature")


@pytest.mark.parametrize("learner", sorted(HYPERPARAMETERS))
def test_noise_matters_least_in_every_way_of_asking(learner: str) -> None:
    found = _explained(learner)
    own = "coefficient" if learner in ("ridge", "logistic") else "gain"
    assert list(found.columns) == COLUMNS
    assert set(found["kind"]) == {own, "permutation", "shap"}
    for kind in (own, "shap"):
        values = _values(found, kind)["value"]
        assert values["noise"] < values["x"] + values["x_again"]
    shuffled = _values(found, "permutation")
    assert shuffled.loc["noise", "low"] < 0.02
    # Shuffling all there is to know of y = x + e doubles the squared error at least; a probability's grows less.
    twins = shuffled.loc[ALL_OF_GROUP].set_index("group").loc["twins"]
    assert twins["low"] > (0.1 if learner == "logistic" else 0.4)


def test_columns_that_replace_each_other_matter_together() -> None:
    shuffled = _values(_explained("random_forest"), "permutation")
    whole = shuffled.loc[ALL_OF_GROUP].set_index("group")["value"]
    assert whole["twins"] > shuffled.loc["x", "value"] + shuffled.loc["x_again", "value"]
    assert whole["noise"] == shuffled.loc["noise", "value"]


def test_a_feature_that_is_the_same_everywhere_is_worth_nothing() -> None:
    shuffled = _values(_explained("ridge", noise=0.0), "permutation")
    assert shuffled.loc["noise", ["value", "low", "high"]].abs().max() < 1e-12


def test_shuffling_is_worth_what_the_coefficient_says() -> None:
    # y = b x + e: dealing x out anew adds 2 b^2 var(x) to the squared error.
    rows = _rows()
    models = _fit("ridge", ("x",))
    rules = ExplanationRules(seasons=1, rows=80, repeats=60, shap_rows=1, seed=1)
    found = explain(models, rows, folds(rows), {"x": "x"}, rules, BOOTSTRAP)
    last = rows[rows["season"] == "2003-04"]
    line = models.fitted["2003-04"]
    error = ((line.predict(last[["x"]]).mean - last["actual"]) ** 2).mean()
    slope = float(np.diff(line.predict(pd.DataFrame({"x": [0.0, 0.1]})).mean)[0] / 0.1)
    residual = last["actual"] - slope * last["x"]
    growth = (
        2 * slope**2 * last["x"].var(ddof=0) + 2 * slope * np.cov(last["x"], residual, ddof=0)[0, 1]
    ) / error
    assert _values(found, "permutation").loc["x", "value"] == pytest.approx(growth, rel=0.1)


def test_only_games_that_were_not_fitted_on_are_asked() -> None:
    before = _rows()
    trained = before["season"] < "2002-03"
    changed = _explained("ridge", actual=before["actual"].where(~trained, 1e6))
    pd.testing.assert_frame_equal(changed, _explained("ridge"))


def test_only_the_last_seasons_and_no_more_games_than_asked_are_taken() -> None:
    few = ExplanationRules(seasons=1, rows=30, repeats=1, shap_rows=10, seed=1)
    counts = _explained("ridge", few).groupby("kind")["n"].first()
    assert counts.to_dict() == {"coefficient": 1, "permutation": 30, "shap": 10}


def test_the_same_seed_takes_the_same_games() -> None:
    pd.testing.assert_frame_equal(_explained("lightgbm"), _explained("lightgbm"))


@pytest.mark.parametrize("learner", ["ridge", "lightgbm", "xgboost", "random_forest"])
def test_the_parts_of_a_forecast_sum_to_it(learner: str) -> None:
    rows, models = _rows(), _fit(learner)
    features = rows.loc[rows["season"] == "2003-04", list(GROUPS)]
    rest = models.fitted["2003-04"].predict(features).mean - contributions(
        models.fitted["2003-04"], features
    ).sum(axis=1)
    np.testing.assert_allclose(rest, rest[0], atol=1e-5)


def test_the_parts_are_those_of_the_shap_library() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        import shap
    features = _rows()[list(GROUPS)]
    for learner in ("lightgbm", "xgboost"):
        booster = _fit(learner).fitted["2003-04"]
        expected = shap.TreeExplainer(booster.booster).shap_values(features.to_numpy())
        np.testing.assert_allclose(contributions(booster, features), expected, atol=1e-5)
    linear = _fit("ridge").fitted["2003-04"]
    scaled, average = linear.model[:-1].transform(features), np.zeros((1, len(GROUPS)))
    expected = shap.LinearExplainer(linear.model[-1], average).shap_values(scaled)
    np.testing.assert_allclose(contributions(linear, features), expected, atol=1e-10)


def test_shares_of_gain_sum_to_one() -> None:
    for learner in ("lightgbm", "xgboost", "random_forest"):
        assert own_weights(_fit(learner).fitted["2003-04"]).sum() == pytest.approx(1)


@dataclass(frozen=True)
class _Oracle:
    def predict(self, features: pd.DataFrame) -> Forecast:
        return Forecast.normal(np.zeros(len(features)), 1.0)


def test_a_learner_of_an_unknown_kind_is_refused() -> None:
    for asked in (own_weights, lambda fitted: contributions(fitted, _rows()[["x"]])):
        with pytest.raises(LearnerError, match="taken apart, was _Oracle"):
            asked(_Oracle())


def test_without_a_tested_game_nothing_can_be_said() -> None:
    with pytest.raises(LearnerError, match="expected tested games"):
        _explained("ridge", outcome=np.nan)

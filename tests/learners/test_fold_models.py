"""One learner on every fold."""

from __future__ import annotations

import pickle
from typing import Any

import numpy as np
import pandas as pd
import pytest
from joblib import parallel_config

from busta.evaluation.folds import walk_forward_folds
from busta.learners.base import LearnerError
from busta.learners.fold_models import FitSettings, FoldModels, fit_folds, forecast_folds, recency_weights
from busta.learners.registry import build_learner


def table() -> pd.DataFrame:
    draws = np.random.default_rng(1)
    days = np.concatenate([np.arange(0, 160, 2), np.arange(364, 524, 2), np.arange(728, 888, 2)])
    year = 2001 + days // 364
    x = draws.normal(size=len(days))
    return pd.DataFrame(
        {
            "season": [f"{y}-{(y + 1) % 100:02d}" for y in year],
            "game_id": [f"{number:010d}" for number in range(len(days))],
            "game_date": pd.Timestamp("2001-10-01") + pd.to_timedelta(days, unit="D"),
            "player_id": pd.array([pd.NA] * len(days), dtype="Int64"),
            "is_complete": True,
            "actual": x + draws.normal(size=len(days)),
            "line": 0.0,
            "x": x,
        }
    )


def folds(rows: pd.DataFrame) -> pd.DataFrame:
    return walk_forward_folds(
        rows,
        first_test_season="2002-03",
        refit="season",
        weeks_per_group=4,
        early_stopping_groups=2,
        min_complete_rows=1,
        inner_count=3,
    )


def fit(rows: pd.DataFrame, n_jobs: int = 1, **changes: Any) -> FoldModels:
    settings = FitSettings(1, "cpu", 1, n_jobs, 365.0, 100, {})
    arguments: dict[str, Any] = {
        "market": "ats",
        "learner_name": "ridge",
        "learner": build_learner("ridge", {"alpha": 1, "clip": 4}),
        "feature_names": ["x"],
        "settings": settings,
    }
    return fit_folds(rows, folds(rows), **{**arguments, **changes})


def test_the_model_of_a_fold_never_sees_its_test_games() -> None:
    rows = table()
    scrambled = rows.assign(actual=rows["actual"].where(rows["season"] < "2002-03", 1000.0))
    first, second = fit(rows), fit(scrambled)
    np.testing.assert_array_equal(first.predict(rows, "2002-03").mean, second.predict(rows, "2002-03").mean)
    assert (first.predict(rows, "2003-04").mean != second.predict(rows, "2003-04").mean).any()


def test_every_tested_game_is_forecast_by_the_model_of_its_fold() -> None:
    rows = table()
    models = fit(rows)
    forecasts = forecast_folds(models, rows, folds(rows)).set_index("game_id")
    tested = rows[rows["season"] == "2003-04"]
    assert len(forecasts) == (rows["season"] >= "2002-03").sum()
    expected = models.predict(tested, "2003-04").mean
    np.testing.assert_array_equal(forecasts.loc[tested["game_id"], "mean"], expected)


def test_models_survive_a_pickle() -> None:
    rows = table()
    models = fit(rows)
    copy = pickle.loads(pickle.dumps(models))
    assert copy.latest == "2003-04"
    np.testing.assert_array_equal(
        copy.predict(rows, copy.latest).mean, models.predict(rows, models.latest).mean
    )


def test_two_folds_at_the_same_time_give_the_same_bits() -> None:
    rows = table()
    alone = fit(rows)
    # Threads, because starting processes takes longer than all other tests of this file.
    with parallel_config(backend="threading"):
        together = fit(rows, n_jobs=2)
    np.testing.assert_array_equal(alone.predict(rows, "2003-04").mean, together.predict(rows, "2003-04").mean)


def test_every_fit_says_what_it_cost() -> None:
    cost = fit(table()).costs["2002-03"]
    assert (cost.rows, cost.features) == (80, 1)
    assert cost.seconds > 0
    assert cost.mebibytes > 1


def test_a_fold_that_was_not_fitted_is_named() -> None:
    with pytest.raises(LearnerError, match=r"ats\.model_ridge: expected a fitted fold, was '1999-00'"):
        fit(table()).predict(table(), "1999-00")


def test_a_missing_feature_is_named() -> None:
    with pytest.raises(LearnerError, match=r"ats\.model_ridge: expected the features x, was without them"):
        fit(table()).predict(table().drop(columns="x"), "2002-03")


def test_an_old_row_counts_half_at_its_half_life_and_one_on_average() -> None:
    days = pd.Series(pd.to_datetime(["2001-01-01", "2001-04-11", "2001-07-20"]))
    # Ages 200, 100 and 0 days: 1/4, 1/2, 1 scaled by 3 / 1.75.
    np.testing.assert_allclose(recency_weights(days, 100.0), np.array([0.25, 0.5, 1.0]) * 3 / 1.75)
    assert recency_weights(days, None).tolist() == [1, 1, 1]


def test_rows_of_players_follow_their_game_and_who_did_not_play_is_forecast_and_teaches_nothing() -> None:
    games = table()
    men = pd.concat([games.assign(player_id=man, actual=games["actual"] + man) for man in (1, 2)])
    men = men.sort_values(["game_date", "game_id", "player_id"], ignore_index=True)
    men["actual"] = men["actual"].mask(men["player_id"].eq(2), np.nan)
    alone = men[men["player_id"].eq(1)].reset_index(drop=True)
    walk = folds(games)
    both, one = (
        fit_folds(
            rows,
            walk,
            market="points",
            learner_name="ridge",
            learner=build_learner("ridge", {"alpha": 1, "clip": 4}),
            feature_names=["x"],
            settings=FitSettings(1, "cpu", 1, 1, None, 100, {}),
        )
        for rows in (men, alone)
    )
    forecasts = forecast_folds(both, men, walk)
    assert len(forecasts) == 2 * (walk["role"] == "test").sum()
    assert not forecasts.duplicated(["game_id", "player_id"]).any()
    known = forecasts[forecasts["player_id"].eq(1)].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, forecast_folds(one, alone, walk))

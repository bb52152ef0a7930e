"""Scores of everybody who played, beside forecasters without a model."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import EvaluationError
from busta.evaluation.count_scores import synthetic_lines
from busta.evaluation.prop_baselines import BASELINES, baseline_means, fit_baseline
from busta.evaluation.prop_scores import (
    PROP_SCORE_COLUMNS,
    PropForecaster,
    published_rows,
    say,
    score_played,
)
from tests import prop_world as world


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    means = baseline_means(world.table(), world.BASELINES)
    return published_rows(world.forecasts(), means, world.FIRST)


@pytest.fixture(scope="module")
def scores(rows: pd.DataFrame) -> pd.DataFrame:
    means = baseline_means(world.table(), world.BASELINES)
    every = world.means().drop(columns="mean").merge(means, on=["game_id", "player_id"])
    asked = {"model": PropForecaster(rows["mean"].to_numpy(), world.fitted())}
    for name in BASELINES:
        spread = fit_baseline(every.assign(mean=every[name]), world.DISTRIBUTIONS, 0.05)
        asked[name] = PropForecaster(rows[name].to_numpy(), spread, 0.05)
    said = say(rows, asked, world.RULES.factors, seed=1)
    lines = synthetic_lines(rows["mean"].to_numpy(), world.RULES.factors)
    return score_played(rows, said, lines, world.RULES)


def _one(scores: pd.DataFrame, part: str, forecaster: str, metric: str, season: str = "all") -> pd.Series:
    chosen = scores[
        (scores["part"] == part)
        & (scores["forecaster"] == forecaster)
        & (scores["metric"] == metric)
        & (scores["season"] == season)
    ]
    assert len(chosen) == 1
    return chosen.iloc[0]


def test_every_part_has_every_season_and_all_together(scores: pd.DataFrame) -> None:
    assert list(scores.columns) == PROP_SCORE_COLUMNS
    assert set(scores["season"]) == {*world.SEASONS[1:], "all"}
    assert set(scores["part"]) == {"played", "synthetic"}


def test_errors_are_those_of_the_mean_on_the_rows_that_all_share(
    scores: pd.DataFrame, rows: pd.DataFrame
) -> None:
    error = rows["actual"] - rows["mean"]
    assert _one(scores, "played", "model", "mae")["value"] == pytest.approx(error.abs().mean())
    assert _one(scores, "played", "model", "rmse")["value"] == pytest.approx(np.sqrt((error**2).mean()))
    assert _one(scores, "played", "model", "bias")["value"] == pytest.approx(error.mean())
    assert set(scores.loc[scores["season"].eq("all") & scores["metric"].eq("mae"), "n"]) == {len(rows)}


def test_a_difference_is_the_baselines_minus_the_models(scores: pd.DataFrame) -> None:
    model, other = (_one(scores, "played", name, "crps") for name in ("model", "last_games"))
    assert other["difference"] == pytest.approx(other["value"] - model["value"])
    assert other["difference_low"] > 0  # the model knows the true mean
    assert pd.isna(model["difference"])


def test_the_interval_covers_what_lies_inside_its_ends(scores: pd.DataFrame, rows: pd.DataFrame) -> None:
    inside = rows["actual"].between(rows["low_80"], rows["high_80"]).mean()
    assert _one(scores, "played", "model", "coverage")["value"] == pytest.approx(inside)


def test_the_majority_is_the_side_that_came_more_often_at_each_multiple(
    scores: pd.DataFrame, rows: pd.DataFrame
) -> None:
    lines = synthetic_lines(rows["mean"].to_numpy(), world.RULES.factors)
    share = (rows["actual"].to_numpy() > lines).mean(axis=1)
    majority = _one(scores, "synthetic", "majority", "accuracy")
    assert majority["value"] == pytest.approx(np.maximum(share, 1 - share).mean())
    brier = _one(scores, "synthetic", "majority", "brier_score")
    assert brier["value"] == pytest.approx((share * (1 - share)).mean())


def test_calibration_errors_are_over_all_lines_of_all_rows(scores: pd.DataFrame, rows: pd.DataFrame) -> None:
    assert _one(scores, "synthetic", "model", "ece")["n"] == len(rows) * len(world.RULES.factors)
    assert _one(scores, "synthetic", "model", "ece")["value"] < 0.05


def test_who_did_not_play_and_earlier_seasons_are_left_out() -> None:
    said = world.forecasts()
    said.loc[said.index[-1], "actual"] = np.nan
    means = baseline_means(world.table(), world.BASELINES)
    kept = published_rows(said, means, world.FIRST)
    assert len(kept) == (said["season"] >= world.FIRST).sum() - 1


def test_nobody_in_the_reported_seasons_is_an_error() -> None:
    means = baseline_means(world.table(), world.BASELINES)
    with pytest.raises(EvaluationError, match="2030-31 or later"):
        published_rows(world.forecasts(), means, "2030-31")

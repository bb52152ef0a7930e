"""A man's own ensemble beside the pooled model and his average, on the same rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.evaluation.bootstrap import BootstrapRules
from busta.evaluation.folds import FoldError
from busta.evaluation.per_player_scores import (
    ALL,
    OF_EVERYBODY,
    POOLED,
    fitted_folds,
    forecast_players,
    score_players,
    season_average,
    with_pooled,
)
from busta.learners.per_player import ANSWERS, EnsembleRules, fit_players
from tests.learners.men import FEATURES, LEVELS, ROOKIE, SEASONS, SMALL, men_folds, men_table

TABLE = men_table()
FOLDS = men_folds(TABLE)
RULES = BootstrapRules(draws=200, seed=1, level=0.9)
OWN, EVERYBODY = "players with >= 20 games", "all players"


@pytest.fixture(scope="module")
def said() -> pd.DataFrame:
    weights = {"random_forest": 0.4, "xgboost": 0.4, "elastic_net": 0.2}
    rules = EnsembleRules(SMALL, weights, 0.25, 1.0, 0.1, 20, "sequential", 1, 4)
    models = fit_players(TABLE, FOLDS, {SEASONS[-1]: FEATURES}, "points", rules)
    tested = TABLE[TABLE["season"] == SEASONS[-1]]
    means = tested[["game_id", "player_id"]].assign(mean=tested["minutes"] / 3)
    return forecast_players(models, TABLE, FOLDS, means.sample(frac=1, random_state=1))


@pytest.fixture(scope="module")
def report(said: pd.DataFrame) -> pd.DataFrame:
    return score_players(said, 20, RULES).set_index(["rows", "season", "forecaster"]).sort_index()


def test_every_question_of_a_fitted_fold_is_answered_once_in_time_order(said: pd.DataFrame) -> None:
    assert len(said) == 30 * 4
    assert not said.duplicated(["game_id", "player_id"]).any()
    assert said["game_date"].is_monotonic_increasing
    assert said["season_average"].notna().all()
    assert said.columns[-3:].tolist() == ["pooled", "season_average", "actual"]


def test_the_pooled_model_answers_for_a_new_man_and_nobody_else(said: pd.DataFrame) -> None:
    table = with_pooled(said, "stack")
    is_new = said["player_id"] == ROOKIE
    assert list(table.columns) == ["season", "game_id", "game_date", "player_id", "fold", "mean", "actual"]
    assert table.loc[is_new, "mean"].tolist() == said.loc[is_new, POOLED].tolist()
    assert table.loc[~is_new, "mean"].tolist() == said.loc[~is_new, "stack"].tolist()


def test_the_season_average_is_that_of_earlier_days() -> None:
    man = TABLE[TABLE["player_id"] == 2].reset_index(drop=True)
    first, third = man[man["season"] == SEASONS[1]].iloc[[0]], man[man["season"] == SEASONS[1]].iloc[[2]]
    newcomer = TABLE[TABLE["player_id"] == ROOKIE].iloc[[0]]
    asked = pd.concat([first, third, newcomer]).assign(pooled=6.5)
    season = man.loc[man["season"] == SEASONS[1], "actual"]
    expected = [man.loc[man["season"] == SEASONS[0], "actual"].mean(), season.iloc[:2].mean(), 6.5]
    assert season_average(TABLE, asked) == pytest.approx(expected)


def test_scores_are_those_of_the_same_rows_of_men_who_played(
    said: pd.DataFrame, report: pd.DataFrame
) -> None:
    played = said[said["actual"].notna()]
    own = played[played["player_id"].isin(list(LEVELS))]
    for name in (*ANSWERS, POOLED, "season_average"):
        error, row = own["actual"] - own[name], report.loc[(OWN, ALL, name)]
        assert row["n"] == len(own)
        assert row["mean_absolute_error"] == pytest.approx(error.abs().mean())
        assert row["root_mean_squared_error"] == pytest.approx(np.sqrt((error**2).mean()))
    everybody = report.loc[(EVERYBODY, SEASONS[-1])]
    assert set(everybody.index) == set(OF_EVERYBODY)
    assert set(everybody["n"]) == {len(played)}


def test_differences_are_paired_and_have_an_interval(report: pd.DataFrame) -> None:
    voting, pooled = report.loc[(OWN, ALL, "voting")], report.loc[(OWN, ALL, POOLED)]
    gap = voting["mean_absolute_error"] - pooled["mean_absolute_error"]
    assert voting["mae_minus_pooled"] == pytest.approx(gap)
    assert voting["mae_minus_pooled_low"] < gap < voting["mae_minus_pooled_high"]
    squares = voting["root_mean_squared_error"] - pooled["root_mean_squared_error"]
    assert voting["rmse_minus_pooled_low"] < squares < voting["rmse_minus_pooled_high"]
    assert (
        pooled[[f"{kind}_minus_pooled{end}" for kind in ("mae", "rmse") for end in ("", "_low", "_high")]]
        .eq(0)
        .all()
    )


def test_where_nobody_has_a_model_only_everybody_is_scored(said: pd.DataFrame) -> None:
    alone = said[said["player_id"] == ROOKIE]
    assert set(score_players(alone, 20, RULES)["rows"]) == {EVERYBODY}


def test_folds_are_fitted_from_the_first_season_on() -> None:
    assert fitted_folds(FOLDS, SEASONS[1]) == list(SEASONS[1:])
    assert fitted_folds(FOLDS, SEASONS[2]) == [SEASONS[2]]
    with pytest.raises(FoldError, match="expected a tested season from 2030-31"):
        fitted_folds(FOLDS, "2030-31")

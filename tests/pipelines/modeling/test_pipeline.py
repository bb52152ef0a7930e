"""The stage `modeling` from the feature store to out-of-fold probabilities, on an invented league."""

from __future__ import annotations

import copy
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from kedro.io import DataCatalog, MemoryDataset
from kedro.runner import SequentialRunner
from kedro.validation.parameter_validator import ParameterValidator

from busta.evaluation.folds import LeakingFoldsError
from busta.features.registry import feature_columns
from busta.markets import Market, validate_roster
from busta.params.modeling import ModelingParams
from busta.pipelines.modeling import create_pipeline, nodes

GROUPS = ["elo", "schedule"]
KEYS = ["season", "game_id", "game_date", "fold", "line", "outcome", "actual"]
GAME: dict[str, Any] = {
    "subject": "game",
    "is_push_possible": True,
    "combine": "difference",
    "feature_groups": GROUPS,
    "learners": ["ridge", "xgboost"],
    "refit": "season",
    "calibrators": ["none"],
}
MARKETS = {
    "moneyline": GAME
    | {"quantity": "home_margin", "line": {"constant": 0}, "quotes": "moneyline", "is_push_possible": False}
    | {
        "half_life_days": 700,
        "learners": ["ridge", "logistic", "lightgbm"],
        "monotone": {"elo_rating_difference": 1},
    }
    | {"ablation": {"schedule": ["schedule"], "all": GROUPS}},
    "ats": GAME | {"quantity": "home_margin", "line": {"market": "ats"}, "quotes": "ats"},
    "first_half_total": GAME
    | {"quantity": "first_half_points", "quotes": None, "combine": "sum", "refit": "month"}
    | {"line": {"market": "total", "scale": 0.5, "round_to": 0.5}},
}
TREES = {
    "learning_rate": 0.1,
    "reg_lambda": 1,
    "colsample_bytree": 1,
    "n_estimators": 10,
    "least_estimators": 2,
    "early_stopping_rounds": 3,
}
COUNT_TREES = {
    "variance_power": 1.2,
    "learning_rate": 0.1,
    "reg_lambda": 1,
    "colsample_bytree": 1,
    "subsample": 1,
    "n_estimators": 5,
}
MODELING = {
    "seed": 1,
    "device": "cpu",
    "threads": 1,
    "n_jobs": 1,
    "first_test_season": "2002-03",
    "first_published_season": "2003-04",
    "weeks_per_group": 2,
    "early_stopping_groups": 2,
    "min_complete_rows": 1,
    "inner_folds": 2,
    "residual_rows": 100,
    "split": {"train": 0.7, "validation": 0.15, "test": 0.15},
    "learners": {
        "ridge": {"alpha": 10, "clip": 4},
        "logistic": {"C": 0.1, "clip": 4},
        "lightgbm": {"num_leaves": 4, "min_child_samples": 5, **TREES},
        "xgboost": {"max_depth": 2, "min_child_weight": 5, **TREES},
        "elastic_net": {"alpha": 0.1, "l1_ratio": 0.5, "clip": 4},
        "random_forest": {
            "n_estimators": 5,
            "max_depth": 3,
            "min_samples_split": 4,
            "min_samples_leaf": 2,
            "max_features": 1,
        },
        "tweedie_lightgbm": {"num_leaves": 4, "min_child_samples": 5, **COUNT_TREES},
        "tweedie_xgboost": {"max_depth": 2, "min_child_weight": 5, **COUNT_TREES},
        "tweedie_by_position": {"num_leaves": 4, "min_child_samples": 5, "min_rows": 50, **COUNT_TREES},
        "poisson": {"alpha": 0.001, "clip": 4, "offset": 0.1},
    },
}
PARAMETERS = {
    "markets": {name: {"id": name, **block} for name, block in MARKETS.items()},
    "modeling": MODELING,
}


class Kept(MemoryDataset):
    """Stays after the run; a runner drops what no later node reads."""

    def _release(self) -> None:
        self.kept = True


def market(name: str, **changes: Any) -> Market:
    return Market.model_validate(PARAMETERS["markets"][name] | changes)  # type: ignore[operator]


@cache
def league() -> dict[str, pd.DataFrame]:
    """Three seasons of 90 games of six teams; the last game is not played yet."""
    draws = np.random.default_rng(3)
    count = 270
    season = np.repeat([2001, 2002, 2003], 90)
    day = np.tile(np.arange(90) // 2, 3)
    strength = draws.normal(scale=6, size=(3, 6))
    home = draws.integers(0, 6, count)
    away = (home + draws.integers(1, 6, count)) % 6
    edge = strength[season - 2001, home] - strength[season - 2001, away]
    margin = np.round(2 * ((edge + 2 + draws.normal(scale=10, size=count)) // 2) + 1)
    total = np.round(200 + draws.normal(scale=15, size=count))
    games = pd.DataFrame(
        {
            "season": [f"{year}-{year - 1999:02d}" for year in season],
            "game_id": [f"{number:010d}" for number in range(count)],
            "game_date": pd.to_datetime([f"{year}-10-01" for year in season])
            + pd.to_timedelta(day, unit="D"),
            "season_type": "regular",
            "home_team_id": home + 1,
            "away_team_id": away + 1,
            "home_margin": margin,
            "total_points": total,
            "first_half_points": np.round(total / 2 + draws.normal(scale=5, size=count)),
        }
    )
    games.loc[count - 1, ["home_margin", "total_points", "first_half_points"]] = np.nan
    return {
        "prm_games": games,
        "prm_market_lines": _lines(games, edge),
        "features": _features(games, strength),
        "features_day_before": _features(games, strength).assign(elo_rating=0.0),
    }


def _lines(games: pd.DataFrame, edge: np.ndarray) -> pd.DataFrame:
    lines = {
        "moneyline": np.zeros(len(games)),
        "ats": np.round(edge) + 2,
        "total": np.full(len(games), 201.5),
    }
    keys = games[["season", "game_id", "game_date"]].assign(
        player_id=pd.array([pd.NA] * len(games), dtype="Int64"), moment="close", is_price_assumed=False
    )
    return pd.concat(
        [keys.assign(market=name, line=line, market_probability=0.5) for name, line in lines.items()],
        ignore_index=True,
    )


def _features(games: pd.DataFrame, strength: np.ndarray) -> pd.DataFrame:
    draws = np.random.default_rng(4)
    rows = []
    for side in ("home", "away"):
        team = games[f"{side}_team_id"]
        season = games["season"].str[:4].astype(int) - 2001
        noise = {name: draws.normal(size=len(games)) for name in feature_columns(GROUPS)}
        keys = games[["season", "game_id", "game_date"]].assign(team_id=team)
        rows.append(keys.assign(**noise | {"elo_rating": strength[season, team - 1] * 10}))
    return pd.concat(rows, ignore_index=True)


@cache
def results() -> dict[str, Any]:
    roster = validate_roster({"markets": PARAMETERS["markets"]})
    pipeline = create_pipeline(roster)
    raw: Any = copy.deepcopy(PARAMETERS)
    typed = ParameterValidator({"modeling": pipeline}).validate_raw_params(raw)
    inputs: dict[str, Any] = {**league(), "params:modeling": typed["modeling"]}
    inputs |= {f"params:markets.{name}": block for name, block in typed["markets"].items()}
    inputs |= {name: {} for name in pipeline.inputs() if ".tuned_" in name}
    names = inputs.keys() | pipeline.datasets()
    catalog = DataCatalog({name: Kept(inputs[name]) if name in inputs else Kept() for name in names})
    SequentialRunner().run(pipeline, catalog)
    return {name: catalog.load(name) for name in pipeline.all_outputs()}


def test_every_market_of_the_roster_gets_the_same_tables() -> None:
    made = {name for name in results() if name.startswith("ats.")}
    learned = {
        f"ats.{table}_{learner}"
        for table in ("model", "oof", "training_report")
        for learner in ("ridge", "xgboost")
    }
    assert made == {"ats.training_table", "ats.folds", "ats.split", "ats.oof_day_before", *learned}


def test_the_training_table_asks_first_and_tells_then() -> None:
    table = results()["ats.training_table"]
    question = ["season", "game_id", "game_date", "player_id", "season_type", "actual", "line", "outcome"]
    quotes = ["market_probability", "is_price_assumed", "market_moment"]
    assert list(table.columns[:8]) == question
    assert sorted(table.columns[8:11]) == sorted(quotes)
    assert not set(table.columns[11:]) & set(question + quotes)
    assert table["actual"].isna().sum() == 1


def test_a_pushed_spread_is_neither_over_nor_under() -> None:
    table = results()["ats.training_table"]
    pushed = table["actual"] == table["line"]
    assert pushed.any()
    assert table.loc[pushed, "outcome"].isna().all()


def test_probabilities_flow_from_the_margin_to_every_line_pushes_included() -> None:
    rows = results()["ats.oof_ridge"]
    assert rows["probability_over"].between(0, 1, inclusive="neither").all()
    assert (rows["probability_push"] > 0).all()
    assert (results()["moneyline.oof_ridge"]["probability_push"] == 0).all()


def test_a_direct_answer_says_nothing_of_a_push() -> None:
    assert results()["moneyline.oof_logistic"]["probability_push"].isna().all()


def test_the_first_half_is_asked_at_half_the_total() -> None:
    table = results()["first_half_total.training_table"]
    assert (table["line"] == 101.0).all()
    assert table["market_probability"].isna().all()
    assert results()["first_half_total.folds"]["fold"].str.contains("/").all()
    assert len(results()["first_half_total.oof_xgboost"]) == 180


def test_unplayed_games_are_forecast_and_stay_without_outcome() -> None:
    rows = results()["moneyline.oof_lightgbm"].set_index("game_id")
    tonight = rows.loc[f"{269:010d}"]
    assert 0 < tonight["probability_over"] < 1
    assert np.isnan(tonight["outcome"])
    assert np.isnan(tonight["actual"])


def test_a_learner_that_answers_directly_has_no_distribution() -> None:
    rows = results()["moneyline.oof_logistic"]
    assert rows[["mean", "sd"]].isna().all(axis=None)
    assert rows["probability_over"].between(0, 1, inclusive="neither").all()


def test_forecasts_know_who_is_stronger() -> None:
    for learner in ("ridge", "logistic", "lightgbm"):
        rows = results()[f"moneyline.oof_{learner}"].dropna(subset=["outcome"])
        assert ((rows["probability_over"] - rows["outcome"]) ** 2).mean() < 0.24


def test_the_training_report_says_what_every_fold_cost_and_was_worth() -> None:
    report = results()["moneyline.training_report_lightgbm"]
    assert report["fold"].tolist() == ["2002-03", "2003-04"]
    assert report["tested"].tolist() == [90, 89]
    assert (report[["rows", "features", "seconds", "mebibytes"]] > 0).all(axis=None)
    assert report["brier_score"].between(0, 0.3).all()


def test_a_fold_without_results_is_reported_without_scores() -> None:
    rows = results()["moneyline.oof_ridge"]
    report = nodes.report_training(results()["moneyline.model_ridge"], rows[rows["fold"] == "2002-03"])
    assert report["tested"].tolist() == [90, 0]
    assert report["brier_score"].isna().tolist() == [False, True]


def test_the_ablation_has_every_step_on_the_same_published_games() -> None:
    ablation = results()["moneyline.ablation"]
    assert list(ablation.columns) == nodes.ABLATION_COLUMNS
    games = {step: sorted(rows["game_id"]) for step, rows in ablation.groupby("step", sort=False)}
    assert list(games) == ["schedule", "all"]
    assert games["schedule"] == games["all"]
    assert len(games["all"]) == 89
    assert set(ablation["season"]) == {"2003-04"}


def test_the_last_step_of_the_ablation_is_the_published_model() -> None:
    rows = [
        results()[f"moneyline.oof_{name}"].set_index("game_id") for name in ("ridge", "logistic", "lightgbm")
    ]
    odds = np.mean([np.log(r["probability_over"] / (1 - r["probability_over"])) for r in rows], axis=0)
    mean = pd.Series(1 / (1 + np.exp(-odds)), index=rows[0].index)
    last = results()["moneyline.ablation"].query("step == 'all'").set_index("game_id")["probability_over"]
    pd.testing.assert_series_equal(last, mean[last.index], check_names=False)


def test_two_runs_give_the_same_bits() -> None:
    first = results()
    results.cache_clear()
    second = results()
    same = [name for name in first if "model_" not in name and "training_report" not in name]
    for name in same:
        pd.testing.assert_frame_equal(first[name], second[name], check_exact=True)


def test_the_time_of_a_result_decides_who_may_learn_from_it() -> None:
    table, folds = results()["ats.training_table"], results()["ats.folds"]
    modeling = ModelingParams.model_validate(MODELING)
    late = table["season"] >= "2003-04"
    scrambled = table.assign(actual=table["actual"].where(~late, table["actual"] * -3))
    models = nodes.fit_learner(scrambled, folds, market("ats"), modeling, {}, "ridge")
    rows = nodes.forecast_out_of_fold(models, scrambled, folds, market("ats"))
    np.testing.assert_array_equal(rows["probability_over"], results()["ats.oof_ridge"]["probability_over"])


def test_folds_of_ones_own_that_leak_are_refused() -> None:
    table, folds = results()["ats.training_table"], results()["ats.folds"]
    own = folds.assign(role=folds["role"].where(folds.index != folds.index[-1], "train"))
    with pytest.raises(LeakingFoldsError, match="expected every day of the role 'train' before"):
        nodes.fit_learner(table, own, market("ats"), ModelingParams.model_validate(MODELING), {}, "ridge")


def test_a_direction_for_an_unknown_feature_is_refused() -> None:
    with pytest.raises(
        ValueError, match=r"expected in 'monotone' features of its groups .* was moon_difference"
    ):
        market("ats", monotone={"moon_difference": 1})


def test_wrong_parameters_are_refused_before_any_node_runs() -> None:
    raw: Any = copy.deepcopy(PARAMETERS)
    raw["markets"]["ats"]["learners"] = ["oracle"]
    raw["modeling"]["device"] = "abacus"
    pipeline = create_pipeline(validate_roster({"markets": PARAMETERS["markets"]}))
    with pytest.raises(Exception, match=r"(?s)was 'oracle'.*'cpu' or 'cuda'|'cpu' or 'cuda'.*was 'oracle'"):
        ParameterValidator({"modeling": pipeline}).validate_raw_params(raw)


def test_without_the_day_before_every_tested_game_of_a_quoted_market_is_asked_again() -> None:
    assert "first_half_total.oof_day_before" not in results()
    evening, early = (results()[f"moneyline.oof_{name}"] for name in ("ridge", "day_before"))
    pd.testing.assert_frame_equal(early[KEYS], evening[KEYS])
    # All ratings are the same there, so nobody is stronger than what the calendar says.
    assert early["mean"].std() < evening["mean"].std()

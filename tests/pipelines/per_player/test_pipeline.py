"""The stage `per_player` from training table to report, beside and outside the default run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from optuna.storages import InMemoryStorage

from busta.features.player_registry import player_feature_columns
from busta.learners.per_player import MEMBERS
from busta.markets import validate_roster
from busta.pipelines import per_player
from tests.laws.project_run import parameters, run
from tests.learners.men import ROOKIE, SEASONS, men_folds, men_table
from tests.project import pipelines

GROUPS = ["form", "minutes"]


def block() -> dict[str, Any]:
    return {
        "id": "points",
        "subject": "player",
        "quantity": "points",
        "parts": ["points"],
        "line": {"market": "points", "moment": "morning"},
        "quotes": "points",
        "is_push_possible": True,
        "feature_groups": GROUPS,
        "learners": ["poisson"],
        "weights": {"poisson": 1.0},
        "refit": "season",
    }


def tables() -> dict[str, Any]:
    table = men_table()
    draws = np.random.default_rng(6)
    features = {name: draws.normal(size=len(table)) for name in player_feature_columns(GROUPS, ["points"])}
    features |= {"points_projected": table["form"], "minutes_projected": table["minutes"]}
    rows = pd.concat(
        [table.drop(columns=["form", "form_copy", "minutes", "noise"]), pd.DataFrame(features)], axis=1
    )
    means = table[["game_id", "player_id"]].assign(mean=table["form"] + 1)
    return {"points.training_table": rows, "points.folds": men_folds(table), "points.means": means}


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    return of_stage({})


def of_stage(
    changed: dict[str, Any], given: dict[str, Any] | None = None, keep: tuple[str, ...] = ()
) -> dict[str, Any]:
    raw = parameters("test")
    raw["markets"] = {"points": block()}
    raw["per_player"] |= {"first_season": SEASONS[1]} | changed
    raw["modeling"]["learners"]["tweedie_lightgbm"] |= {"n_estimators": 20, "min_child_samples": 5}
    stage = per_player.create_pipeline(validate_roster({"markets": {"points": block()}}))
    found = run(stage, given or tables(), raw, keep or stage.all_outputs())
    return {name.removeprefix("points."): data for name, data in found.items()}


def test_every_fitted_fold_has_a_table_of_what_was_kept_and_why(made: dict[str, Any]) -> None:
    selected = made["selected_features"]
    names = player_feature_columns(GROUPS, ["points"])
    assert selected["fold"].drop_duplicates().tolist() == list(SEASONS[1:])
    assert selected.loc[selected["fold"] == SEASONS[1], "feature"].tolist() == names
    kept = selected[selected["is_kept"]]
    assert {"points_projected", "minutes_projected"} & set(kept["feature"])
    assert selected["why"].str.contains("votes, 2 needed, elimination").all()


def test_the_men_are_fitted_on_what_was_kept(made: dict[str, Any]) -> None:
    selected, models = made["selected_features"], made["per_player_models"]
    for fold in SEASONS[1:]:
        kept = selected[(selected["fold"] == fold) & selected["is_kept"]]
        assert models.feature_names[fold] == tuple(kept["feature"])
    assert sorted(models.fitted[SEASONS[-1]]) == [1, 2, 3]


def test_all_features_are_used_where_the_configuration_says_so() -> None:
    whole = of_stage({"use_selected": False, "first_season": SEASONS[-1]})["per_player_models"]
    assert whole.feature_names[SEASONS[-1]] == tuple(player_feature_columns(GROUPS, ["points"]))


def test_what_was_kept_does_not_know_the_season_it_is_kept_for(made: dict[str, Any]) -> None:
    given, name = tables(), "points.training_table"
    later = (given[name]["season"] >= SEASONS[1]) & given[name]["actual"].notna()
    other = pd.Series(np.random.default_rng(2).poisson(20, len(later)).astype(float))
    given[name] = given[name].assign(actual=given[name]["actual"].where(~later, other))
    found = of_stage({}, given, ("points.selected_features",))["selected_features"]
    (first, same), (last, differs) = (
        [table[table["fold"] == fold] for table in (made["selected_features"], found)] for fold in SEASONS[1:]
    )
    pd.testing.assert_frame_equal(first, same, check_exact=True)
    assert not last.equals(differs)


def test_the_forecast_has_the_columns_of_every_learner_and_the_pooled_mean_of_a_new_man(
    made: dict[str, Any],
) -> None:
    said, members = made["oof_per_player"], made["oof_per_player_members"]
    assert list(said.columns) == ["season", "game_id", "game_date", "player_id", "fold", "mean", "actual"]
    new, given = said["player_id"] == ROOKIE, tables()["points.means"]
    pooled = said[new].merge(given, on=["game_id", "player_id"], suffixes=("", "_pooled"))
    assert (pooled["mean"] == pooled["mean_pooled"]).all()
    assert said.loc[~new, "mean"].tolist() == members.loc[~new, "voting"].tolist()


def test_the_stack_answers_where_the_configuration_says_so() -> None:
    found = of_stage({"answer": "stack", "first_season": SEASONS[-1]})
    own = found["oof_per_player_members"]["games"] > 0
    said = found["oof_per_player"].loc[own, "mean"]
    assert said.tolist() == found["oof_per_player_members"].loc[own, "stack"].tolist()


def test_the_report_has_a_row_for_every_season_set_of_rows_and_forecaster(made: dict[str, Any]) -> None:
    report = made["report_per_player"]
    assert list(report["season"].unique()) == ["all", *SEASONS[1:]]
    assert set(report["rows"]) == {"players with >= 20 games", "all players"}
    assert {"voting", "stack", "pooled", "season_average"} <= set(report["forecaster"])
    assert report.notna().all(axis=None)


def test_it_is_no_part_of_the_default_run() -> None:
    own = pipelines()["per_player"]
    assert own.nodes
    assert not {node.name for node in own.nodes} & {node.name for node in pipelines()["__default__"].nodes}


def test_games_have_no_men() -> None:
    assert not [
        node for node in pipelines()["per_player"].nodes if node.namespace in ("moneyline", "ats", "total")
    ]


def test_tuned_hyperparameters_are_used_where_the_configuration_says_so(made: dict[str, Any]) -> None:
    fewer = {
        "n_estimators": 40,
        "max_depth": 1,
        "min_samples_split": 8,
        "min_samples_leaf": 4,
        "max_features": 0.3,
    }
    document = {"seasons": {SEASONS[-1]: {"hyperparameters": fewer}}}
    given = tables() | {"points.tuned_per_player_random_forest": document}
    ignored, used = (
        of_stage({"use_tuned": use}, given, ("points.oof_per_player_members",))["oof_per_player_members"]
        for use in (False, True)
    )
    before = made["oof_per_player_members"]
    pd.testing.assert_frame_equal(ignored, before, check_exact=True)
    own = (before["games"] > 0) & (before["fold"] == SEASONS[-1])
    assert (used.loc[own, "random_forest"] != before.loc[own, "random_forest"]).any()
    pd.testing.assert_series_equal(used["elastic_net"], before["elastic_net"], check_exact=True)


def test_members_are_tuned_in_the_ranges_of_the_stage_tuning() -> None:
    raw = parameters("test")
    raw["markets"] = {"points": block()}
    raw["per_player"] |= {"first_season": SEASONS[1]}
    raw["modeling"]["learners"]["tweedie_lightgbm"] |= {"n_estimators": 20, "min_child_samples": 5}
    raw["tuning"] |= {"trials": 2, "at_once": 1}
    stage = per_player.create_tuning_pipeline(validate_roster({"markets": {"points": block()}}))
    storages = {f"points.studies_per_player_{member}": InMemoryStorage() for member in MEMBERS}
    given = {name: data for name, data in (tables() | storages).items() if name in stage.inputs()}
    found = run(stage, given, raw, stage.all_outputs())
    space = raw["tuning"]["spaces"]["default"]
    for member in MEMBERS:
        document = found[f"points.tuned_per_player_{member}"]
        assert (document["learner"], list(document["seasons"])) == (member, [SEASONS[1]])
        trials = found[f"points.trials_per_player_{member}"]
        assert len(trials) == 3
        for name, limits in space[member].items():
            assert trials[name].iloc[1:].between(limits["low"], limits["high"]).all()


def test_tuning_the_men_is_no_part_of_the_default_run() -> None:
    own = {node.name for node in pipelines()["per_player_tuning"].nodes}
    assert any(name.endswith("tune_per_player_elastic_net") for name in own)
    assert not own & {node.name for node in pipelines()["__default__"].nodes}

"""Leaks planted in folds, learners, calibrators and blends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.evaluation import folds as walk_forward
from busta.learners import fold_models
from busta.pipelines.calibration import nodes as calibration_nodes
from busta.pipelines.modeling import nodes as modeling_nodes
from busta.pipelines.stacking import nodes as stacking_nodes
from busta.probability import blending, choice

Patch = pytest.MonkeyPatch


def random_split(patch: Patch) -> None:
    def shuffled(games: pd.DataFrame, **_: Any) -> pd.DataFrame:
        rng = np.random.default_rng(0)
        rows = games[["season", "game_id", "game_date"]].assign(
            week=0, inner_fold=0, fold=games["season"].max()
        )
        return rows.assign(role=rng.permutation(np.resize(["train", "train", "test"], len(rows))))

    patch.setattr(walk_forward, "walk_forward_folds", shuffled)


def trains_up_to_the_test_day(patch: Patch) -> None:
    honest = walk_forward.walk_forward_folds

    def folds(games: pd.DataFrame, **more: Any) -> pd.DataFrame:
        made = honest(games, **more)
        tested = made[made["role"] == "test"]
        first = tested[tested["game_date"] == tested.groupby("fold")["game_date"].transform("min")]
        return pd.concat([made, first.assign(role="early_stopping")], ignore_index=True)

    patch.setattr(walk_forward, "walk_forward_folds", folds)


def split_of_ones_own(patch: Patch) -> None:
    honest = modeling_nodes.fit_folds

    def fit(table: pd.DataFrame, folds: pd.DataFrame, **more: Any) -> Any:
        played = table.loc[table["actual"].notna(), ["season", "game_id", "game_date"]]
        own = [
            played.sample(frac=0.7, random_state=number).assign(fold=fold, role="train", inner_fold=0)
            for number, fold in enumerate(folds["fold"].unique())
        ]
        return honest(table, pd.concat(own), **more)

    patch.setattr(modeling_nodes, "fit_folds", fit)


def stops_on_the_test_rows(patch: Patch) -> None:
    honest = modeling_nodes.fit_folds

    def fit(table: pd.DataFrame, folds: pd.DataFrame, **more: Any) -> Any:
        kept = folds[folds["role"] != "early_stopping"]
        tested = table.loc[table["actual"].notna(), "game_id"]
        stops = kept[(kept["role"] == "test") & kept["game_id"].isin(tested)].assign(role="early_stopping")
        return honest(table, pd.concat([kept, stops]), **more)

    patch.setattr(modeling_nodes, "fit_folds", fit)


def alpha_of_the_test_rows(patch: Patch) -> None:
    honest = modeling_nodes.fit_folds

    def fit(table: pd.DataFrame, folds: pd.DataFrame, **more: Any) -> Any:
        if more["learner_name"] != "ridge":
            return honest(table, folds, **more)
        tested = table.set_index("game_id").loc[folds.loc[folds["role"] == "test", "game_id"], "actual"]
        tried = [
            honest(table, folds, **{**more, "learner": replace(more["learner"], alpha=alpha)})
            for alpha in (1.0, 100.0, 10000.0)
        ]
        errors = [
            (fold_models.forecast_folds(models, table, folds)["mean"].to_numpy() - tested.to_numpy()) ** 2
            for models in tried
        ]
        return tried[int(np.argmin([np.nanmean(error) for error in errors]))]

    patch.setattr(modeling_nodes, "fit_folds", fit)


def standardised_training_table(patch: Patch) -> None:
    honest = modeling_nodes.combine_teams

    def scaled(*arguments: Any) -> pd.DataFrame:
        made = honest(*arguments).set_index("game_id")
        return ((made - made.mean()) / made.std().replace(0.0, 1.0)).reset_index()

    patch.setattr(modeling_nodes, "combine_teams", scaled)


def also_sees(column: str) -> Callable[[Patch], None]:
    def plant(patch: Patch) -> None:
        names, quoted = modeling_nodes.game_row_names, modeling_nodes.training_table.with_quotes

        def with_more(*arguments: Any) -> pd.DataFrame:
            rows = quoted(*arguments)
            return rows.assign(seen=rows[column].fillna(rows[column].mean()))

        patch.setattr(modeling_nodes, "game_row_names", lambda *arguments: [*names(*arguments), "seen"])
        patch.setattr(modeling_nodes.training_table, "with_quotes", with_more)

    return plant


def calibrator_of_all_seasons(patch: Patch) -> None:
    honest = choice.fit_season_calibrators

    def fit(*arguments: Any) -> choice.SeasonCalibrators:
        made = honest(*arguments)
        return replace(made, by_season=dict.fromkeys(made.by_season, made.latest))

    patch.setattr(calibration_nodes, "fit_season_calibrators", fit)


def calibrator_chosen_on_own_season(patch: Patch) -> None:
    honest = choice.fit_season_calibrators

    def fit(table: pd.DataFrame, column: str, rules: choice.CalibratorRules) -> choice.SeasonCalibrators:
        each = [
            honest(table, column, replace(rules, candidates=(name,), fallback=name))
            for name in rules.in_order()
        ]
        by_season = {season: min(each, key=lambda fitted: loss(fitted, rows)).by_season[season]
                     for season, rows in table.dropna(subset="outcome").groupby("season")}  # fmt: skip
        return replace(each[0], by_season=by_season)

    def loss(fitted: choice.SeasonCalibrators, rows: pd.DataFrame) -> float:
        q = fitted.apply(rows["probability_over"].to_numpy(), rows["season"])["probability_calibrated"]
        return float(-np.log(np.where(rows["outcome"] == 1, q, 1 - q)).mean())

    patch.setattr(calibration_nodes, "fit_season_calibrators", fit)


def blend_of_all_seasons(patch: Patch) -> None:
    honest = blending.fit_stack

    def fit(*arguments: Any) -> blending.Stack:
        made = honest(*arguments)
        return replace(made, blends=dict.fromkeys(made.blends, made.latest))

    patch.setattr(stacking_nodes, "fit_stack", fit)


def mean_recalibrated_on_all_seasons(patch: Patch) -> None:
    honest = blending.fit_stack

    def fit(*arguments: Any) -> blending.Stack:
        made = honest(*arguments)
        latest = made.recalibration.latest
        by_season = dict.fromkeys(made.recalibration.by_season, latest)
        return replace(made, recalibration=replace(made.recalibration, by_season=by_season))

    patch.setattr(stacking_nodes, "fit_stack", fit)

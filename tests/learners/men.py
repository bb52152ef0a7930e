"""A handful of invented men with levels of their own, their games, and folds over them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

SEASONS = ("2019-20", "2020-21", "2021-22")
LEVELS = {1: 4.0, 2: 9.0, 3: 16.0}
ROOKIE = 9
FEATURES = ("form", "form_copy", "minutes", "noise")
SMALL: dict[str, dict[str, Any]] = {
    "random_forest": {
        "n_estimators": 40,
        "max_depth": 4,
        "min_samples_split": 8,
        "min_samples_leaf": 4,
        "max_features": 0.7,
    },
    "xgboost": {
        "max_depth": 2,
        "learning_rate": 0.1,
        "min_child_weight": 3,
        "reg_lambda": 1,
        "colsample_bytree": 1,
        "n_estimators": 20,
        "least_estimators": 20,
        "early_stopping_rounds": 20,
        "subsample": 1,
    },
    "elastic_net": {"alpha": 0.1, "l1_ratio": 0.5, "clip": 4},
}


def men_table(games: int = 30, seed: int = 3) -> pd.DataFrame:
    """One row per man and game: three of every season, one of the last season only; the last day is not played."""
    draws = np.random.default_rng(seed)
    days = pd.DataFrame(
        {
            "season": np.repeat(SEASONS, games),
            "game_id": [f"{number:010d}" for number in range(len(SEASONS) * games)],
            "game_date": [
                pd.Timestamp(f"{season[:4]}-11-01") + pd.Timedelta(days=2 * day)
                for season in SEASONS
                for day in range(games)
            ],
        }
    )
    table = days.merge(pd.DataFrame({"player_id": [*LEVELS, ROOKIE]}), how="cross")
    table = table[(table["player_id"] != ROOKIE) | (table["season"] == SEASONS[-1])].reset_index(drop=True)
    level, n = table["player_id"].map(LEVELS | {ROOKIE: 7.0}), len(table)
    minutes = draws.uniform(10, 38, n)
    mean = level * minutes / 24
    table = table.assign(
        form=mean + draws.normal(0, 0.5, n),
        minutes=minutes,
        noise=draws.normal(size=n),
        line=np.nan,
        outcome=np.nan,
    )
    actual = pd.Series(draws.poisson(mean).astype(float))
    actual[table["game_date"] == table["game_date"].max()] = np.nan
    table = table.assign(form_copy=table["form"] * 2 + 1, actual=actual, is_complete=True)
    return table.astype({"player_id": "Int64", "game_date": "datetime64[us]", "season": "str"})


def men_folds(table: pd.DataFrame) -> pd.DataFrame:
    """Every season but the first is tested by what lies before it."""
    days = table.drop_duplicates("game_id")[["season", "game_id", "game_date"]]
    parts = [
        pd.concat(
            [
                days[days["season"] < season].assign(role="train"),
                days[days["season"] == season].assign(role="test"),
            ]
        ).assign(fold=season)
        for season in SEASONS[1:]
    ]
    folds = pd.concat(parts, ignore_index=True).assign(week=0)
    return folds.assign(inner_fold=np.where(folds["role"] == "test", -1, 0))

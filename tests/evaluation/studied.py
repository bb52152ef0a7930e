"""A small market whose hyperparameters can be tuned."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.folds import walk_forward_folds
from busta.evaluation.inner_scores import FoldRules, Question
from busta.learners.fold_models import FitSettings

FOLD_RULES = FoldRules(weeks_per_group=2, early_stopping_groups=1, min_complete_rows=1, inner_count=2)
GAMES = 60


def rows(seasons: int = 5, seed: int = 3) -> pd.DataFrame:
    """A training table of one telling and one idle feature; the last game is not played yet, some are pushed."""
    draws = np.random.default_rng(seed)
    count = seasons * GAMES
    year = 2001 + np.repeat(np.arange(seasons), GAMES)
    x = draws.normal(size=count)
    actual = np.round(6 * x + draws.normal(scale=8, size=count))
    actual[-1] = np.nan
    line = np.round(3 * x)
    return pd.DataFrame(
        {
            "season": pd.Series([f"{y}-{(y + 1) % 100:02d}" for y in year], dtype="str"),
            "game_id": pd.Series([f"{number:010d}" for number in range(count)], dtype="str"),
            "game_date": pd.to_datetime([f"{y}-11-01" for y in year])
            + pd.to_timedelta(np.tile(np.arange(GAMES), seasons), unit="D"),
            "player_id": pd.array([pd.NA] * count, dtype="Int64"),
            "actual": actual,
            "line": line,
            "outcome": np.where((actual == line) | np.isnan(actual), np.nan, (actual > line).astype(float)),
            "market_probability": 0.5,
            "is_complete": True,
            "x": x,
            "idle": draws.normal(size=count),
        }
    )


def folds(table: pd.DataFrame, refit: Any = "season") -> pd.DataFrame:
    """Outer folds that test from the third season on."""
    return walk_forward_folds(table, first_test_season="2003-04", refit=refit, **vars(FOLD_RULES))


def question(**changes: Any) -> Question:
    """Who asks: ridge for spreads."""
    given: dict[str, Any] = {
        "market": "ats",
        "learner": "ridge",
        "feature_names": ("x", "idle"),
        "settings": FitSettings(1, "cpu", 1, 1, None, 200, {}),
        "is_push_possible": True,
        "impossible": (),
        "objective": "log_loss",
    }
    return Question(**{**given, **changes})

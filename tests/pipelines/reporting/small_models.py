"""A learner that was fitted, on a training table as small as the forecasts of the reports."""

from __future__ import annotations

import numpy as np
import pandas as pd

from busta.features.game_rows import game_row_names
from busta.features.registry import feature_columns
from busta.learners.fold_models import FitSettings, FoldModels, fit_folds
from busta.learners.registry import build_learner
from busta.markets import Market
from tests.reports.samples import probabilities


def training_table(market: Market) -> pd.DataFrame:
    """Games of `probabilities`, with features by chance."""
    rows = probabilities()[["season", "game_id", "game_date", "outcome"]]
    draws = np.random.default_rng(3)
    names = _names(market)
    features = pd.DataFrame(draws.normal(size=(len(rows), len(names))), columns=names)
    rows = rows.assign(line=0.0, actual=features[names[0]] + draws.normal(size=len(rows)))
    return pd.concat([rows, features], axis=1)


def folds(market: Market) -> pd.DataFrame:
    """One fold: the first season is trained on, the second is tested."""
    rows = training_table(market)[["season", "game_id"]]
    is_test = rows["season"] == "2002-03"
    return rows.assign(
        fold="2002-03",
        role=np.where(is_test, "test", "train"),
        inner_fold=np.where(is_test, -1, np.arange(len(rows)) % 2),
    )


def model(market: Market) -> FoldModels:
    """A ridge on that fold."""
    return fit_folds(
        training_table(market),
        folds(market),
        market=market.id,
        learner_name="ridge",
        learner=build_learner("ridge", {"alpha": 1, "clip": 4}),
        feature_names=_names(market),
        settings=FitSettings(1, "cpu", 1, 1, None, 100, {}),
    )


def _names(market: Market) -> list[str]:
    groups = market.feature_groups
    return game_row_names(feature_columns(groups, "team"), "difference", feature_columns(groups, "game"))

"""What tuning is worth for the mean of a count: tuned and default hyperparameters on the same men and games."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import BootstrapRules, EvaluationError, Floats
from busta.evaluation.inner_scores import Question
from busta.evaluation.mean_losses import absolute_error, poisson_deviance, squared_error
from busta.evaluation.player_table import player_out_of_fold
from busta.evaluation.tuning_gain import ALL, MEAN, forecast_by_both, gain_of, promised_gain
from busta.learners.tuned import Document

SIDES = ("default", "tuned")
TESTED_MEAN_COLUMNS = [
    "season",
    "fold",
    "game_id",
    "game_date",
    "player_id",
    "actual",
    "mean_default",
    "mean_tuned",
]
_METRICS: dict[str, Callable[[Floats, Floats], Floats]] = {
    "poisson_deviance": poisson_deviance,
    "squared_error": squared_error,
    "absolute_error": absolute_error,
}


def forecast_means_both(
    table: pd.DataFrame,
    folds: pd.DataFrame,
    question: Question,
    default: Mapping[str, Any],
    document: Document,
) -> pd.DataFrame:
    """Forecast the seasons after each study with the default and with the tuned hyperparameters.

    Parameters
    ----------
    table, folds, question, default, document
        As for `busta.evaluation.tuning_gain.forecast_both`, of a player market.

    Returns
    -------
    pandas.DataFrame
        One row per question of the folds that have tuned hyperparameters, columns `TESTED_MEAN_COLUMNS`, by date.
    """
    both = forecast_by_both(table, folds, question, default, document)
    if both is None:
        return pd.DataFrame(columns=TESTED_MEAN_COLUMNS)
    first, second = (player_out_of_fold(table, one) for one in both)
    return first.assign(mean_default=first["mean"], mean_tuned=second["mean"])[TESTED_MEAN_COLUMNS]


def mean_tuning_gains(
    tested: Mapping[str, pd.DataFrame],
    documents: Mapping[str, Document],
    market: str,
    weights: Mapping[str, float],
    rules: BootstrapRules,
) -> pd.DataFrame:
    """Measure tuned against default hyperparameters on men who played.

    Parameters
    ----------
    tested
        Learner to what `forecast_means_both` gives.
    documents
        Learner to what was tuned.
    market
        Named in the rows.
    weights
        Learner to its share of the market's mean.
    rules
        Bootstrap by day; the difference is paired.

    Returns
    -------
    pandas.DataFrame
        Columns of `busta.evaluation.tuning_gain.tuning_gains`, one row per learner (last the weighted mean of those
        tuned, on the rows all of them have), season (`all` first) and loss: Poisson deviance, squared error, absolute
        error.

    Raises
    ------
    EvaluationError
        When no learner was tuned.
    """
    known = {name: rows[rows["actual"].notna()] for name, rows in tested.items() if len(rows)}
    if not known:
        raise EvaluationError(f"market {market!r}: expected a learner that was tuned, was none")
    return pd.DataFrame(
        [
            {"market": market, "learner": name, "season": season, "metric": metric}
            | _gain(part, metric, rules)
            | {"promised": promised_gain(documents.get(name, {}), season).get(metric, np.nan)}
            for name, rows in {**known, MEAN: _mixed(known, weights)}.items()
            for season, part in {
                ALL: rows,
                **{str(key): part for key, part in rows.groupby("season")},
            }.items()
            for metric in _METRICS
        ]
    )


def _mixed(known: Mapping[str, pd.DataFrame], weights: Mapping[str, float]) -> pd.DataFrame:
    asked = ["game_id", "player_id"]
    parts = [rows.set_index(asked) for rows in known.values()]
    common = parts[0].index
    for part in parts[1:]:
        common = common.intersection(part.index, sort=False)
    total = sum(weights[name] for name in known)
    sides = {
        f"mean_{side}": sum(
            weights[name] / total * part.loc[common, f"mean_{side}"]
            for name, part in zip(known, parts, strict=True)
        )
        for side in SIDES
    }
    return parts[0].loc[common].assign(**sides).reset_index()


def _gain(rows: pd.DataFrame, metric: str, rules: BootstrapRules) -> dict[str, float | int]:
    actual = rows["actual"].to_numpy(dtype=np.float64)
    default, tuned = (
        _METRICS[metric](actual, rows[f"mean_{side}"].to_numpy(dtype=np.float64)) for side in SIDES
    )
    return gain_of(default, tuned, rows["game_date"], rules)

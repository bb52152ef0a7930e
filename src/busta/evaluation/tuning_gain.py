"""What tuning is worth: tuned and default hyperparameters on the same games, which neither was chosen on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from busta.evaluation.bootstrap import (
    BootstrapRules,
    EvaluationError,
    Floats,
    draw_days,
    paired_difference,
    ratio_estimate,
)
from busta.evaluation.inner_scores import Question
from busta.evaluation.out_of_fold import out_of_fold
from busta.evaluation.scores import brier_rows, log_loss_rows
from busta.learners.fold_models import fit_folds, forecast_folds
from busta.learners.registry import build_learner
from busta.learners.tuned import Document, tuned_folds
from busta.probability.blending import logit_mean

TESTED_COLUMNS = [
    "season",
    "fold",
    "game_id",
    "game_date",
    "outcome",
    "market_probability",
    "probability_default",
    "probability_tuned",
]
MEAN, CLOSE, ALL = "mean of the learners", "closing line", "all"
_METRICS = {"brier_score": brier_rows, "log_loss": log_loss_rows}


def forecast_both(
    table: pd.DataFrame,
    folds: pd.DataFrame,
    question: Question,
    default: Mapping[str, Any],
    document: Document,
) -> pd.DataFrame:
    """Forecast the seasons after each study with the default and with the tuned hyperparameters.

    Parameters
    ----------
    table, folds
        The market's training table and folds.
    question
        Market, learner and features.
    default
        Every hyperparameter of the learner.
    document
        What was tuned; empty where nothing was.

    Returns
    -------
    pandas.DataFrame
        One row per game of the folds that have tuned hyperparameters, columns `TESTED_COLUMNS`, by date. Both were
        fitted on the rows before the fold with the same random stream.
    """
    both = forecast_by_both(table, folds, question, default, document)
    if both is None:
        return pd.DataFrame(columns=TESTED_COLUMNS)
    said = [out_of_fold(table, one, question.is_push_possible, question.impossible) for one in both]
    rows = said[0].assign(
        probability_default=said[0]["probability_over"], probability_tuned=said[1]["probability_over"]
    )
    quotes = table[["game_id", "market_probability"]]
    return rows.merge(quotes, on="game_id", how="left", validate="one_to_one")[TESTED_COLUMNS]


def forecast_by_both(
    table: pd.DataFrame,
    folds: pd.DataFrame,
    question: Question,
    default: Mapping[str, Any],
    document: Document,
) -> tuple[pd.DataFrame, pd.DataFrame] | None:
    """Forecast the folds that have tuned hyperparameters, by default and by tuned ones.

    Parameters
    ----------
    table, folds, question, default, document
        As for `forecast_both`.

    Returns
    -------
    tuple of pandas.DataFrame, or None
        As `busta.learners.fold_models.forecast_folds` gives them, default first; None where nothing was tuned.
    """
    chosen = tuned_folds(document, folds["fold"].unique())
    if not chosen:
        return None
    kept = folds[folds["fold"].isin(list(chosen))]
    tuned = {fold: build_learner(question.learner, values) for fold, values in chosen.items()}
    made = []
    for by_fold in ({}, tuned):
        models = fit_folds(
            table,
            kept,
            market=question.market,
            learner_name=question.learner,
            learner=build_learner(question.learner, default),
            feature_names=question.feature_names,
            settings=question.settings,
            by_fold=by_fold,
        )
        made.append(forecast_folds(models, table, kept))
    return made[0], made[1]


def tuning_gains(
    tested: Mapping[str, pd.DataFrame], documents: Mapping[str, Document], market: str, rules: BootstrapRules
) -> pd.DataFrame:
    """Measure tuned against default hyperparameters, and beside them the closing line.

    Parameters
    ----------
    tested
        Learner to what `forecast_both` gives.
    documents
        Learner to what was tuned.
    market
        Named in the rows.
    rules
        Bootstrap by day; the difference is paired.

    Returns
    -------
    pandas.DataFrame
        One row per learner (their mean in log-odds and the closing line last, on the games all of them have), season
        (`all` first) and metric: market, learner, season, metric, n, default, tuned, difference, difference_low,
        difference_high (tuned minus default), change, change_low, change_high (the same as a share of the default's
        score), promised (the share that the best trial gained on the inner folds; null for other metrics than the
        objective, and for the last two). For the closing line `tuned` is its own score, `default` that of the mean.

    Raises
    ------
    EvaluationError
        When no learner was tuned.
    """
    known = {name: rows[rows["outcome"].notna()] for name, rows in tested.items() if len(rows)}
    if not known:
        raise EvaluationError(f"market {market!r}: expected a learner that was tuned, was none")
    records = []
    for name, rows in {**known, **_together(known)}.items():
        seasons = {ALL: rows, **{str(season): part for season, part in rows.groupby("season")}}
        for season, part in seasons.items():
            promised = promised_gain(documents.get(name, {}), season)
            records += [
                {"market": market, "learner": name, "season": season, "metric": metric}
                | _gain(part, metric, rules)
                | {"promised": promised.get(metric, np.nan)}
                for metric in _METRICS
            ]
    return pd.DataFrame(records)


def _together(known: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    first = next(iter(known.values()))
    common = set(first["game_id"]).intersection(*(rows["game_id"] for rows in known.values()))
    parts = [rows[rows["game_id"].isin(common)].sort_values("game_id") for rows in known.values()]
    sides = {
        name: logit_mean(np.column_stack([part[name].to_numpy() for part in parts]))
        for name in ("probability_default", "probability_tuned")
    }
    mean = parts[0].assign(**sides)
    close = mean.assign(probability_tuned=mean["market_probability"])
    close = close[close["market_probability"].notna()]
    return {MEAN: mean} | ({CLOSE: close} if len(close) else {})


def _gain(rows: pd.DataFrame, metric: str, rules: BootstrapRules) -> dict[str, float | int]:
    outcome = rows["outcome"].to_numpy(dtype="float64")
    score = _METRICS[metric]
    default, tuned = (score(rows[f"probability_{side}"], outcome) for side in ("default", "tuned"))
    return gain_of(default, tuned, rows["game_date"], rules)


def gain_of(default: Floats, tuned: Floats, day: pd.Series, rules: BootstrapRules) -> dict[str, float | int]:
    """Compare two losses, row by row, as the columns `n` to `change_high` of `tuning_gains` say."""
    days = draw_days(day, rules)
    difference, ratio = paired_difference(tuned, default, days), ratio_estimate(tuned, default, days)
    return {
        "n": difference.n,
        "default": float(default.mean()),
        "tuned": float(tuned.mean()),
        "difference": difference.value,
        "difference_low": difference.low,
        "difference_high": difference.high,
        "change": ratio.value - 1,
        "change_low": ratio.low - 1,
        "change_high": ratio.high - 1,
    }


def promised_gain(document: Document, season: str) -> dict[str, float]:
    """Share that the best trial gained on the inner folds, by the objective; nothing where nothing was tuned."""
    studies = document.get("seasons", {})
    if season != ALL:
        latest = max((tuned for tuned in studies if tuned <= season), default=None)
        studies = {latest: studies[latest]} if latest is not None else {}
    if not studies:
        return {}
    gains = [study["loss"] / study["default_loss"] - 1 for study in studies.values()]
    return {str(document["objective"]): float(np.mean(gains))}

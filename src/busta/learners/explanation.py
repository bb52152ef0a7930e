"""What a fitted learner looks at: its own weights, what is lost without a feature, and what each adds to a forecast."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from busta.evaluation.bootstrap import BootstrapRules, DayDraws, draw_days, mean_estimate, ratio_estimate
from busta.learners.base import Fitted, LearnerError
from busta.learners.boosted import FittedTrees
from busta.learners.fold_models import FoldModels
from busta.learners.forest import FittedForest
from busta.learners.linear import FittedLogistic, FittedRegression
from busta.seeds import stream

Floats = NDArray[np.float64]

COLUMNS = ["learner", "feature", "group", "kind", "value", "low", "high", "n"]
ALL_OF_GROUP = "(whole group)"


@dataclass(frozen=True)
class ExplanationRules:
    """How much is looked at.

    Attributes
    ----------
    seasons
        Latest test seasons whose forecasts are taken apart, at least 1.
    rows
        Most games of each season, drawn at random, at least 1.
    repeats
        Shuffles of every season, at least 1.
    shap_rows
        Most games of the last season of which every forecast is split, at least 1.
    seed
        The one seed of the configuration.
    """

    seasons: int
    rows: int
    repeats: int
    shap_rows: int
    seed: int


def explain(
    models: FoldModels,
    table: pd.DataFrame,
    folds: pd.DataFrame,
    groups: Mapping[str, str],
    rules: ExplanationRules,
    bootstrap: BootstrapRules,
) -> pd.DataFrame:
    """Measure how much each feature matters to one learner, in three ways, on games it was not fitted on.

    Parameters
    ----------
    models
        The learner on every fold.
    table
        The market's training table: game_id, game_date, actual, outcome and the features.
    folds
        The folds of the fit: only their test rows are forecast here.
    groups
        Feature to its group.
    rules
        How much is looked at.
    bootstrap
        How intervals are made: by day.

    Returns
    -------
    pandas.DataFrame
        One row per kind and feature, columns `COLUMNS`; ``feature`` is `ALL_OF_GROUP` where all columns of a group
        are shuffled together, which is what counts for columns that can replace each other. Kinds:

        - ``gain``: share of the total gain of all splits, mean over the folds, ``low`` and ``high`` the least and the
          most of a fold, ``n`` folds; ``coefficient`` for a linear learner: size of the coefficient of the
          standardised feature, in units of the quantity (or log-odds).
        - ``permutation``: by how much the squared error (of the quantity, or of the probability where the learner
          gives one) grows when the feature is shuffled among the games of its season, as a share of that error
          (Breiman 2001; Fisher, Rudin & Dominici 2019); ``n`` games. May be below zero.
        - ``shap``: mean size of the feature's part of a forecast (Lundberg & Lee 2017), in units of the quantity (or
          log-odds), ``n`` games.

    Raises
    ------
    LearnerError
        When no game was tested, or the learner is of a kind that cannot be taken apart.
    """
    asked = _asked(models, table, folds, rules)
    kinds = [
        _own_weights(models, list(asked["fold"].unique())),
        _permutation(models, asked, groups, rules, bootstrap),
        _shap(models, asked, rules, bootstrap),
    ]
    found = pd.concat(kinds, ignore_index=True).assign(learner=models.learner)
    named = found["feature"].map(groups).astype("str")
    return found.assign(group=found["group"].where(found["group"].notna(), named))[COLUMNS]


def contributions(fitted: Fitted, features: pd.DataFrame) -> Floats:
    """Split every forecast among its features (SHAP values).

    Parameters
    ----------
    fitted
        A fitted learner.
    features
        One row per game, the features of the fit in their order.

    Returns
    -------
    numpy.ndarray, shape (rows, features)
        In units of the quantity, or log-odds where the learner gives a probability. A row and the forecast for an
        average game sum to the forecast. Trees: path-dependent TreeSHAP (Lundberg et al. 2020), as the
        libraries themselves compute it; linear: coefficient times distance of the feature from its mean.

    Raises
    ------
    LearnerError
        When the learner is of another kind.
    """
    if isinstance(fitted, FittedTrees):
        return _booster_contributions(fitted.booster, features.to_numpy())
    if isinstance(fitted, FittedForest):
        return _forest_contributions(fitted.model, features.to_numpy())
    if isinstance(fitted, FittedRegression | FittedLogistic):
        with threadpool_limits(1):
            return np.asarray(fitted.model[:-1].transform(features) * np.ravel(fitted.model[-1].coef_))
    raise _unknown(fitted)


def own_weights(fitted: Fitted) -> Floats:
    """What the learner itself says of its features.

    Parameters
    ----------
    fitted
        A fitted learner.

    Returns
    -------
    numpy.ndarray, shape (features,)
        Share of the gain of all splits (0 for all where there was no split); size of the standardised coefficient
        for a linear learner.

    Raises
    ------
    LearnerError
        When the learner is of another kind.
    """
    if isinstance(fitted, FittedTrees):
        return _shares(_booster_gain(fitted.booster))
    if isinstance(fitted, FittedForest):
        return _shares(np.asarray(fitted.model.feature_importances_, dtype=float))
    if isinstance(fitted, FittedRegression | FittedLogistic):
        return np.abs(np.ravel(fitted.model[-1].coef_)).astype(float)
    raise _unknown(fitted)


def _asked(
    models: FoldModels, table: pd.DataFrame, folds: pd.DataFrame, rules: ExplanationRules
) -> pd.DataFrame:
    tested = folds.loc[folds["role"] == "test", ["fold", "season", "game_id"]]
    columns = ["game_id", "game_date", "actual", "outcome", *models.feature_names]
    rows = tested.merge(table[columns], on="game_id", validate="one_to_one")
    rows = rows[rows["actual"].notna() & rows["outcome"].notna()]
    if rows.empty:
        raise LearnerError(f"{models.market}.model_{models.learner}: expected tested games, was none")
    kept = np.sort(rows["season"].unique())[-rules.seasons :]
    rows = rows[rows["season"].isin(kept)]
    seed = stream(rules.seed, "explanation", models.market, "rows")
    # All rows in an order by chance, then the first of each season.
    shuffled = rows.sample(frac=1, random_state=seed)
    return shuffled.groupby("season").head(rules.rows).sort_values("game_id").reset_index(drop=True)


def _own_weights(models: FoldModels, folds: Sequence[str]) -> pd.DataFrame:
    weights = np.array([own_weights(models.fitted[str(fold)]) for fold in folds])
    is_linear = isinstance(models.fitted[models.latest], FittedRegression | FittedLogistic)
    return pd.DataFrame(
        {
            "feature": models.feature_names,
            "group": None,
            "kind": "coefficient" if is_linear else "gain",
            "value": weights.mean(axis=0),
            "low": weights.min(axis=0),
            "high": weights.max(axis=0),
            "n": len(folds),
        }
    )


def _permutation(
    models: FoldModels,
    asked: pd.DataFrame,
    groups: Mapping[str, str],
    rules: ExplanationRules,
    bootstrap: BootstrapRules,
) -> pd.DataFrame:
    names = list(models.feature_names)
    whole = list(dict.fromkeys(groups[name] for name in names))
    masks = [np.array([name == one for one in names]) for name in names]
    masks += [np.array([groups[name] == group for name in names]) for group in whole]
    base = _losses(models, asked, asked[names].to_numpy(), [np.zeros(len(names), dtype=bool)])
    worse = [_losses(models, asked, _shuffled(asked, names, repeat, rules), masks) for repeat in
             range(rules.repeats)]  # fmt: skip
    days = draw_days(asked["game_date"], bootstrap)
    rise = np.mean(worse, axis=0) - base
    found = [ratio_estimate(column, base[:, 0], days) for column in rise.T]
    return pd.DataFrame(
        {
            "feature": [*names, *[ALL_OF_GROUP] * len(whole)],
            "group": [*[None] * len(names), *whole],
            "kind": "permutation",
            **_columns_of(found),
        }
    )


def _shuffled(asked: pd.DataFrame, names: Sequence[str], repeat: int, rules: ExplanationRules) -> Floats:
    # Within a season: between seasons the league itself differs.
    generator = np.random.default_rng(stream(rules.seed, "explanation", "shuffle", str(repeat)))
    place = np.arange(len(asked))
    for rows in asked.groupby("season").indices.values():
        place[rows] = generator.permutation(rows)
    return asked[list(names)].to_numpy()[place]


def _losses(
    models: FoldModels, asked: pd.DataFrame, shuffled: Floats, masks: Sequence[NDArray[np.bool_]]
) -> Floats:
    names = list(models.feature_names)
    features, losses = asked[names].to_numpy(), np.empty((len(asked), len(masks)))
    for fold, rows in asked.groupby("fold").indices.items():
        copies = [np.where(mask, shuffled[rows], features[rows]) for mask in masks]
        stacked = pd.DataFrame(np.concatenate(copies), columns=names)
        forecast = models.predict(stacked, str(fold))
        is_direct = np.isfinite(forecast.probability_over).all()
        said = forecast.probability_over if is_direct else forecast.mean
        happened = asked["outcome" if is_direct else "actual"].to_numpy(dtype=float)[rows]
        losses[rows] = ((said.reshape(len(masks), -1) - happened) ** 2).T
    return losses


def _shap(
    models: FoldModels, asked: pd.DataFrame, rules: ExplanationRules, bootstrap: BootstrapRules
) -> pd.DataFrame:
    latest = asked[asked["season"] == asked["season"].max()]
    seed = stream(rules.seed, "explanation", models.market, "shap")
    chosen = latest.sample(n=min(rules.shap_rows, len(latest)), random_state=seed).reset_index(drop=True)
    sizes = np.empty((len(chosen), len(models.feature_names)))
    for fold, rows in chosen.groupby("fold").indices.items():
        features = chosen.loc[rows, list(models.feature_names)]
        sizes[rows] = np.abs(contributions(models.fitted[str(fold)], features))
    days: DayDraws = draw_days(chosen["game_date"], bootstrap)
    found = [mean_estimate(column, days) for column in sizes.T]
    parts = {"feature": models.feature_names, "group": None, "kind": "shap"}
    return pd.DataFrame({**parts, **_columns_of(found)})


def _columns_of(estimates: Sequence[Any]) -> dict[str, list[float]]:
    return {name: [getattr(one, name) for one in estimates] for name in ("value", "low", "high", "n")}


def _booster_gain(booster: Any) -> Floats:
    if type(booster).__module__.startswith("lightgbm"):
        return np.asarray(booster.feature_importance("gain"), dtype=float)
    gain = booster.get_score(importance_type="total_gain")
    return np.array([gain.get(f"f{place}", 0.0) for place in range(booster.num_features())])


def _booster_contributions(booster: Any, features: Floats) -> Floats:
    if type(booster).__module__.startswith("lightgbm"):
        split = booster.predict(features, pred_contrib=True, num_threads=1)
    else:
        import xgboost

        split = booster.predict(xgboost.DMatrix(features, nthread=1), pred_contribs=True)
    # The last column is the average forecast.
    return np.asarray(split, dtype=float)[:, :-1]


def _forest_contributions(forest: Any, features: Floats) -> Floats:
    with warnings.catch_warnings():
        # Its colour maps are made with functions that Matplotlib is going to deprecate.
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        # Slow to import, and needed for this learner only: boosted trees split their forecasts themselves.
        import shap

    return np.asarray(shap.TreeExplainer(forest).shap_values(features), dtype=float)


def _shares(gain: Floats) -> Floats:
    total = gain.sum()
    return gain / total if total > 0 else gain


def _unknown(fitted: Fitted) -> LearnerError:
    return LearnerError(f"expected a learner that can be taken apart, was {type(fitted).__name__}")

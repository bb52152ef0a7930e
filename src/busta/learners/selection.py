"""Which features are worth keeping: four methods vote, and the table says who kept what, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from sklearn.feature_selection import RFE
from sklearn.linear_model import Lasso, Ridge
from threadpoolctl import threadpool_limits

from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.registry import build_learner

METHODS = ("elimination", "importance", "lasso", "correlation")
SELECTION_COLUMNS = [
    "feature", "rows", "elimination_rank", "importance", "lasso", "correlation", "twin", "twin_correlation",
    *(f"by_{method}" for method in METHODS), "votes", "is_kept", "why",
]  # fmt: skip
# Rounds of coordinate descent; correlated features need more than the library's thousand.
_MOST_ROUNDS = 10_000


@dataclass(frozen=True)
class SelectionRules:
    """How features are chosen.

    Attributes
    ----------
    rows
        Latest training rows that are looked at.
    keep
        Features that recursive elimination and importance keep, each.
    step
        Share of the features that a round of the elimination drops, in (0, 1).
    ridge_alpha
        Penalty of the regression whose smallest coefficients are dropped.
    lasso_alpha
        Penalty of the LASSO, features and quantity standardised.
    least_correlation
        Smallest correlation with the quantity, by its size, that the method of correlation keeps.
    twin_correlation
        Of two features that are correlated more than this, it keeps the one that tells more of the quantity.
    votes
        Methods that have to keep a feature.
    trees
        Hyperparameters of ``tweedie_lightgbm``, whose gain is the importance.
    """

    rows: int
    keep: int
    step: float
    ridge_alpha: float
    lasso_alpha: float
    least_correlation: float
    twin_correlation: float
    votes: int
    trees: Mapping[str, Any]


def select_features(rows: Rows, rules: SelectionRules, context: FitContext) -> pd.DataFrame:
    """Let four methods vote on every feature.

    Parameters
    ----------
    rows
        Training rows in time order: nothing of the tested days.
    rules
        See there.
    context
        Seed and threads of the trees.

    Returns
    -------
    pandas.DataFrame
        One row per feature, in their order, columns `SELECTION_COLUMNS`: the rank that recursive elimination gives
        (1: kept), the share of the trees' gain, the coefficient of the LASSO and the correlation with the quantity (in
        standard deviations), the feature that says the same already (``twin``), what each method kept, and why it is
        kept or not, in words.

    Raises
    ------
    LearnerError
        When not one feature gets the votes.
    """
    latest = rows.where(np.arange(len(rows)) >= len(rows) - rules.rows)
    X, y = _standard(latest.features.to_numpy(dtype=np.float64)), _standard(latest.quantity[:, None])[:, 0]
    names = list(latest.features.columns)
    with threadpool_limits(1):
        table = pd.DataFrame({"feature": names, "rows": len(latest)}).assign(
            elimination_rank=_elimination(X, y, rules),
            importance=_importance(latest, rules, context),
            lasso=Lasso(alpha=rules.lasso_alpha, max_iter=_MOST_ROUNDS).fit(X, y).coef_,
            correlation=X.T @ y / len(y),
        )
        table = table.join(_twins(names, X.T @ X / len(y), table["correlation"].to_numpy(), rules))
    table = _voted(table, rules)
    if not table["is_kept"].any():
        raise LearnerError(
            f"expected a feature with {rules.votes} votes, the most were {table['votes'].max()}"
        )
    return table[SELECTION_COLUMNS]


def _standard(X: np.ndarray) -> np.ndarray:
    spread = X.std(axis=0)
    return np.asarray((X - X.mean(axis=0)) / np.where(spread > 0, spread, 1.0))


def _elimination(X: np.ndarray, y: np.ndarray, rules: SelectionRules) -> np.ndarray:
    regression = Ridge(alpha=rules.ridge_alpha, solver="cholesky")
    keep = min(rules.keep, X.shape[1])
    return np.asarray(RFE(regression, n_features_to_select=keep, step=rules.step).fit(X, y).ranking_)


def _importance(rows: Rows, rules: SelectionRules, context: FitContext) -> np.ndarray:
    nothing = rows.where(np.zeros(len(rows), dtype=bool))
    fitted: Any = build_learner("tweedie_lightgbm", rules.trees).fit(rows, nothing, context)
    gain = fitted.model.booster.feature_importance("gain")
    return np.asarray(gain / max(gain.sum(), 1e-12))


def _twins(
    names: Sequence[str], between: np.ndarray, correlation: np.ndarray, rules: SelectionRules
) -> pd.DataFrame:
    kept: list[int] = []
    twin = np.full(len(names), -1)
    for feature in np.argsort(-np.abs(correlation), kind="stable"):
        alike = np.abs(between[feature, kept]) if kept else np.zeros(0)
        if alike.max(initial=0.0) > rules.twin_correlation:
            twin[feature] = kept[int(alike.argmax())]
        else:
            kept.append(int(feature))
    return pd.DataFrame(
        {
            "twin": pd.Series([names[one] if one >= 0 else None for one in twin], dtype="str"),
            "twin_correlation": np.where(twin >= 0, between[np.arange(len(names)), twin], np.nan),
        }
    )


def _voted(table: pd.DataFrame, rules: SelectionRules) -> pd.DataFrame:
    most = table["importance"].rank(ascending=False, method="first")
    table = table.assign(
        by_elimination=table["elimination_rank"] == 1,
        by_importance=(most <= rules.keep) & (table["importance"] > 0),
        by_lasso=table["lasso"] != 0,
        by_correlation=table["twin"].isna() & (table["correlation"].abs() >= rules.least_correlation),
    )
    votes = table[[f"by_{method}" for method in METHODS]].sum(axis=1)
    table = table.assign(votes=votes, is_kept=votes >= rules.votes)
    return table.assign(why=_reasons(table, most, rules))


def _reasons(table: pd.DataFrame, place: pd.Series, rules: SelectionRules) -> pd.Series:
    rounds = (table["elimination_rank"] - 1).astype("str")
    known = "correlation " + table["correlation"].map("{:+.3f}".format)
    twin = "as " + table["twin"].fillna("") + ", " + table["twin_correlation"].map("{:+.3f}".format)
    told = {
        "elimination": ("dropped " + rounds + " rounds before the end").where(rounds != "0", "in the end"),
        "importance": "place " + place.astype("int64").astype("str") + " of the gain",
        "lasso": "coefficient " + table["lasso"].map("{:+.4f}".format),
        "correlation": known.where(table["twin"].isna(), twin),
    }
    why = table["votes"].astype("str") + f" of {len(METHODS)} votes, {rules.votes} needed"
    for method, text in told.items():
        answer = table[f"by_{method}"].map({True: "yes", False: "no"})
        why = why + f", {method} " + answer + " (" + text + ")"
    return why

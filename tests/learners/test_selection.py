"""Feature selection: four methods vote, and the table says who kept what and why."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.learners.base import FitContext, LearnerError, Rows
from busta.learners.selection import METHODS, SELECTION_COLUMNS, SelectionRules, select_features

TREES = {
    "variance_power": 1.2,
    "num_leaves": 8,
    "learning_rate": 0.1,
    "min_child_samples": 20,
    "reg_lambda": 1,
    "colsample_bytree": 1,
    "subsample": 1,
    "n_estimators": 30,
}


def invented(count: int = 3000, seed: int = 1) -> Rows:
    draws = np.random.default_rng(seed)
    level, second = draws.uniform(2, 12, count), draws.normal(size=count)
    features = pd.DataFrame(
        {
            "noise": draws.normal(size=count),
            "level": level,
            "copy": level * 3 + draws.normal(0, 0.01, count),
            "second": second,
            "more_noise": draws.normal(size=count),
            "same": 1.0,
        },
        dtype="float32",
    )
    quantity = draws.poisson(np.maximum(level + 1.5 * second, 0.1)).astype(float)
    return Rows(features, quantity, np.full(count, np.nan), np.ones(count), np.zeros(count))


def rules(**other: Any) -> SelectionRules:
    given: dict[str, Any] = {
        "rows": 5000,
        "keep": 2,
        "step": 0.2,
        "ridge_alpha": 1.0,
        "lasso_alpha": 0.05,
        "least_correlation": 0.1,
        "twin_correlation": 0.97,
        "votes": 3,
        "trees": TREES,
    }
    return SelectionRules(**given | other)


def select(given: Rows, **other: Any) -> pd.DataFrame:
    return select_features(given, rules(**other), FitContext(2, 100)).set_index("feature")


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return select(invented())


def test_what_moves_the_quantity_is_kept_and_noise_is_not(table: pd.DataFrame) -> None:
    assert table.loc[["second"], "votes"].tolist() == [4]
    assert table.loc[["noise", "more_noise", "same"], "votes"].tolist() == [0, 0, 0]
    assert list(table.index[table["is_kept"]]) in (["level", "second"], ["copy", "second"])
    assert list(table.reset_index().columns) == SELECTION_COLUMNS


def test_of_two_that_say_the_same_one_stays(table: pd.DataFrame) -> None:
    pair = table.loc[["level", "copy"]]
    assert pair["by_correlation"].sum() == 1
    dropped = pair[pair["twin"].notna()].iloc[0]
    assert dropped["twin"] in {"level", "copy"} - {dropped.name}
    assert dropped["twin_correlation"] > 0.97


def test_the_table_says_why(table: pd.DataFrame) -> None:
    second, noise = table.loc["second", "why"], table.loc["noise", "why"]
    assert second.startswith(
        "4 of 4 votes, 3 needed, elimination yes (in the end), importance yes (place 2 of the gain)"
    )
    assert f"lasso yes (coefficient {table.loc['second', 'lasso']:+.4f})" in second
    assert "elimination no (dropped " in noise
    assert noise.endswith(f"correlation no (correlation {table.loc['noise', 'correlation']:+.3f})")
    dropped = table[table["twin"].notna()].iloc[0]
    assert dropped["why"].endswith(f"correlation no (as {dropped['twin']}, +1.000)")


def test_the_votes_are_those_of_the_methods(table: pd.DataFrame) -> None:
    votes = table[[f"by_{method}" for method in METHODS]].sum(axis=1)
    assert (table["votes"] == votes).all()
    assert (table["is_kept"] == (votes >= 3)).all()
    assert table["importance"].sum() == pytest.approx(1)


def test_the_same_rows_give_the_same_table_and_older_rows_than_asked_for_none() -> None:
    rows = invented()
    older = rows.where(np.arange(3000) < 1000)
    wild = Rows(older.features * -7, older.quantity[::-1], older.line, older.weight, older.inner_fold)
    latest = rows.where(np.arange(3000) >= 1000)
    first, second = (select(some, rows=2000) for some in (rows, latest.after(wild)))
    pd.testing.assert_frame_equal(first, second, check_exact=True)
    assert set(first["rows"]) == {2000}


def test_nothing_kept_is_an_error() -> None:
    with pytest.raises(LearnerError, match="expected a feature with 5 votes, the most were 4"):
        select(invented(500), votes=5)

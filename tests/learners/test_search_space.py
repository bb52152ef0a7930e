"""What may be tried."""

from __future__ import annotations

from typing import Any

import pytest

from busta.learners.search_space import Range, SearchSpace, SearchSpaceError


def space(learner: str = "xgboost", **ranges: Range) -> SearchSpace:
    return SearchSpace("ats", learner, ranges or {"max_depth": Range(3, 12)})


def test_a_learner_that_counts_gets_whole_numbers() -> None:
    made = space(max_depth=Range(3, 12), learning_rate=Range(0.01, 0.3, is_log=True)).distributions()
    assert made["max_depth"].to_external_repr(7.0) == 7
    assert {name: type(one).__name__ for name, one in made.items()} == {
        "max_depth": "IntDistribution",
        "learning_rate": "FloatDistribution",
    }
    assert made["learning_rate"]._asdict()["log"]


def test_a_grid_is_the_product_of_its_values() -> None:
    ranges = {
        "max_depth": Range(3, 12, grid=(3, 12)),
        "learning_rate": Range(0.01, 0.3, grid=(0.01, 0.1, 0.3)),
        "reg_lambda": Range(0, 10),
    }
    points = space(**ranges).grid()
    assert points == [
        {"max_depth": depth, "learning_rate": rate} for depth in (3, 12) for rate in (0.01, 0.1, 0.3)
    ]
    assert all(isinstance(point["max_depth"], int) for point in points)


def test_a_grid_without_values_is_refused() -> None:
    with pytest.raises(
        SearchSpaceError, match="'ats', learner 'xgboost': expected 'grid' in at least one range"
    ):
        space(max_depth=Range(3, 12)).grid()


@pytest.mark.parametrize(
    ("key", "given", "sentence"),
    [
        (
            "max_depht",
            Range(3, 12),
            "key 'max_depht': expected a hyperparameter among max_depth, learning_rate",
        ),
        ("max_depth", Range(12, 3), "key 'max_depth': expected 'low' below 'high', was 12 and 3"),
        ("max_depth", Range(3, 3), "key 'max_depth': expected 'low' below 'high', was 3 and 3"),
        ("max_depth", Range(2.5, 12), "key 'max_depth': expected whole numbers, was 2.5"),
        ("max_depth", Range(3, 12, grid=(3, 14)), "key 'max_depth': expected 'grid' inside 3 to 12, was 14"),
        ("reg_lambda", Range(0, 9, is_log=True), "key 'reg_lambda': expected 'low' above 0, was 0"),
        ("reg_lambda", Range(-1, 9), "key 'reg_lambda': expected 'low' from 0, was -1"),
    ],
)
def test_a_wrong_range_is_an_error_that_names_market_learner_and_key(
    key: str, given: Range, sentence: str
) -> None:
    with pytest.raises(SearchSpaceError) as error:
        space(**{key: given})
    assert str(error.value).startswith(f"market 'ats', learner 'xgboost', {sentence}")


@pytest.mark.parametrize(("learner", "ranges"), [("oracle", {"alpha": Range(0, 1)}), ("ridge", {})])
def test_an_unknown_learner_and_an_empty_space_are_refused(learner: str, ranges: dict[str, Any]) -> None:
    with pytest.raises(SearchSpaceError, match=f"market 'ats', learner '{learner}': expected"):
        SearchSpace("ats", learner, ranges)

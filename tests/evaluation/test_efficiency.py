"""All tests in one table."""

import pandas as pd
import pytest

from busta.evaluation.efficiency import (
    COLUMNS,
    efficiency_table,
    family_summary,
    in_other_seasons,
    is_early_season,
    left_together,
)

NAN = float("nan")


def _tests(family: str, *p_values: float, **changes: object) -> pd.DataFrame:
    columns = {
        "family": family,
        "test": "over",
        "market": "total",
        "moment": "close",
        "group": [f"group {number}" for number in range(len(p_values))],
        "n": 100,
        "days": 50,
        "estimate": 0.1,
        "expected": 0.0,
        "low": 0.0,
        "high": 0.2,
        "p_value": p_values,
    }
    return pd.DataFrame(columns | changes)


def test_p_values_are_adjusted_within_their_family() -> None:
    table = efficiency_table([_tests("bias, a", 0.01, 0.04, 0.03), _tests("bias, b", 0.04)], 0.05)
    # Benjamini and Hochberg: p times tests over rank, never falling: .03, .04, .04.
    assert table["p_adjusted"].tolist() == [pytest.approx(p) for p in (0.03, 0.04, 0.04, 0.04)]
    assert list(table.columns) == list(COLUMNS)


def test_the_summary_counts_what_chance_alone_would_make() -> None:
    tests = efficiency_table([_tests("bias, a", 0.001, 0.04, 0.5, 0.9), _tests("bias, b", 0.2)], 0.05)
    (first, second) = family_summary(tests, 0.05).to_dict("records")
    assert (first["tests"], first["small"], first["by_chance"], first["significant"]) == (4, 2, 0.2, 1)
    assert (first["smallest"], first["smallest_adjusted"]) == (0.001, 0.004)
    assert (second["small"], second["significant"]) == (0, 0)


def test_all_biases_together_are_a_harder_test_than_each_family() -> None:
    tests = efficiency_table([_tests("bias, a", 0.01), _tests("bias, b", 0.5), _tests("other", 0.001)], 0.05)
    assert tests["p_adjusted"].tolist() == [0.01, 0.5, 0.001]
    assert left_together(tests, 0.05) == (2, 1)
    assert left_together(tests, 0.015) == (2, 0)
    assert left_together(tests[tests["family"] == "other"], 0.05) == (0, 0)


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"p_value": 0.2}, "no more than chance can make"),
        ({"roi_low": 0.01}, "more often than the market says, and it paid"),
        ({"roi_low": -0.01}, "more often than the market says, not enough to pay for sure"),
        ({"estimate": -0.1}, "less often than the market says, not enough to pay for sure"),
        (
            {"estimate": -0.1, "roi_against_low": 0.01},
            "less often than the market says, and the other side paid",
        ),
        ({"family": "encompassing", "test": "x: model"}, "the model knows something that the line does not"),
        (
            {"family": "encompassing", "test": "x: model", "estimate": -0.1},
            "beside the line the model misleads",
        ),
        (
            {"family": "encompassing", "test": "x: edge", "p_value": 0.2},
            "no sign that the model knows more than the line",
        ),
        (
            {"family": "encompassing", "test": "x: line"},
            "the line does not keep its full weight beside the model",
        ),
        (
            {"family": "encompassing", "test": "x: line", "p_value": 0.2},
            "the line keeps its full weight beside the model",
        ),
        ({"family": "mincer_zarnowitz"}, "off by more than chance can make"),
        ({"family": "mincer_zarnowitz", "p_value": 0.2}, "no sign of a bias"),
    ],
)
def test_every_test_has_a_verdict_in_words(changes: dict[str, object], verdict: str) -> None:
    part = _tests("bias, a", 0.01).assign(roi_low=NAN, roi_against_low=NAN).assign(**changes)
    assert efficiency_table([part], 0.05)["verdict"].tolist() == [verdict]


def test_a_finding_is_looked_up_in_the_seasons_that_had_no_part_in_it() -> None:
    later = _tests("bias, total, close", 0.01, 0.5)
    older = _tests("older seasons, total, close", 0.02, estimate=-0.3)
    tests = efficiency_table([later, older], 0.05)
    found = in_other_seasons(tests, tests)
    assert found["estimate"].tolist() == [-0.3, pytest.approx(NAN, nan_ok=True), 0.1]
    assert found.index.tolist() == tests.index.tolist()


def test_without_any_test_the_table_is_empty_and_whole() -> None:
    table = efficiency_table([_tests("bias, a")], 0.05)
    assert (len(table), list(table.columns)) == (0, list(COLUMNS))
    assert family_summary(table, 0.05).empty
    assert left_together(table, 0.05) == (0, 0)


def test_the_known_anomaly_is_told_from_the_rest() -> None:
    tests = efficiency_table([_tests("bias, a", 0.5), _tests("early-season unders", 0.5)], 0.05)
    assert is_early_season(tests).tolist() == [False, True]

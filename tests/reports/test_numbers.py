from __future__ import annotations

import pytest

from busta.reports.numbers import interval, number


@pytest.mark.parametrize(
    ("value", "metric", "is_difference", "text"),
    [
        (0.21518, "brier_score", False, "0.2152"),
        (0.6612, "accuracy", False, "66.1 %"),
        (0.00581, "brier_score", True, "+0.0058"),
        (-0.0123, "hit_rate", True, "-1.2 pp"),
        (None, "brier_score", False, "–"),
    ],
)
def test_shares_are_in_percent_and_scores_have_four_decimals(
    value: float | None, metric: str, is_difference: bool, text: str
) -> None:
    assert number(value, metric, is_difference=is_difference) == text


def test_an_interval_stands_in_brackets_with_one_unit_behind() -> None:
    assert interval(0.2152, 0.2121, 0.2184, "brier_score") == "0.2152 [0.2121, 0.2184]"
    assert interval(0.504, 0.492, 0.515, "hit_rate") == "50.4 [49.2, 51.5] %"
    assert interval(-0.013, -0.021, 0.005, "accuracy", is_difference=True) == "-1.3 [-2.1, +0.5] pp"


def test_a_number_without_an_interval_stands_alone() -> None:
    assert interval(0.5, None, None) == "0.5000"
    assert interval(None, None, None) == "–"

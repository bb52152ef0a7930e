"""Numbers of tests as text."""

import pandas as pd
import pytest

from busta.reports.efficiency_numbers import estimate, money, p_value, plain, points, records, share

NAN = float("nan")


def test_an_estimate_has_an_interval_where_there_is_one() -> None:
    row = {"estimate": 0.0712, "low": -0.09, "high": 0.231}
    assert estimate(row, plain) == "0.071 [-0.090, 0.231]"
    assert estimate(row | {"low": NAN}, points) == "+7.1"


def test_a_profit_that_was_not_measured_is_a_dash() -> None:
    row = {"roi": 0.0887, "roi_low": -0.0067, "roi_high": 0.184}
    assert money(row, "roi") == "+8.9 [-0.7, +18.4]"
    assert money(row | {"roi": NAN}, "roi") == "–"


@pytest.mark.parametrize(("value", "text"), [(0.00005, "<0.0001"), (0.0001, "0.0001"), (0.25, "0.2500")])
def test_small_p_values_are_called_small(value: float, text: str) -> None:
    assert p_value(value) == text


def test_shares_and_rows_are_written_plainly() -> None:
    assert share(0.47172) == "47.2 %"
    assert records(pd.DataFrame({"a": [1, 2]})) == [{"a": 1}, {"a": 2}]

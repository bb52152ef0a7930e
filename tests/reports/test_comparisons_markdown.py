"""What is gained, and over what."""

from busta.reports.comparisons_markdown import comparisons_section

RECORD = {
    "forecaster": "probability_stacked",
    "baseline": "market",
    "n": 1234,
    "value": 0.2095,
    "baseline_value": 0.2094,
    "difference": 0.0001,
    "difference_low": -0.0001,
    "difference_high": 0.0003,
    "change": 0.0005,
    "change_low": -0.0005,
    "change_high": 0.0015,
}


def test_a_gain_stands_beside_what_it_is_a_gain_over() -> None:
    page = comparisons_section([RECORD])
    row = (
        "| blend with the close | the closing line | 1,234 | 0.2095 | 0.2094 | +0.0001 [-0.0001, +0.0003] | "
    )
    assert row + "+0.05 [-0.05, +0.15] % |" in page


def test_without_an_interval_there_are_no_brackets() -> None:
    page = comparisons_section([RECORD | {"change_low": None, "change_high": None}])
    assert "| +0.05 % |" in page


def test_nothing_compared_is_no_section() -> None:
    assert comparisons_section([]) == ""

"""Sides against lines, on the page."""

from busta.reports.edges_markdown import edges_section


def record(moment: str, metric: str, value: float) -> dict:
    keys = {"moment": moment, "games": "all", "min_edge": 2.0, "metric": metric, "n": 1000}
    return keys | {"value": value, "low": value - 0.01, "high": value + 0.01}


def test_a_line_of_the_table_has_the_sides_the_share_the_move_and_the_profit() -> None:
    page = edges_section(
        [
            record("open", "roi", -0.02),
            record("open", "hit_rate", 0.53),
            record("open", "closing_line_value", 0.5),
        ]
    )
    assert "| open | all | 2 | 1,000 | 53.0 [52.0, 54.0] % | +0.5000 [+0.4900, +0.5100] | " in page
    assert "-2.0 [-3.0, -1.0] pp |" in page


def test_the_close_has_a_dash_for_the_move_of_the_line() -> None:
    assert "| – |" in edges_section([record("close", "roi", -0.05), record("close", "hit_rate", 0.5)])


def test_without_a_moving_line_there_is_no_section() -> None:
    assert edges_section([]) == ""

from __future__ import annotations

from busta.reports.markdown import table


def test_bars_and_line_breaks_in_a_cell_do_not_break_the_table() -> None:
    assert table(["a"], [["x | y\nz"]]).splitlines()[-1] == "| x \\| y z |"


def test_a_table_has_a_header_a_rule_and_its_rows() -> None:
    assert table(["a", "b"], [["1", "2"]]) == "| a | b |\n| --- | --- |\n| 1 | 2 |\n"

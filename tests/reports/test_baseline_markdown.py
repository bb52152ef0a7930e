from __future__ import annotations

import re

from busta.params.reporting import Target
from busta.reports.baseline_markdown import baseline_page
from busta.reports.scores_json import scores_document
from tests.reports.samples import FABRICATED, REAL, document, probabilities, scores

TARGET = Target(market="moneyline", metric="brier_score", at_most=0.25, context="A coin has 0.25.")


def _page(identity: dict[str, object] | None = None, *, is_passed: bool = True) -> str:
    made = document(identity, is_passed=is_passed)
    return baseline_page(made, {"moneyline": ["reliability", "seasons"]}, [TARGET])


def _tables(page: str) -> list[list[str]]:
    blocks = re.findall(r"(?:^\|.*\|\n)+", page, re.MULTILINE)
    return [block.splitlines() for block in blocks]


def test_the_first_line_says_what_data_this_is() -> None:
    assert _page().splitlines()[0] == document()["data"]
    assert _page(FABRICATED).splitlines()[0].startswith("DATA: FABRICATED")


def test_fabricated_data_pass_no_gate() -> None:
    assert "No gate holds for these data" in _page(FABRICATED)
    assert "### Gates" not in _page(FABRICATED)


def test_every_row_of_a_table_has_as_many_cells_as_its_header() -> None:
    tables = _tables(_page())
    assert len(tables) == 7  # asked, headline, in full, seasons, gates, ablation, information
    for lines in tables:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in lines}) == 1
        assert set(lines[1]) <= set("|- ")


def test_a_table_stands_between_empty_lines() -> None:
    lines = ["", *_page().splitlines(), ""]
    for before, line, after in zip(lines, lines[1:], lines[2:], strict=False):
        if line.startswith("|"):
            assert before == "" or before.startswith("|")
            assert after == "" or after.startswith("|")


def test_a_breached_gate_is_named_at_the_top_and_in_its_table() -> None:
    page = _page(is_passed=False)
    assert "**1 of 1 gates breached**: moneyline: brier_score." in page
    assert "**BREACHED**" in page
    assert "All 1 gates passed." in _page()


def test_a_gate_that_does_not_apply_is_no_success() -> None:
    made = document()
    made["markets"]["moneyline"]["gates"][0]["is_applied"] = False
    page = baseline_page(made, {}, [])
    assert "not applied" in page
    assert "All 0 gates passed." in page


def test_every_figure_is_linked_relative_to_the_page() -> None:
    assert re.findall(r"!\[.+\]\((.+)\)", _page()) == ["moneyline/reliability.png", "moneyline/seasons.png"]


def test_a_market_that_nobody_quotes_has_a_page_too() -> None:
    made = scores_document(REAL, {"points": scores(probabilities(is_quoted=False))}, {}, {})
    page = baseline_page(made, {}, [])
    assert "## points" in page
    assert "closing line** |" not in page

"""The checks as a page: what needs attention first, and nothing of a raw file understood as HTML."""

from __future__ import annotations

from busta.reports.quality_json import quality_document
from busta.reports.quality_page import CHECKS, quality_page
from tests.reports.html.pages import Page
from tests.reports.quality_samples import IDENTITY, checks


def _page(stop_at: str = "error", error: float | None = 0.5) -> Page:
    return Page(quality_page(quality_document(IDENTITY, checks(error), stop_at)))


def test_the_page_says_first_that_its_data_are_invented() -> None:
    text = quality_page(quality_document(IDENTITY, checks(), "error"))
    assert text.startswith(f"<!-- {IDENTITY['description']}")
    assert Page(text).visible()[0] == IDENTITY["description"]


def test_what_needs_attention_stands_before_all_checks() -> None:
    words = _page().visible()
    assert words.index("6 of 10 are missing.") < words.index("Ranges", 30)
    assert "The run stops." in words
    assert words.count("error:") == 2


def test_every_check_has_its_section_and_its_meaning() -> None:
    page = _page()
    assert [a["id"] for a in page.all("section")] == ["verdict", "attention", *CHECKS]
    assert all(title in page.visible() for title, _ in CHECKS.values())
    assert "No source was called." in page.visible()


def test_a_run_that_goes_on_says_so() -> None:
    assert "The run goes on." in _page(error=None).visible()
    assert "The run goes on." in _page("never").visible()
    assert "No finding stops a run." in " ".join(_page("never").visible())


def test_clean_checks_are_folded_away_and_counted() -> None:
    words = _page().visible()
    assert words.count("1 looked at without a finding") == 2
    assert "1 finding told one by one, without a limit" in words


def test_cells_of_raw_files_stay_text() -> None:
    page = _page()
    assert page.all("script") == []
    assert any("<script>alert(1)</script>" in text for text in page.visible())


def test_a_page_without_findings_has_nothing_that_needs_attention() -> None:
    clean = checks()[lambda table: table["n_bad"] == 0]
    page = Page(quality_page(quality_document(IDENTITY, clean, "error")))
    assert "No check found more than its limit." in page.visible()
    assert (
        "No earlier run has left columns to compare with: those of this run are remembered."
        not in page.visible()
    )

"""One page that needs nothing beside itself."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from busta.reports.data_line import data_line
from busta.reports.html import Section, html_page
from busta.reports.html.page import PageError, embedded
from busta.reports.style import CHANCE, MODEL, new_figure, quiet
from tests.reports.html.pages import Page
from tests.reports.samples import FABRICATED, REAL


def _png() -> bytes:
    # A drawing with more colours than a chart has.
    left, down = np.meshgrid(np.arange(640), np.arange(480))
    dots = np.stack([left % 256, down % 256, (left * down) % 256], axis=2).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(dots).save(buffer, "PNG")
    return buffer.getvalue()


PNG = _png()
TEXT = (
    "Some text.\n\n![a chart](ats/chart.png)\n\n| name | meaning |\n| --- | --- |\n| x | "
    + "long " * 20
    + "|\n"
)
SECTIONS = [Section("first", "First", TEXT, {"ats/chart.png": PNG}), Section("second", "Second", "More.")]


def _page(identity: dict[str, object] = REAL, sections: list[Section] = SECTIONS) -> str:
    return html_page(data_line(identity), "A report", "What it is.", sections)


def test_the_file_and_the_page_begin_with_what_data_it_is() -> None:
    text = _page()
    assert text.splitlines()[:2] == [f"<!-- {REAL['description']} -->", "<!doctype html>"]
    assert Page(text).visible()[0] == REAL["description"]


def test_the_banner_shouts_when_the_data_are_fabricated() -> None:
    real, invented = Page(_page()), Page(_page(FABRICATED))
    assert invented.all("div")[0].get("class") == "banner fabricated"
    assert real.all("div")[0].get("class") == "banner"
    (style,) = re.findall(r"\.banner\.fabricated \{[^}]*\}", _page().split("@media print")[0])
    assert "var(--alarm)" in style
    assert "<title>FABRICATED: A report</title>" in _page(FABRICATED)


def test_nothing_is_fetched_and_nothing_runs() -> None:
    text = _page()
    page = Page(text)
    assert {name for name, _ in page.tags} & {"script", "link", "iframe", "object", "base", "form"} == set()
    addresses = [
        value or "" for _, own in page.tags for key, value in own.items() if key in ("src", "href", "srcset")
    ]
    assert [a for a in addresses if not a.startswith(("data:image/png;base64,", "#"))] == []
    assert re.search(r"url\(|@import|https?:", text) is None
    assert [key for _, own in page.tags for key in own if key.startswith("on")] == []


def test_every_section_has_an_entry_in_the_contents() -> None:
    page = Page(_page())
    links = [tag["href"] for tag in page.all("a")]
    assert links[:2] == ["#first", "#second"]
    anchors = {f"#{own['id']}" for _, own in page.tags if "id" in own}
    assert set(links) <= anchors


def test_text_from_data_stays_text() -> None:
    bad = "<script>alert('x')</script> & \"quoted\""
    made = _page(
        sections=[
            Section(
                "one",
                bad,
                f"# {bad}\n\n{bad}\n\n- {bad}\n\n| {bad} | b |\n| --- | --- |\n| {bad} | {'w ' * 40} |",
            )
        ]
    )
    page = Page(made)
    assert page.all("script") == []
    assert page.visible().count(bad) == 7  # contents, title, heading, paragraph, list, head and cell
    assert all(bad not in comment for comment in page.comments)


def test_the_first_line_cannot_be_ended_by_its_own_text() -> None:
    line = "DATA: FABRICATED --><b>not bold</b>"
    text = html_page(line, "t", "", SECTIONS)
    assert Page(text).all("b") == []
    assert Page(text).visible()[0] == line


def test_a_phone_shows_it_in_its_own_width_and_wide_things_scroll_in_their_own_box() -> None:
    text = _page()
    page = Page(text)
    (viewport,) = [tag for tag in page.all("meta") if tag.get("name") == "viewport"]
    assert viewport["content"] == "width=device-width, initial-scale=1"
    boxes = re.findall(r'<div class="scroll"[^>]*>\s*<(?:table|img)', text)
    assert len(boxes) == len(page.all("table")) + len(page.all("img")) == 2
    assert re.search(r"\.scroll \{[^}]*overflow-x: auto", text)
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_a_table_with_sentences_can_be_read_row_by_row() -> None:
    page = Page(_page())
    assert [tag.get("class") for tag in page.all("table")] == ["cards"]
    assert [tag.get("data-label") for tag in page.all("td")] == ["name", "meaning"]


def test_a_figure_is_inside_the_page_with_its_size_and_its_words() -> None:
    (figure,) = Page(_page()).all("img")
    assert figure["src"] == embedded(PNG).address
    assert (figure["width"], figure["height"], figure["alt"]) == ("640", "480", "a chart")


@pytest.mark.parametrize(
    ("sections", "message"),
    [
        ([Section("one", "One", "  \n")], "section 'One': expected some text, was none"),
        ([SECTIONS[0], SECTIONS[0]], "names of their own, was first, first"),
        ([Section("one", "One", "![x](y.png)")], "expected one of the figures none, was y.png"),
        ([Section("one", "One", "![x](y.png)", {"y.png": b"GIF89a"})], "expected a PNG, was b'GIF89a'"),
    ],
)
def test_a_page_with_a_hole_is_refused(sections: list[Section], message: str) -> None:
    with pytest.raises(PageError, match=re.escape(message)):
        _page(sections=sections)


def test_a_figure_inside_the_page_is_smaller_and_looks_the_same() -> None:
    chart = new_figure(4, 3, "A title", REAL["description"])
    axes = quiet(chart.subplots())
    axes.fill_between([0, 1, 2], [0, 1, 0], [1, 2, 1], color=CHANCE)
    axes.plot([0, 1, 2], [0.5, 1.5, 0.5], color=MODEL)
    buffer = io.BytesIO()
    chart.savefig(buffer, format="png")
    address = embedded(buffer.getvalue()).address
    inside = base64.b64decode(address.removeprefix("data:image/png;base64,"))
    assert len(inside) < 0.6 * len(buffer.getvalue())
    before, after = (
        np.asarray(Image.open(io.BytesIO(one)).convert("RGB"), dtype=int)
        for one in (buffer.getvalue(), inside)
    )
    assert np.abs(before - after).max() < 48  # at the edge of a letter
    assert np.abs(before - after).mean() < 0.5

"""Our Markdown, taken apart."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from busta.reports.html.blocks import Run, inline, is_long, is_number, parse
from busta.reports.markdown import table

PAGE = """## A title with `code`

Two lines
of one paragraph:
- first
  and its second line
- second

| name | value |
| --- | --- |
| a \\| b | +0.5 [-0.1, +1.1] % |
| **c** | – |
![a figure](ats/seasons.png)

<details><summary>folded</summary>

inside
</details>
"""


def test_every_kind_of_block_is_found_in_order() -> None:
    kinds = [block.kind for block in parse(PAGE)]
    expected = "heading paragraph list table figure folded paragraph folded_end"
    assert kinds == expected.split()


def test_a_table_keeps_its_cells_and_knows_its_columns_of_numbers() -> None:
    (found,) = [block for block in parse(PAGE) if block.kind == "table"]
    texts = [["".join(run.text for run in cell) for cell in row] for row in (found.head, *found.rows)]
    assert texts == [["name", "value"], ["a | b", "+0.5 [-0.1, +1.1] %"], ["c", "–"]]
    assert found.is_number == (False, True)
    assert not found.is_long


def test_an_item_of_a_list_goes_on_in_the_next_line() -> None:
    (found,) = [block for block in parse(PAGE) if block.kind == "list"]
    assert found.lines == ((Run("first and its second line"),), (Run("second"),))


def test_bold_and_code_stand_out_and_all_else_is_text() -> None:
    assert inline("a **b** <i>`c`") == (Run("a "), Run("b", "strong"), Run(" <i>"), Run("c", "code"))
    assert inline("(*no model*), 2 * 3 * 4") == (Run("("), Run("no model", "emphasis"), Run("), 2 * 3 * 4"))


def test_numbers_are_told_from_words() -> None:
    numbers = [
        "0.2148 [0.2116, 0.2185]",
        "7,580",
        "65.9 %",
        "-1.2 [-2.0, -0.5] pp",
        "–",
        "+5.0 [+3.0, +7.0] %",
    ]
    assert [text for text in numbers if not is_number(inline(text))] == []
    assert [
        text for text in ("moneyline", "points", "2018-19 season", "at most 3") if is_number(inline(text))
    ] == []
    assert is_long(inline("word " * 20))
    assert not is_long(inline("a few words"))


WORD = st.text("abc<>&\"'*`|-# ", min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.lists(st.tuples(WORD, WORD), min_size=1, max_size=4))
def test_a_table_that_we_write_is_read_cell_by_cell(rows: list[tuple[str, str]]) -> None:
    (found,) = parse(table(["left", "right"], rows))
    read = [["".join(run.text for run in cell) for cell in row] for row in found.rows]
    written = [[_without_marks(" ".join(cell.split())) for cell in row] for row in rows]
    assert read == written


def _without_marks(text: str) -> str:
    return "".join(run.text for run in inline(text))


@given(st.text("ab-|#*!`<[]() \n", max_size=60))
def test_whatever_is_written_is_read_without_an_error(text: str) -> None:
    said = [line for line in text.splitlines() if set(line) & {"a", "b"}]
    assert bool(parse(text)) or not said

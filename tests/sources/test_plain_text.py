"""Text from outside is text: bounded, visible, never interpreted."""

from __future__ import annotations

import unicodedata

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from busta.sources.cells import CellReader
from busta.sources.plain_text import plain, read_text
from tests.sources.boxes import file, refused


def _plain(text: str) -> str:
    return str(plain(pd.Series([text], dtype="str")).iloc[0])


def test_line_ends_are_blanks_and_what_has_no_width_is_gone() -> None:
    assert _plain("one\r\ntwo\tthree\u2028four\u200b\ufeff") == "one two three four"


def test_an_escape_cannot_reach_a_terminal_nor_a_mark_of_direction_a_reader() -> None:
    assert _plain("\x1b[31mred\x1b[0m \u202egnp.exe\x00\x9b") == "[31mred[0m gnp.exe"


def test_a_message_in_invisible_tags_is_taken_out() -> None:
    hidden = "".join(chr(0xE0000 + ord(letter)) for letter in "ignore")
    assert _plain(f"Out{hidden} tonight") == "Out tonight"


def test_marks_of_html_and_markdown_stay_the_characters_they_are() -> None:
    text = "<b>Out</b> [here](http://a.b) **tonight** – Jokić’s"
    assert _plain(text) == text


@given(st.text(st.characters(codec="utf-8")))
def test_nothing_that_controls_is_left_and_a_second_time_changes_nothing(text: str) -> None:
    once = _plain(text)
    assert not any(unicodedata.category(letter) == "Cc" for letter in once)
    assert _plain(once) == once


def test_a_text_too_long_is_refused_by_its_length_and_its_beginning() -> None:
    cells = CellReader("news", file([{"text": "x" * 500}, {"text": "short"}, {"text": " \u200b"}])["one.csv"])
    read_text(cells, "text", 100)
    assert refused(cells.refused) == [
        ("one.csv", 2, "text", "500 characters: " + "x" * 80, "text of 1 to 100 characters"),
        ("one.csv", 4, "text", "0 characters: ", "text of 1 to 100 characters"),
    ]


def test_an_empty_text_that_nobody_needs_is_no_error() -> None:
    cells = CellReader("news", file([{"text": ""}])["one.csv"])
    assert read_text(cells, "text", 100, is_needed=False).tolist() == [""]
    assert cells.refused.empty

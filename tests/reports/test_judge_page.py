"""The page and the terminal of a judgement: complete, small, safe."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from rich.console import Console

from busta.reports.judge_page import judge_page
from busta.reports.judge_terminal import print_judgement
from busta.reports.judgement import judge
from busta.sources.picks import refusal_sentences
from tests.picks_world import judge_settings, model_of, outcome_of, picks_file, world_tables

EVIL = "<script>alert(1)</script>"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], list[str]]:
    leaky = 0.9 * model_of("ats") + 0.1 * outcome_of("ats").fillna(0.5)
    rows = pd.DataFrame({"game_id": leaky.index, "market": "ats", "probability": leaky.astype("str")})
    rows[EVIL] = "x"
    bad = pd.DataFrame(
        {"game_id": [f"{EVIL}{k}" for k in range(9)], "market": "[red]", "probability": "\x1b[31m"}
    )
    read = picks_file(tmp_path_factory.mktemp("page"), pd.concat([rows, bad]), "a&b.csv")
    return judge(read, world_tables(), judge_settings(4)), refusal_sentences(read.refused)


def test_the_page_runs_nothing_and_loads_nothing(judged: tuple[dict[str, Any], list[str]]) -> None:
    page = judge_page(*judged, shown=50)
    parser = _Tags()
    parser.feed(page)
    assert not {"script", "link", "img", "iframe", "b"} & set(parser.tags)
    names = {name for name, _ in parser.attributes}
    assert not {name for name in names if name.startswith("on")} | ({"href", "src", "action"} & names)
    assert "://" not in page
    assert EVIL not in page
    assert "&lt;script&gt;" in page


def test_the_page_is_small_fits_a_phone_and_says_first_what_data_it_is(
    judged: tuple[dict[str, Any], list[str]],
) -> None:
    page = judge_page(*judged, shown=50)
    assert len(page) < 50_000
    assert 'name="viewport" content="width=device-width' in page
    body = page[page.index("<body>") :]
    assert re.sub(r"<[^>]+>", "", body).strip().startswith("DATA: FABRICATED")
    assert "a&amp;b.csv, judged" in body
    assert "too good: look for a leak" in body


def test_the_page_counts_what_it_does_not_list(judged: tuple[dict[str, Any], list[str]]) -> None:
    document, refusals = judged
    assert f"and {len(refusals) - 2} more, all in the JSON" in judge_page(document, refusals, shown=2)


def test_the_terminal_prints_text_of_others_as_text(judged: tuple[dict[str, Any], list[str]]) -> None:
    document, refusals = judged
    out = io.StringIO()
    print_judgement(document, refusals, Console(file=out, width=200, force_terminal=False))
    text = out.getvalue()
    assert text.startswith("DATA: FABRICATED")
    assert "\x1b" not in text
    assert "[red]" in text
    assert "ALARM" in text
    assert "more, all in the JSON" in text


def test_a_file_without_refusals_or_probabilities_has_a_page_too(tmp_path: Path) -> None:
    rows = pd.DataFrame({"game_id": model_of("ats").index[:5], "market": "ats", "selection": "home"})
    read = picks_file(tmp_path, rows)
    document = judge(read, world_tables(), judge_settings())
    page = judge_page(document, [], shown=5)
    assert "Refused" not in page
    assert "too few to say what they are" in page
    assert "--tries" in page
    # Five games of one day: there is no interval.
    assert "[" not in page[page.index("<body>") : page.index("Brackets are")]

"""The section on ways to take the margin out."""

from __future__ import annotations

from busta.reports.margins_markdown import margins_section
from tests.reports.efficiency_samples import margins


def _section() -> str:
    return margins_section(margins(), {"close": "closing_lines", "open": "nobody"}, "![figure](f.png)\n")


def test_every_method_has_scores_and_the_difference_from_the_configured_one() -> None:
    lines = [line for line in _section().splitlines() if line.startswith("| closing lines | close |")]
    assert [line.split(" | ")[2] for line in lines] == [
        "multiplicative", "additive", "power", "shin", "odds ratio", "chosen on earlier seasons",
    ]  # fmt: skip
    assert lines[0].split(" | ")[6] == "–"
    assert all("600 | 1.0400 |" in line for line in lines)


def test_what_was_chosen_for_each_season_stands_below_with_the_verdict() -> None:
    section = _section()
    assert "| 2010-11 | multiplicative |" in section
    assert "would have chosen otherwise in " in section
    assert "multiplicative stands." in section


def test_a_choice_that_beats_the_configured_method_asks_to_be_looked_at() -> None:
    better = margins().assign(difference_high=-0.001)
    assert "differs from multiplicative beyond chance" in margins_section(better, {}, "")


def test_only_sources_in_use_are_told_season_by_season() -> None:
    section = _section()
    assert section.count("<details>") == 1
    assert "| 2012-13 | power | 200 |" in section


def test_nothing_scored_is_nothing_told() -> None:
    assert margins_section(margins().iloc[:0], {}, "![figure](f.png)") == ""

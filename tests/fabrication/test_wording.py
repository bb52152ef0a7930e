"""Sentences from phrases with gaps."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.wording import phrases, written

FACTS = pd.DataFrame({"player": ["A", "B", "C"], "team": ["Hawks", "Nets", "Jazz"]})


def test_gaps_are_filled_row_by_row() -> None:
    rng = np.random.default_rng(0)
    assert written(("{player} joins the {team}.",), FACTS, rng).tolist() == [
        "A joins the Hawks.", "B joins the Nets.", "C joins the Jazz.",
    ]  # fmt: skip


def test_every_row_gets_one_of_the_phrases_and_all_are_used() -> None:
    facts = pd.concat([FACTS] * 40, ignore_index=True)
    found = written(("{player}!", "no gap"), facts, np.random.default_rng(0))
    assert set(found) == {"A!", "B!", "C!", "no gap"}


def test_a_gap_that_no_fact_fills_is_an_error() -> None:
    with pytest.raises(KeyError, match="salary"):
        written(("{salary}",), FACTS, np.random.default_rng(0))


def test_a_kind_has_the_parts_of_an_article() -> None:
    for kind in (
        "injury",
        "return",
        "rest",
        "trade",
        "recap",
        "preview",
        "absence",
        "winning",
        "losing",
        "noise",
    ):
        assert all(phrases(kind, part) for part in ("tweet", "title", "lead", "more")), kind
    assert phrases("injury", "poem") == ()

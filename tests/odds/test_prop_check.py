"""Books on players held against each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.odds.prop_check import compare_books, condemned

LIMIT = 0.12


def _condemned(probabilities: list[float], places: list[int] | None = None) -> list[bool]:
    return condemned(np.array(probabilities), np.array(places or [0] * len(probabilities)), LIMIT).tolist()


def test_one_bad_price_is_condemned_and_the_good_ones_beside_it_are_not() -> None:
    assert _condemned([0.50, 0.51, 0.80]) == [False, False, True]


def test_of_two_that_contradict_each_other_neither_is_believed() -> None:
    assert _condemned([0.45, 0.60]) == [True, True]


def test_two_bad_prices_are_found_one_after_the_other() -> None:
    # The farthest goes first: the mean of the others of .35 is then .505.
    assert _condemned([0.50, 0.50, 0.51, 0.51, 0.90, 0.35]) == [False] * 4 + [True, True]


def test_a_book_alone_at_its_line_is_not_condemned() -> None:
    assert _condemned([0.5, 0.9], [0, 1]) == [False, False]


@given(st.lists(st.floats(0.45, 0.55), min_size=1, max_size=8))
def test_books_that_lie_close_together_are_all_believed(probabilities: list[float]) -> None:
    assert not any(_condemned(probabilities))


def _season(crossed: bool) -> pd.DataFrame:
    chance = np.random.default_rng(1)
    truth = chance.uniform(0.4, 0.6, 300)
    third = 1 - truth if crossed else truth
    books = {"first": truth, "second": truth, "third": third}
    rows = [
        pd.DataFrame({"book": name, "probability": fair + chance.normal(0, 0.01, 300), "place": range(300)})
        for name, fair in books.items()
    ]
    return pd.concat(rows, ignore_index=True).assign(season="2023-24", source="props_pra")


def test_a_book_whose_sides_are_crossed_is_condemned_and_the_good_ones_beside_it_are_not() -> None:
    report = compare_books(_season(crossed=True), LIMIT, 0.2, 200).set_index("book")
    assert report["is_condemned"].to_dict() == {"first": False, "second": False, "third": True}
    assert report.loc["third", "correlation"] < -0.9
    assert report.loc["first", "correlation"] > 0.9
    assert report.loc["first", "n_compared"] == 300


def test_books_that_move_together_are_believed() -> None:
    report = compare_books(_season(crossed=False), LIMIT, 0.2, 200)
    assert not report["is_condemned"].any()
    assert report["share_off"].tolist() == [0, 0, 0]


def test_few_quotes_judge_no_book() -> None:
    report = compare_books(_season(crossed=True).query("place < 100"), LIMIT, 0.2, 200)
    assert not report["is_condemned"].any()


def test_a_book_that_was_never_compared_has_no_correlation() -> None:
    alone = _season(crossed=False).query("book == 'first'")
    report = compare_books(alone, LIMIT, 0.2, 200)
    assert report["n_compared"].tolist() == [0]
    assert report["correlation"].isna().all()
    assert report["mean_distance"].isna().all()


def test_the_mean_distance_is_that_of_the_mean_of_the_others() -> None:
    quotes = pd.DataFrame({"book": ["a", "b", "c"], "probability": [0.5, 0.5, 0.56], "place": 0})
    report = compare_books(quotes.assign(season="2023-24", source="props_api"), LIMIT, 0.2, 2)
    assert report["mean_distance"].tolist() == pytest.approx([0.03, 0.03, 0.06])

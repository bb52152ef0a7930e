"""Credits of The Odds API: a run stops before it spends more than it may."""

import pytest

from busta.datasets.odds_credits import Credits, number_in
from busta.fetching.errors import StopSourceError
from tests.fetching_params import fetching_params


def _credits(per_run: int = 10, keep: int = 0) -> Credits:
    return Credits(fetching_params(odds_api={"credits_per_run": per_run, "credits_to_keep": keep}).odds_api)


def _headers(last: int, left: int) -> dict[str, str]:
    return {"x-requests-last": str(last), "x-requests-remaining": str(left)}


def test_a_call_that_would_overspend_the_run_is_refused_and_one_that_just_fits_is_not() -> None:
    credits = _credits(per_run=10)
    credits.note(_headers(4, 496), 6, ())
    credits.require(6)
    with pytest.raises(StopSourceError, match="4 credits are spent, the next call costs up to 7"):
        credits.require(7)


def test_a_call_that_would_leave_too_few_is_refused() -> None:
    credits = _credits(keep=100)
    assert credits.must_be_learned(3)
    credits.note(_headers(0, 102), 0, ())
    assert not credits.must_be_learned(3)
    credits.require(2)
    with pytest.raises(StopSourceError, match=r"102 credits are left.*100 are to be kept"):
        credits.require(3)


def test_a_call_that_costs_nothing_is_never_refused() -> None:
    credits = _credits(per_run=0, keep=100)
    assert not credits.must_be_learned(0)
    credits.require(0)


def test_what_the_source_says_it_charged_counts_and_else_the_price() -> None:
    credits = _credits()
    credits.note(_headers(1, 9), 3, ())
    assert credits.spent == 1
    credits.note({}, 3, ())
    assert (credits.spent, credits.left) == (4, 9)


def test_an_answer_lost_on_its_way_counts_and_one_that_was_refused_does_not() -> None:
    credits = _credits()
    credits.note_lost(3, ("timeout", "429", "500", "empty", "garbled"))
    assert credits.spent == 6


@pytest.mark.parametrize(("header", "number"), [("12", 12), ("12.0", 12), ("many", None)])
def test_a_header_that_is_no_number_is_passed_over(header: str, number: int | None) -> None:
    assert number_in({"x": header}, "x") == number
    assert number_in({}, "x") is None


@pytest.mark.parametrize("text", ["inf", "nan", "", "many"])
def test_a_header_that_is_no_number_says_nothing(text: str) -> None:
    assert number_in({"x": text}, "x") is None

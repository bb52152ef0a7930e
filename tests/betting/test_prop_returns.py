"""Returns on players that are refused until the prices were held against other books."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from busta.betting.prop_returns import ReturnLimit, prop_returns, require_checked
from busta.betting.value import BettingError
from tests.schemas.samples import prop_books

LIMIT = ReturnLimit(roi=0.10, n_bets=500, least_quotes=200)


def _results(**changes: Any) -> pd.DataFrame:
    row = {
        "market": "points", "moment": "morning", "information": "morning", "books": "best", "games": "all",
        "strategy": "value", "stakes": "flat", "n_bets": 501, "roi": 0.12, "roi_low": 0.02, "roi_high": 0.2,
    }  # fmt: skip
    return pd.DataFrame([row | changes])


def _bets(*books: str, season: str = "2015-16") -> dict[str, pd.DataFrame]:
    names = ["consensus", "best", *books]
    table = pd.DataFrame({"season": season, "moment": "morning", "books": names})
    return {"points": table.astype({"books": "category"})}


def _verdict(results: pd.DataFrame, bets: dict[str, pd.DataFrame], books: pd.DataFrame) -> pd.Series:
    found = prop_returns(results, bets, books, LIMIT)
    assert len(found) == 1
    return found.iloc[0]


def test_a_high_return_on_checked_prices_is_told() -> None:
    told = _verdict(_results(), _bets("fanduel"), prop_books())
    assert (told["prices"], told["because"], told["is_refused"]) == ("checked", "", False)
    require_checked(prop_returns(_results(), _bets("fanduel"), prop_books(), LIMIT))


def test_a_high_return_is_refused_until_the_book_check_has_run() -> None:
    found = prop_returns(_results(), _bets("fanduel"), prop_books().iloc[:0], LIMIT)
    assert found["prices"].tolist() == ["unchecked"]
    with pytest.raises(BettingError, match=r"ROI of 12\.0% on 501 bets .* unchecked: fanduel 2015-16"):
        require_checked(found)


def test_a_book_that_was_checked_in_another_season_only_is_not_checked() -> None:
    told = _verdict(_results(), _bets("fanduel", season="2016-17"), prop_books())
    assert (told["prices"], told["because"], told["is_refused"]) == ("unchecked", "fanduel 2016-17", True)


def test_a_condemned_book_refuses_the_best_price_too() -> None:
    books = pd.concat([prop_books(), prop_books(book="crossed", is_condemned=True)], ignore_index=True)
    told = _verdict(_results(), _bets("fanduel", "crossed"), books)
    assert (told["prices"], told["because"], told["is_refused"]) == ("condemned", "crossed 2015-16", True)
    own = _verdict(_results(books="fanduel"), _bets("fanduel", "crossed"), books)
    assert (own["prices"], own["is_refused"]) == ("checked", False)


def test_few_comparisons_do_not_clear_a_book_s_own_return() -> None:
    few = prop_books(n_compared=50)
    assert _verdict(_results(books="fanduel"), _bets("fanduel"), few)["prices"] == "unchecked"
    assert _verdict(_results(), _bets("fanduel"), few)["prices"] == "checked"


@pytest.mark.parametrize("changes", [{"roi": 0.10}, {"n_bets": 500}, {"roi": float("nan")}])
def test_a_lower_return_or_one_on_few_bets_needs_no_check(changes: dict[str, float]) -> None:
    told = _verdict(_results(**changes), _bets("fanduel"), prop_books().iloc[:0])
    assert (told["prices"], told["is_refused"]) == ("unchecked", False)


def test_returns_on_games_are_not_asked_for() -> None:
    assert prop_returns(_results(market="ats"), _bets("fanduel"), prop_books(), LIMIT).empty
    assert prop_returns(_results(), {}, prop_books(), LIMIT).empty
    require_checked(prop_returns(_results(), {}, prop_books(), LIMIT))

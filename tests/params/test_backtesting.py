from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from busta.betting.offers import OfferRules
from busta.params.backtesting import BacktestingParams
from tests.laws.project_run import parameters


@pytest.fixture
def block() -> dict[str, Any]:
    return parameters("base")["backtesting"]


def test_the_configuration_is_valid_and_says_which_offers_count(block: dict[str, Any]) -> None:
    params = BacktestingParams.model_validate(block)
    assert isinstance(params.offers, OfferRules)
    assert params.offers.books == params.books
    # The archives of openings do not name the book: there is nothing to choose from.
    assert "open" not in params.books


def test_every_source_of_books_is_one_that_quotes_have(block: dict[str, Any]) -> None:
    known = {
        source
        for moments in parameters("base")["odds"]["priority"].values()
        for s in moments.values()
        for source in s
    }
    named = {source for sources in block["books"].values() for source in sources}
    assert named - known <= {"fanduel_odds"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"books": {"noon": ["books"]}}, "expected moments out of open, morning, close, was 'noon'"),
        ({"assumed_price": 1.0}, "assumed_price"),
        ({"least_rows": 0}, "least_rows"),
        ({"least_books": 0}, "least_books"),
        ({"most_value": 0.0}, "most_value"),
        ({"bookies": 1}, "bookies"),
    ],
)
def test_what_is_no_rule_is_refused(block: dict[str, Any], change: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        BacktestingParams.model_validate(block | change)

from __future__ import annotations

import numpy as np
import pytest

from busta.betting.prices import PRICE_COLUMNS, main_line_prices
from tests.betting.beliefs_samples import keys, quote, quoted, quotes

GAMES = keys(3)
FIRST, SECOND, THIRD = GAMES["game_id"]


def _priced(table, **said):
    lines = quoted(GAMES, line=4.5, **said).drop(columns=["price_over", "price_under"])
    return main_line_prices(lines, table, "multiplicative")


def test_the_price_of_a_line_is_the_middle_one_of_its_own_source() -> None:
    table = quotes(
        quote(FIRST, "a", 4.5, 1.90, 1.92, source="archive"),
        quote(FIRST, "b", 4.5, 1.80, 2.00, source="archive"),
        quote(FIRST, "c", 4.5, 1.95, 1.85, source="archive"),
        quote(FIRST, "d", 4.5, 1.01, 9.00, source="other"),
        quote(FIRST, "e", 5.5, 2.10, 1.70, source="archive"),
    )
    made = _priced(table, is_price_assumed=False, market_probability=0.51)
    assert list(made) == PRICE_COLUMNS
    assert made.loc[0, ["price_over", "price_under"]].tolist() == [1.90, 1.92]
    # The line's own probability stands where it was not assumed.
    assert made["market_probability"].tolist() == [0.51] * 3


def test_a_line_without_prices_takes_those_of_the_other_archives_on_the_same_line() -> None:
    table = quotes(
        quote(FIRST, "a", 4.5, 2.0, 1.8),
        quote(FIRST, "archive", 4.5, np.nan, np.nan, source="archive"),
        quote(SECOND, "a", 5.0, 2.0, 1.8),
        quote(THIRD, "a", 4.5, 2.0, np.nan),
    )
    made = _priced(table)
    assert made.loc[0].tolist() == pytest.approx([2.0, 1.8, 1.8 / 3.8])
    # Another line, or one side alone, is no price of this line.
    assert made.loc[[1, 2], ["price_over", "price_under"]].isna().all(axis=None)
    assert made.loc[[1, 2], "market_probability"].tolist() == [0.5, 0.5]


def test_quotes_of_other_moments_and_markets_are_not_looked_at() -> None:
    table = quotes(
        quote(FIRST, "a", 4.5, 2.0, 1.8, moment="open"), quote(FIRST, "a", 4.5, 2.0, 1.8, market="total")
    )
    assert _priced(table)["price_over"].isna().all()
    assert main_line_prices(quoted(GAMES.iloc[:0]), table, "shin").empty

"""The middle price of the books that quote the main line."""

import pandas as pd
import pytest

from busta.odds.consensus import line_prices

GAME = {
    "season": "2019-20",
    "game_id": "a",
    "game_date": pd.Timestamp("2020-01-01"),
    "player_id": None,
    "market": "ats",
    "moment": "close",
    "source": "book_lines",
}


def _lines(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{**GAME, "line": 4.5, **row} for row in rows]).astype({"player_id": "Int64"})


def _quotes(*rows: tuple[str, float, float | None], **changes: object) -> pd.DataFrame:
    columns = [
        {**GAME, "selection": selection, "line": line, "price_decimal": price, **changes}
        for selection, line, price in rows
    ]
    return pd.DataFrame(columns).astype({"player_id": "Int64", "price_decimal": "float64"})


def test_the_price_is_the_median_of_the_books_on_that_very_line() -> None:
    quotes = _quotes(
        ("over", 4.5, 1.8), ("over", 4.5, 1.9), ("over", 4.5, 2.1), ("over", 5.0, 2.5), ("under", 4.5, 1.95)
    )
    prices = line_prices(_lines({}), quotes)
    assert prices.to_numpy().tolist() == [[1.9, 1.95]]


def test_a_line_without_prices_has_none_and_the_rows_stay_in_their_order() -> None:
    lines = _lines({"game_id": "b"}, {}).set_axis([7, 3])
    prices = line_prices(lines, _quotes(("over", 4.5, 1.9), ("under", 4.5, None)))
    assert prices.index.tolist() == [7, 3]
    assert prices["price_over"].tolist() == [pytest.approx(float("nan"), nan_ok=True), 1.9]
    assert prices["price_under"].isna().all()


@pytest.mark.parametrize("other", [{"source": "sbr_odds"}, {"moment": "open"}, {"player_id": 7}])
def test_quotes_of_another_source_moment_or_player_are_not_taken(other: dict[str, object]) -> None:
    assert line_prices(_lines({}), _quotes(("over", 4.5, 1.9), **other)).isna().all(axis=None)

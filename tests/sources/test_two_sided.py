"""The common shape of quotes."""

import pandas as pd

from busta.sources.two_sided import PRM_COLUMNS, moneylines, prm_quotes, two_sided

ROWS = pd.DataFrame(
    {"season": "2016-17", "game_id": ["b", "a"], "game_date": pd.to_datetime(["2016-11-02", "2016-11-01"])}
)


def test_a_row_without_a_line_is_no_quote() -> None:
    assert two_sided(ROWS, "ats", "close", "s", pd.Series([1.5, None]))["game_id"].tolist() == ["b"]


def test_a_moneyline_with_one_price_is_a_quote_and_one_with_none_is_not() -> None:
    quotes = moneylines(ROWS, "close", "s", pd.Series([1.5, None]), pd.Series([None, None], dtype="float64"))
    assert quotes[["game_id", "line"]].to_numpy().tolist() == [["b", 0.0]]


def test_each_quote_becomes_an_over_and_an_under_with_the_same_line() -> None:
    quotes = prm_quotes([two_sided(ROWS, "ats", "close", "s", pd.Series([4.5, -2.0]), 1.8, 2.1)])
    assert quotes.columns.tolist() == PRM_COLUMNS
    assert quotes[["game_id", "selection", "line", "price_decimal"]].to_numpy().tolist() == [
        ["a", "over", -2.0, 1.8],
        ["a", "under", -2.0, 2.1],
        ["b", "over", 4.5, 1.8],
        ["b", "under", 4.5, 2.1],
    ]
    assert quotes["quoted_at_utc"].isna().all()
    assert quotes["book"].tolist() == ["s"] * 4

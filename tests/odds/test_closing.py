"""From all quotes to one line per game, market and moment."""

import pandas as pd
import pytest

from busta.odds.closing import COLUMNS, KEYS, Confirmation, market_lines, pair_quotes
from busta.sources.two_sided import prm_quotes, two_sided

PRIORITY = {
    "moneyline": {"close": ["average", "sheet"]},
    "total": {"close": ["sheet"], "open": ["sheet", "books"]},
}
RULE = Confirmation(moment="open", source="sheet", by="books", within=0.5)


def _games(*ids: str) -> pd.DataFrame:
    return pd.DataFrame({"season": "2018-19", "game_id": ids, "game_date": pd.Timestamp("2018-11-01")})


def _quote(
    market: str, moment: str, source: str, line: float, *prices: float, book: str = "b", game: str = "g1"
):
    rows = _games(game)
    return two_sided(
        rows, market, moment, source, line, *prices, book=pd.Series(book, index=rows.index, dtype="str")
    )


def _lines(*quotes: pd.DataFrame) -> pd.DataFrame:
    return market_lines(prm_quotes(quotes), PRIORITY, "multiplicative", ["moneyline"], RULE)


def test_the_first_source_that_has_the_game_is_taken() -> None:
    lines = _lines(
        _quote("moneyline", "close", "sheet", 0, 1.5, 2.8),
        _quote("moneyline", "close", "average", 0, 1.6, 2.5),
        _quote("moneyline", "close", "sheet", 0, 1.5, 2.8, game="g2"),
    )
    assert lines[["game_id", "source"]].to_numpy().tolist() == [["g1", "average"], ["g2", "sheet"]]
    assert lines["market_probability"][0] == pytest.approx(2.5 / 4.1)
    assert lines["overround"][0] == pytest.approx(1 / 1.6 + 1 / 2.5)


def test_a_source_without_both_prices_leaves_the_moneyline_to_the_next() -> None:
    lines = _lines(
        _quote("moneyline", "close", "average", 0, 1.6),
        _quote("moneyline", "close", "sheet", 0, 1.5, 3.0),
    )
    assert lines["source"].tolist() == ["sheet"]
    assert not lines["is_price_assumed"].any()


def test_a_line_without_prices_is_a_coin_and_says_so() -> None:
    lines = _lines(_quote("total", "close", "sheet", 215.5))
    assert lines[["line", "market_probability", "is_price_assumed"]].iloc[0].tolist() == [215.5, 0.5, True]
    assert lines["overround"].isna().all()


def test_the_probability_is_the_median_over_the_books_at_the_main_line() -> None:
    lines = _lines(
        _quote("total", "open", "books", 210.0, 2.0, 2.0, book="a"),
        _quote("total", "open", "books", 210.0, 1.6, 2.4, book="b"),
        _quote("total", "open", "books", 210.0, 1.9, 1.9, book="c"),
        _quote("total", "open", "books", 212.0, 3.0, 1.4, book="d"),
    )
    assert lines[["line", "n_books", "market_probability"]].iloc[0].tolist() == [210.0, 4, 0.5]


def test_sources_and_moments_that_nobody_asks_for_are_left_out() -> None:
    quotes = [_quote("total", "close", "books", 215.5), _quote("moneyline", "open", "average", 0, 1.5, 2.8)]
    assert _lines(*quotes).empty


@pytest.mark.parametrize(("second", "expected"), [(210.5, True), (209.5, True), (211.0, False)])
def test_an_opening_is_confirmed_by_a_line_at_most_half_a_point_away(second: float, expected: bool) -> None:
    lines = _lines(_quote("total", "open", "sheet", 210.0), _quote("total", "open", "books", second))
    assert lines["book_confirmed"].tolist() == [expected]


def test_whether_a_line_is_confirmed_is_unknown_where_the_other_archive_has_none() -> None:
    lines = _lines(
        _quote("total", "open", "sheet", 210.0),
        _quote("total", "open", "books", 210.0, game="g2"),
        _quote("total", "close", "sheet", 210.0),
    )
    assert lines["book_confirmed"].isna().all()


def test_there_is_one_line_per_game_market_and_moment_in_the_agreed_columns() -> None:
    lines = _lines(
        *[_quote("total", "open", "books", 210.0 + i, 1.9, 1.9, book=f"b{i}") for i in range(5)],
        _quote("total", "close", "sheet", 211.0),
    )
    assert lines.columns.tolist() == COLUMNS
    assert not lines.duplicated(KEYS).any()
    assert lines["player_id"].dtype == "Int64"


def test_a_quote_with_one_selection_only_is_paired_with_nothing() -> None:
    quotes = prm_quotes([_quote("moneyline", "close", "average", 0, 1.6, 2.5)])
    pairs = pair_quotes(quotes[quotes["selection"].eq("over")])
    assert pairs["price_over"].tolist() == [1.6]
    assert pairs["price_under"].isna().all()

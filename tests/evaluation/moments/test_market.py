from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.moments.market import market_moments
from busta.evaluation.moments.samples import Moment
from tests.evaluation.moments.small_tables import RULES, calendar, estimate, games, lines, value


def quotes(rows: list[tuple[int, str, str, str, float, float | None]]) -> pd.DataFrame:
    """Quotes at the close (game, market, book, selection, line, price)."""
    table = pd.DataFrame(rows, columns=["game", "market", "book", "selection", "line", "price_decimal"])
    return table.assign(
        game_id=[f"game {number}" for number in table["game"]],
        game_date=pd.Timestamp(2020, 1, 1),
        player_id=pd.Series(pd.NA, index=table.index, dtype="Int64"),
        moment="close",
        source="book_lines",
        quoted_at_utc=pd.Series(pd.NaT, index=table.index, dtype="datetime64[us, UTC]"),
    ).drop(columns="game")


NO_QUOTES = quotes([]).astype(
    {"selection": "str", "market": "str", "moment": "str", "price_decimal": "float64"}
)


def measured(offered: pd.DataFrame, quoted: pd.DataFrame = NO_QUOTES) -> list[Moment]:
    # Margins 10, -2 and 4.
    table = games([(1, 1, 2, 100, 90), (2, 2, 1, 98, 100), (3, 1, 2, 104, 100)])
    return market_moments(table, offered, quoted, calendar(table), RULES)


def test_results_around_lines_are_those_computed_by_hand() -> None:
    closes = [(0, "ats", "close", 6.0), (1, "ats", "close", -3.0), (2, "ats", "close", 4.0)]
    found = measured(lines(closes))
    # Around the close: 4, 1 and a push.
    assert value(found, "spread: mean of the result around the close") == pytest.approx(5 / 3)
    assert value(found, "spread: share of overs at the close") == 1.0
    assert value(found, "spread: share of pushes at the close") == pytest.approx(1 / 3)
    # The home favourite covers, the visiting favourite (by 3, wins by 2) does not.
    assert value(found, "spread: favourites cover, share") == 0.5
    assert value(found, "spread: mean of the favourite's margin around the close") == pytest.approx(
        (4 - 1) / 3
    )


def test_lines_move_from_the_open_to_the_close() -> None:
    closes = [(0, "ats", "close", 6.0), (1, "ats", "close", -3.0), (2, "ats", "close", 4.0)]
    opens = [(0, "ats", "open", 5.0), (1, "ats", "open", -3.0), (2, "ats", "open", -9.0)]
    offered = lines([*closes, *opens, (0, "ats", "morning", 4.0)])
    # The third opening line is contradicted by another archive.
    offered["book_confirmed"] = pd.array([pd.NA] * 4 + [True, False, pd.NA], dtype="boolean")
    found = measured(offered)
    assert value(found, "spread: mean absolute move, open to close") == 0.5
    assert value(found, "spread: share that does not move, open to close") == 0.5
    assert value(found, "spread: mean absolute move, morning to close") == 2.0
    # Around the open 5 and 1, moves 1 and 0.
    assert value(found, "spread: slope of the result around the open on the move") == pytest.approx(4.0)


def test_the_moneyline_is_scored_against_its_winners() -> None:
    offered = lines([(0, "moneyline", "close", 0.0), (1, "moneyline", "close", 0.0)])
    offered["market_probability"] = [0.8, 0.6]
    found = measured(offered)
    assert value(found, "moneyline: Brier score of the close") == pytest.approx((0.04 + 0.36) / 2)
    assert value(found, "moneyline: home wins minus closing probability") == pytest.approx((0.2 - 0.6) / 2)


def test_books_keep_the_overround_and_differ_by_their_lines() -> None:
    board = [(0, "total", book, side, line, price) for book, line in (("a", 200.0), ("b", 201.0), ("c", 203.0))
             for side, price in (("over", 2.0), ("under", 1.6))]  # fmt: skip
    small = [(1, "total", book, "over", line, None) for book, line in (("a", 190.0), ("b", 150.0))]
    found = measured(lines([(0, "total", "close", 200.0)]), quotes(board + small))
    assert value(found, "total: overround, close") == pytest.approx(0.5 + 0.625 - 1)
    assert estimate(found, "total: overround, close").n == 3
    # The middle one is 201; a board of two books tells nothing.
    assert value(found, "total: mean distance of a book from the middle one, close") == pytest.approx(1.0)


def test_without_lines_there_are_no_moments() -> None:
    assert measured(lines([(9, "ats", "close", 1.0)])) == []

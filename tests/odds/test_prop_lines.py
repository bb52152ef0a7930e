"""One line per player, market and moment."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from busta.odds.prop_lines import LineRules, book_quotes, prop_lines
from busta.schemas.primary import PropLines
from tests.schemas.samples import prop_quotes

RULES = LineRules("multiplicative", 0.12, 180)
# 2024-03-02, tip-off at 19:00 US Eastern; hours in UTC.
TIP_OFF = pd.Timestamp("2024-03-03 00:00", tz="UTC")


def _quote(book: str, line: float, over: float | None, under: float | None, **changes: Any) -> pd.DataFrame:
    at = pd.Timestamp(changes.pop("at", "2024-03-02 15:00"), tz="UTC")
    given = {
        "season": "2023-24", "game_id": "0022300861", "game_date": pd.Timestamp("2024-03-02"), "player_id": 1,
        "market": "points", "moment": "morning", "source": "props_api", "book": book, "line": line,
        "price_over": over, "price_under": under, "quoted_at_utc": at,
        "minutes_to_tip_off": (TIP_OFF - at).total_seconds() / 60,
    }  # fmt: skip
    return prop_quotes().iloc[:1].assign(**(given | changes)).astype(prop_quotes().dtypes)


def _lines(*quotes: pd.DataFrame) -> pd.DataFrame:
    table = pd.concat(quotes, ignore_index=True)
    return PropLines.validate(prop_lines(table, book_quotes(table, RULES)))


def _one(*quotes: pd.DataFrame) -> pd.Series:
    lines = _lines(*quotes)
    assert len(lines) == 1
    return lines.iloc[0]


def test_of_a_book_with_alternate_lines_the_most_balanced_one_is_the_main_line() -> None:
    line = _one(_quote("a", 15.5, 1.3, 3.4), _quote("a", 20.5, 1.87, 1.95), _quote("a", 25.5, 3.4, 1.3))
    assert line["line"] == 20.5
    assert line["n_books"] == 1


def test_the_main_line_is_that_of_most_books() -> None:
    line = _one(_quote("a", 20.5, 1.8, 2.0), _quote("b", 20.5, 1.8, 2.0), _quote("c", 21.5, 1.9, 1.9))
    assert line["line"] == 20.5
    assert line["n_books"] == 2


def test_of_lines_of_equally_many_books_the_most_balanced_counts() -> None:
    assert _one(_quote("a", 20.5, 1.75, 2.1), _quote("b", 21.5, 1.9, 1.9))["line"] == 21.5


def test_consensus_and_best_prices_are_of_the_main_line_only() -> None:
    line = _one(
        _quote("a", 20.5, 1.80, 2.00), _quote("b", 20.5, 1.90, 1.90), _quote("c", 20.5, 2.0, 1.8),
        _quote("c", 18.5, 1.3, 3.9),
    )  # fmt: skip
    assert line["market_probability"] == pytest.approx(0.5)
    assert (line["price_over"], line["price_under"]) == (1.9, 1.9)
    assert (line["best_over"], line["best_over_book"]) == (2.0, "c")
    assert (line["best_under"], line["best_under_book"]) == (2.0, "a")
    # 1/1.8 + 1/2 = 1.0556 twice, 2/1.9 = 1.0526.
    assert line["overround"] == pytest.approx((2 * (1 / 1.8 + 1 / 2) + 2 / 1.9) / 3)


def test_a_book_with_swapped_prices_is_condemned_and_offers_no_best_price() -> None:
    good = [_quote(book, 20.5, 1.45, 2.9) for book in ("a", "b", "c")]
    line = _one(*good, _quote("swapped", 20.5, 2.9, 1.45))
    assert line["n_condemned"] == 1
    assert line["n_books"] == 3
    assert line["best_over"] == 1.45
    assert line["market_probability"] == pytest.approx((1 / 1.45) / (1 / 1.45 + 1 / 2.9))


def test_a_line_at_which_nobody_is_believed_is_no_line() -> None:
    assert _lines(_quote("a", 20.5, 1.45, 2.9), _quote("b", 20.5, 2.9, 1.45)).empty


def test_a_line_without_prices_is_of_no_book() -> None:
    line = _one(_quote("a", 20.5, 1.9, 1.9), _quote("prizepicks", 21.5, None, None, source="prizepicks"))
    assert (line["line"], line["n_books"]) == (20.5, 1)
    assert _lines(_quote("prizepicks", 21.5, None, None, source="prizepicks")).empty


def test_of_each_book_the_last_quotes_of_the_moment_count() -> None:
    early = _quote("a", 19.5, 1.9, 1.9, at="2024-03-02 14:00")
    line = _one(early, _quote("a", 20.5, 1.8, 2.0), _quote("b", 20.5, 1.8, 2.0, at="2024-03-02 14:30"))
    assert (line["line"], line["n_books"]) == (20.5, 2)
    assert line["quoted_at_utc"] == pd.Timestamp("2024-03-02 15:00", tz="UTC")
    assert line["minutes_to_tip_off"] == 555


def test_a_line_is_known_when_the_last_book_that_was_looked_at_has_spoken() -> None:
    other = _quote("c", 21.5, 1.9, 1.9, at="2024-03-02 15:20")
    line = _one(_quote("a", 20.5, 1.8, 2.0), _quote("b", 20.5, 1.8, 2.0), other)
    assert line["line"] == 20.5
    assert line["quoted_at_utc"] == pd.Timestamp("2024-03-02 15:20", tz="UTC")


def test_a_book_that_stopped_quoting_has_left_the_market() -> None:
    line = _one(_quote("gone", 20.5, 2.4, 1.6, at="2024-03-02 11:00"), _quote("a", 20.5, 1.9, 1.9))
    assert (line["n_books"], line["best_over"]) == (1, 1.9)


def test_one_book_in_two_sources_counts_once() -> None:
    both = [_quote("a", 20.5, 1.9, 1.9, source=source) for source in ("props_api", "props_rotowire")]
    assert _one(*both)["n_books"] == 1


def test_a_quote_of_no_moment_makes_no_line_but_shows_where_the_day_began() -> None:
    early = _quote("a", 18.5, 1.9, 1.9, at="2024-03-02 12:00").assign(moment=None).astype({"moment": "str"})
    later = _quote("a", 19.5, 1.9, 1.9, at="2024-03-02 13:00")
    line = _one(early, later, _quote("a", 20.5, 1.9, 1.9))
    assert (line["line"], line["line_open"], line["line_moves"]) == (20.5, 18.5, 2)


def test_the_movement_of_the_morning_knows_no_later_quote() -> None:
    morning = _quote("a", 20.5, 1.9, 1.9)
    close = _quote("a", 22.5, 1.9, 1.9, at="2024-03-02 23:30", moment="close")
    lines = _lines(morning, close).set_index("moment")
    assert lines.loc["morning", ["line", "line_moves"]].tolist() == [20.5, 0]
    assert lines.loc["close", ["line", "line_open", "line_moves"]].tolist() == [22.5, 20.5, 1]


def test_what_was_quoted_the_day_before_is_no_movement_of_the_day() -> None:
    # 03:00 UTC is the evening before in New York.
    before = _quote("a", 25.5, 1.9, 1.9, at="2024-03-02 03:00").assign(moment=None).astype({"moment": "str"})
    line = _one(before, _quote("a", 20.5, 1.9, 1.9))
    assert (line["line_open"], line["line_moves"]) == (20.5, 0)


def test_an_alternate_line_beside_the_main_one_is_no_movement() -> None:
    quotes = [
        _quote("a", line, over, under, at=f"2024-03-02 {hour}:00")
        for hour in (13, 14, 15)
        for line, over, under in [(20.5, 1.9, 1.9), (15.5, 1.2, 4.0), (25.5, 4.0, 1.2)]
    ]
    assert _one(*quotes)["line_moves"] == 0


def test_without_quotes_there_is_no_line() -> None:
    assert _lines(prop_quotes().iloc[:0]).empty


def test_no_line_of_a_day_knows_a_later_quote() -> None:
    chance = np.random.default_rng(7)
    hours = pd.date_range("2024-03-02 06:00", "2024-03-02 23:30", freq="90min")
    quotes = pd.concat(
        [
            _quote(
                book,
                20.5 + chance.integers(-1, 2),
                1.8 + 0.2 * chance.random(),
                1.9,
                at=str(hour + pd.Timedelta(minutes=20 * number)),
                moment="morning" if hour.hour < 16 else "close",
            )
            for number, book in enumerate(("a", "b", "c"))
            for hour in hours
        ],
        ignore_index=True,
    )
    lines = _lines(quotes)
    for row in lines.itertuples():
        known = quotes[quotes["quoted_at_utc"] <= row.quoted_at_utc]
        again = _lines(known)
        own = [table[table["moment"] == row.moment].reset_index(drop=True) for table in (lines, again)]
        pd.testing.assert_frame_equal(*own, check_exact=True)

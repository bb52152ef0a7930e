from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.moments.props import prop_moments
from busta.evaluation.moments.samples import Moment
from tests.evaluation.moments.small_tables import calendar, estimate, men, value

# Man 1 scores 20 on day 1, man 2 scores 10, man 3 does not play.
DONE = men([(1, 1, 30.0, 20.0), (1, 2, 30.0, 10.0), (1, 3, 0.0, 0.0)])
Row = tuple[int, str, str, int, float, float | None, float | None]


def measured(rows: list[Row]) -> list[Moment]:
    """Offers (man, market, book, hour, line, price of over, price of under) for the game of day 1."""
    columns = ["player_id", "market", "book", "hour", "line", "price_over", "price_under"]
    table = pd.DataFrame(rows, columns=columns).astype(
        {"hour": "int64", "market": "str", "price_over": "float64", "price_under": "float64"}
    )
    table = table.assign(
        game_id="day 1",
        game_date=pd.Timestamp(2020, 1, 1),
        quoted_at_utc=pd.to_datetime(table["hour"], unit="h", origin=pd.Timestamp(2020, 1, 1), utc=True),
        source="props_api",
    )
    return prop_moments(table, DONE, calendar(DONE))


def test_the_last_offer_of_every_book_is_settled() -> None:
    found = measured(
        [(1, "points", "a", 9, 18.5, 2.0, 2.0), (1, "points", "a", 20, 20.5, 2.0, 1.6),
         (2, "points", "a", 9, 9.5, 1.6, 2.0), (2, "points", "b", 9, 10.0, 2.0, 2.0)]
    )  # fmt: skip
    # 20 is under 20.5, 10 over 9.5 and equal to 10.
    assert (value(found, "points: share of overs"), estimate(found, "points: share of overs").n) == (0.5, 2)
    assert value(found, "points: overround") == pytest.approx((0.125 + 0.125 + 0.0) / 3)
    assert value(found, "points: mean of the result around the line") == pytest.approx((-0.5 + 0.5 + 0.0) / 3)
    # The favoured sides, under of man 1 and over of man 2, win, and the even prices favour none.
    assert value(found, "all markets: favourite side wins") == 1.0
    assert value(found, "all markets: fair probability of the favourite side") == pytest.approx(0.625 / 1.125)
    assert value(found, "offers of a quoted man, market and game: books, mean") == 1.5


def test_lines_move_from_the_first_offer_to_the_last() -> None:
    found = measured(
        [(1, "points", "a", 20, 20.5, 2.0, 1.6), (1, "points", "a", 9, 18.5, 2.0, 2.0),
         (2, "points", "a", 9, 9.5, 2.0, 2.0), (2, "points", "a", 10, 9.5, 1.6, 2.0),
         (2, "points", "b", 9, 10.0, 2.0, 2.0)]
    )  # fmt: skip
    # A book with one offer tells nothing about moves.
    assert value(found, "points: mean absolute move of the line, first to last") == 1.0
    assert value(found, "all markets: share of lines that move, first to last") == 0.5
    moved = value(found, "all markets: mean absolute move of the fair probability, line unmoved")
    assert moved == pytest.approx(0.625 / 1.125 - 0.5)


def test_of_a_ladder_of_lines_the_even_one_counts() -> None:
    found = measured(
        [(1, "points", "a", 9, 24.5, 3.0, 1.3), (1, "points", "a", 9, 19.5, 1.9, 1.9),
         (1, "points", "a", 9, 14.5, 1.3, 3.0), (1, "points", "a", 20, 25.5, 3.0, 1.3),
         (1, "points", "a", 20, 21.5, 1.9, 2.0)]
    )  # fmt: skip
    assert value(found, "points: mean absolute move of the line, first to last") == 2.0
    assert value(found, "points: mean of the result around the line") == -1.5
    assert estimate(found, "points: overround").n == 1


def test_a_man_who_did_not_play_has_no_result() -> None:
    found = measured(
        [
            (3, "points", "a", 9, 4.5, 2.0, 2.0),
            (1, "points", "a", 9, 4.5, 2.0, 2.0),
            (1, "steals", "a", 9, 0.5, 2, 2),
        ]
    )
    assert value(found, "quoted men who did not play: share") == 0.5
    assert value(found, "all markets: share of lines of quoted men who did not play") == pytest.approx(1 / 3)
    assert value(found, "markets of a quoted man in a game: mean") == 1.5
    assert value(found, "quoted men in a game: mean") == 2.0
    assert value(found, "all markets: Brier score of the last price") == 0.25
    assert estimate(found, "points: share of overs").n == 1


def test_an_offer_without_prices_has_a_line_all_the_same() -> None:
    found = measured([(1, "points", "prizepicks", 9, 19.5, None, None)])
    assert value(found, "points: share of overs") == 1.0
    assert estimate(found, "points: overround").n == 0
    assert estimate(found, "all markets: favourite side wins").n == 0


def test_no_offers_no_moments() -> None:
    assert measured([]) == []

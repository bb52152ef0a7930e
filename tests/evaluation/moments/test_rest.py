from __future__ import annotations

import pytest

from busta.evaluation.moments.rest import rest_moments
from tests.evaluation.moments.small_tables import calendar, games, lines, value


def test_second_nights_are_counted_after_the_first_game() -> None:
    # Team 1 plays on days 1, 2 and 6; team 2 on 1 and 6; team 3 on 2.
    table = games([(1, 1, 2, 100, 90), (2, 3, 1, 100, 90), (6, 1, 2, 100, 90)])
    found = rest_moments(table, lines([(0, "ats", "close", 0.0)]), calendar(table))
    assert value(found, "second night in a row: share of team games") == pytest.approx(1 / 6)
    assert value(found, "second night in a row: share, visitors") == pytest.approx(1 / 3)
    assert value(found, "days since the last game: mean") == pytest.approx((1 + 4 + 5) / 3)
    assert value(found, "3 or more days since the last game: share") == pytest.approx(2 / 3)
    assert value(found, "one side alone on its second night: share of games") == pytest.approx(1 / 3)


def test_the_gain_is_the_slope_on_who_is_tired() -> None:
    # Equal teams; the visitor is tired on day 2 and loses 6 points by it, of which the line knows 4.
    table = games([(1, 1, 2, 100, 100), (2, 3, 1, 103, 97), (4, 3, 2, 97, 103), (8, 1, 3, 103, 97)])
    closes = lines([(0, "ats", "close", 0.0), (1, "ats", "close", 4.0), (2, "ats", "close", 0.0)])
    found = rest_moments(table, closes, calendar(table))
    # Margins around the lines: 0 and -6 without an advantage, 2 with one.
    assert value(found, "the same, around the closing spread") == pytest.approx(2 - (-3))


def test_no_game_no_moment() -> None:
    table = games([(1, 1, 2, 100, 90)]).assign(is_played=False)
    assert rest_moments(table, lines([(0, "ats", "close", 0.0)]), calendar(table)) == []

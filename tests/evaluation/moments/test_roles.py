from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.moments.players import played_rows
from busta.evaluation.moments.roles import role_moments
from tests.evaluation.moments.small_tables import INTERVALS, calendar, men, value

MINUTES = (40.0, 38.0, 36.0, 34.0, 32.0, 20.0, 16.0, 12.0, 12.0)


def one_game() -> pd.DataFrame:
    """Nine men; the second scores a quarter of 80 points; the first five start."""
    table = men([(1, man, minutes, 20.0 if man == 1 else 7.5) for man, minutes in enumerate(MINUTES)])
    table["is_starter"] = pd.array([man < 5 for man in range(len(MINUTES))], dtype="boolean")
    return table.assign(ast=[4.0] + [2.0] * 8)


def test_minutes_points_and_assists_are_divided_as_computed_by_hand() -> None:
    table = one_game()
    found = role_moments(played_rows(table), calendar(table), INTERVALS)
    assert value(found, "minutes: share of the five most used") == 180 / 240
    assert value(found, "minutes: share of the eight most used") == 228 / 240
    assert value(found, "minutes: of the most used man") == 40.0
    assert value(found, "men used in a game: mean") == 9.0
    assert value(found, "men used in a season: mean") == 9.0
    assert value(found, "points: share of the best scorer") == 0.25
    assert value(found, "assists: share of the best passer") == 0.2
    assert value(found, "starters: minutes, mean") == pytest.approx(36.0)


def test_who_started_need_not_be_known() -> None:
    table = one_game()
    table["is_starter"] = pd.array([pd.NA] * len(table), dtype="boolean")
    found = role_moments(played_rows(table), calendar(table), INTERVALS)
    assert [moment.estimate.n for moment in found if moment.name.startswith("starters")] == [0, 0]


def test_nobody_on_the_floor_gives_no_moments() -> None:
    table = one_game().assign(minutes=0.0)
    assert role_moments(played_rows(table), calendar(table), INTERVALS) == []

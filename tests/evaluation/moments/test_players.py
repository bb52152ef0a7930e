from __future__ import annotations

import numpy as np
import pytest

from busta.evaluation.moments.players import played_rows, player_moments, rotation_rows, with_statistics
from tests.evaluation.moments.small_tables import RULES, calendar, estimate, men, value

# Man 1 belongs to the rotation, man 2 plays too little, man 3 too seldom; man 4 does not play at all.
ROWS = [(1, 1, 30.0, 20.0), (2, 1, 32.0, 24.0), (3, 1, 28.0, 16.0), (4, 1, 30.0, 20.0)]
ROWS += [(1, 2, 5.0, 0.0), (2, 2, 5.0, 0.0), (3, 2, 5.0, 4.0), (1, 3, 40.0, 10.0), (2, 4, 0.0, 0.0)]


def test_all_men_who_were_on_the_floor_count() -> None:
    table = men(ROWS)
    found = player_moments(played_rows(table), calendar(table), RULES)
    assert estimate(found, "points, all men: mean").n == 8
    assert value(found, "points, all men: mean") == pytest.approx(94 / 8)
    assert value(found, "points, all men: share of zeros") == 0.25


def test_men_of_the_rotation_are_measured_around_their_own_means() -> None:
    table = men(ROWS)
    found = player_moments(played_rows(table), calendar(table), RULES)
    # Deviations of the points 0, 4, -4, 0 and of the minutes 0, 2, -2, 0.
    assert value(found, "points, rotation: sd within a man's season") == pytest.approx(np.sqrt(32 / 3))
    assert value(found, "points with minutes, rotation: correlation") == pytest.approx(1.0)
    pairs = np.corrcoef([4.0, -4.0, 0.0], [0.0, 4.0, -4.0])[0, 1]
    assert value(found, "points, rotation: lag-1 autocorrelation") == pytest.approx(pairs)
    assert value(found, "points, rotation: skew") == pytest.approx(0.0, abs=1e-12)


def test_a_man_of_two_teams_is_two_men_of_a_rotation() -> None:
    played = played_rows(men(ROWS[:4]))
    moved = played.assign(team_id=[1, 1, 2, 2])
    assert len(rotation_rows(played, RULES)) == 4
    assert rotation_rows(played_rows(men(ROWS[:4]).assign(team_id=moved["team_id"].to_numpy())), RULES).empty


def test_sums_of_statistics_are_sums() -> None:
    row = men([(1, 1, 30.0, 20.0)]).assign(oreb=2.0, dreb=5.0, ast=4.0, fg3m=3.0)
    found = with_statistics(row).iloc[0]
    wanted = {"rebounds": 7, "points_rebounds_assists": 31, "points_rebounds": 27, "points_assists": 24}
    wanted |= {"rebounds_assists": 11, "threes": 3}
    assert {name: found[name] for name in wanted} == wanted


def test_nobody_on_the_floor_gives_no_moments() -> None:
    table = men([(1, 1, 0.0, 0.0)])
    assert player_moments(played_rows(table), calendar(table), RULES) == []

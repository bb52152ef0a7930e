from __future__ import annotations

import pandas as pd
import pytest

from busta.evaluation.moments.boxes import box_moments
from tests.evaluation.moments.small_tables import STATISTICS, calendar, days, value


def two_games() -> pd.DataFrame:
    """Two games of two teams: 80 shots, 20 free throws, 10 rebounds in attack, 12 turnovers; or 8 shots more."""
    table = pd.DataFrame(
        {"game_date": days([1, 1, 3, 3]), "game_id": ["a", "a", "b", "b"], "team_id": [1, 2, 1, 2]}
    )
    numbers = dict.fromkeys(STATISTICS, 0.0) | {
        "fta": 20.0,
        "ftm": 15.0,
        "oreb": 10.0,
        "dreb": 30.0,
        "tov": 12.0,
    }
    table = table.assign(**numbers).assign(fga=[80.0, 88.0, 84.0, 84.0], fgm=40.0, fg3a=30.0, fg3m=12.0)
    return table.assign(
        opponent_team_id=[2, 1, 2, 1], season="2019-20", season_type="regular", minutes=240.0, points=100.0
    )


def test_box_scores_are_those_computed_by_hand() -> None:
    table = two_games()
    found = box_moments(table, calendar(table))
    # 84 + 0.44 * 20 - 10 + 12 on average, in either game.
    assert value(found, "pace: mean") == pytest.approx(94.8)
    assert value(found, "pace: sd") == pytest.approx(0.0, abs=1e-9)
    assert value(found, "points per 100 possessions: mean") == pytest.approx(100 * 100 / 94.8)
    assert value(found, "shots: mean") == 84.0
    assert value(found, "shots: sd") == pytest.approx((32 / 3) ** 0.5)
    assert value(found, "shots made: two-point") == pytest.approx(28 / 54)
    assert value(found, "shots made: free throws") == 0.75
    assert value(found, "offensive rebounds: share of the own misses") == 0.25


def test_overtime_is_no_pace() -> None:
    table = two_games().assign(minutes=[265.0, 265.0, 240.0, 240.0])
    found = box_moments(table, calendar(table))
    assert value(found, "pace: mean") == pytest.approx((94.8 * 240 / 265 + 94.8) / 2)


def test_a_game_is_compared_with_the_team_s_game_before() -> None:
    table = two_games()
    found = box_moments(table, calendar(table))
    # Team 1: -2 then +2 around its own mean; team 2: +2 then -2.
    assert value(found, "shots: lag-1 autocorrelation around the team's season") == pytest.approx(-1.0)


def test_without_games_there_are_no_moments() -> None:
    table = two_games()
    assert box_moments(table.assign(season_type="playoffs"), calendar(table)) == []

"""What holds in every box score."""

from __future__ import annotations

import pandas as pd

from busta.nba.boxscore import (
    made_within_attempted,
    points_add_up,
    points_of_shots,
    rebounds_add_up,
    regular_minutes,
    team_points,
)

# 8 field goals, 3 of them threes, and 4 free throws are 2 * 8 + 3 + 4 = 23 points.
BOX = pd.DataFrame(
    {
        "points": [23.0, 24.0, None], "fgm": [8.0, 8.0, None], "fga": [15.0, 7.0, None], "fg3m": [3.0, 3.0, None],
        "fg3a": [6.0, 6.0, None], "ftm": [4.0, 4.0, None], "fta": [4.0, 4.0, None],
        "oreb": [1.0, 1.0, None], "dreb": [5.0, 5.0, None], "reb": [6.0, 7.0, None],
    }
)  # fmt: skip


def test_points_are_those_of_the_shots_made() -> None:
    assert points_of_shots(BOX).iloc[0] == 23
    assert points_add_up(BOX).tolist() == [True, False, True]


def test_rebounds_are_offensive_and_defensive_ones() -> None:
    assert rebounds_add_up(BOX).tolist() == [True, False, True]


def test_nobody_makes_more_shots_than_he_takes() -> None:
    assert made_within_attempted(BOX).tolist() == [True, False, True]
    assert made_within_attempted(BOX.assign(fg3m=9.0)).tolist() == [False, False, True]


def test_rounded_minutes_tell_the_number_of_overtimes() -> None:
    minutes = pd.Series([236.0, 239.0, 240.0, 242.0, 264.0, 290.0, 341.0, None])
    assert regular_minutes(minutes).tolist()[:7] == [240, 240, 240, 240, 265, 290, 340]
    assert regular_minutes(minutes).isna().tolist()[-1]


def test_players_points_are_added_by_team() -> None:
    players = pd.DataFrame({"game_id": ["g"] * 3, "team_id": [1, 1, 2], "points": [10.0, 5.0, 7.0]})
    assert team_points(players).to_dict("list") == {
        "game_id": ["g", "g"],
        "team_id": [1, 2],
        "player_points": [15.0, 7.0],
    }

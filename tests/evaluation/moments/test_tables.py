from __future__ import annotations

import pandas as pd

from busta.evaluation.moments.tables import around, before, both_sides, regular_games
from tests.evaluation.moments.small_tables import games


def test_games_that_are_not_played_and_play_offs_are_left_out() -> None:
    table = games([(1, 1, 2, 90, 80), (2, 1, 2, 90, 80), (3, 1, 2, 90, 80)])
    table["season_type"] = ["regular", "playoffs", "regular"]
    table["is_played"] = [True, True, False]
    assert regular_games(table)["game_id"].tolist() == ["game 0"]


def test_a_team_game_without_points_is_not_played() -> None:
    table = pd.DataFrame({"season_type": "regular", "points": [90.0, None]})
    assert len(regular_games(table)) == 1


def test_either_side_has_its_own_margin() -> None:
    sides = both_sides(games([(1, 7, 8, 90, 80)])).set_index("team_id")
    assert sides["margin"].to_dict() == {7: 10.0, 8: -10.0}
    assert sides["is_win"].to_dict() == {7: 1.0, 8: 0.0}
    assert sides["is_home"].to_dict() == {7: True, 8: False}


def test_around_and_before_stay_with_their_keys() -> None:
    table = pd.DataFrame({"key": ["a", "b", "a"], "x": [1.0, 5.0, 3.0]})
    assert around(table, "x", ["key"]).tolist() == [-1.0, 0.0, 1.0]
    assert before(table, "x", ["key"]).fillna(-9).tolist() == [-9.0, -9.0, 1.0]

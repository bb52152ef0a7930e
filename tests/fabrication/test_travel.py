"""Where the invented teams come from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from busta.fabrication.travel import floors, kilometres, since_last_game


def test_the_way_from_atlanta_to_boston_is_1505_kilometres() -> None:
    table = floors(2)
    assert table["city"].tolist()[:2] == ["Atlanta", "Boston"]
    assert kilometres(table, np.array([0]), np.array([1])) == pytest.approx([1505], abs=10)


def test_half_the_equator_is_pi_times_the_radius() -> None:
    points = pd.DataFrame({"latitude": [0.0, 0.0], "longitude": [0.0, 180.0]})
    assert kilometres(points, np.array([0]), np.array([1])) == pytest.approx([np.pi * 6371])


def test_one_neutral_floor_is_that_of_the_cup() -> None:
    table = floors(30)
    assert table["is_cup"].tolist()[:30] == [0] * 30
    assert table["is_cup"].sum() == 1


def test_days_and_floor_are_those_of_the_last_game_of_each_side() -> None:
    games = pd.DataFrame({"day": [0, 1, 3], "home": [0, 2, 0], "away": [1, 0, 1], "floor": [0, 9, 0]})
    days, floor = since_last_game(games, games.head(0))
    assert days.tolist() == [[-1, -1], [-1, 1], [2, 3]]
    assert floor.tolist() == [[0, 1], [2, 0], [9, 0]]


def test_games_played_before_count_and_are_not_told_again() -> None:
    games = pd.DataFrame({"day": [0, 1], "home": [0, 1], "away": [1, 2], "floor": [0, 1]})
    days, floor = since_last_game(games.tail(1), games.head(1))
    assert days.tolist() == [[1, -1]]
    assert floor.tolist() == [[0, 2]]

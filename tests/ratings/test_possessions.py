import numpy as np
import pandas as pd
import pytest

from busta.ratings.possessions import possessions, team_index, with_opponent


def test_possessions_are_attempts_less_second_chances_plus_turnovers() -> None:
    box = pd.DataFrame({"fga": [88.0, np.nan], "fta": [25.0, 20.0], "oreb": [10.0, 9.0], "tov": [14.0, 12.0]})
    assert possessions(box).iloc[0] == pytest.approx(88 + 11 - 10 + 14)
    assert np.isnan(possessions(box).iloc[1])


def test_the_opponent_stands_beside_the_team_in_the_order_given() -> None:
    rows = pd.DataFrame(
        {
            "game_id": ["b", "a", "a", "b"],
            "team_id": [3, 1, 2, 1],
            "opponent_team_id": [1, 2, 1, 3],
            "points": [103.0, 99.0, 98.0, 101.0],
        }
    )
    assert with_opponent(rows, ["points"])["opponent_points"].tolist() == [101.0, 98.0, 99.0, 103.0]


def test_a_game_without_its_second_row_is_refused_by_name() -> None:
    rows = pd.DataFrame({"game_id": ["a"], "team_id": [1], "opponent_team_id": [2], "points": [99.0]})
    with pytest.raises(ValueError, match="Game a: expected two team rows, was 1"):
        with_opponent(rows, ["points"])


def test_teams_are_numbered_by_what_the_schedule_names() -> None:
    teams, (home, away) = team_index(pd.Series([30, 10]), pd.Series([20, 30]))
    assert teams.tolist() == [10, 20, 30]
    assert home.tolist() == [2, 0]
    assert away.tolist() == [1, 2]

import numpy as np
import pandas as pd
import pytest

from busta.features.player_game_lines import game_lines_features, player_past_lines_features
from tests.player_tables import questions


def _lines(rows: list[tuple[int, str, str, float]]) -> pd.DataFrame:
    table = pd.DataFrame(rows, columns=["day", "market", "moment", "line"])
    return table.assign(game_id=[f"{day:010d}" for day in table["day"]])


LINES = _lines(
    [
        (0, "ats", "open", 4.0),
        (0, "ats", "close", 9.0),
        (0, "total", "open", 220.0),
        (0, "total", "close", 210.0),
        (1, "ats", "open", 4.0),
        (1, "ats", "morning", 6.0),
    ]
)


def test_lines_are_told_from_the_side_of_the_team_and_the_close_is_not_used() -> None:
    asked = pd.concat([questions([0]), questions([0], team_id=2, opponent_id=1, is_home=False, player_id=2)])
    rows = game_lines_features(asked, LINES)
    assert rows["game_lines_margin"].tolist() == [4, -4]
    assert rows["game_lines_favourite"].tolist() == [4, 4]
    assert rows["game_lines_total"].tolist() == [220, 220]
    assert rows["game_lines_team_points"].tolist() == [112, 108]


def test_the_spread_of_the_morning_stands_before_the_opening_one() -> None:
    row = game_lines_features(questions([1]), LINES).iloc[0]
    assert row["game_lines_margin"] == 6
    assert np.isnan(row["game_lines_total"])


def test_a_game_without_lines_says_nothing() -> None:
    assert game_lines_features(questions([5]), LINES).iloc[0, 2:].isna().all()


def test_past_lines_compare_the_teams_and_add_them_up() -> None:
    teams = pd.DataFrame(
        {
            "game_id": "0000000000",
            "team_id": [1, 2],
            "past_lines_margin": [3.0, -1.0],
            "past_lines_total": [2.0, 5.0],
        }
    )
    row = player_past_lines_features(questions([0]), teams).iloc[0]
    assert row["past_lines_edge"] == pytest.approx(4)
    assert row["past_lines_points"] == pytest.approx(7)

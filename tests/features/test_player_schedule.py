import numpy as np
import pandas as pd
import pytest

from busta.features.player_schedule import OWN, PlayerScheduleSettings, player_schedule_features
from tests.player_tables import box, questions

SETTINGS = PlayerScheduleSettings(days_cap=30)


def _teams(days: list[int]) -> pd.DataFrame:
    ids = questions(days)["game_id"]
    own = pd.DataFrame(dict.fromkeys(OWN, 1.0), index=range(len(days))).assign(game_id=ids, team_id=1)
    return pd.concat([own, own.assign(team_id=2, schedule_rest_days=4.0, schedule_back_to_back=0.0)])


def _features(days: list[int], asked: list[int]) -> pd.DataFrame:
    games = box(days, [10] * len(days))
    return player_schedule_features(questions(asked), games, _teams(asked), SETTINGS)


def test_rest_is_that_of_both_teams() -> None:
    row = _features([0], [5]).iloc[0]
    assert row["schedule_rest_days"] == 1
    assert row["schedule_opponent_rest_days"] == 4
    assert row["schedule_opponent_back_to_back"] == 0


def test_his_own_days_off_are_counted_and_capped() -> None:
    rows = _features([0], [0, 2, 90])
    assert rows["schedule_days_since_played"].tolist() == [30, 2, 30]


def test_games_of_the_week_before_count_without_the_game_itself() -> None:
    rows = _features([0, 1, 3, 8], [8, 9])
    # Day 8 looks back to day 1, day 9 to day 2.
    assert rows["schedule_recent_games"].tolist() == [2, 2]


def test_a_team_without_a_schedule_has_no_rest() -> None:
    rows = player_schedule_features(questions([5]), box([0], [10]), _teams([6]), SETTINGS)
    assert np.isnan(rows["schedule_rest_days"].iloc[0])


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="days_cap"):
        PlayerScheduleSettings(days_cap=0)

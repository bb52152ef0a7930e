"""The invented schedule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fabrication.schedule import regular_season, second_nights, series_games, tip_offs
from tests.league import tiny_league


def _team_days(games: pd.DataFrame) -> pd.DataFrame:
    sides = [games[["day", side]].set_axis(["day", "team"], axis=1) for side in ("home", "away")]
    return pd.concat(sides, ignore_index=True)


@given(st.integers(2, 15), st.integers(2, 60), st.integers(0, 10))
def test_every_team_plays_its_games_and_never_twice_a_day(half: int, games_per_team: int, seed: int) -> None:
    games = regular_season(2 * half, games_per_team, np.random.default_rng(seed))
    days = _team_days(games)
    assert not days.duplicated().any()
    assert days["team"].value_counts().eq(games_per_team).all()
    assert games["home"].ne(games["away"]).all()


def test_about_one_game_in_six_is_the_second_of_two_nights() -> None:
    games = regular_season(30, 82, np.random.default_rng(1))
    assert second_nights(games).mean() == pytest.approx(0.16, abs=0.02)


def test_home_games_are_about_half() -> None:
    games = regular_season(30, 82, np.random.default_rng(1))
    assert games["home"].value_counts().between(35, 47).all()


def test_a_second_night_is_one_after_a_game_on_the_day_before() -> None:
    games = pd.DataFrame({"day": [0, 1, 3], "home": [0, 2, 0], "away": [1, 0, 1]})
    assert second_nights(games).tolist() == [[False, False], [False, True], [False, False]]


def test_a_series_of_seven_is_played_at_home_twice_away_twice_and_then_in_turn() -> None:
    games = series_games(np.array([4]), np.array([9]), first_day=10, wins=4)
    assert games["home"].tolist() == [4, 4, 9, 9, 4, 9, 4]
    assert games["day"].tolist() == [10, 12, 14, 16, 18, 20, 22]


def test_a_tip_off_is_on_the_eastern_date_of_the_game() -> None:
    dates = pd.Series(pd.date_range("2015-10-20", periods=200))
    eastern = tip_offs(dates, np.random.default_rng(0)).dt.tz_convert("America/New_York")
    assert eastern.dt.tz_localize(None).dt.normalize().eq(dates).all()


def test_the_play_offs_end_when_a_side_has_won_often_enough() -> None:
    logs = pd.concat(tiny_league()["raw_team_logs"].values())
    final = logs[logs["GAME_ID"].str.startswith("004")]
    wins = final[final["WL"].eq("W")].groupby(["SEASON", "TEAM_ID"]).size().groupby("SEASON").max()
    assert wins.eq(2).all()
    assert final.groupby("SEASON")["GAME_ID"].nunique().between(2, 3).all()


def test_one_play_in_game_is_played_before_the_play_offs() -> None:
    logs = pd.concat(tiny_league()["raw_team_logs"].values())
    last_play_in = logs[logs["GAME_ID"].str.startswith("005")].groupby("SEASON")["GAME_DATE"].max()
    first_playoff = logs[logs["GAME_ID"].str.startswith("004")].groupby("SEASON")["GAME_DATE"].min()
    assert (last_play_in < first_playoff).all()
    assert len(last_play_in) == 3

"""The invented schedule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.fabrication.schedule import (
    cup_day,
    neutral_floors,
    regular_season,
    season_length,
    series_games,
    tip_offs,
)
from busta.fabrication.travel import floors, kilometres, since_last_game
from tests.league import tiny_league

LEAGUE = np.arange(30)
KM = kilometres(floors(30), LEAGUE[:, None], LEAGUE[None, :])


def _team_days(games: pd.DataFrame) -> pd.DataFrame:
    sides = [games[["day", side]].set_axis(["day", "team"], axis=1) for side in ("home", "away")]
    return pd.concat(sides, ignore_index=True)


@given(st.integers(2, 15), st.integers(2, 60), st.integers(0, 10))
def test_every_team_plays_its_games_and_never_twice_a_day(half: int, games_per_team: int, seed: int) -> None:
    games = regular_season(
        KM[: 2 * half, : 2 * half], games_per_team, np.random.default_rng(seed), seed % 2 == 0
    )
    days = _team_days(games)
    assert not days.duplicated().any()
    assert days["team"].value_counts().eq(games_per_team).all()
    assert games["home"].ne(games["away"]).all()
    assert games["day"].max() < season_length(games_per_team)


@pytest.fixture(scope="module")
def season() -> pd.DataFrame:
    return regular_season(KM, 82, np.random.default_rng(1), has_cup=True)


def test_about_one_game_in_six_is_the_second_of_two_nights(season: pd.DataFrame) -> None:
    days, _ = since_last_game(season.assign(floor=season["home"]), season.head(0).assign(floor=0))
    assert (days == 1).mean() == pytest.approx(0.165, abs=0.015)


def test_second_nights_are_mostly_away(season: pd.DataFrame) -> None:
    days, _ = since_last_game(season.assign(floor=season["home"]), season.head(0).assign(floor=0))
    at_home, away = (days == 1).sum(axis=0)
    assert 0.33 < at_home / (at_home + away) < 0.45


def test_home_games_are_half(season: pd.DataFrame) -> None:
    assert season["home"].value_counts().between(39, 43).all()


def test_everybody_meets_everybody_about_three_times(season: pd.DataFrame) -> None:
    pairs = pd.DataFrame(np.sort(season[["home", "away"]].to_numpy(), axis=1)).value_counts()
    assert len(pairs) == 30 * 29 / 2
    assert pairs.between(1, 5).all()


def test_teams_stay_at_home_or_on_the_road_for_about_two_games(season: pd.DataFrame) -> None:
    sides = [
        season[["day", side]].set_axis(["day", "team"], axis=1).assign(at=side) for side in ("home", "away")
    ]
    long = pd.concat(sides).sort_values(["team", "day"])
    is_new = long["at"].ne(long.groupby("team")["at"].shift())
    assert len(long) / is_new.sum() == pytest.approx(2.2, abs=0.15)


def test_a_visitor_is_sent_less_far_than_chance_would(season: pd.DataFrame) -> None:
    _, last = since_last_game(season.assign(floor=season["home"]), season.head(0).assign(floor=0))
    way = KM[last[:, 1], season["home"]]
    assert way.mean() < 0.9 * KM[~np.eye(30, dtype=bool)].mean()


def test_nobody_plays_around_the_day_of_the_cup(season: pd.DataFrame) -> None:
    day = cup_day(82)
    assert not season["day"].between(day - 1, day + 1).any()
    assert season["day"].lt(day).any()


def test_neutral_games_leave_both_teams_two_days_on_either_side(season: pd.DataFrame) -> None:
    games = neutral_floors(season, floors(30), 5, np.random.default_rng(2))
    assert games["is_neutral"].sum() == 5
    assert games["floor"].eq(games["home"]).eq(~games["is_neutral"]).all()
    for moved in games[games["is_neutral"]].itertuples():
        for team in (moved.home, moved.away):
            days = season.loc[season["home"].eq(team) | season["away"].eq(team), "day"]
            assert (days[days.ne(moved.day)] - moved.day).abs().min() >= 2


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

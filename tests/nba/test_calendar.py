"""Seasons, kinds of games, and the league's own dates."""

from __future__ import annotations

import pandas as pd

from busta.nba.calendar import (
    eastern_date,
    is_league_game,
    next_season_begins,
    season_label,
    season_of_date,
    season_of_game_id,
    season_type_of_game_id,
    utc_from_eastern,
)

IDS = pd.Series(["0021500009", "0041900001", "0052000101", "0062300001", "0012300001", "0039900001"])


def test_a_season_is_named_by_both_years() -> None:
    assert season_label(pd.Series([2015, 1999, 2009])).tolist() == ["2015-16", "1999-00", "2009-10"]


def test_the_season_stands_in_the_game_id() -> None:
    seasons = ["2015-16", "2019-20", "2020-21", "2023-24", "2023-24", "1999-00"]
    assert season_of_game_id(IDS).tolist() == seasons


def test_the_kind_of_game_stands_in_the_game_id() -> None:
    kinds = season_type_of_game_id(IDS)
    assert kinds.iloc[:4].tolist() == ["regular", "playoffs", "play_in", "cup_final"]
    assert kinds.iloc[4:].isna().all()
    assert is_league_game(IDS).tolist() == [True, True, True, True, False, False]


def test_the_season_of_the_restart_ended_in_october() -> None:
    days = pd.Series(pd.to_datetime(["2020-10-11", "2020-10-12", "2023-10-11", "2023-10-24", "2024-06-17"]))
    assert season_of_date(days).tolist() == ["2019-20", "2020-21", "2022-23", "2023-24", "2023-24"]


def test_a_game_after_midnight_in_london_is_of_the_evening_before_in_new_york() -> None:
    moments = pd.Series(pd.to_datetime(["2024-01-02T00:30Z", "2024-07-01T03:59Z", "2024-07-01T04:00Z"]))
    expected = ["2024-01-01", "2024-06-30", "2024-07-01"]
    assert eastern_date(moments).dt.strftime("%Y-%m-%d").tolist() == expected


def test_a_time_of_day_is_read_in_summer_and_winter_time() -> None:
    local = pd.Series(pd.to_datetime(["2024-01-01 19:30", "2024-07-01 19:30", "2024-11-03 01:30"]))
    moments = utc_from_eastern(local)
    assert moments.iloc[:2].dt.strftime("%H:%M").tolist() == ["00:30", "23:30"]
    assert moments.isna().tolist() == [False, False, True]


def test_the_next_season_begins_on_the_first_day_that_belongs_to_it() -> None:
    begins = next_season_begins(pd.Series(["2019-20", "1999-00"]))
    assert begins.dt.strftime("%Y-%m-%d").tolist() == ["2020-10-12", "2000-10-12"]
    assert season_of_date(begins).tolist() == ["2020-21", "2000-01"]
    assert season_of_date(begins - pd.Timedelta(days=1)).tolist() == ["2019-20", "1999-00"]

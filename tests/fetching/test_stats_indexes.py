"""Raw files of players, schedules and season totals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pandas as pd

from busta.fetching.calls import Answer
from busta.fetching.stats_indexes import (
    owned_fixtures,
    owned_totals,
    player_files,
    schedule_files,
    schedule_rows,
    tracking_files,
    unknown_teams,
)
from busta.fetching.stats_logs import Reading
from busta.fetching.stats_tables import NEEDED
from tests.fetching.stats_answers import MORNING, answer, result_set


def _player(**changes: Any) -> Answer:
    columns = [*NEEDED["playerindex"], "COUNTRY", "TEAM_ID", "TEAM_ABBREVIATION"]
    row = {"PERSON_ID": 203999, "PLAYER_FIRST_NAME": "Nikola", "PLAYER_LAST_NAME": "Jokić", "POSITION": "F-C"}
    return answer("playerindex", result_set(columns, row | changes))


def test_a_player_is_written_as_in_the_archive() -> None:
    row = player_files([_player(DRAFT_YEAR=2014)], set(), Reading())["player_info_fetched.csv"].iloc[0]
    assert row[["DISPLAY_FIRST_LAST", "POSITION", "DRAFT_YEAR"]].tolist() == [
        "Nikola Jokić",
        "Forward-Center",
        2014,
    ]


def test_who_was_not_drafted_is_said_to_be_so() -> None:
    row = player_files([_player()], set(), Reading())["player_info_fetched.csv"].iloc[0]
    assert row["DRAFT_YEAR"] == "Undrafted"


def test_players_of_the_users_own_files_are_left_out() -> None:
    assert player_files([_player()], {"203999"}, Reading())["player_info_fetched.csv"].empty
    assert player_files([], set(), Reading()) == {}


def test_a_club_that_is_not_known_is_named() -> None:
    columns = list(NEEDED["commonteamyears"])
    rows = [
        {"TEAM_ID": 1610612738, "MIN_YEAR": "1946", "MAX_YEAR": "2025", "ABBREVIATION": "BOS"},
        {"TEAM_ID": 1610612799, "MIN_YEAR": "2025", "MAX_YEAR": "2025", "ABBREVIATION": "LVX"},
        {"TEAM_ID": 1610610023, "MIN_YEAR": "1946", "MAX_YEAR": "1949", "ABBREVIATION": None},
    ]
    told = unknown_teams([answer("commonteamyears", result_set(columns, *rows))], Reading())
    assert len(told) == 1
    assert "a club LVX with the number 1610612799" in told[0]
    assert unknown_teams([], Reading()) == []


def _game(game_id: str = "0022300900", home: str = "BOS", **changes: Any) -> dict[str, Any]:
    return {
        "gameId": game_id,
        "gameStatusText": "7:30 pm ET",
        "gameDateEst": "2024-03-02T00:00:00Z",
        "gameDateTimeUTC": "2024-03-03T00:30:00Z",
        "gameTimeUTC": "2024-03-03T00:30:00Z",
        "arenaName": "Garden",
        "homeTeam": {"teamId": 1, "teamTricode": home},
        "awayTeam": {"teamId": 2, "teamTricode": "NYK"},
        **changes,
    }


def _schedule(*games: dict[str, Any]) -> Answer:
    days = [{"gameDate": "03/02/2024 00:00:00", "games": list(games)}]
    return answer("scheduleleaguev2", {"leagueSchedule": {"gameDates": days}})


def _board(*games: dict[str, Any], hours: float) -> Answer:
    told = {"gameDate": "2024-03-02", "games": list(games)}
    return answer("scoreboardv3", {"scoreboard": told}, at=MORNING + timedelta(hours=hours))


def test_a_game_is_written_with_its_day_and_its_start() -> None:
    row = schedule_rows([_schedule(_game())], [], Reading()).iloc[0]
    named = ["GAME_ID", "game_date", "tip_et", "tip_utc", "away", "home", "arena"]
    assert row[named].tolist() == [
        "0022300900", "2024-03-02", "2024-03-02T19:30:00", "2024-03-03 00:30", "NYK", "BOS", "Garden",
    ]  # fmt: skip


def test_games_without_an_hour_two_clubs_or_the_league_are_left_out() -> None:
    games = [
        _game("0022300901", gameStatusText="TBD"),
        _game("0022300902", gameStatusText="PPD"),
        _game("0042300101", home=""),
        _game("0012300001"),
    ]
    assert schedule_rows([_schedule(_game(), *games)], [], Reading())["GAME_ID"].tolist() == ["0022300900"]


def test_what_is_told_on_the_day_itself_counts_when_it_is_newer() -> None:
    moved = _game(gameTimeUTC="2024-03-03T01:00:00Z")
    told = [_board(moved, hours=hours) for hours in (-5, 5)]
    assert schedule_rows([_schedule(_game())], told[:1], Reading()).loc[0, "tip_utc"] == "2024-03-03 00:30"
    assert schedule_rows([_schedule(_game())], told, Reading()).loc[0, "tip_utc"] == "2024-03-03 01:00"
    assert len(schedule_rows([], told, Reading())) == 1
    assert schedule_rows([], [], Reading()).empty


def test_games_of_the_users_own_schedules_are_left_out_in_either_layout() -> None:
    rows = schedule_rows([_schedule(_game())], [], Reading())
    league = pd.DataFrame({"game_date": ["2024-03-02"], "home": ["BOS"], "away": ["NYK"]})
    fixtures = {
        "Date": ["03/03/2024 00:30"],
        "Home Team": ["Boston Celtics"],
        "Away Team": ["New York Knicks"],
    }
    for own in (league, pd.DataFrame(fixtures)):
        reading = Reading()
        assert schedule_files({"2023-24": rows}, owned_fixtures({"mine.csv": own}), reading) == {}
        assert reading.notes[0][0] == 1
    assert owned_fixtures({"schedule_fetched_2023-24.csv": league}) == set()
    assert list(schedule_files({"2023-24": rows}, set(), Reading())) == ["schedule_fetched_2023-24.csv"]


def _totals(measure: str, **columns: Any) -> Answer:
    who = {"PLAYER_ID": 7, "PLAYER_NAME": "Some One", "TEAM_ID": 1, "TEAM_ABBREVIATION": "BOS"}
    endpoint = "leaguehustlestatsplayer" if measure == "hustle" else "leaguedashptstats"
    row = who | dict.fromkeys(NEEDED[endpoint][4:], 2) | columns
    asked = {} if measure == "hustle" else {"PtMeasureType": measure}
    return answer(endpoint, result_set(list(row), row), asked)


def test_totals_are_written_by_kind_with_the_second_year() -> None:
    files = tracking_files([_totals("Possessions", TOUCHES=55)], set(), Reading())
    row = files["touches_fetched_2023-24.parquet"].iloc[0]
    assert (row["TOUCHES"], row["Season"], row["year"]) == (55, "2023-24", 2024)


def test_hustle_and_speed_stand_in_one_file() -> None:
    answers = [_totals("hustle", MIN=1.0), _totals("SpeedDistance", MIN=900.0, DIST_MILES=80.5)]
    row = tracking_files(answers, set(), Reading())["hustle_speed_fetched_2023-24.parquet"].iloc[0]
    assert (row["DEFLECTIONS"], row["DIST_MILES"], row["MIN"]) == (2, 80.5, 900.0)
    assert pd.isna(row["POSS"])


def test_totals_of_the_users_own_files_are_left_out() -> None:
    own = {"touches_to_2024.parquet": pd.DataFrame({"year": [2023, 2024]})}
    owned = owned_totals(own, ["touches", "drives"])
    assert owned == {"touches 2023", "touches 2024"}
    reading = Reading()
    assert tracking_files([_totals("Possessions")], owned, reading) == {}
    assert "touches of 2023-24" in reading.notes[0][1]

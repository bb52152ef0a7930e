"""Schedules in two layouts."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.schedules import parse_schedules, schedule_tip_offs
from tests.sources.boxes import GSW, OKC, file, refused

LEAGUE = {
    "GAME_ID": "0021600001", "game_date": "2016-10-25", "tip_utc": "2016-10-26 02:30", "away": "OKC", "home": "GSW",
}  # fmt: skip
FIXTURE = {
    "Match Number": "1", "Date": "26/10/2016 02:30", "Home Team": "Golden State Warriors",
    "Away Team": "Oklahoma City Thunder",
}  # fmt: skip


@pytest.mark.parametrize("row", [LEAGUE, FIXTURE])
def test_both_layouts_give_the_same_game(row: dict[str, str]) -> None:
    game = parse_schedules(file([row])).rows.iloc[0]
    assert game["game_date"] == pd.Timestamp("2016-10-25")
    assert game["tip_off_utc"] == pd.Timestamp("2016-10-26T02:30Z")
    assert (game["home_team_id"], game["away_team_id"], game["season"]) == (GSW, OKC, "2016-17")
    assert pd.isna(game["game_id"]) == (row is FIXTURE)


def test_a_game_in_both_layouts_counts_once() -> None:
    parsed = parse_schedules({**file([LEAGUE], "a.csv"), **file([FIXTURE], "b.csv")})
    assert parsed.rows["file"].tolist() == ["a.csv"]
    assert refused(parsed.refused)[0][:3] == ("b.csv", 2, "game_date")


def test_exhibitions_against_clubs_from_abroad_are_left_out() -> None:
    parsed = parse_schedules(file([{**LEAGUE, "GAME_ID": "0011600003", "away": "SDS"}, LEAGUE]))
    assert len(parsed.rows) == 1
    assert parsed.refused.empty


@pytest.mark.parametrize(
    ("row", "column", "value", "expected"),
    [
        (LEAGUE, "tip_utc", "19:30", "a UTC time written as %Y-%m-%d %H:%M"),
        (LEAGUE, "away", "GSW", "another team"),
        (FIXTURE, "Date", "2016-10-26", "a UTC time written as %d/%m/%Y %H:%M"),
        (FIXTURE, "Home Team", "Harlem Globetrotters", "the name of an NBA team"),
    ],
)
def test_a_wrong_cell_is_named(row: dict[str, str], column: str, value: str, expected: str) -> None:
    parsed = parse_schedules(file([{**row, column: value}]))
    assert refused(parsed.refused)[0] == ("one.csv", 2, column, value, expected)
    assert parsed.rows.empty


def test_a_file_of_neither_layout_is_refused_whole() -> None:
    parsed = parse_schedules(file([{"when": "tomorrow"}]))
    assert set(parsed.refused["row"]) == {0}


def test_tip_offs_meet_their_games_by_date_and_teams() -> None:
    games = pd.DataFrame(
        {
            "game_id": ["0021600001"],
            "game_date": pd.to_datetime(["2016-10-25"]),
            "home_team_id": GSW,
            "away_team_id": OKC,
        }
    )
    schedules = parse_schedules(file([FIXTURE])).rows
    assert schedule_tip_offs(schedules, games)["game_id"].tolist() == ["0021600001"]
    assert schedule_tip_offs(schedules, games.assign(home_team_id=OKC)).empty

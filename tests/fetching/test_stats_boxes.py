"""Raw files of box scores that are asked for game by game."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from busta.fetching.calls import Answer
from busta.fetching.stats_boxes import advanced_files, traditional_files
from busta.fetching.stats_logs import Reading
from busta.fetching.stats_tables import NEEDED
from tests.fetching.stats_answers import answer

FILE = "boxscores_traditional_fetched_2023-24.parquet"


def _box(kind: str, *players: dict[str, Any], game_id: str = "0022300001") -> Answer:
    endpoint = f"boxscore{kind}v3"
    about = {"personId": 7, "firstName": "Nikola", "familyName": "Jokić", "position": "C", "comment": ""}
    team = {"teamId": 1610612743, "teamTricode": "DEN", "teamCity": "Denver"}
    counts = [name for name in NEEDED[endpoint] if name not in {**about, **team}]
    listed = [
        {**about, **{name: player[name] for name in about if name in player},
         "statistics": dict.fromkeys(counts, 1) | {"minutes": "30:05"} | player}
        for player in players
    ]  # fmt: skip
    sides = {"homeTeam": {**team, "players": listed}, "awayTeam": {**team, "players": []}}
    document = {f"boxScore{kind.capitalize()}": {"gameId": game_id, **sides}}
    return answer(endpoint, document, {"GameID": game_id})


def test_a_man_who_played_has_his_line() -> None:
    row = traditional_files([_box("traditional", {"points": 25})], set(), Reading())[FILE].iloc[0]
    assert (row["PLAYER_NAME"], row["MIN"], row["PTS"], row["START_POSITION"]) == (
        "Nikola Jokić",
        "30:05",
        25.0,
        "C",
    )


def test_a_man_who_did_not_play_has_a_comment_and_nothing_else() -> None:
    idle = {"minutes": "", "comment": "DNP - Coach's Decision", "position": "", "points": 0}
    row = traditional_files([_box("traditional", idle)], set(), Reading())[FILE].iloc[0]
    assert row["COMMENT"] == "DNP - Coach's Decision"
    assert row[["MIN", "PTS", "START_POSITION"]].isna().all()


def test_a_share_of_nothing_is_empty_as_in_the_archive() -> None:
    line = {"fieldGoalsAttempted": 0, "fieldGoalsPercentage": 0.0}
    row = traditional_files([_box("traditional", line)], set(), Reading())[FILE].iloc[0]
    assert pd.isna(row["FG_PCT"])


@pytest.mark.parametrize(("given", "clock"), [("PT30M05.00S", "30:05"), ("30:05", "30:05")])
def test_both_ways_of_writing_minutes_are_read(given: str, clock: str) -> None:
    row = traditional_files([_box("traditional", {"minutes": given})], set(), Reading())[FILE].iloc[0]
    assert row["MIN"] == clock


def test_the_last_box_score_of_a_game_counts() -> None:
    boxes = [_box("traditional", {"points": points}) for points in (24, 25)]
    assert list(traditional_files(boxes, set(), Reading())[FILE]["PTS"]) == [25.0]


def test_advanced_box_scores_hold_who_played_and_what_the_league_calls_advanced() -> None:
    players = ({"usagePercentage": 0.31}, {"personId": 8, "minutes": ""})
    file = advanced_files([_box("advanced", *players)], set(), Reading())["advanced_fetched_2023-24.csv"]
    assert file[["PLAYER_ID", "USG_PCT", "MIN"]].values.tolist() == [[7, 0.31, "30:05"]]


def test_games_of_the_user_are_left_out_and_no_answers_make_no_file() -> None:
    reading = Reading()
    assert traditional_files([_box("traditional", {})], {"0022300001"}, reading) == {}
    assert reading.notes[0][0] == 1
    assert traditional_files([], set(), Reading()) == {}
    assert advanced_files([], set(), Reading()) == {}

"""Raw files of game logs from stored answers."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd

from busta.fetching.stats_logs import (
    PLAYER_COLUMNS,
    TEAM_COLUMNS,
    Reading,
    owned_ids,
    player_log_files,
    team_log_files,
)
from tests.fetching.stats_answers import LOG_COLUMNS, MORNING, log_answer

FILE = "nba_games_fetched_2023_24.csv"
NOBODY: dict[str, set[str]] = {"box_scores": set(), "box_scores_playoffs": set()}


def test_of_each_game_the_newest_answer_counts() -> None:
    old = log_answer({"PTS": 100}, {"GAME_ID": "0022300002", "PTS": 90})
    corrected = log_answer({"PTS": 101}, at=MORNING + timedelta(days=3))
    rows = team_log_files([old, corrected], set(), Reading())[FILE]
    assert dict(zip(rows["GAME_ID"], rows["PTS"], strict=True)) == {"0022300001": 101, "0022300002": 90}


def test_a_file_has_the_columns_of_the_archive_and_then_what_the_source_added() -> None:
    rows = team_log_files([log_answer({"NEW": 3}, columns=[*LOG_COLUMNS, "NEW"])], set(), Reading())[FILE]
    assert list(rows.columns) == [*TEAM_COLUMNS, "NEW"]
    assert rows.loc[0, "SEASON"] == "2023-24"


def test_a_game_that_was_running_when_it_was_told_is_left_to_a_later_answer() -> None:
    evening = MORNING - timedelta(hours=12)
    running, other = {"WL": None}, {"GAME_ID": "0022300002"}
    rows = team_log_files([log_answer(running, other, at=evening)], set(), Reading())[FILE]
    assert list(rows["GAME_ID"]) == ["0022300002"]
    assert len(team_log_files([log_answer(running, other)], set(), Reading())[FILE]) == 2


def test_a_players_game_goes_where_the_archive_has_such_games() -> None:
    later = [{"GAME_ID": f"00{kind}2300001", "MATCHUP": "BOS @ NYK"} for kind in (4, 5, 6)]
    regular, others = player_log_files([log_answer({}, *later, who="P")], NOBODY, Reading())
    assert list(regular) == ["player_logs_fetched_2023-24.csv"]
    assert list(regular["player_logs_fetched_2023-24.csv"].columns) == PLAYER_COLUMNS
    rows = others["player_logs_playoffs_fetched_2023-24.csv"]
    assert (len(rows), set(rows["OPP_ABBREVIATION"]), set(rows["HOME_GAME"])) == (3, {"NYK"}, {0})
    # The log does not tell who started, and a file that does not know does not say.
    assert "START_POSITION" not in rows.columns


def test_what_the_user_owns_is_left_out_and_said() -> None:
    reading = Reading()
    assert team_log_files([log_answer({})], {"0022300001"}, reading) == {}
    assert reading.notes == [
        (1, "1 games stand in files of your own in team_logs/ already: these stay as they are, and the fetched copies "
            "are left out")
    ]  # fmt: skip


def test_owned_is_what_fetching_did_not_write() -> None:
    files = {
        "mine.csv": pd.DataFrame({"GAME_ID": ["1", None]}),
        "x_fetched_1.csv": pd.DataFrame({"GAME_ID": ["2"]}),
    }
    assert owned_ids(files) == {"1"}


def test_an_answer_that_cannot_be_read_leaves_the_others() -> None:
    reading = Reading()
    changed = log_answer({}, columns=LOG_COLUMNS[:-3])
    rows = team_log_files([changed, changed, log_answer({})], set(), reading)[FILE]
    assert len(rows) == 1
    assert len(reading.problems) == 1


def test_without_answers_there_is_no_file() -> None:
    assert team_log_files([], set(), Reading()) == {}
    assert player_log_files([], NOBODY, Reading()) == ({}, {})

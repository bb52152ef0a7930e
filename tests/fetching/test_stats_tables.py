"""Answers as tables, and columns that are gone."""

from __future__ import annotations

import pytest

from busta.fetching.stats_tables import ChangedError, rows_of
from tests.fetching.stats_answers import LOG_COLUMNS, answer, log_answer, result_set


def test_a_result_set_is_a_table_of_values_as_they_were_given() -> None:
    rows = rows_of(log_answer({"PTS": 101, "FG3_PCT": None}))
    assert rows.loc[0, ["GAME_ID", "PTS", "FG3_PCT"]].tolist() == ["0022300001", 101, None]


def test_the_newer_name_of_the_shape_is_read_too() -> None:
    line = dict.fromkeys(LOG_COLUMNS, "x") | {"GAME_ID": "0022300001", "GAME_DATE": "2024-03-01"}
    document = result_set(LOG_COLUMNS, line)
    read = rows_of(answer("leaguegamelog", {"resultSet": document["resultSets"][0]}))
    assert len(read) == 1


def test_a_lost_column_is_named_with_its_likely_new_name() -> None:
    columns = [{"FG3M": "FG3_M"}.get(name, name) for name in LOG_COLUMNS]
    with pytest.raises(
        ChangedError, match=r"leaguegamelog: FG3M \(now FG3_M\?\); it gives .* answer is kept"
    ):
        rows_of(log_answer({}, columns=columns))


def test_a_column_that_is_simply_gone_is_named() -> None:
    with pytest.raises(ChangedError, match="leaguegamelog: PLUS_MINUS; it gives"):
        rows_of(log_answer({}, columns=[name for name in LOG_COLUMNS if name != "PLUS_MINUS"]))


def test_an_answer_of_another_shape_is_told_apart() -> None:
    with pytest.raises(ChangedError, match="another shape than before"):
        rows_of(answer("leaguegamelog", {"resultSets": {"rows": []}}))


def test_an_answer_without_rows_has_no_columns_to_miss() -> None:
    assert rows_of(answer("scoreboardv3", {"scoreboard": {"gameDate": "2024-03-02", "games": []}})).empty


def test_nested_parts_of_a_game_get_names_with_a_dot() -> None:
    team = {"teamId": 1610612738, "teamTricode": "BOS"}
    game = {
        "gameId": "1",
        "gameStatusText": "",
        "gameTimeUTC": "",
        "homeTeam": team,
        "awayTeam": team,
        "broadcasters": {},
    }
    rows = rows_of(answer("scoreboardv3", {"scoreboard": {"gameDate": "2024-03-02", "games": [game]}}))
    assert rows.loc[0, ["homeTeam.teamTricode", "gameDate"]].tolist() == ["BOS", "2024-03-02"]


@pytest.mark.parametrize(
    ("column", "was"),
    [("GAME_ID", 22300001), ("GAME_ID", None), ("GAME_DATE", "OCT 24, 2023"), ("GAME_DATE", 1)],
)
def test_ids_and_days_that_are_written_otherwise_are_told(column: str, was: object) -> None:
    with pytest.raises(
        ChangedError, match=f"gives {column} of leaguegamelog otherwise than before.*was '{was}'"
    ):
        rows_of(log_answer({}, {column: was}))

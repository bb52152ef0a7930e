"""Player logs of season and play-offs."""

from __future__ import annotations

import pytest

from busta.sources.player_logs import parse_player_logs
from tests.sources.boxes import GAME, GSW, OKC, file, player_rows, refused


def test_rows_are_read_with_types_and_starters_are_not_known() -> None:
    parsed = parse_player_logs(file(player_rows()), "player_logs")
    assert parsed.refused.empty
    assert parsed.rows["player_id"].tolist() == [7, 30]
    assert parsed.rows["team_id"].tolist() == [OKC, GSW]
    assert parsed.rows["minutes"].tolist() == [38, 38]
    assert parsed.rows["is_starter"].isna().all()


def test_play_off_logs_tell_the_starters() -> None:
    rows = [{**row, "START_POSITION": place} for row, place in zip(player_rows(), ["", "G"], strict=True)]
    parsed = parse_player_logs(file(rows), "player_logs_playoffs")
    assert parsed.rows["is_starter"].tolist() == [False, True]


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("PLAYER_ID", "", "a whole number above 0"),
        ("PLAYER_ID", "7.5", "a whole number above 0"),
        ("PLAYER_NAME", " ", "the name of a player"),
        ("PTS", "98", "2 FGM + FG3M + FTM = PTS"),
        ("MIN", "400", "a number from 0 to 90"),
        ("PLUS_MINUS", "-500", "a number from -120 to 120"),
        ("TEAM_ABBREVIATION", "XYZ", "the name of an NBA team"),
    ],
)
def test_a_wrong_cell_refuses_its_row_only(column: str, value: str, expected: str) -> None:
    rows = player_rows()
    rows[0][column] = value
    parsed = parse_player_logs(file(rows), "player_logs")
    assert refused(parsed.refused) == [("one.csv", 2, column, value, expected)]
    assert parsed.rows["player_id"].tolist() == [30]


def test_a_player_stands_once_in_a_game() -> None:
    parsed = parse_player_logs(file([*player_rows(), player_rows()[1]]), "player_logs")
    assert len(parsed.rows) == 2
    assert refused(parsed.refused)[0][:4] == ("one.csv", 4, "game_id", GAME)


def test_a_player_of_another_season_of_the_same_file_is_told_by_the_game() -> None:
    rows = player_rows()
    rows[0]["GAME_ID"] = "0021600001"
    assert refused(parse_player_logs(file(rows), "player_logs").refused)[0][2] == "GAME_DATE"

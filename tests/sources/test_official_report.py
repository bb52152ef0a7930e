"""The league's injury reports as raw files: names turned around, and known only once they were published."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.official_report import first_name_first, parse_official_report
from busta.sources.parsed import Parsed
from tests.sources.boxes import file, refused

ROW = {
    "report_time": "2024-03-02 17:30", "report_time_utc": "2024-03-02T22:30:00Z",
    "seen_at_utc": "2024-03-02T22:41:07Z", "created_at_utc": "2024-03-02T22:30:12Z", "game_date": "03/02/2024",
    "game_time": "07:30 (ET)", "matchup": "BOS@MIA", "team": "Miami Heat", "player": "Butler III, Jimmy",
    "status": "Questionable", "reason": "Injury/Illness - Left Knee; Soreness",
}  # fmt: skip
MIA = 1610612748


def _parsed(*changes: dict[str, str]) -> Parsed:
    return parse_official_report(file([{**ROW, **change} for change in changes]), 15, 100)


def test_a_row_names_the_day_the_team_the_player_and_his_status() -> None:
    parsed = _parsed({})
    assert parsed.refused.empty
    row = parsed.rows.iloc[0]
    assert (row["game_date"], row["team_id"]) == (pd.Timestamp("2024-03-02"), MIA)
    assert (row["player_name"], row["status"]) == ("Jimmy Butler III", "questionable")
    assert row["reason"] == ROW["reason"]


def test_a_report_is_known_a_quarter_of_an_hour_after_the_time_in_its_title() -> None:
    assert _parsed({}).rows["seen_at_utc"].tolist() == [pd.Timestamp("2024-03-02T22:45Z")]


def test_a_report_is_never_known_before_its_file_was_made() -> None:
    late = _parsed({"created_at_utc": "2024-03-04T09:00:00Z"}, {"created_at_utc": "", "player": "A, B"})
    assert late.rows["seen_at_utc"].tolist() == [
        pd.Timestamp("2024-03-04T09:00Z"),
        pd.Timestamp("2024-03-02T22:45Z"),
    ]


def test_a_team_that_has_said_nothing_yet_is_no_row_and_no_error() -> None:
    parsed = _parsed({"player": "", "status": "NOT YET SUBMITTED", "reason": ""}, {})
    assert parsed.refused.empty
    assert parsed.rows["player_name"].tolist() == ["Jimmy Butler III"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("status", "Asleep"), ("status", ""), ("team", "Harlem"), ("player", ""), ("game_date", "2024-03-02"),
        ("report_time_utc", "soon"), ("reason", "x" * 101),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_the_other_rows_kept(column: str, value: str) -> None:
    parsed = _parsed({column: value}, {"player": "D, C"})
    assert refused(parsed.refused)[0][:3] == ("one.csv", 2, column)
    assert parsed.rows["player_name"].tolist() == ["C D"]


def test_a_player_stands_once_in_a_report() -> None:
    parsed = _parsed({}, {"status": "Out"}, {"report_time_utc": "2024-03-02T23:30:00Z"})
    assert [row[1] for row in refused(parsed.refused)] == [3]
    assert len(parsed.rows) == 2


def test_names_are_turned_around_even_where_blanks_were_lost() -> None:
    names = pd.Series(
        ["Baldwin Jr., Patrick", "BaldwinJr.,Patrick", "WilliamsIII,Robert", "Nene", "Da Silva, T"]
    )
    assert first_name_first(names).tolist() == [
        "Patrick Baldwin Jr.",
        "Patrick Baldwin Jr.",
        "Robert Williams III",
        "Nene",
        "T Da Silva",
    ]


def test_no_files_are_no_rows_with_the_same_columns() -> None:
    empty = parse_official_report({}, 15, 100).rows
    assert list(empty) == list(_parsed({}).rows)
    assert dict(empty.dtypes) == dict(_parsed({}).rows.dtypes)

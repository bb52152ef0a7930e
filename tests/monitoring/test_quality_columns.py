"""A new, lost or renamed column of a raw file is reported by its name."""

from __future__ import annotations

import json

import pandas as pd
import pytest

from busta.monitoring.quality_columns import check_columns, columns_of, remember_columns
from tests.monitoring.quality_samples import configured

LIMITS = configured().limits
LOGS = {"GAME_ID": "number:aa", "PTS": "number:bb", "TO": "number:cc", "TEAM": "text:dd"}
KNOWN = {"team_logs": {"2022.csv": LOGS}}


def _changes(now: dict[str, str], file: str = "2023.csv", accepted: bool = False) -> list[tuple[object, ...]]:
    rows = check_columns(KNOWN, {"team_logs": {"2022.csv": LOGS, file: now}}, LIMITS, accepted)
    return [(row["check"], row["column"], row["severity"]) for row in rows if row["n_bad"]]


def test_the_columns_that_are_known_are_no_finding() -> None:
    assert _changes(dict(reversed(LOGS.items()))) == []
    (row,) = check_columns(KNOWN, KNOWN, LIMITS, False)
    assert row["sentence"] == "team_logs: the columns of its 1 file are those that are known."


@pytest.mark.parametrize("file", ["2022.csv", "2023.csv"])
def test_a_new_column_is_told_by_name_and_stops_nothing(file: str) -> None:
    assert _changes(LOGS | {"ATTENDANCE": "number:ee"}, file) == [("new_columns", "ATTENDANCE", "info")]


@pytest.mark.parametrize("file", ["2022.csv", "2023.csv"])
def test_a_lost_column_is_an_error(file: str) -> None:
    now = {name: profile for name, profile in LOGS.items() if name != "TEAM"}
    assert _changes(now, file) == [("lost_columns", "TEAM", "error")]


@pytest.mark.parametrize(
    ("old", "new", "profile"),
    [
        ("PTS", "SCORED", "number:bb"),  # the same values
        ("TO", "TOV", "number:99"),  # nearly the same name
        ("GAME_ID", "gameId", "number:98"),  # the same name in another spelling
    ],
)
def test_a_renamed_column_is_one_finding_with_both_names(old: str, new: str, profile: str) -> None:
    now = {name: told for name, told in LOGS.items() if name != old} | {new: profile}
    assert _changes(now) == [("renamed_columns", old, "error")]
    (row,) = [r for r in check_columns(KNOWN, {"team_logs": {"2023.csv": now}}, LIMITS, False) if r["n_bad"]]
    assert f"column {old} is now called {new} in 2023.csv" in str(row["sentence"])


def test_a_column_of_another_kind_is_no_renaming() -> None:
    now = {name: told for name, told in LOGS.items() if name != "TO"} | {"TOV": "text:99"}
    assert _changes(now) == [("lost_columns", "TO", "error"), ("new_columns", "TOV", "info")]


def test_one_new_column_takes_the_place_of_one_lost_column_only() -> None:
    now = {"GAME_ID": "number:aa", "TEAM": "text:dd", "TOS": "number:bb"}
    assert _changes(now) == [("renamed_columns", "PTS", "error"), ("lost_columns", "TO", "error")]


def test_text_where_there_were_numbers_is_a_warning() -> None:
    assert _changes(LOGS | {"PTS": "text:99"}) == [("changed_columns", "PTS", "warning")]
    assert _changes(LOGS | {"PTS": "empty:"}) == []


def test_a_source_with_files_of_several_shapes_compares_with_the_nearest() -> None:
    known = {
        "schedules": {
            "a.csv": {"a": "text:1", "b": "text:2"},
            "x.csv": {"x": "text:3", "y": "text:4", "z": "text:5"},
        }
    }
    found = {"schedules": {"x2.csv": {"x": "text:6", "y": "text:7"}}}
    rows = [row for row in check_columns(known, found, LIMITS, False) if row["n_bad"]]
    assert [(row["check"], row["column"]) for row in rows] == [("lost_columns", "z")]


def test_a_source_that_was_never_seen_has_nothing_to_compare_with() -> None:
    assert check_columns({}, {"new_source": {"a.csv": LOGS}}, LIMITS, False) == []


def test_the_same_change_in_many_files_is_one_finding() -> None:
    now = LOGS | {"ATTENDANCE": "number:ee"}
    rows = check_columns(
        KNOWN, {"team_logs": {f"{year}.csv": now for year in range(2023, 2027)}}, LIMITS, False
    )
    assert [(row["n"], row["n_bad"]) for row in rows] == [(4, 4)]
    assert "in 2023.csv and 3 more of its files" in str(rows[0]["sentence"])


def test_a_change_that_was_accepted_is_told_and_stops_nothing() -> None:
    now = {name: told for name, told in LOGS.items() if name != "TEAM"}
    assert _changes(now, accepted=True) == [("lost_columns", "TEAM", "info")]


def test_what_was_found_is_remembered_beside_what_was_known() -> None:
    now = LOGS | {"ATTENDANCE": "number:ee"}
    kept = remember_columns(KNOWN, {"team_logs": {"2023.csv": now}, "players": {"p.csv": {"a": "text:1"}}})
    assert kept == {"players": {"p.csv": {"a": "text:1"}}, "team_logs": {"2022.csv": LOGS, "2023.csv": now}}
    assert [
        row for row in check_columns(kept, {"team_logs": {"2023.csv": now}}, LIMITS, False) if row["n_bad"]
    ] == []


def test_columns_are_read_from_the_log_of_files() -> None:
    logs = pd.DataFrame(
        {
            "source": ["team_logs", "team_logs", "officials"],
            "file": ["2022.csv", "broken.csv", ""],
            "columns": [json.dumps(LOGS), "{}", "{}"],
        }
    )
    assert columns_of(logs) == KNOWN

"""Stored pages to raw files: every row says when it was seen, and nothing hidden comes along."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest

from busta.fetching.calls import Format
from busta.fetching.injury_report_pdf import CELLS
from busta.fetching.pages_tables import (
    INJURY_COLUMNS,
    LINEUP_COLUMNS,
    REPORT_COLUMNS,
    injury_table,
    lineup_table,
    moment_text,
    report_table,
)
from tests.fetching.stored import stored
from tests.servers.pages import injury_page, lineup_game, lineup_page, man
from tests.servers.report_pdf import Row, report_pdf

ROW: Row = ("11/05/2024", "07:30 (ET)", "MIL@CLE", "Milwaukee Bucks", "Lillard, Damian", "Out", "Rest")
NOTHING = pd.DataFrame()


def test_a_moment_is_written_to_the_second_and_never_earlier() -> None:
    assert moment_text(datetime.fromisoformat("2024-11-05T12:00:00.000001-05:00")) == "2024-11-05T17:00:01Z"
    assert moment_text(datetime.fromisoformat("2024-11-05T17:00:00+00:00")) == "2024-11-05T17:00:00Z"


def test_a_row_of_a_report_says_when_it_was_published_seen_and_made() -> None:
    pdf = report_pdf("11/05/24 11:30 AM", [ROW], made_at="D:20241105113012-05'00'")
    table, sentences = report_table([stored(pdf, kind=Format.PDF)], NOTHING)
    assert sentences == []
    assert tuple(table) == REPORT_COLUMNS
    row = table.iloc[0]
    assert tuple(row[list(CELLS)]) == ROW
    assert row["report_time"] == "2024-11-05 11:30"
    assert row["report_time_utc"] == "2024-11-05T16:30:00Z"
    assert row["seen_at_utc"] == "2024-11-05T17:00:01Z"
    assert row["created_at_utc"] == "2024-11-05T16:30:12Z"


def test_of_two_files_of_one_report_the_first_seen_counts() -> None:
    later, first = (
        stored(report_pdf("11/05/24 11:30 AM", [(*ROW[:5], status, "")]), at, Format.PDF)
        for status, at in (("Out", "2024-11-07T17:00:00+00:00"), ("Probable", "2024-11-05T17:00:00+00:00"))
    )
    table, _ = report_table([later, first, first], NOTHING)
    assert table["status"].tolist() == ["Probable"]


def test_reports_that_stand_in_the_file_are_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [stored(report_pdf("11/05/24 11:30 AM", [ROW]), kind=Format.PDF)]
    table, _ = report_table(answers, NOTHING)
    monkeypatch.setattr("busta.fetching.pages_tables.parse_injury_report", lambda content: 1 / 0)
    pd.testing.assert_frame_equal(report_table(answers, table)[0], table)


def test_a_report_that_was_absent_is_no_row() -> None:
    table, sentences = report_table([stored(b"<Error/>", kind=Format.PDF, rows=0)], NOTHING)
    assert len(table) == 0
    assert tuple(table) == REPORT_COLUMNS
    assert sentences == []


def test_line_ups_hold_starters_and_the_inactive_in_the_columns_of_the_archive() -> None:
    cleveland = ("CLE", man("Bench B"), man("Hurt C", "PF", roster="Inactive"))
    page = lineup_page(lineup_game("22400142", ("MIL", man("Starter A", "PG", "Confirmed")), cleveland))
    table = lineup_table([stored(page, date="2024-11-05")])
    assert tuple(table) == LINEUP_COLUMNS
    shown = ["GAME_ID", "game_time", "team", "lineup_status", "section", "player", "injury_tag", "pct_play"]
    assert table[shown].to_numpy().tolist() == [
        ["0022400142", "7:30 PM ET", "MIL", "is-confirmed", "starter", "Starter A", "", ""],
        ["0022400142", "7:30 PM ET", "CLE", "is-expected", "may not play", "Hurt C", "INACT", ""],
    ]


@pytest.mark.parametrize(("text", "status"), [("Q1 5:32", 2), ("Final", 3), ("7:30 pm ET", 2), ("", 1)])
def test_games_that_have_begun_say_nothing(text: str, status: int) -> None:
    page = lineup_page(lineup_game("0022400142", ("MIL", man("A B", "PG")), ("CLE",), text, status))
    table = lineup_table([stored(page, date="2024-11-05")])
    assert len(table) == 0
    assert tuple(table) == LINEUP_COLUMNS


def test_the_injury_feed_keeps_the_first_of_two_rows_about_one_man() -> None:
    page = injury_page(
        {"Miami Heat": [("A B", "Out"), ("A B", "Day-To-Day")], "Utah Jazz": [("A B", "Questionable")]}
    )
    table = injury_table([stored(page)])
    assert tuple(table) == INJURY_COLUMNS
    assert table["status"].tolist() == ["Out", "Questionable"]
    assert table["team_abbr"].tolist() == ["Miami Heat", "Utah Jazz"]
    assert table["description"].tolist()[0] == "A B (knee) is out."


def test_text_is_cut_and_freed_of_what_cannot_be_seen() -> None:
    page = injury_page({"Miami Heat": [("A\u202e B\x00", "Out")]})
    page["injuries"][0]["injuries"][0]["shortComment"] = "x" * 5000
    row = injury_table([stored(page)]).iloc[0]
    assert row["player"] == "A B"
    assert len(row["description"]) == 1000


def test_missing_parts_of_an_injury_are_empty_cells() -> None:
    page = {"injuries": [{"displayName": "Miami Heat", "injuries": [{"athlete": None, "details": None}]}]}
    assert injury_table([stored(page)]).iloc[0][["player", "status", "injury"]].tolist() == ["", "", ""]

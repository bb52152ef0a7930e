"""Injury reports as PDFs in the league's lay-out: every cell comes out in its row."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.fetching.injury_report_pdf import NOT_SUBMITTED, ReportLayoutError, parse_injury_report
from tests.servers.report_pdf import Row, report_pdf

LONG = "Injury/Illness - Left Hamstring; Tendinopathy, Return to Competition Reconditioning, Second Opinion Pending"
ROWS: list[Row] = [
    ("03/30/2025", "03:30 (ET)", "LAC@CLE", "LA Clippers", "Baldwin Jr., Patrick", "Out", "G League - Two-Way"),
    ("", "", "", "", "Christie, Cam", "Out", "Not With Team"),
    ("", "", "", "", "Leonard, Kawhi", "Out", "Injury/Illness - Right Knee; Injury Management"),
    ("", "", "", "", "Lundy, Seth", "Out", "G League - On Assignment"),
    ("", "", "", "", "Miller, Jordan", "Doubtful", LONG),
    ("", "", "", "Cleveland Cavaliers", "Bates, Emoni", "Out", "G League - Two-Way"),
    ("", "06:00 (ET)", "POR@NYK", "Portland Trail Blazers", "Ayton, Deandre", "Questionable", LONG),
    ("", "", "", "", "Simons, Anfernee", "Available", ""),
    ("", "", "", "", "Williams III, Robert", "Probable", "Injury/Illness - Left Knee; Injury Recovery"),
    ("", "", "", "New York Knicks", "", "", NOT_SUBMITTED),
    ("03/31/2025", "07:00 (ET)", "LAC@ORL", "LA Clippers", NOT_SUBMITTED, "", ""),
    ("", "", "", "Orlando Magic", "Wagner, Moritz", "Out", "Rest"),
]  # fmt: skip
TITLE = "03/30/25 08:30 PM"


def _expected() -> pd.DataFrame:
    rows = pd.DataFrame(
        ROWS, columns=["game_date", "game_time", "matchup", "team", "player", "status", "reason"]
    )
    inherited = ["game_date", "game_time", "matchup", "team"]
    rows[inherited] = rows[inherited].replace("", None).ffill()
    is_silent = rows["player"].eq(NOT_SUBMITTED) | rows["reason"].eq(NOT_SUBMITTED)
    rows.loc[is_silent, ["player", "status", "reason"]] = ["", NOT_SUBMITTED, ""]
    return rows.astype("str")


@pytest.mark.parametrize("with_blanks", [False, True])
@pytest.mark.parametrize("rows_a_page", [30, 5, 3, 1])
def test_every_cell_comes_out_wherever_pages_break(with_blanks: bool, rows_a_page: int) -> None:
    pdf = report_pdf(TITLE, ROWS, with_blanks=with_blanks, rows_a_page=rows_a_page)
    pd.testing.assert_frame_equal(parse_injury_report(pdf).rows, _expected())


def test_a_reason_that_goes_on_on_the_next_page_belongs_to_the_last_row_before_it() -> None:
    first, second = [ROWS[0]], [("", "", "", "", "", "", "and Season Opener"), ROWS[1]]
    broken = report_pdf(TITLE, [*first, *second], rows_a_page=1)
    reasons = parse_injury_report(broken).rows["reason"].tolist()
    assert reasons == ["G League - Two-Way and Season Opener", "Not With Team"]


def test_the_title_tells_the_time_in_new_york() -> None:
    report = parse_injury_report(report_pdf(TITLE, ROWS))
    assert report.report_time.isoformat() == "2025-03-30T20:30:00-04:00"
    assert report.created_at is None


def test_of_the_hour_that_the_clocks_repeat_the_later_one_counts() -> None:
    report = parse_injury_report(report_pdf("11/03/24 01:30 AM", ROWS))
    assert report.report_time.isoformat() == "2024-11-03T01:30:00-05:00"


@pytest.mark.parametrize(
    ("told", "moment"),
    [
        ("D:20250330203012-04'00'", "2025-03-30T20:30:12-04:00"),
        ("D:20250331003012Z", "2025-03-31T00:30:12+00:00"),
        ("D:20250399003012Z", None),
        ("yesterday", None),
    ],
)
def test_the_file_tells_when_it_was_made_if_it_does(told: str, moment: str | None) -> None:
    made = parse_injury_report(report_pdf(TITLE, ROWS, made_at=told)).created_at
    assert (made.isoformat() if made else None) == moment


def test_a_report_about_no_game_has_no_rows_but_all_columns() -> None:
    rows = parse_injury_report(report_pdf(TITLE, [])).rows
    assert len(rows) == 0
    assert list(rows) == list(_expected())


@pytest.mark.parametrize("content", [b"", b"<html>Access Denied</html>", b"%PDF-1.4 nothing more"])
def test_what_is_no_pdf_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(ReportLayoutError, match="expected"):
        parse_injury_report(content)


def test_a_pdf_cut_short_is_refused_or_read_whole_but_never_in_part() -> None:
    pdf = report_pdf(TITLE, ROWS)
    for share in (0.3, 0.6, 0.9):
        with pytest.raises(ReportLayoutError):
            parse_injury_report(pdf[: int(len(pdf) * share)])


def test_another_lay_out_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.servers.report_pdf.HEADINGS", ("Game Date", "Time", "A", "B", "C", "D", "E"))
    with pytest.raises(ReportLayoutError, match="headings"):
        parse_injury_report(report_pdf(TITLE, ROWS))
    with pytest.raises(ReportLayoutError, match="title"):
        parse_injury_report(report_pdf("soon", ROWS))

"""When too much was refused, or a source that is needed is not there."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.refusal_limits import (
    MissingSourceError,
    TooManyRefusedError,
    UnreadableSourceError,
    check_refusals,
    refused_shares,
    require_files,
    require_rows,
)


def _logs(*files: tuple[str, str, int, int]) -> pd.DataFrame:
    table = pd.DataFrame(list(files), columns=["source", "file", "read", "refused"])
    return table.assign(looked_for="raw/" + table["source"] + "/*.csv")


REFUSED = pd.DataFrame(
    [
        ("box", "b.csv", 7, "PTS", "98", "2 FGM + FG3M + FTM = PTS"),
        ("box", "b.csv", 8, None, None, "4 fields"),
    ],
    columns=["source", "file", "row", "column", "value", "expected"],
)


def test_what_is_within_its_limit_passes() -> None:
    check_refusals(_logs(("box", "b.csv", 100, 2)), REFUSED, 0.02, {})
    check_refusals(_logs(("box", "b.csv", 100, 9)), REFUSED, 0.02, {"box": 0.1})
    check_refusals(_logs(("box", "", 0, 0)), REFUSED.head(0), 0.02, {})


def test_the_error_names_source_file_line_column_expectation_and_value() -> None:
    logs = _logs(("box", "a.csv", 50, 0), ("box", "b.csv", 50, 3), ("odds", "o.csv", 100, 4))
    with pytest.raises(TooManyRefusedError) as raised:
        check_refusals(logs, REFUSED, 0.02, {"odds": 0.035})
    message = str(raised.value)
    assert message.startswith(
        "box: 3.0% of its lines were refused (a lost file counts as long as the others)"
    )
    assert "expected at most 2.0%; most of them in" in message
    assert "b.csv, for example line 7, column PTS: expected 2 FGM + FG3M + FTM = PTS, was '98'" in message
    assert "Too much was refused also of odds: " in message
    assert message.endswith("08_reporting/report_refused.csv below the data root.")


def test_a_lost_file_is_blamed_before_cells_of_others() -> None:
    lost = ("box", "new.csv", 0, "", "an empty file", "a header and rows")
    refused = pd.concat([REFUSED, pd.DataFrame([lost], columns=REFUSED.columns)], ignore_index=True)
    with pytest.raises(TooManyRefusedError) as raised:
        check_refusals(_logs(("box", "b.csv", 100, 2), ("box", "new.csv", 0, 1)), refused, 0.02, {})
    assert "nothing was read of new.csv: line 0, column (all): expected a header and rows" in str(
        raised.value
    )


def test_a_line_of_a_wrong_length_has_no_column() -> None:
    with pytest.raises(TooManyRefusedError, match=r"line 8, column \(all\): expected 4 fields, was ''"):
        check_refusals(_logs(("box", "b.csv", 50, 3)), REFUSED.tail(1), 0.02, {})


def test_a_file_that_is_lost_counts_as_long_as_the_others() -> None:
    shares = refused_shares(_logs(("box", "a", 100, 0), ("box", "b", 0, 1), ("one", "c", 0, 1)))
    assert shares["share"].to_dict() == {"box": 0.5, "one": 1.0}


def test_a_needed_source_without_files_names_the_place_and_the_parameter() -> None:
    logs = _logs(("team_logs", "", 0, 0), ("other", "", 0, 0))
    with pytest.raises(MissingSourceError) as raised:
        require_files(logs, "team game logs")
    message = str(raised.value)
    assert "team game logs at raw/team_logs/*.csv or raw/other/*.csv, was no file" in message
    assert "raw_root" in message
    require_files(_logs(("a", "", 0, 0), ("b", "x.csv", 1, 0)), "box scores")


def test_files_without_one_good_row_name_source_folder_and_the_first_refusal() -> None:
    logs = _logs(("box", "b.csv", 2, 2), ("more", "m.csv", 1_000, 0))
    with pytest.raises(UnreadableSourceError) as raised:
        require_rows(pd.DataFrame({"points": []}), logs, REFUSED, "box score of a league game")
    assert str(raised.value) == (
        "box or more: expected at least one box score of a league game in the files at raw/box/*.csv or "
        "raw/more/*.csv, was none among 1,002 lines; the first refusal: b.csv, line 7, column PTS: "
        "expected 2 FGM + FG3M + FTM = PTS, was '98'"
    )
    require_rows(pd.DataFrame({"points": [98]}), logs, REFUSED, "box score of a league game")


def test_files_that_hold_something_else_say_that_no_line_was_refused() -> None:
    with pytest.raises(UnreadableSourceError, match="no line was refused, so they hold something else"):
        require_rows(REFUSED.head(0), _logs(("box", "b.csv", 9, 0)), REFUSED.head(0), "game")

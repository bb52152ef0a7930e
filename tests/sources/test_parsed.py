"""What an adapter gives back."""

from __future__ import annotations

import pandas as pd

from busta.sources.parsed import Parsed, RawFile, RawFiles, file_log, missing_columns, refusals, refuse
from tests.sources.boxes import file, refused, team_rows

ROWS = pd.DataFrame({"file": ["a", "a", "b"], "row": [2, 3, 2], "key": ["x", "y", "x"]})


def test_refusals_have_the_same_types_even_when_there_are_none() -> None:
    some = refusals("s", "f", [{"row": 2, "column": "c", "value": 3, "expected": "e"}])
    assert some.dtypes.equals(refusals("s", "f", []).dtypes)
    assert refused(some) == [("f", 2, "c", "3", "e")]


def test_a_refused_row_leaves_the_file_and_keeps_its_hash() -> None:
    [one] = file(team_rows()).values()
    kept, told = refuse(one, "s", one.rows["TEAM_ABBREVIATION"] == "OKC", "TEAM_ABBREVIATION", "another team")
    assert kept.rows.index.tolist() == [3]
    assert kept.sha256 == one.sha256
    assert refused(told) == [("one.csv", 2, "TEAM_ABBREVIATION", "OKC", "another team")]
    assert refuse(one, "s", one.rows["PTS"] == "99", "no column", "a column")[1]["value"].tolist() == [""]


def test_every_missing_column_is_told_with_those_that_were_found() -> None:
    told = missing_columns(RawFile("f", pd.DataFrame({"a": ["1"]})), "s", ["a", "b"])
    assert refused(told) == [("f", 0, "b", "found: a", "a column named b")]


def test_the_log_says_what_each_file_is_and_how_much_was_lost() -> None:
    files = {**file(team_rows(), "good"), **file(team_rows(), "bad"), **file([], "empty")}
    lost = [("bad", 0, "column"), ("good", 3, "PTS"), ("good", 3, "REB"), ("empty", 0, "")]
    told = pd.concat(
        [
            refusals("s", name, [{"row": row, "column": column, "value": "", "expected": ""}])
            for name, row, column in lost
        ]
    )
    log = file_log("s", files, Parsed(ROWS, told, {"good": 2, "bad": 2, "empty": 0})).set_index("file")
    assert log["read"].to_dict() == {"good": 2, "bad": 2, "empty": 0}
    # Two cells of one line are one line; a file refused as a whole is lost with all of its lines.
    assert log["refused"].to_dict() == {"good": 1, "bad": 2, "empty": 1}
    assert log.loc["good", "sha256"] == "hash of good"


def test_a_source_without_files_says_where_it_looked() -> None:
    log = file_log("s", RawFiles({}, "raw/s/*.csv"), Parsed(ROWS.head(0), refusals("s", "", []), {}))
    assert log[["source", "file", "read", "refused", "looked_for"]].to_numpy().tolist() == [
        ["s", "", 0, 0, "raw/s/*.csv"]
    ]

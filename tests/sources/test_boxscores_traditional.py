"""Traditional box scores: minutes as mm:ss, TO, starters, and men who did not play."""

from __future__ import annotations

import pytest

from busta.sources.boxscores_traditional import parse_boxscores_traditional
from tests.sources.boxes import file, refused, traditional_rows


def test_minutes_and_seconds_are_minutes() -> None:
    rows = traditional_rows()
    rows[1]["MIN"] = "23:60"
    parsed = parse_boxscores_traditional(file(rows))
    assert parsed.refused.empty
    assert parsed.rows["minutes"].tolist()[:2] == [38.5, 24.0]
    assert parsed.rows["tov"].tolist()[:2] == [13, 13]
    assert parsed.rows["is_starter"].tolist() == [True, True, False]


def test_a_man_who_did_not_play_keeps_his_comment_and_has_no_statistics() -> None:
    absent = parse_boxscores_traditional(file(traditional_rows())).rows.iloc[2]
    assert not absent["is_played"]
    assert absent["comment"] == "DNP - Coach's Decision"
    assert absent[["minutes", "points"]].isna().all()


def test_a_comment_beside_minutes_is_a_slip() -> None:
    rows = traditional_rows()
    rows[0]["COMMENT"] = "DNP - Coach's Decision"
    first = parse_boxscores_traditional(file(rows)).rows.iloc[0]
    assert first["is_played"]
    assert first["comment"] == ""


@pytest.mark.parametrize("minutes", ["38", "ten", "38:75", "120:00"])
def test_minutes_that_are_none_are_refused(minutes: str) -> None:
    rows = traditional_rows()
    rows[0]["MIN"] = minutes
    parsed = parse_boxscores_traditional(file(rows))
    assert refused(parsed.refused) == [("one.csv", 2, "MIN", minutes, "minutes as mm:ss, at most 90")]
    assert parsed.rows["player_id"].tolist() == [30, 9]


def test_a_box_that_does_not_add_up_is_refused() -> None:
    rows = traditional_rows()
    rows[1]["PTS"] = "103"
    assert refused(parse_boxscores_traditional(file(rows)).refused) == [
        ("one.csv", 3, "PTS", "103", "2 FGM + FG3M + FTM = PTS")
    ]

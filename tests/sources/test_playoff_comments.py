"""Starters and did-not-play comments."""

from __future__ import annotations

from busta.sources.boxscores_traditional import parse_boxscores_traditional
from busta.sources.playoff_comments import did_not_play, parse_playoff_comments
from tests.sources.boxes import file, refused, traditional_rows

ROWS = [
    {
        "GAME_ID": "0042100202", "teamTricode": "MIA", "personId": "2617", "personName": "Udonis Haslem",
        "position": "", "comment": "DNP - Coach's Decision", "minutes": "",
    },
    {
        "GAME_ID": "0042100202", "teamTricode": "MIA", "personId": "202710", "personName": "Jimmy Butler",
        "position": "F", "comment": "", "minutes": "40:12",
    },
]  # fmt: skip


def test_starters_have_a_position_and_the_absent_no_minutes() -> None:
    parsed = parse_playoff_comments(file(ROWS))
    assert parsed.refused.empty
    assert parsed.rows["is_starter"].tolist() == [False, True]
    assert parsed.rows["is_played"].tolist() == [False, True]
    assert parsed.rows["season"].tolist() == ["2021-22"] * 2


def test_an_unknown_team_is_named() -> None:
    parsed = parse_playoff_comments(
        file([{**ROWS[0], "teamTricode": "SEA?"}, {**ROWS[1], "teamTricode": "XYZ"}])
    )
    assert refused(parsed.refused) == [("one.csv", 3, "teamTricode", "XYZ", "the name of an NBA team")]


def test_who_did_not_play_is_listed_from_both_sources_once() -> None:
    boxes = parse_boxscores_traditional(file(traditional_rows())).rows
    comments = parse_playoff_comments(file(ROWS)).rows
    listed = did_not_play(boxes, comments)
    assert listed[["player_id", "source"]].to_dict("list") == {
        "player_id": [9, 2617],
        "source": ["boxscores_traditional", "playoff_comments"],
    }
    assert len(did_not_play(boxes, comments.assign(game_id="0021500001", player_id=9))) == 1

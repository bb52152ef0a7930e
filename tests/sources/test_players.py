"""Birth, body and draft."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.players import build_players, known_from, parse_players
from tests.sources.boxes import file, refused

ROW = {
    "PERSON_ID": "708", "DISPLAY_FIRST_LAST": "Kevin Garnett", "BIRTHDATE": "1976-05-19T00:00:00", "HEIGHT": "6-11",
    "WEIGHT": "240.0", "POSITION": "Forward", "DRAFT_YEAR": "1995", "DRAFT_NUMBER": "5", "FROM_YEAR": "1995.0",
}  # fmt: skip
UNKNOWN = {
    **ROW, "PERSON_ID": "9", "DISPLAY_FIRST_LAST": "Nobody Drafted", "HEIGHT": "", "WEIGHT": "", "POSITION": "",
    "DRAFT_YEAR": "Undrafted", "DRAFT_NUMBER": "Undrafted", "FROM_YEAR": "",
}  # fmt: skip


def test_feet_inches_and_pounds_are_centimetres_and_kilograms() -> None:
    player = parse_players(file([ROW]), "players").rows.iloc[0]
    assert player["height_cm"] == pytest.approx(210.82)
    assert player["weight_kg"] == pytest.approx(108.862, abs=1e-3)
    assert player["birth_date"] == pd.Timestamp("1976-05-19")
    assert (player["draft_year"], player["draft_number"], player["first_season_year"]) == (1995, 5, 1995)


def test_what_is_not_known_is_missing_and_no_error() -> None:
    parsed = parse_players(file([UNKNOWN]), "players")
    assert parsed.refused.empty
    facts = ["height_cm", "weight_kg", "position", "draft_year", "draft_number", "first_season_year"]
    assert parsed.rows.iloc[0][facts].isna().all()


def test_newcomers_have_their_name_in_another_column() -> None:
    row = {"PLAYER_NAME" if name == "DISPLAY_FIRST_LAST" else name: cell for name, cell in ROW.items()}
    del row["FROM_YEAR"]
    player = parse_players(file([row]), "player_newcomers").rows.iloc[0]
    assert player["player_name"] == "Kevin Garnett"
    assert pd.isna(player["first_season_year"])


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("HEIGHT", "211 cm", "feet and inches such as 6-9"),
        ("BIRTHDATE", "May 1976", "a date such as 1984-12-30"),
        ("WEIGHT", "heavy", "a number from 0 to 500"),
        ("DRAFT_NUMBER", "first", "a number from 1 to 300, or Undrafted"),
    ],
)
def test_a_wrong_cell_is_named(column: str, value: str, expected: str) -> None:
    parsed = parse_players(file([UNKNOWN, {**ROW, column: value}]), "players")
    assert refused(parsed.refused) == [("one.csv", 3, column, value, expected)]
    assert parsed.rows["player_id"].tolist() == [9]


def test_everybody_who_played_is_listed_under_his_last_name() -> None:
    known = parse_players(file([ROW, UNKNOWN]), "players").rows
    games = pd.DataFrame(
        {
            "player_id": [708, 708, 5],
            "player_name": ["Kevin Garnett", "Big Ticket", "New Man"],
            "game_date": pd.to_datetime(["2016-01-01", "2016-01-02", "2016-01-01"]),
        }
    )
    table = build_players(known, known.head(0), games).set_index("player_id")
    assert table["player_name"].to_dict() == {5: "New Man", 9: "Nobody Drafted", 708: "Big Ticket"}
    assert table["height_cm"].isna().to_dict() == {5: True, 9: True, 708: False}


def test_a_career_begins_with_the_first_season_told() -> None:
    known = parse_players(file([ROW, UNKNOWN]), "players").rows
    games = pd.DataFrame(
        {
            "player_id": [9],
            "player_name": ["N D"],
            "team_id": [1],
            "game_date": pd.to_datetime(["2016-01-01"]),
        }
    )
    signs = known_from(known, games).set_index("player_id")
    assert signs.loc[708, "game_date"] == pd.Timestamp("1995-07-01")
    assert signs["team_id"].isna().to_dict() == {9: False, 708: True}

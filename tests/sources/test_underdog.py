"""Daily statuses and projected line-ups."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.sources.underdog import parse_underdog_lineups, parse_underdog_statuses
from tests.sources.boxes import file, refused

STATUS = {
    "snapshot_utc": "2024-02-14T04:03:10Z",
    "Team": "BOS",
    "Player": "Kristaps Porzingis",
    "Status": "Out",
}
FIVE = "A B (PG), C D (SG), E F (SF), G H (PF), Wendell Carter Jr. (C)"
LINEUP = {"snapshot_utc": "2024-02-04T20:00:05Z", "Team": "ORL", "Lineup": FIVE}


@pytest.mark.parametrize(
    ("phrase", "status"),
    [
        ("Out", "out"), ("injured", "out"), ("Out for season", "out"), ("Suspended", "out"), ("Doubtful", "doubtful"),
        ("TBD", "questionable"), ("questionable", "questionable"), ("Probable", "probable"), ("In", "available"),
        ("Not on injury report", "available"), ("Said he'll play", "probable"),
    ],
)  # fmt: skip
def test_a_phrase_means_a_status(phrase: str, status: str) -> None:
    assert parse_underdog_statuses(file([{**STATUS, "Status": phrase}])).rows["status"].tolist() == [status]


def test_the_page_is_that_of_the_utc_date() -> None:
    row = parse_underdog_statuses(file([STATUS])).rows.iloc[0]
    assert row["game_date"] == pd.Timestamp("2024-02-14")


def test_an_unknown_phrase_is_named_with_those_that_are_known() -> None:
    parsed = parse_underdog_statuses(
        file([{**STATUS, "Status": "On the beach"}, {**STATUS, "Team": "XYZ"}, STATUS])
    )
    first, second = refused(parsed.refused)
    assert first[:4] == ("one.csv", 2, "Status", "On the beach")
    assert first[4].startswith("one of available, ")
    assert second[:4] == ("one.csv", 3, "Team", "XYZ")
    assert len(parsed.rows) == 1


def test_a_player_stands_once_on_a_page() -> None:
    parsed = parse_underdog_statuses(file([STATUS, {**STATUS, "Status": "Doubtful"}]))
    assert parsed.rows["status"].tolist() == ["out"]
    assert refused(parsed.refused)[0][:3] == ("one.csv", 3, "player_name")


def test_five_names_are_five_expected_starters() -> None:
    parsed = parse_underdog_lineups(file([LINEUP]))
    assert parsed.rows["player_name"].tolist() == ["A B", "C D", "E F", "G H", "Wendell Carter Jr."]
    assert parsed.rows["status"].unique().tolist() == ["expected_starter"]
    assert parsed.rows["row"].unique().tolist() == [2]


def test_a_heading_is_no_part_of_the_first_name() -> None:
    row = {**LINEUP, "Lineup": f"Projected  Lineup: {FIVE}"}
    assert parse_underdog_lineups(file([row])).rows["player_name"].iloc[0] == "A B"


def test_four_names_are_no_line_up() -> None:
    parsed = parse_underdog_lineups(
        file([{**LINEUP, "Lineup": "A B (PG), C D (SG), E F (SF), G H (PF)"}, LINEUP])
    )
    assert refused(parsed.refused)[0][:3] == ("one.csv", 2, "Lineup")
    assert len(parsed.rows) == 5


def test_a_second_line_up_of_a_team_on_a_page_is_refused() -> None:
    parsed = parse_underdog_lineups(file([LINEUP, {**LINEUP, "Lineup": FIVE.replace("A B", "X Y")}]))
    assert "X Y" not in parsed.rows["player_name"].tolist()
    assert parsed.refused["row"].unique().tolist() == [3]

"""Injury notes: bullets, spellings, several men, shifted cells."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.nba.players import careers
from busta.sources.injury_notes import parse_injury_notes, reasons, resolve_notes
from tests.sources.boxes import file, refused

ATL = 1610612737


def _row(
    out: str = "", back: str = "", notes: str = "sore right knee (DTD)", team: str = "Hawks"
) -> dict[str, str]:
    return {"Date": "2019-01-05", "Team": team, "Acquired": back, "Relinquished": out, "Notes": notes}


def test_a_bullet_is_no_part_of_a_name_and_spellings_stay_together() -> None:
    rows = [
        _row("• Trae Young"),
        _row(back="• Wesley Matthews / Wes Matthews Jr.", notes="activated from IL"),
    ]
    parsed = parse_injury_notes(file(rows))
    assert parsed.refused.empty
    assert parsed.rows["player_name"].tolist() == ["Trae Young", "Wesley Matthews / Wes Matthews Jr."]
    assert parsed.rows["state"].tolist() == ["out", "back"]
    assert parsed.rows["is_day_to_day"].tolist() == [True, False]
    assert parsed.rows["team_id"].unique().tolist() == [ATL]


def test_several_men_in_a_cell_are_a_row_each_and_what_is_no_man_is_refused() -> None:
    parsed = parse_injury_notes(
        file([_row("• John Collins (Martin)• Rudy Gay• 2026 second round pick (?-?)")])
    )
    assert parsed.rows["player_name"].tolist() == ["John Collins (Martin)", "Rudy Gay"]
    assert refused(parsed.refused) == [
        ("one.csv", 2, "player_name", "2026 second round pick (?-?)", "the name of a player")
    ]


@pytest.mark.parametrize("cell", ["11/25/2019", "76ers", "• placed on IL with bruised hip", "illness (DTD)"])
def test_a_cell_that_slipped_into_the_column_of_names_is_refused(cell: str) -> None:
    parsed = parse_injury_notes(file([_row(cell), _row("• Trae Young")]))
    assert len(parsed.rows) == 1
    assert refused(parsed.refused)[0][:3] == ("one.csv", 2, "player_name")


def test_a_birth_day_behind_a_name_is_no_reason_to_refuse_it() -> None:
    assert len(parse_injury_notes(file([_row("• Chris Smith (b. 1999-12-24)")])).rows) == 1


def test_a_note_without_team_or_without_player_is_refused() -> None:
    parsed = parse_injury_notes(file([_row("• A B", team=""), _row(), _row("• Trae Young")]))
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, "Team"), (3, "Relinquished")]
    assert parsed.rows["row"].tolist() == [4]


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("sprained left ankle (DTD)", "injury"), ("rest (DTD)", "rest"), ("placed on IL for rest", "rest"),
        ("placed on IL with flu", "illness"), ("illness (DNP)", "illness"),
        ("NBA health and safety protocols (DTD)", "protocols"),
        ("COVID-19 coronavirus (out indefinitely)", "protocols"),
        ("placed on IL for personal reasons", "personal"), ("suspended by team for one game", "suspension"),
        ("placed on IL", "other"), ("activated from IL (P)", "other"), ("DNP", "other"), ("", "other"),
        ("placed on IL with sore back", "injury"),
    ],
)  # fmt: skip
def test_the_words_of_a_note_tell_the_reason(note: str, reason: str) -> None:
    assert reasons(pd.Series([note])).tolist() == [reason]


def test_the_end_of_a_season_is_told() -> None:
    rows = [
        _row("• A B", notes="torn ACL (out for season)"),
        _row("• C D", notes="torn ACL (out indefinitely)"),
    ]
    assert parse_injury_notes(file(rows)).rows["is_season_ending"].tolist() == [True, False]


def test_notes_find_their_player_or_are_counted() -> None:
    seen = pd.DataFrame({"player_id": [11], "player_name": ["Trae Young"], "team_id": [ATL]})
    known = careers(seen.assign(game_date=pd.Timestamp("2019-01-01")))
    notes = parse_injury_notes(file([_row("• Trae Young"), _row("• Steve Kerr")])).rows
    rows, coverage = resolve_notes(notes, known, 365)
    assert rows.set_index("player_name")["player_id"].isna().to_dict() == {
        "Steve Kerr": True,
        "Trae Young": False,
    }
    count = coverage.iloc[0]
    assert (count["season"], count["read"], count["joined"], count["share_joined"]) == ("2018-19", 2, 1, 0.5)
    assert count["reason"] == "no player, or more than one, of that name: 1"


def test_the_known_slips_of_the_real_notes_are_refused_and_nothing_else(raw_root) -> None:
    files = RawFilesDataset(path=str(raw_root / "injuries"), pattern="*.csv", format="csv").load()
    parsed = parse_injury_notes(files)
    assert parsed.refused["column"].value_counts().to_dict() == {
        "player_name": 22,
        "Team": 14,
        "Relinquished": 3,
    }
    assert len(parsed.rows) == 37_690

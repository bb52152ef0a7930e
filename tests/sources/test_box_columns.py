"""Columns that all box scores share."""

from __future__ import annotations

from busta.sources.box_columns import game_dates, league_part, team_numbers
from busta.sources.cells import CellReader
from tests.sources.boxes import GSW, OKC, file, refused, team_rows


def _cells(*rows: dict[str, str]) -> CellReader:
    [one] = file(list(rows)).values()
    return CellReader("s", one)


def test_only_games_of_the_league_are_read() -> None:
    visitor, home = team_rows()
    cells = _cells({**visitor, "GAME_ID": "0011500001"}, {**visitor, "GAME_ID": "0071500001"}, home)
    assert league_part(cells).index.tolist() == [4]
    assert refused(cells.refused) == [
        ("one.csv", 3, "GAME_ID", "0071500001", "a game id that begins with 001 to 006")
    ]


def test_number_and_abbreviation_name_the_same_team() -> None:
    visitor, home = team_rows()
    cells = _cells(visitor, {**home, "TEAM_ID": str(OKC)})
    assert team_numbers(cells).tolist() == [OKC, GSW]
    assert refused(cells.refused) == [
        ("one.csv", 3, "TEAM_ID", str(OKC), "the team id that belongs to the abbreviation")
    ]


def test_the_finals_of_a_late_season_are_still_of_that_season() -> None:
    cells = _cells(
        *(
            {**team_rows()[0], "GAME_ID": "0041900406", "GAME_DATE": day}
            for day in ("2020-10-11", "2021-12-01")
        )
    )
    assert game_dates(cells, cells.text("GAME_ID")).notna().tolist() == [True, True]
    assert refused(cells.refused)[0][1:4] == (3, "GAME_DATE", "2021-12-01")

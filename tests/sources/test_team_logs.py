"""Team logs: every defect is named by file, line, column and expectation, and the good rows stay."""

from __future__ import annotations

import pytest

from busta.datasets import RawFilesDataset
from busta.sources.parsed import RawFile
from busta.sources.team_logs import parse_team_logs
from tests.sources.boxes import GAME, GSW, OKC, file, refused, team_rows


def _two_games() -> list[dict[str, str]]:
    other = [{**row, "GAME_ID": "0021500002"} for row in team_rows()]
    return [*team_rows(), *other]


def test_two_rows_are_read_with_types() -> None:
    parsed = parse_team_logs(file(team_rows()))
    assert parsed.refused.empty
    visitor = parsed.rows.iloc[0]
    assert (visitor["season"], visitor["game_id"], visitor["season_type"]) == ("2015-16", GAME, "regular")
    assert (visitor["team_id"], visitor["points"], visitor["minutes"]) == (OKC, 99, 240)
    assert parsed.rows["is_home"].tolist() == [False, True]
    assert parsed.read == {"one.csv": 2}


def test_the_home_side_is_found_where_both_rows_say_the_same() -> None:
    rows = [{**row, "MATCHUP": "OKC @ GSW"} for row in team_rows()]
    parsed = parse_team_logs(file(rows))
    assert parsed.rows.set_index("team_id")["is_home"].to_dict() == {OKC: False, GSW: True}


def test_moved_columns_are_read_by_their_names() -> None:
    moved = [dict(reversed(row.items())) for row in team_rows()]
    assert parse_team_logs(file(moved)).rows["points"].tolist() == [99, 104]


def test_a_file_without_a_column_is_refused_whole_and_the_others_kept() -> None:
    lacking = [{name: cell for name, cell in row.items() if name != "OREB"} for row in team_rows()]
    parsed = parse_team_logs({**file(lacking, "bad.csv"), **file(team_rows(), "good.csv")})
    assert parsed.rows["file"].tolist() == ["good.csv"] * 2
    entry = refused(parsed.refused)
    assert [cell[:3] for cell in entry] == [("bad.csv", 0, "OREB")]
    assert entry[0][4] == "a column named OREB"


def test_preseason_and_all_star_games_are_left_out_without_a_word() -> None:
    rows = [
        {**row, "GAME_ID": kind, "TEAM_ABBREVIATION": "WST"}
        for kind in ("0011500001", "0031500001")
        for row in team_rows()
    ]
    parsed = parse_team_logs(file([*rows, *team_rows()]))
    assert len(parsed.rows) == 2
    assert parsed.refused.empty


@pytest.mark.parametrize("wrong", ["002XX00001", "21500001", ""])
def test_a_game_id_that_is_no_number_of_ten_digits_is_refused_and_the_others_kept(wrong: str) -> None:
    broken = [{**row, "GAME_ID": wrong} for row in team_rows()]
    parsed = parse_team_logs(file([*team_rows(), *broken]))
    assert parsed.rows["row"].tolist() == [2, 3]
    expected = "10 digits, with leading zeros"
    assert refused(parsed.refused) == [("one.csv", row, "GAME_ID", wrong, expected) for row in (4, 5)]


def test_a_third_row_of_a_game_is_refused_and_the_first_kept() -> None:
    parsed = parse_team_logs(file([*team_rows(), team_rows()[0]]))
    assert len(parsed.rows) == 2
    [(name, row, column, value, expected)] = refused(parsed.refused)
    assert (name, row, column, value) == ("one.csv", 4, "game_id", GAME)
    assert "the first is line 2 of one.csv" in expected


def test_a_game_in_two_files_is_kept_once() -> None:
    parsed = parse_team_logs({**file(team_rows(), "a.csv"), **file(team_rows(), "b.csv")})
    assert parsed.rows["file"].unique().tolist() == ["a.csv"]
    assert parsed.refused["file"].tolist() == ["b.csv"] * 2


@pytest.mark.parametrize(
    ("column", "value", "expected"),
    [
        ("TEAM_ABBREVIATION", "XYZ", "the name of an NBA team"),
        ("TEAM_ID", "12", "the team id that belongs to the abbreviation"),
        ("PTS", "98", "2 FGM + FG3M + FTM = PTS"),
        ("REB", "50", "OREB + DREB = REB"),
        ("FGA", "30", "no more shots made than attempted, nor more threes than shots"),
        ("AST", "many", "a number from 0 to 300"),
        ("STL", "-1", "a number from 0 to 300"),
        ("MIN", "24", "a number from 200 to 600"),
        ("GAME_DATE", "28.10.2015", "a date written as %Y-%m-%d"),
        ("GAME_DATE", "2018-10-28", "a date of the season that the game id names"),
        ("MATCHUP", "OKC - GSW", "GSW vs. OKC for the home side or OKC @ GSW, with this row's team in it"),
        ("GAME_ID", "21500001", "10 digits, with leading zeros"),
        ("GAME_ID", "0091500001", "a game id that begins with 001 to 006"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_and_its_game_refused_but_no_other(
    column: str, value: str, expected: str
) -> None:
    rows = _two_games()
    rows[0][column] = value
    parsed = parse_team_logs(file(rows))
    first = refused(parsed.refused)[0]
    shown = "FGM" if column == "FGA" else column
    assert first[:3] == ("one.csv", 2, shown)
    assert first[4] == expected
    assert first[3] == (value if shown == column else "38")
    # The other row of the game cannot stand alone.
    assert refused(parsed.refused)[-1][4] == "two rows for a game, one of them of the home side"
    assert parsed.rows["game_id"].unique().tolist() == ["0021500002"]


def test_two_home_sides_are_no_game() -> None:
    rows = team_rows()
    rows[0]["MATCHUP"] = "OKC vs. GSW"
    assert parse_team_logs(file(rows)).rows.empty


def test_a_game_without_statistics_is_yet_to_be_played() -> None:
    kept = ("GAME_ID", "GAME_DATE", "TEAM_ID", "TEAM_ABBREVIATION", "MATCHUP")
    rows = [{name: cell if name in kept else "" for name, cell in row.items()} for row in team_rows()]
    parsed = parse_team_logs(file(rows))
    assert parsed.refused.empty
    assert parsed.rows["points"].isna().all()


def test_a_damaged_file_tells_its_problems_with_the_good_rows() -> None:
    [good] = file(team_rows()).values()
    problem = {"row": 4, "column": "", "value": "3 fields", "expected": "expected 20 fields, was 3"}
    parsed = parse_team_logs({"one.csv": RawFile("one.csv", good.rows, (problem,))})
    assert len(parsed.rows) == 2
    assert refused(parsed.refused) == [("one.csv", 4, "", "3 fields", "expected 20 fields, was 3")]


def test_no_files_give_an_empty_table_with_all_columns() -> None:
    parsed = parse_team_logs({})
    assert parsed.rows.empty
    assert {"season", "is_home", "points"} <= set(parsed.rows.columns)


def test_every_league_game_of_the_real_files_is_read(raw_root) -> None:
    files = RawFilesDataset(path=str(raw_root / "team_logs"), pattern="*.csv", format="csv").load()
    parsed = parse_team_logs(files)
    assert parsed.refused.empty
    known = parsed.rows[parsed.rows["season"] <= "2023-24"]
    assert known["game_id"].nunique() == 12_836
    # Three rows of a preseason or All-Star game do not reach the table.
    assert (known.groupby("game_id").size() == 2).all()

"""What every source calls the teams."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.nba.teams import team_ids, teams


@pytest.mark.parametrize(
    ("name", "abbreviation"),
    [
        ("NewJersey", "BKN"), ("Seattle", "OKC"), ("GS", "GSW"), ("gs", "GSW"), ("SA", "SAS"), ("NO", "NOP"),
        ("NY", "NYK"), ("PHO", "PHX"), ("wsh", "WAS"), ("L.A. Clippers", "LAC"), ("Los Angeles Clippers", "LAC"),
        ("LA Clippers", "LAC"), ("LALakers", "LAL"), ("Golden State", "GSW"), ("Blazers", "POR"), ("Bobcats", "CHA"),
        ("utah", "UTA"), ("76ers", "PHI"), ("Oklahoma City", "OKC"), ("OklahomaCity", "OKC"),
    ],
)  # fmt: skip
def test_every_spelling_leads_to_its_team(name: str, abbreviation: str) -> None:
    expected = teams().set_index("abbreviation").loc[abbreviation, "team_id"]
    assert team_ids(pd.Series([name])).tolist() == [expected]


def test_an_unknown_name_is_no_team() -> None:
    found = team_ids(pd.Series(["Mud Hens", "", None, "Boston"], index=[4, 5, 6, 7]))
    assert found.isna().tolist() == [True, True, True, False]
    assert found.index.tolist() == [4, 5, 6, 7]
    assert found.dtype == "Int64"


def test_no_spelling_means_two_teams() -> None:
    table = teams()
    spellings = pd.concat([table["abbreviation"], table["name"], table["aliases"].str.split("|").explode()])
    keys = spellings.str.casefold().str.replace(r"[^a-z0-9]", "", regex=True)
    owners = pd.DataFrame({"key": keys, "team": spellings.index}).groupby("key")["team"].nunique()
    assert owners[owners > 1].to_dict() == {}


def test_thirty_teams_have_an_arena_each() -> None:
    table = teams()
    assert len(table) == table["team_id"].nunique() == 30
    assert table["latitude"].between(25, 46).all()
    assert table["longitude"].between(-123, -70).all()
    assert table.loc[table["altitude_m"].idxmax(), "abbreviation"] == "DEN"
    for zone in table["timezone"].unique():
        pd.Timestamp("2020-01-01", tz=zone)


def test_six_divisions_of_five_teams_make_two_conferences() -> None:
    divisions = teams().groupby("division")
    assert divisions.size().tolist() == [5] * 6
    assert divisions["conference"].nunique().tolist() == [1] * 6
    assert teams().groupby("conference")["division"].nunique().to_dict() == {"East": 3, "West": 3}


def test_the_table_cannot_be_changed_from_outside() -> None:
    table = teams()
    table.loc[0, "name"] = "nobody"
    assert teams().loc[0, "name"] == "Atlanta Hawks"


def test_the_names_of_all_sources_are_known(raw_root) -> None:
    table = pd.read_csv(raw_root / "teams.csv", dtype=str)
    for source in table.columns[1:]:
        assert team_ids(table[source]).tolist() == table["TEAM_ID"].astype(int).tolist(), source

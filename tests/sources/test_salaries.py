"""Salaries: ids where the archive has them."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.sources.salaries import parse_salaries
from tests.sources.boxes import GSW, file, refused

ROW = {"player": "A B", "salary": "12000000.0", "team": "GSW", "year": "2016", "nba_id": "7"}


def test_a_salary_is_dollars_of_a_season_and_known_after_it() -> None:
    row = parse_salaries(file([ROW])).rows.iloc[0]
    assert (row["season"], row["team_id"], row["player_id"], row["salary_usd"]) == ("2015-16", GSW, 7, 12e6)
    assert row["usable_from"] == pd.Timestamp("2016-10-12")


def test_a_man_without_an_id_is_no_error() -> None:
    parsed = parse_salaries(file([{**ROW, "nba_id": ""}]))
    assert parsed.refused.empty
    assert parsed.rows["player_id"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("column", "value"),
    [("salary", ""), ("salary", "-5"), ("team", "QQQ"), ("year", "x"), ("player", ""), ("nba_id", "seven")],
)
def test_a_wrong_cell_is_named(column: str, value: str) -> None:
    parsed = parse_salaries(file([{**ROW, column: value}]))
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, column)]


def test_a_team_pays_a_man_once_and_two_teams_may() -> None:
    parsed = parse_salaries(file([ROW, {**ROW, "team": "OKC"}, ROW]))
    assert parsed.rows["row"].tolist() == [2, 3]
    assert refused(parsed.refused)[0][1:3] == (4, "player_name")


def test_every_real_salary_is_read(raw_root) -> None:
    parsed = parse_salaries(
        RawFilesDataset(path=str(raw_root / "salaries"), pattern="*.csv", format="csv").load()
    )
    assert (len(parsed.rows), len(parsed.refused)) == (6_101, 0)
    assert int(parsed.rows["player_id"].isna().sum()) == 876

"""Referees: named on the morning of the game."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.sources.officials import join_officials, parse_officials
from tests.sources.boxes import GAME, file, refused

ROW = {"game_id": GAME, "official_id": "1146", "first_name": "Ada", "last_name": "Brok", "jersey_num": "25.0"}
GAMES = pd.DataFrame(
    {"game_id": [GAME], "game_date": pd.to_datetime(["2015-10-28"]).astype("datetime64[us]")}
)


def test_a_referee_is_known_from_nine_in_the_morning_in_new_york() -> None:
    rows, coverage = join_officials(parse_officials(file([ROW])).rows, GAMES)
    assert rows["known_from_utc"].tolist() == [pd.Timestamp("2015-10-28 13:00", tz="UTC")]
    assert (rows["official_name"][0], rows["jersey_number"][0], rows["season"][0]) == (
        "Ada Brok",
        25,
        "2015-16",
    )
    assert coverage["joined"].tolist() == [1]


def test_a_game_that_nobody_knows_is_counted_and_left_out() -> None:
    other = {**ROW, "game_id": "0021500999"}
    rows, coverage = join_officials(parse_officials(file([ROW, other])).rows, GAMES)
    assert len(rows) == 1
    count = coverage.iloc[0]
    assert (count["read"], count["joined"], count["reason"]) == (2, 1, "no league game of that id: 1")


@pytest.mark.parametrize(
    ("column", "value"),
    [("game_id", "21500001"), ("official_id", "x"), ("jersey_num", "112"), ("official_id", "")],
)
def test_a_wrong_cell_is_named(column: str, value: str) -> None:
    parsed = parse_officials(file([{**ROW, column: value}, ROW]))
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, column)]
    assert parsed.rows["row"].tolist() == [3]


def test_a_referee_without_a_name_is_refused_and_one_without_a_number_is_not() -> None:
    nameless = {**ROW, "first_name": "", "last_name": ""}
    parsed = parse_officials(file([nameless, {**ROW, "jersey_num": ""}]))
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, "last_name")]
    assert parsed.rows["jersey_number"].isna().tolist() == [True]


def test_nobody_referees_a_game_twice() -> None:
    assert refused(parse_officials(file([ROW, ROW])).refused)[0][1:3] == (3, "official_id")


def test_every_real_referee_is_read(raw_root) -> None:
    files = RawFilesDataset(path=str(raw_root / "officials"), pattern="*.csv", format="csv").load()
    parsed = parse_officials(files)
    assert (len(parsed.rows), len(parsed.refused)) == (31_589, 0)
    assert parsed.rows["game_id"].nunique() == 10_466

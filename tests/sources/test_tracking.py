"""Tracking: five kinds of files, totals of whole seasons."""

from __future__ import annotations

import pandas as pd
import pytest

from busta.datasets import RawFilesDataset
from busta.schemas.primary import Tracking
from busta.sources.tracking import KINDS, build_tracking, parse_tracking
from tests.sources.boxes import GSW, file, refused


def _row(kind: str, **changes: str) -> dict[str, str]:
    who = {"PLAYER_ID": "7", "PLAYER_NAME": "A B", "TEAM_ID": str(GSW), "year": "2016"}
    played = {"GP": "10", "W": "6", "L": "4", "MIN": "300.0"}
    return {**dict.fromkeys(KINDS[kind].split(), "1"), **who, **played, **changes}


def _files(*kinds: str, **changes: str):
    parts = [file([_row(kind, **changes)], f"{kind}_to_2016.parquet") for kind in kinds]
    return {name: each for part in parts for name, each in part.items()}


def test_totals_of_a_season_are_for_later_seasons_only() -> None:
    rows = parse_tracking(_files("drives")).rows
    assert (rows["season"][0], rows["usable_from"][0]) == ("2015-16", pd.Timestamp("2016-10-12"))
    assert (rows["kind"][0], rows["drives"][0], rows["minutes"][0]) == ("drives", 1.0, 300.0)


def test_the_kinds_of_a_season_stand_beside_each_other() -> None:
    files = _files("touches", "passing", TOUCHES="500", PASSES_MADE="400")
    table = build_tracking(parse_tracking(files).rows)
    assert len(Tracking.validate(table)) == 1
    season = table.iloc[0]
    assert (season["touches"], season["passes_made"]) == (500, 400)
    assert pd.isna(season["drives"])


def test_a_file_of_no_kind_is_refused_as_a_whole() -> None:
    parsed = parse_tracking(file([_row("drives")], "rebounds_2016.parquet"))
    assert refused(parsed.refused) == [
        ("rebounds_2016.parquet", 0, "", "rebounds_2016.parquet",
         "a name that begins with one of touches, passing, drives, catchshoot, hustle_speed")
    ]  # fmt: skip
    assert parsed.read == {"rebounds_2016.parquet": 1}


def test_a_file_that_lost_a_column_is_refused_and_the_others_are_read() -> None:
    files = _files("drives", "touches")
    name = "drives_to_2016.parquet"
    files |= file([{column: cell for column, cell in _row("drives").items() if column != "DRIVE_PTS"}], name)
    parsed = parse_tracking(files)
    assert [cell[:3] for cell in refused(parsed.refused)] == [(name, 0, "DRIVE_PTS")]
    assert parsed.rows["kind"].tolist() == ["touches"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("DRIVES", "-1"), ("year", "16"), ("PLAYER_ID", ""), ("MIN", "many"), ("TEAM_ID", "0")],
)
def test_a_wrong_cell_is_named(column: str, value: str) -> None:
    parsed = parse_tracking(file([_row("drives", **{column: value})], "drives_x.parquet"))
    assert [cell[1:3] for cell in refused(parsed.refused)] == [(2, column)]


def test_a_player_has_one_row_a_season_and_kind() -> None:
    parsed = parse_tracking(file([_row("drives"), _row("drives")], "drives_x.parquet"))
    assert (len(parsed.rows), refused(parsed.refused)[0][1:3]) == (1, (3, "player_id"))


def test_every_real_row_is_read_and_every_season_has_its_kinds(raw_root) -> None:
    path = str(raw_root / "tracking_season")
    parsed = parse_tracking(RawFilesDataset(path=path, pattern="*.parquet", format="parquet").load())
    assert (len(parsed.rows), len(parsed.refused)) == (27_019, 0)
    table = build_tracking(parsed.rows)
    assert len(table) == 5_791
    assert table.loc[table["season"] == "2023-24", ["touches", "deflections"]].notna().all().all()
    assert table.loc[table["season"] < "2017-18", "deflections"].isna().all()

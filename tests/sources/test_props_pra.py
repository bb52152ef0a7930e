"""Snapshots shortly before the game."""

from __future__ import annotations

import pandas as pd

from busta.sources.parsed import Parsed
from busta.sources.props_pra import parse_props_pra
from tests.sources.prop_rows import PLAUSIBLE_PROPS
from tests.sources.raw_texts import BOS, NYK, cells, raw

HEADER = "player_name,event_id,event_date,home_team,away_team,bookmaker,line,timestamp,over_price,under_price"


def _row(
    line: str = "38.5", over: str = "-110.0", under: str = "-115.0", player: str = "Jayson Tatum"
) -> str:
    # The date of the event is the UTC date here, as it sometimes is.
    teams = "Boston Celtics,New York Knicks,BetMGM"
    return f"{player},e1,2024-03-06,{teams},{line},2024-03-06T00:25:44Z,{over},{under}"


def _parse(*rows: str) -> Parsed:
    return parse_props_pra(raw("pra.csv", HEADER, *rows), PLAUSIBLE_PROPS)


def test_the_day_is_the_eastern_date_of_the_snapshot() -> None:
    row = _parse(_row()).rows.iloc[0]
    assert row["game_date"] == pd.Timestamp("2024-03-05")
    assert row[["home_team_id", "away_team_id", "book"]].tolist() == [BOS, NYK, "betmgm"]
    assert row[["market", "line"]].tolist() == ["points_rebounds_assists", 38.5]
    assert row["price_over"] == 1 + 100 / 110


def test_a_missing_price_is_missing_and_a_bad_cell_takes_its_row_along() -> None:
    parsed = _parse(_row(under=""), _row(line=""), _row(over="-500.0", under="-500.0"), _row(player=""))
    assert parsed.rows["row"].tolist() == [2]
    assert parsed.rows["price_under"].isna().all()
    assert [row for row, *_ in cells(parsed.refused)] == [5, 3, 4]

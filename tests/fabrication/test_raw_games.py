"""What the archives of box scores hold of games that do not count and of games that nobody hosts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from busta.fabrication.league import fabricate_seasons
from busta.sources.team_logs import parse_team_logs
from tests.league import raw_dataset, tiny_league, tiny_settings


def _read(root: Path) -> pd.DataFrame:
    return parse_team_logs(raw_dataset("raw_team_logs", root).load()).rows


def test_team_logs_hold_a_preseason_that_the_adapter_leaves_out(fabricated_raw_root: Path) -> None:
    raw = pd.concat(tiny_league()["raw_team_logs"].values())
    assert raw["GAME_ID"].str.startswith("001").groupby(raw["SEASON"]).sum().eq(8 * 4).all()
    assert raw.loc[raw["GAME_ID"].str.startswith("001"), "SEASON_ID"].astype(str).str[0].eq("1").all()
    read = _read(fabricated_raw_root)
    assert len(read) == (~raw["GAME_ID"].str.startswith("001")).sum()
    assert read["season_type"].notna().all()


def test_the_cup_final_is_a_league_game_without_player_logs(fabricated_raw_root: Path) -> None:
    read = _read(fabricated_raw_root)
    final = read[read["season_type"].eq("cup_final")]
    assert final["game_id"].tolist() == ["0061700001"] * 2
    for name in ("raw_player_logs", "raw_player_logs_playoffs"):
        logs = pd.concat(tiny_league()[name].values())
        assert not logs["GAME_ID"].str.startswith("006").any()


def test_preseason_is_in_no_archive_but_the_team_logs() -> None:
    for name in ("raw_player_logs", "raw_boxscores_traditional", "raw_schedules"):
        for table in tiny_league()[name].values():
            assert "GAME_ID" not in table or not table["GAME_ID"].str.startswith("001").any()


def test_a_game_on_a_neutral_floor_is_played_in_another_city() -> None:
    tables = next(iter(fabricate_seasons(tiny_settings(seasons=1)))).tables
    neutral = tables.games.loc[tables.games["is_neutral"], "game_id"]
    # The layout that knows arenas is that of even years.
    shown = pd.concat(tiny_league()["raw_schedules"].values())
    assert len(neutral) == 2
    assert shown["city"].dropna().isin(["London", "Paris", "Mexico City"]).sum() == 2

"""The league as a whole: determinism, size, identity, the moments it is built to have."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from kedro.io import DatasetError

from busta.fabrication import RAW_DATASETS, fabricate_league
from busta.fabrication.names import invented_names
from tests.league import raw_dataset, tiny_league, tiny_settings, write_league


def _tables(files: dict[str, dict[str, pd.DataFrame]]) -> Iterator[tuple[str, pd.DataFrame]]:
    for name in RAW_DATASETS:
        for file, table in files[name].items():
            yield f"{name}/{file}", table


def _all(name: str) -> pd.DataFrame:
    return pd.concat(tiny_league()[name].values(), ignore_index=True)


def test_the_same_seed_gives_the_same_tables() -> None:
    again = dict(_tables(fabricate_league(tiny_settings())))
    for name, table in _tables(tiny_league()):
        pd.testing.assert_frame_equal(table, again[name], check_exact=True)


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    texts = []
    for turn in ("one", "two"):
        files = {"raw_team_logs": fabricate_league(tiny_settings(seasons=1))["raw_team_logs"]}
        root = write_league(files, tmp_path / turn)
        texts.append([path.read_bytes() for path in sorted(root.rglob("*.csv"))])
    assert texts[0] == texts[1]


def test_another_seed_gives_another_league() -> None:
    other = fabricate_league(tiny_settings(seed=8, seasons=1))["raw_team_logs"]["nba_games_2015_16.csv"]
    assert not other["PTS"].equals(tiny_league()["raw_team_logs"]["nba_games_2015_16.csv"]["PTS"])


def test_a_longer_league_begins_like_the_shorter_one() -> None:
    shorter = fabricate_league(tiny_settings(seasons=1))["raw_team_logs"]["nba_games_2015_16.csv"]
    # Names and the yearly trend are drawn for the whole league; what was played on the floor is not.
    longer = tiny_league()["raw_team_logs"]["nba_games_2015_16.csv"]
    assert shorter["GAME_ID"].equals(longer["GAME_ID"])
    assert shorter["PLUS_MINUS"].equals(longer["PLUS_MINUS"])


def test_no_seasons_give_no_files(tmp_path: Path) -> None:
    files = fabricate_league(tiny_settings(seasons=0))
    assert set(files) == set(RAW_DATASETS)
    assert not any(files.values())
    write_league(files, tmp_path / "raw")
    assert not (tmp_path / "raw").exists()


def test_a_folder_with_other_data_is_refused(tmp_path: Path) -> None:
    (tmp_path / "team_logs").mkdir()
    (tmp_path / "team_logs" / "nba_games_2014_15.csv").write_text("SEASON_ID\n")
    with pytest.raises(DatasetError, match="FABRICATED"):
        raw_dataset("raw_team_logs", tmp_path).save(tiny_league()["raw_team_logs"])


def test_a_league_without_play_offs_is_played() -> None:
    files = fabricate_league(tiny_settings(seasons=1, playoff_teams=0))
    assert set(files["raw_team_logs"]["nba_games_2015_16.csv"]["GAME_ID"].str[:3]) == {"001", "002"}
    assert files["raw_player_logs_playoffs"]["player_logs_playoffs_2015-16.csv"].empty


def test_a_league_whose_teams_all_go_to_the_play_offs_needs_no_play_in() -> None:
    files = fabricate_league(tiny_settings(seasons=1, playoff_teams=8))
    ids = files["raw_team_logs"]["nba_games_2015_16.csv"]["GAME_ID"]
    assert not ids.str.startswith("005").any()
    assert ids[ids.str.startswith("004")].str[7].astype(int).max() == 3


def test_a_player_has_one_name_and_no_two_share_one() -> None:
    pairs = _all("raw_boxscores_traditional")[["PLAYER_ID", "PLAYER_NAME"]].drop_duplicates()
    assert not pairs["PLAYER_ID"].duplicated().any()
    assert not pairs["PLAYER_NAME"].duplicated().any()
    assert pairs["PLAYER_ID"].ge(1_900_000).all()


def test_everybody_on_a_box_score_is_in_one_of_the_two_lists_of_players() -> None:
    known = pd.concat([_all("raw_players")["PERSON_ID"], _all("raw_player_newcomers")["PERSON_ID"]])
    assert not known.duplicated().any()
    assert set(_all("raw_boxscores_traditional")["PLAYER_ID"]) <= set(known)


def test_a_man_is_on_one_roster_a_day() -> None:
    box = _all("raw_boxscores_traditional")
    dates = _all("raw_team_logs").drop_duplicates("GAME_ID").set_index("GAME_ID")["GAME_DATE"]
    assert not pd.DataFrame({"day": box["GAME_ID"].map(dates), "man": box["PLAYER_ID"]}).duplicated().any()


def test_some_men_change_teams_and_some_are_new() -> None:
    box = _all("raw_boxscores_traditional")
    assert box.groupby("PLAYER_ID")["TEAM_ID"].nunique().max() > 1
    seasons = box.assign(season=box["GAME_ID"].str[3:5]).groupby("season")["PLAYER_ID"].unique()
    assert set(seasons["17"]) - set(seasons["15"])


def test_names_run_out_with_a_sentence() -> None:
    with pytest.raises(ValueError, match="expected at most"):
        invented_names(10**6, np.random.default_rng(0))


@pytest.fixture(scope="module")
def large() -> pd.DataFrame:
    settings = tiny_settings(seasons=1, teams=30, games_per_team=82, players_per_team=15, playoff_teams=0)
    lines = next(iter(fabricate_league(settings)["raw_closing_lines"].values()))
    margin = lines["score_home"] - lines["score_away"]
    line = lines["spread"].where(lines["whos_favored"].eq("home"), -lines["spread"])
    total = lines["score_home"] + lines["score_away"]
    return pd.DataFrame({"margin": margin, "line": line, "total": total, "total_line": lines["total"]})


def test_the_home_side_is_better_by_its_edge(large: pd.DataFrame) -> None:
    # Two points for the floor, and what the visitor's way costs him.
    assert large["margin"].mean() == pytest.approx(2.2, abs=4 * 14.5 / np.sqrt(len(large)))


def test_games_scatter_around_the_close_as_the_laws_say(large: pd.DataFrame) -> None:
    assert (large["margin"] - large["line"]).std() == pytest.approx(12.9, abs=0.9)
    assert (large["total"] - large["total_line"]).std() == pytest.approx(17.9, abs=1.2)


def test_the_close_is_right_on_average_and_in_slope(large: pd.DataFrame) -> None:
    assert (large["margin"] - large["line"]).mean() == pytest.approx(0, abs=4 * 12.9 / np.sqrt(len(large)))
    slope = np.polyfit(large["line"], large["margin"], 1)[0]
    error = 12.9 / (large["line"].std() * np.sqrt(len(large)))
    assert slope == pytest.approx(1, abs=4 * error)

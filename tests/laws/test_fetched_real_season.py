"""A whole season of the real league, fetched through faults: complete, and to ingestion the same as the archives."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.pipelines import ingestion
from busta.sources.boxscores_traditional import parse_boxscores_traditional
from busta.sources.schedules import parse_schedules
from tests.laws.fetched_league import catalog_below, fetch
from tests.laws.project_run import parameters, run
from tests.laws.test_fetched_league import PATIENT, raw_files
from tests.servers.faults import Faults
from tests.servers.loopback import LoopbackServer
from tests.servers.stats_nba import League, league_of

PRIMARY = ("prm_games", "prm_team_games", "prm_player_games")
AS_OF = "2024-09-01T12:00:00+00:00"
# No archive holds box scores of the play-in games of this season, so the server has none, and they are not asked for.
KINDS = ["Regular Season", "Playoffs"]
# Whole seasons are large answers.
SLOW = {**PATIENT, "timeout_seconds": 20, "deadline_seconds": 40}


def _told(url: str, season: str, **changed: Any) -> dict[str, Any]:
    stats = {"base_url": url, "season_types": KINDS, **changed.pop("stats_nba", {})}
    named = {"mode": "backfill", "first_season": season, "last_season": season, "as_of": AS_OF}
    return {**named, "stats_nba": stats, "politeness": SLOW, **changed}


def _read(root: Path, names: Iterable[str]) -> dict[str, pd.DataFrame]:
    return {name: pd.read_csv(root / name, dtype={"GAME_ID": "str"}) for name in names}


def _league(root: Path, season: str, *, playoffs: bool, boxes: bool) -> League:
    later = [f"box_scores_playoffs/player_logs_playoffs_{season}.csv"] if playoffs else []
    traditional = root / f"box_scores_traditional/boxscores_traditional_{season}.parquet"
    return league_of(
        {
            "raw_team_logs": _read(root, [f"team_logs/nba_games_{season.replace('-', '_')}.csv"]),
            "raw_player_logs": _read(root, [f"box_scores/player_logs_{season}.csv"]),
            "raw_player_logs_playoffs": _read(root, later),
            "raw_boxscores_traditional": {"": pd.read_parquet(traditional)} if boxes else {},
            "raw_players": _read(root, ["players/player_info_2021.csv"]),
        }
    )


def _copied(root: Path, names: Iterable[str], target: Path) -> Path:
    for name in names:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(root / name, target / name)
    return target


def _ingested(root: Path) -> Mapping[str, pd.DataFrame]:
    pipeline = ingestion.create_pipeline().to_outputs(*PRIMARY)
    catalog = catalog_below(root, root.parent / "nothing")
    names = [name for name in pipeline.inputs() if name.startswith("raw_")]
    return run(pipeline, {name: catalog.load(name) for name in names}, parameters("local"), PRIMARY)


@pytest.fixture(scope="module")
def season_at_once(raw_root: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[League, Path]:
    league = _league(raw_root, "2022-23", playoffs=True, boxes=False)
    root = tmp_path_factory.mktemp("fetched") / "raw"
    with LoopbackServer(league.answer) as server:
        fetch(root, **_told(server.url, "2022-23"))
        logs = [request for request in server.requests if request.path.endswith("leaguegamelog")]
    assert len(logs) == 2 * len(KINDS)
    return league, root


def test_a_real_season_fetched_through_faults_day_by_day_is_complete(
    season_at_once: tuple[League, Path], tmp_path: Path
) -> None:
    league, expected = season_at_once
    root, faults = tmp_path / "raw", Faults(1, 0.3, retry_after=0.02, hang=5)
    with LoopbackServer(faults.wrap(league.answer)) as server:
        days = {"first_day": "2022-10-12", "last_day": "2023-06-30"}
        fetch(root, **_told(server.url, "2022-23", **days, politeness=PATIENT))
        asked = len(server.requests)
    assert asked > 500
    assert sum(faults.given.values()) / asked == pytest.approx(0.3, abs=0.05)
    assert raw_files(root) == raw_files(expected)


def test_ingestion_makes_of_a_fetched_season_what_it_makes_of_the_archives(
    season_at_once: tuple[League, Path], raw_root: Path, tmp_path: Path
) -> None:
    archives = [
        "team_logs/nba_games_2022_23.csv",
        "box_scores/player_logs_2022-23.csv",
        "box_scores_playoffs/player_logs_playoffs_2022-23.csv",
    ]
    # Starters of the play-offs stand in no log of the league, but in this archive.
    starters = ["dnp_playoffs/comments_playoffs_2022-2024.csv"]
    expected = _ingested(_copied(raw_root, [*archives, *starters], tmp_path / "archives"))
    shutil.copytree(season_at_once[1], tmp_path / "fetched")
    found = _ingested(_copied(raw_root, starters, tmp_path / "fetched"))
    for name in PRIMARY:
        table = expected[name][expected[name]["season_type"].ne("play_in")].reset_index(drop=True)
        # The archives of this season tell no tip-off; the fetched schedule does.
        same = [column for column in table.columns if column != "tip_off_utc"]
        pd.testing.assert_frame_equal(found[name][same], table[same], check_exact=True)
    assert len(found["prm_games"]) == 1230 + 84


def _typed(parsed: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    return parsed.drop(columns=["file", "row"]).sort_values(keys, ignore_index=True)


def test_fetched_box_scores_are_read_like_those_of_the_archive(raw_root: Path, tmp_path: Path) -> None:
    season, root = "2018-19", tmp_path / "raw"
    league = _league(raw_root, season, playoffs=False, boxes=True)
    faults = Faults(2, 0.3, kinds=("429", "500", "truncated", "html"), retry_after=0.01)
    with LoopbackServer(faults.wrap(league.answer)) as server:
        days = {"first_day": "2019-04-09", "last_day": "2019-04-16"}
        fetch(root, **_told(server.url, season, **days, stats_nba={"per_game": ["traditional", "advanced"]}))
    found = parse_boxscores_traditional(catalog_below(root, tmp_path).load("raw_boxscores_traditional"))
    archive = _copied(
        raw_root, [f"box_scores_traditional/boxscores_traditional_{season}.parquet"], tmp_path / "archive"
    )
    expected = parse_boxscores_traditional(catalog_below(archive, tmp_path).load("raw_boxscores_traditional"))
    games = found.rows["game_id"].unique()
    assert len(games) == 35
    assert found.refused.empty
    assert set(found.rows["season_type"]) == {"regular", "playoffs"}
    keys = ["game_id", "team_id", "player_id"]
    of_games = expected.rows[expected.rows["game_id"].isin(games)]
    pd.testing.assert_frame_equal(_typed(found.rows, keys), _typed(of_games, keys), check_exact=True)


def test_a_fetched_schedule_is_read_like_that_of_the_archive(raw_root: Path, tmp_path: Path) -> None:
    season, root = "2016-17", tmp_path / "raw"
    archive = _copied(raw_root, [f"schedule/schedule_{season}.csv"], tmp_path / "archive")
    known = _league(raw_root, season, playoffs=False, boxes=False)
    told = pd.read_csv(archive / f"schedule/schedule_{season}.csv", dtype="str", keep_default_na=False)
    league = replace(known, schedule=told)
    with LoopbackServer(league.answer) as server:
        fetch(root, **_told(server.url, season, first_day="2016-10-12", last_day="2016-10-12"))
    parsed = [
        parse_schedules(catalog_below(each, tmp_path).load("raw_schedules")) for each in (root, archive)
    ]
    keys = ["game_date", "game_id"]
    assert parsed[0].refused.empty
    pd.testing.assert_frame_equal(*(_typed(each.rows, keys) for each in parsed), check_exact=True)

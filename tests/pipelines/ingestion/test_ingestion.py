"""Ingestion as a whole: on the invented league, on damaged files, and on the real data."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
from kedro.pipeline import Pipeline
from kedro.runner import SequentialRunner

from busta.params.fetching import FetchingParams
from busta.params.ingestion import DataParams, IngestionParams
from busta.params.odds import OddsParams
from busta.params.props import PropsParams
from busta.params.quality import QualityParams
from busta.pipelines.ingestion import create_pipeline
from busta.sources.refusal_limits import MissingSourceError, TooManyRefusedError, UnreadableSourceError
from tests.league import mark_again, tiny_league, write_league

CONF = Path(__file__).parents[3] / "conf"
# League games with a player box score by season.
BOXES = {
    "2015-16": 1316, "2016-17": 1309, "2017-18": 1312, "2018-19": 1312, "2019-20": 1143, "2020-21": 1171,
    "2021-22": 1317, "2022-23": 1314, "2023-24": 1312,
}  # fmt: skip


def _catalog(raw: Path, data: Path, fabricated: bool) -> DataCatalog:
    roots = {"raw_root": str(raw), "data_root": str(data)}
    loader = OmegaConfigLoader(str(CONF), base_env="base", default_run_env="local", runtime_params=roots)
    catalog = DataCatalog.from_config(loader["catalog"], loader["credentials"])
    given = loader["parameters"]
    catalog["params:ingestion"] = IngestionParams(**given["ingestion"])
    catalog["params:odds"] = OddsParams(**given["odds"])
    catalog["params:props"] = PropsParams(**given["props"])
    catalog["params:quality"] = QualityParams(**given["quality"])
    catalog["params:fetching"] = FetchingParams(**given["fetching"])
    catalog["params:data"] = DataParams(fabricated=fabricated)
    return catalog


def _run(raw: Path, data: Path, fabricated: bool = True, pipeline: Pipeline | None = None) -> DataCatalog:
    catalog = _catalog(raw, data, fabricated)
    SequentialRunner().run(pipeline or create_pipeline(), catalog)
    return catalog


@pytest.fixture(scope="session")
def league_root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw files of the tiny invented league."""
    return write_league(tiny_league(), tmp_path_factory.mktemp("league") / "01_raw")


@pytest.fixture(scope="session")
def ingested(league_root: Path, tmp_path_factory: pytest.TempPathFactory) -> DataCatalog:
    """The invented league, ingested."""
    return _run(league_root, tmp_path_factory.mktemp("data"))


@pytest.fixture
def damaged_root(league_root: Path, tmp_path: Path) -> Path:
    """A copy of the raw files to be damaged."""
    return Path(shutil.copytree(league_root, tmp_path / "01_raw"))


def _tables(catalog: DataCatalog, *names: str) -> list[pd.DataFrame]:
    return [catalog.load(name) for name in names]


def test_every_game_has_two_teams_and_a_box_score_that_adds_up(ingested: DataCatalog) -> None:
    games, teams, players = _tables(ingested, "prm_games", "prm_team_games", "prm_player_games")
    played = games[games["is_played"]]
    assert len(teams) == 2 * len(games)
    assert set(players["game_id"]) <= set(played["game_id"])
    points = players.groupby(["game_id", "team_id"])["points"].sum()
    expected = teams.set_index(["game_id", "team_id"])["points"].reindex(points.index)
    pd.testing.assert_series_equal(points, expected)


def test_all_primary_tables_keep_their_contracts_when_loaded_again(ingested: DataCatalog) -> None:
    for name in ("prm_players", "prm_injury_notes", "prm_availability", "prm_quotes", "prm_market_lines"):
        assert len(ingested.load(name)) >= 0, name
    assert ingested.load("prm_market_lines")["game_id"].isin(ingested.load("prm_games")["game_id"]).all()


def test_the_reports_begin_with_what_data_it_is(ingested: DataCatalog) -> None:
    identity = ingested.load("prm_data_identity")
    assert identity["fabricated"] is True
    assert identity["description"].startswith("DATA: FABRICATED")
    assert ingested.load("report_coverage_page").startswith(identity["description"])
    coverage = ingested.load("report_coverage")
    assert {"season", "source", "what", "read", "joined", "refused", "reason", "share_joined"} == set(
        coverage
    )


def test_the_same_files_give_the_same_tables_and_the_same_hash(
    ingested: DataCatalog, league_root: Path, tmp_path: Path
) -> None:
    again = _run(league_root, tmp_path)
    assert again.load("prm_data_identity") == ingested.load("prm_data_identity")
    for name in ("prm_games", "prm_player_games", "prm_availability", "prm_quotes"):
        pd.testing.assert_frame_equal(again.load(name), ingested.load(name))


def test_a_source_that_is_absent_is_a_line_in_the_coverage(damaged_root: Path, tmp_path: Path) -> None:
    for folder in ("injuries", "availability_underdog", "injury_snapshots", "odds_fanduel"):
        shutil.rmtree(damaged_root / folder, ignore_errors=True)
    reached = create_pipeline().to_outputs("report_coverage", "prm_injury_notes")
    catalog = _run(damaged_root, tmp_path / "data", pipeline=reached)
    coverage = catalog.load("report_coverage")
    lines = coverage[coverage["what"] == "files"].set_index("source")["reason"]
    assert "injuries/*.csv" in lines["injury_notes"]
    assert catalog.load("prm_injury_notes").empty


@pytest.mark.parametrize(
    "folders", [["team_logs"], ["box_scores", "box_scores_playoffs", "box_scores_traditional"]]
)
def test_without_games_or_box_scores_the_error_names_folder_and_parameter(
    folders: list[str], damaged_root: Path, tmp_path: Path
) -> None:
    for folder in folders:
        shutil.rmtree(damaged_root / folder, ignore_errors=True)
    with pytest.raises(MissingSourceError) as raised:
        _run(damaged_root, tmp_path / "data", pipeline=create_pipeline().to_outputs("prm_player_games"))
    assert f"{damaged_root}/{folders[0]}/*.csv" in str(raised.value)
    assert "raw_root" in str(raised.value)


def test_a_run_fails_on_too_many_refusals_after_its_reports_were_written(
    damaged_root: Path, tmp_path: Path
) -> None:
    path = sorted((damaged_root / "box_scores").glob("*.csv"))[0]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("OREB", "moved", 1), encoding="utf-8")
    mark_again(damaged_root)
    with pytest.raises(TooManyRefusedError) as raised:
        _run(damaged_root, tmp_path / "data")
    assert path.name in str(raised.value)
    report = pd.read_csv(tmp_path / "data" / "08_reporting" / "report_refused.csv")
    ours = report[report["file"] == path.name]
    assert "a column named OREB" in ours["expected"].tolist()
    assert (tmp_path / "data" / "08_reporting" / "report_coverage.md").is_file()
    assert not (tmp_path / "data" / "03_primary" / "prm_data_identity.json").exists()


@pytest.mark.parametrize(
    "folders", [["team_logs"], ["box_scores", "box_scores_playoffs", "box_scores_traditional"]]
)
def test_files_without_one_good_row_stop_the_run_with_the_first_refusal(
    folders: list[str], damaged_root: Path, tmp_path: Path
) -> None:
    for path in sorted((damaged_root / folders[0]).glob("*.csv")):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("OREB", "moved", 1), encoding="utf-8")
    for folder in folders[1:]:
        shutil.rmtree(damaged_root / folder, ignore_errors=True)
    mark_again(damaged_root)
    with pytest.raises(UnreadableSourceError) as raised:
        _run(damaged_root, tmp_path / "data", pipeline=create_pipeline().to_outputs("prm_player_games"))
    assert f"{damaged_root}/{folders[0]}/*.csv" in str(raised.value)
    assert "column OREB: expected a column named OREB, was 'found: " in str(raised.value)


@pytest.fixture(scope="session")
def real(raw_root: Path, tmp_path_factory: pytest.TempPathFactory) -> DataCatalog:
    """The real data, ingested."""
    return _run(raw_root, tmp_path_factory.mktemp("real"), fabricated=False)


def test_the_real_data_hold_every_league_game_of_ten_seasons(real: DataCatalog) -> None:
    identity: dict[str, Any] = real.load("prm_data_identity")
    assert identity["description"] == "DATA: real NBA data, 2014-15 to 2023-24, 12,836 games"
    games = real.load("prm_games")
    assert len(games) == 12_836
    # The restart of 2019-20, games abroad as far as an archive tells of them, and a cup final in Las Vegas.
    neutral = games[games["is_neutral"]].groupby("season").size()
    assert neutral.to_dict() == {
        "2014-15": 2, "2015-16": 2, "2016-17": 3, "2017-18": 1, "2018-19": 1, "2019-20": 172, "2023-24": 3,
    }  # fmt: skip
    assert games.loc[games["season_type"] == "cup_final", "is_neutral"].tolist() == [True]


def test_the_real_box_scores_are_those_known_to_exist(real: DataCatalog) -> None:
    players = real.load("prm_player_games")
    assert players.groupby("season")["game_id"].nunique().to_dict() == BOXES
    assert len(players) == 244_351
    restart = players[(players["season"] == "2019-20") & (players["game_date"] >= "2020-07-30")]
    assert restart["source"].unique().tolist() == ["boxscores_traditional"]


def test_the_real_pages_are_from_before_tip_off_and_agree_with_the_box_scores(real: DataCatalog) -> None:
    pages, players = _tables(real, "prm_availability", "prm_player_games")
    assert pages["minutes_to_tip_off"].min() > 0
    seen = pages.merge(players[["game_id", "player_id", "minutes"]], on=["game_id", "player_id"], how="left")
    last = seen.drop_duplicates(["source", "game_id", "player_id"], keep="last")
    last = last[last["game_id"].isin(players["game_id"])]
    share = last["minutes"].gt(0).groupby([last["source"], last["status"]]).mean()
    assert share["rotowire_lineups", "out"] < 0.01
    assert share["rotowire_lineups", "confirmed_starter"] > 0.99
    assert share["underdog_statuses", "out"] < 0.01
    assert 0.4 < share["underdog_statuses", "questionable"] < 0.6


def test_the_real_notes_since_the_box_scores_begin_find_their_players(real: DataCatalog) -> None:
    notes = real.load("prm_injury_notes")
    recent = notes[notes["note_date"] >= "2015-10-27"]
    assert recent["player_id"].notna().mean() > 0.99


def test_the_identity_is_a_document_that_others_can_read(real: DataCatalog) -> None:
    identity = real.load("prm_data_identity")
    read = json.loads(json.dumps(identity))
    assert read == identity
    assert read["fabricated"] is False
    assert read["description"].startswith("DATA: real NBA data")


def test_what_surrounds_the_real_games_arrives_whole(real: DataCatalog) -> None:
    counts = {"prm_texts": 12_176, "prm_officials": 31_589, "prm_tracking": 5_791, "prm_salaries": 6_101,
              "prm_awards": 1_796}  # fmt: skip
    assert {name: len(real.load(name)) for name in counts} == counts
    texts, salaries, awards = _tables(real, "prm_texts", "prm_salaries", "prm_awards")
    assert texts["source"].value_counts().to_dict() == {"news_articles": 9_942, "news_tweets": 2_234}
    assert salaries["player_id"].notna().mean() > 0.86
    players = awards[awards["player_name"].notna() & awards["season"].gt("2014-15")]
    assert players["player_id"].notna().mean() > 0.99


# What README of the raw files, or the adapters, say of defects: table, column, and how many the checks count.
KNOWN_DEFECTS = {
    ("book_lines", "away_Team"): 408,
    ("closing_lines", ""): 10,
    ("fanduel_odds", ""): 188,
    ("player_games", "games with a box score"): 19,
    ("props_pra", "player_name"): 705,
    ("sbr_odds", "Open"): 17,
}


def test_the_checks_of_the_real_data_find_what_is_known_and_neither_error_nor_warning(
    real: DataCatalog,
) -> None:
    checks = real.load("report_quality")
    assert checks.loc[checks["is_breached"], "sentence"].tolist() == []
    counts = checks.groupby(["table", "column"])["n_bad"].max()
    assert {key: int(counts[key]) for key in KNOWN_DEFECTS} == KNOWN_DEFECTS
    assert checks.loc[checks["check"] == "sums", "n_bad"].sum() == 0
    assert checks.loc[checks["check"] == "ranges", "n_bad"].sum() == 0

"""What surrounds the games, as a part of ingestion: with no file at all, and on the invented league."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.pipelines.ingestion.context_nodes import ADAPTERS
from busta.pipelines.ingestion.context_pipeline import COVERED, create_context_pipeline
from busta.schemas import primary
from busta.sources.parsed import RawFiles
from tests.laws.project_run import parameters, run
from tests.league import raw_dataset, tiny_league, write_league

TABLES = [f"prm_{name}" for name in COVERED]


def _known() -> dict[str, pd.DataFrame]:
    logs = pd.concat(tiny_league()["raw_player_logs"].values(), ignore_index=True)
    dates = pd.to_datetime(logs["GAME_DATE"]).astype("datetime64[us]")
    games = pd.concat(tiny_league()["raw_team_logs"].values()).drop_duplicates("GAME_ID")
    return {
        "prm_games": pd.DataFrame(
            {
                "game_id": games["GAME_ID"],
                "game_date": pd.to_datetime(games["GAME_DATE"]).astype("datetime64[us]"),
            }
        ),
        "prm_player_games": pd.DataFrame(
            {
                "player_id": logs["PLAYER_ID"],
                "player_name": logs["PLAYER_NAME"],
                "team_id": logs["TEAM_ID"],
                "game_date": dates,
            }
        ),
        "int_players": pd.DataFrame(
            {
                "player_id": pd.Series(dtype="int64"),
                "player_name": pd.Series(dtype="str"),
                "first_season_year": pd.Series(dtype="Int64"),
            }
        ),
    }


def _ingested(raw: dict[str, Any]) -> dict[str, Any]:
    wanted = [*TABLES, *(f"int_{name}_coverage" for name in COVERED)]
    return run(create_context_pipeline(), raw | _known(), parameters("test"), wanted)


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything this part makes of the invented league."""
    names = [f"raw_{source}" for source in ADAPTERS]
    files = {name: tiny_league()[name] for name in names if name in tiny_league()}
    root = write_league(files, tmp_path_factory.mktemp("raw"))
    return _ingested({name: raw_dataset(name, root).load() for name in names})


def _contract(name: str) -> Any:
    return getattr(primary, name.removeprefix("prm_").title())


@pytest.mark.parametrize("name", TABLES)
def test_without_any_file_every_table_is_empty_and_keeps_its_contract(name: str) -> None:
    none = RawFiles({}, "raw/*.csv")
    made = _ingested({f"raw_{source}": none for source in ADAPTERS})
    assert len(_contract(name).validate(made[name])) == 0


@pytest.mark.parametrize("name", TABLES)
def test_the_invented_files_become_tables_that_keep_their_contracts(
    name: str, invented: dict[str, Any]
) -> None:
    assert len(_contract(name).validate(invented[name])) > 0


def test_everybody_invented_is_found(invented: dict[str, Any]) -> None:
    coverage = pd.concat([invented[f"int_{name}_coverage"] for name in COVERED])
    shares = coverage.groupby("source")["joined"].sum() / coverage.groupby("source")["read"].sum()
    assert shares.drop("salaries").eq(1).all()
    # On the rosters are men who never play and whom the archive of salaries names without an id.
    assert shares["salaries"] > 0.95
    assert set(coverage["source"]) == set(ADAPTERS) - {"news_feed"}  # nobody invents feeds


def test_texts_and_referees_are_known_when_the_day_says_so(invented: dict[str, Any]) -> None:
    texts, officials = invented["prm_texts"], invented["prm_officials"]
    assert (texts["known_from_utc"] >= texts["published_at_utc"].fillna(texts["known_from_utc"])).all()
    local = officials["known_from_utc"].dt.tz_convert("America/New_York")
    assert local.dt.hour.eq(9).all()
    assert local.dt.tz_localize(None).dt.normalize().eq(officials["game_date"]).all()


def test_files_written_twice_are_read_alike(invented: dict[str, Any], tmp_path: Path) -> None:
    files = {"raw_news_tweets": tiny_league()["raw_news_tweets"]}
    root = write_league(files, tmp_path)
    again = raw_dataset("raw_news_tweets", root).load()
    texts = _ingested({f"raw_{s}": RawFiles({}, "") for s in ADAPTERS} | {"raw_news_tweets": again})[
        "prm_texts"
    ]
    expected = invented["prm_texts"].query("source == 'news_tweets'").reset_index(drop=True)
    pd.testing.assert_frame_equal(texts, expected)

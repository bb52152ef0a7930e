"""Snapshots fetched from a server that behaves badly are the archive, row for row, and so are their quotes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.datasets import FetchedFilesDataset, OddsApiDataset, RawFilesDataset
from busta.fetching.odds_tables import PROPS
from busta.nba.games import build_games
from busta.params.odds import OddsParams
from busta.pipelines.fetching import odds_nodes as fetching_nodes
from busta.pipelines.ingestion import odds_nodes
from busta.sources.api_spreads import api_spread_quotes
from busta.sources.schedules import parse_schedules
from busta.sources.team_logs import parse_team_logs
from busta.sources.two_sided import prm_quotes
from tests.fetching_params import fetching_params
from tests.laws.project_run import parameters
from tests.servers.faults import Faults
from tests.servers.loopback import LoopbackServer, Reply
from tests.servers.odds_api import KEY, OddsApi, game_snapshots, player_events

FIRST, LAST = "2022-11-01", "2022-11-14"
ARCHIVE = "spreads_9am_2022-23.parquet"
AS_OF = "2023-07-01T12:00:00+00:00"
PATIENT = {"attempts": 12, "timeout_seconds": 0.25, "longest_backoff_seconds": 0.02}
NONE: dict[str, Any] = {}


def _load(folder: Path, pattern: str, format: str) -> Any:
    return RawFilesDataset(path=str(folder), pattern=pattern, format=format).load()


@pytest.fixture(scope="module")
def logs(raw_root: Path) -> Any:
    return _load(raw_root / "team_logs", "nba_games_*2022*.csv", "csv")


@pytest.fixture(scope="module")
def archive(raw_root: Path) -> pd.DataFrame:
    table = pd.read_parquet(raw_root / "odds_api_spreads" / ARCHIVE)
    return table[table["timestamp"].str[:10].between(FIRST, LAST)].reset_index(drop=True)


def _without_events(good: Reply) -> Reply:
    document = json.loads(good.content)
    empty = {**document, "data": []} if isinstance(document, dict) else []
    return replace(good, content=json.dumps(empty).encode())


@pytest.fixture(scope="module")
def fetched(
    archive: pd.DataFrame, logs: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Any]]:
    """The days of the archive, fetched with 30 % faults."""
    root = tmp_path_factory.mktemp("odds")
    source = OddsApi(game_snapshots(spreads=archive))
    faults = Faults(5, 0.3, retry_after=0.02, hang=2, empty=_without_events)
    with LoopbackServer(faults.wrap(source.answer)) as server:
        params = fetching_params(
            mode="backfill", first_day=FIRST, last_day=LAST, as_of=AS_OF, politeness=PATIENT,
            odds_api={"base_url": server.url, "history": True, "history_at": ["12:00"], "markets": ["spreads"]},
        )  # fmt: skip
        odds_api = OddsApiDataset(path=str(root / "answers/odds_api"), credentials={"key": KEY}).load()
        calls, plan = fetching_nodes.plan_odds_calls(odds_api, params.as_of, params, logs, NONE)
        log = fetching_nodes.fetch_odds(odds_api, calls, plan, params.as_of, params)
        spreads, *_ = fetching_nodes.write_odds(odds_api, log, params, NONE, NONE, NONE, NONE)
        FetchedFilesDataset(
            path=str(root / "odds_api_spreads"), pattern="spreads_fetched_*.parquet", format="parquet"
        ).save(spreads)
        yield {"root": root, "log": log, "plan": plan, "faults": faults, "source": source}


def test_faults_cost_attempts_and_no_credit_beyond_the_plan(fetched: dict[str, Any]) -> None:
    assert sum(fetched["faults"].given.values()) > 0
    assert set(fetched["log"]["outcome"]) == {"fetched"}
    # No game on 8 November, the day of the elections.
    assert fetched["plan"]["credits"].sum() == 10 * 13


def test_fetched_snapshots_are_the_archive_row_for_row(
    archive: pd.DataFrame, fetched: dict[str, Any]
) -> None:
    found = pd.read_parquet(fetched["root"] / "odds_api_spreads/spreads_fetched_2022-23.parquet")
    order = ["timestamp", "commence_time", "id", "bookmaker"]
    pd.testing.assert_frame_equal(
        *(table.sort_values(order, ignore_index=True) for table in (found, archive))
    )


def test_fetched_snapshots_make_the_quotes_and_starts_of_the_archive(
    raw_root: Path, archive: pd.DataFrame, logs: Any, fetched: dict[str, Any]
) -> None:
    odds = OddsParams.model_validate(parameters("base")["odds"])
    games = build_games(parse_team_logs(logs).rows, parse_schedules({}).rows)
    whole = _load(raw_root / "odds_api_spreads", ARCHIVE, "parquet")
    own = _load(fetched["root"] / "odds_api_spreads", "*.parquet", "parquet")
    made = []
    for files in (whole, own):
        rows, *_ = odds_nodes.ingest_api_spreads(files, games, odds)
        rows = rows[rows["game_date"].between(FIRST, LAST)]
        starts = odds_nodes.find_tip_offs(rows)
        made.append(
            (prm_quotes([api_spread_quotes(rows, odds.morning_until, odds.api_close_minutes)]), starts)
        )
    assert len(made[0][0]) > 3_000
    for before, after in zip(*made, strict=True):
        pd.testing.assert_frame_equal(before, after)


def test_fetched_quotes_on_players_are_the_archive_row_for_row(raw_root: Path, tmp_path: Path) -> None:
    archive = pd.read_parquet(raw_root / "props" / "props_all_markets_2024-03.parquet")
    day = archive[archive["pull_date"].eq("2024-03-02")]
    ids = day["id"].unique()[:3]
    day = day[day["id"].isin(ids)]
    moment = "2024-03-02T14:05:00Z"
    players = player_events(day, moment)
    source = OddsApi({moment: [{**event, "bookmakers": []} for event in players]}, players)
    markets = sorted(day["bookmakers.markets.key"].unique())
    with LoopbackServer(source.answer) as server:
        params = fetching_params(
            as_of=moment, odds_api={"base_url": server.url, "player_markets": markets, "credits_per_run": 100}
        )
        odds_api = OddsApiDataset(path=str(tmp_path / "answers/odds_api"), credentials={"key": KEY}).load()
        calls, plan = fetching_nodes.plan_odds_calls(odds_api, params.as_of, params, NONE, NONE)
        log = fetching_nodes.fetch_odds(odds_api, calls, plan, params.as_of, params)
        *_, files, _ = fetching_nodes.write_odds(odds_api, log, params, NONE, NONE, NONE, NONE)
    assert log["endpoint"].tolist() == ["odds", "events", *["event_odds"] * 3]
    found = files["props_all_markets_fetched_2024-03.parquet"]
    before = day[~day["bookmakers.markets.last_update"].ge(day["commence_time"])]
    tables = [
        table.sort_values(PROPS, ignore_index=True)[PROPS]
        for table in (found, before.drop_duplicates(PROPS[:-1]))
    ]
    pd.testing.assert_frame_equal(*tables)


def test_the_server_is_never_asked_faster_than_agreed(
    archive: pd.DataFrame, tmp_path: Path, logs: Any
) -> None:
    source = OddsApi(game_snapshots(spreads=archive))
    with LoopbackServer(source.answer) as server:
        params = fetching_params(
            mode="backfill", first_day=FIRST, last_day=LAST, as_of=AS_OF, politeness={"calls_per_second": 20},
            odds_api={"base_url": server.url, "history": True, "markets": ["spreads"]},
        )  # fmt: skip
        odds_api = OddsApiDataset(path=str(tmp_path / "answers/odds_api"), credentials={"key": KEY}).load()
        calls, plan = fetching_nodes.plan_odds_calls(odds_api, params.as_of, params, logs, NONE)
        fetching_nodes.fetch_odds(odds_api, calls, plan, params.as_of, params)
        arrivals = pd.Series(server.arrivals())
    assert len(arrivals) == 26
    assert arrivals.diff().mean() > 1 / 20 - 0.001

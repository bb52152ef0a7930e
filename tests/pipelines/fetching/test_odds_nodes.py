"""The odds part of fetching, node by node, against a server in the shape of The Odds API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.datasets import OddsApiDataset
from busta.fetching.odds_tables import LAYOUTS, PROPS
from busta.params.fetching import FetchingParams
from busta.pipelines.fetching import odds_nodes as nodes
from busta.pipelines.fetching.odds_pipeline import create_odds_pipeline
from tests.fetching.odds_answers import AWAY, HOME, book, event, outcome
from tests.fetching_params import fetching_params
from tests.servers.loopback import LoopbackServer
from tests.servers.odds_api import KEY, OddsApi, player_events

NOW = datetime(2024, 3, 2, 17, 30, tzinfo=UTC)
NONE: dict[str, Any] = {}
GAME = event(
    book("h2h", outcome(HOME, 1.5), outcome(AWAY, 2.7)),
    book("spreads", outcome(AWAY, 1.95, 4.5), outcome(HOME, 1.87, -4.5)),
    book("totals", outcome("Over", 1.9, 221.5), outcome("Under", 1.92, 221.5), key="betmgm"),
)
PLAYERS = pd.DataFrame(
    {
        "outcomes_name": ["Over", "Under"],
        "outcomes_description": "Jayson Tatum",
        "outcomes_price": [-110, -120],
        "outcomes_point": 27.5,
        **{name: GAME[name] for name in ("id", "commence_time", "home_team", "away_team")},
        "bookmakers.key": "fanduel",
        "bookmakers.markets.key": "player_points",
        "bookmakers.markets.last_update": "2024-03-02T17:20:00Z",
    }
)


@pytest.fixture
def source() -> OddsApi:
    moment = "2024-03-02T17:25:39Z"
    return OddsApi({"2024-03-01T16:55:39Z": [GAME], moment: [GAME]}, player_events(PLAYERS, moment))


@pytest.fixture
def server(source: OddsApi) -> Iterator[LoopbackServer]:
    with LoopbackServer(source.answer) as running:
        yield running


class _Run:
    """The three nodes in their order, in one raw root."""

    def __init__(self, root: Path, key: str = KEY) -> None:
        self.odds_api = OddsApiDataset(path=str(root / "answers/odds_api"), credentials={"key": key}).load()

    def __call__(self, fetching: FetchingParams) -> Any:
        calls, self.plan = nodes.plan_odds_calls(self.odds_api, NOW, fetching, {}, {})
        self.log = nodes.fetch_odds(self.odds_api, calls, self.plan, NOW, fetching)
        *self.files, self.written = nodes.write_odds(
            self.odds_api, self.log, fetching, NONE, NONE, NONE, NONE
        )
        return self


def _params(server: LoopbackServer, **changes: Any) -> FetchingParams:
    odds_api = {"base_url": server.url, "player_markets": ["player_points"], **changes.pop("odds_api", {})}
    return fetching_params(odds_api=odds_api, **{"as_of": NOW.isoformat(), **changes})


def test_a_day_gives_spreads_totals_moneylines_and_quotes_on_players(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    run = _Run(tmp_path)(_params(server))
    assert run.log["outcome"].tolist() == ["fetched"] * 3
    assert run.log["endpoint"].tolist() == ["odds", "events", "event_odds"]
    assert [list(files) for files in run.files] == [
        ["spreads_fetched_2023-24.parquet"],
        ["totals_fetched_2023-24.parquet"],
        ["moneylines_fetched_2023-24.parquet"],
        ["props_all_markets_fetched_2024-03.parquet"],
    ]
    tables = [next(iter(files.values())) for files in run.files]
    assert [list(table.columns) for table in tables] == [*LAYOUTS.values(), PROPS]
    assert run.written["rows"].tolist() == [1, 1, 1, 2]
    assert source.used == 3 + 1


def test_the_plan_is_never_cheaper_than_what_is_spent(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    history = {"history": True, "player_markets": []}
    run = _Run(tmp_path)(_params(server, odds_api=history))
    assert run.plan["credits"].sum() == 3 + 2 * 30
    assert source.used <= 3 + 2 * 30


def test_a_dry_run_plans_and_asks_nobody(tmp_path: Path, server: LoopbackServer) -> None:
    run = _Run(tmp_path)(_params(server, dry_run=True))
    assert len(run.plan) == 3
    assert server.requests == []
    assert run.log.empty
    assert run.files == [{}, {}, {}, {}]
    assert not (tmp_path / "answers").exists()


def test_without_a_key_the_run_goes_on_without_odds_and_the_plan_says_so(
    tmp_path: Path, server: LoopbackServer
) -> None:
    run = _Run(tmp_path, key="")(_params(server))
    assert run.plan["reason"].str.startswith("no key: nothing is asked").tolist() == [True]
    assert run.log.empty
    assert run.written.empty
    assert server.requests == []


def test_the_same_run_again_asks_nobody_and_writes_the_same_files(
    tmp_path: Path, server: LoopbackServer
) -> None:
    first, asked = _Run(tmp_path)(_params(server)).files, len(server.requests)
    run = _Run(tmp_path)(_params(server, as_of=(NOW + timedelta(minutes=2)).isoformat()))
    assert len(server.requests) == asked
    assert run.log["outcome"].tolist() == ["stored"] * 3
    for before, after in zip(first, run.files, strict=True):
        pd.testing.assert_frame_equal(*(next(iter(files.values())) for files in (before, after)))


def test_every_later_snapshot_is_added_with_its_own_moment(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    _Run(tmp_path)(_params(server))
    moved = event(book("h2h", outcome(HOME, 1.6), outcome(AWAY, 2.5)))
    source.snapshots = {"2024-03-03T00:20:39Z": [moved]}
    run = _Run(tmp_path)(_params(server, as_of="2024-03-03T00:21:00+00:00"))
    found = run.files[2]["moneylines_fetched_2023-24.parquet"]
    assert found[["timestamp", "home_price"]].to_numpy().tolist() == [
        ["2024-03-02T17:30:00Z", 1.5],
        ["2024-03-03T00:21:00Z", 1.6],
    ]


def test_a_wrong_key_fails_its_calls_with_one_sentence_and_writes_no_file(
    tmp_path: Path, server: LoopbackServer
) -> None:
    run = _Run(tmp_path, key="wrong")(_params(server))
    assert run.log["outcome"].tolist() == ["failed", "not_tried"]
    assert "refuses the key (INVALID_KEY)" in run.log["sentence"].iloc[0]
    assert run.files == [{}, {}, {}, {}]


def test_a_budget_that_is_reached_keeps_what_was_fetched_before(
    tmp_path: Path, server: LoopbackServer
) -> None:
    run = _Run(tmp_path)(_params(server, odds_api={"credits_per_run": 3}))
    assert run.log["outcome"].tolist() == ["fetched", "fetched", "failed"]
    assert "raise credits_per_run" in run.log["sentence"].iloc[2]
    assert run.written["rows"].tolist() == [1, 1, 1, 0]


def test_quotes_on_players_of_the_past_follow_from_the_snapshots_of_the_games(
    tmp_path: Path, server: LoopbackServer
) -> None:
    backfill = {"mode": "backfill", "first_day": "2024-03-02", "last_day": "2024-03-02"}
    history = {"history": True, "history_at": ["12:30"], "credits_per_run": 100}
    run = _Run(tmp_path)(_params(server, **backfill, odds_api=history))
    assert run.log["endpoint"].tolist() == ["historical_odds", "historical_event_odds"]
    assert run.log["credits"].tolist() == [30, 10]
    assert run.files[3]["props_all_markets_fetched_2024-03.parquet"]["outcomes_price"].tolist() == [
        -110,
        -120,
    ]
    assert set(run.files[0]["spreads_fetched_2023-24.parquet"]["timestamp"]) == {"2024-03-02T17:25:39Z"}


def test_a_renamed_key_fails_the_call_with_its_name_and_the_answer_is_kept(
    tmp_path: Path, server: LoopbackServer, source: OddsApi
) -> None:
    source.snapshots = {"2024-03-02T17:25:39Z": [{**GAME, "start": GAME["commence_time"]}]}
    source.snapshots["2024-03-02T17:25:39Z"][0].pop("commence_time")
    run = _Run(tmp_path)(_params(server, odds_api={"player_markets": []}))
    assert run.log["outcome"].tolist() == ["failed"]
    assert "was without commence_time" in run.log["sentence"].iloc[0]
    assert len(list((tmp_path / "answers/odds_api/odds/2023-24").glob("*.json.gz"))) == 1


def test_the_part_hands_its_plan_log_and_account_to_the_stage() -> None:
    pipeline = create_odds_pipeline()
    accounts = {f"int_fetch_{what}_odds" for what in ("calls", "plan", "log", "written")}
    assert accounts <= pipeline.all_outputs()
    assert {"odds_api", "fetching_clock", "int_fetch_plan"} <= pipeline.inputs()

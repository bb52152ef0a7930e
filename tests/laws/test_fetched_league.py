"""A season fetched from a server that behaves badly, by runs that die: what lands is what there is, asked politely."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from os import kill
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from busta.datasets.answer_store import AnswerStore
from busta.fetching.errors import FetchingFailedError
from tests.laws.fetched_league import fetch
from tests.laws.project_run import REPOSITORY
from tests.league import tiny_league
from tests.servers.faults import Faults
from tests.servers.loopback import LoopbackServer, Reply, Request
from tests.servers.stats_nba import League, league_of

# Its fixtures are slow to make.
pytestmark = pytest.mark.xdist_group("fetched_league")

SEASON = "2016-17"
AS_OF = "2018-01-05T15:00:00+00:00"
PATIENT = {"attempts": 12, "timeout_seconds": 0.3, "longest_backoff_seconds": 0.02}
KILLS = 10


def whole_season(url: str, **changed: Any) -> dict[str, Any]:
    """Parameters of a backfill of one season, box scores included."""
    stats = {"base_url": url, "per_game": ["traditional"], **changed.pop("stats_nba", {})}
    season = {"mode": "backfill", "first_season": SEASON, "last_season": SEASON, "as_of": AS_OF}
    return {**season, "stats_nba": stats, "politeness": PATIENT, **changed}


def by_days(**changed: Any) -> dict[str, Any]:
    """The same, day by day."""
    return {"first_day": "2016-10-12", "last_day": "2017-07-15", **changed}


def raw_files(root: Path) -> dict[str, bytes]:
    """Content of all raw files below a root, without the answers."""
    files = [path for path in root.glob("*/*") if path.is_file() and path.parent.name != "answers"]
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(files)}


@pytest.fixture(scope="module")
def league() -> League:
    return league_of(tiny_league())


@pytest.fixture(scope="module")
def undisturbed(league: League, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    root = tmp_path_factory.mktemp("undisturbed") / "raw"
    with LoopbackServer(league.answer) as server:
        fetch(root, **whole_season(server.url))
    return raw_files(root)


def test_a_fetched_season_holds_every_game_of_the_league(
    undisturbed: Mapping[str, bytes], league: League, tmp_path: Path
) -> None:
    names = {name.partition("/")[0] for name in undisturbed}
    assert names == {
        "team_logs", "box_scores", "box_scores_playoffs", "box_scores_traditional", "schedule", "players",
    }  # fmt: skip
    for file, expected in (
        ("team_logs/nba_games_fetched_2016_17.csv", league.team_rows),
        ("box_scores/player_logs_fetched_2016-17.csv", league.player_rows),
    ):
        path = tmp_path / Path(file).name
        path.write_bytes(undisturbed[file])
        kept = ["002"] if "player" in file else ["002", "004", "005"]
        of_season = expected[expected["GAME_ID"].str[3:5].eq("16") & expected["GAME_ID"].str[:3].isin(kept)]
        assert len(pd.read_csv(path)) == len(of_season) > 100


def test_a_season_fetched_through_faults_is_the_season_fetched_without(
    undisturbed: Mapping[str, bytes], league: League, tmp_path: Path
) -> None:
    faults = Faults(5, 0.3, retry_after=0.02, hang=5)
    with LoopbackServer(faults.wrap(league.answer)) as server:
        fetch(tmp_path / "raw", **whole_season(server.url))
        asked = len(server.requests)
    assert sum(faults.given.values()) / asked == pytest.approx(0.3, abs=0.08)
    assert set(faults.given) == set(faults.kinds)
    assert raw_files(tmp_path / "raw") == undisturbed


def test_a_season_fetched_day_by_day_is_the_season_fetched_at_once(
    undisturbed: Mapping[str, bytes], league: League, tmp_path: Path
) -> None:
    root = tmp_path / "raw"
    faults = Faults(6, 0.3, kinds=("429", "500", "truncated", "html", "empty"), retry_after=0.01)
    with LoopbackServer(faults.wrap(league.answer)) as server:
        # The schedule comes first: from then on a day with games cannot be believed to be empty.
        fetch(root, **whole_season(server.url, **by_days(last_day="2016-10-12"), stats_nba={"per_game": []}))
        fetch(root, **whole_season(server.url, **by_days(), stats_nba={"per_game": []}))
    expected = {name: content for name, content in undisturbed.items() if "traditional" not in name}
    assert raw_files(root) == expected


@pytest.fixture(scope="module")
def runner() -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.laws.fetched_league"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, cwd=REPOSITORY, text=True, **pipes) as process:  # type: ignore[call-overload]
        yield process
        process.stdin.close()
        process.wait(10)


def _started(runner: subprocess.Popen[str], root: Path, told: Mapping[str, Any]) -> int:
    assert runner.stdin is not None
    assert runner.stdout is not None
    runner.stdin.write(json.dumps({"raw_root": str(root), **told}) + "\n")
    runner.stdin.flush()
    return int(runner.stdout.readline())


def _ended(runner: subprocess.Popen[str]) -> int:
    assert runner.stdout is not None
    return int(runner.stdout.readline())


def _is_the_call(request: Request, endpoint: str, parameters: Mapping[str, str]) -> bool:
    asked = {"DateFrom": "", "DateTo": "", **parameters} if endpoint == "leaguegamelog" else parameters
    return request.path.endswith(f"/{endpoint}") and all(
        request.query.get(name, "") == value for name, value in asked.items()
    )


def _asked_again(requests: list[Request], stored: pd.DataFrame) -> list[str]:
    calls = zip(stored["endpoint"], stored["parameters"].map(json.loads), strict=True)
    return [
        f"{endpoint} {parameters}"
        for endpoint, parameters in calls
        if any(_is_the_call(request, endpoint, parameters) for request in requests)
    ]


def test_runs_killed_at_random_moments_end_in_the_same_bytes_and_repeat_no_stored_call(
    undisturbed: Mapping[str, bytes], league: League, runner: subprocess.Popen[str], tmp_path: Path
) -> None:
    root, chance = tmp_path / "raw", random.Random(11)
    store = AnswerStore(root / "answers" / "stats_nba")
    faults = Faults(7, 0.3, kinds=("429", "500", "truncated", "html", "empty"), retry_after=0.01)
    with LoopbackServer(faults.wrap(league.answer)) as server:
        told = whole_season(server.url)
        before = 0
        for number in range(KILLS + 1):
            stored = store.manifest()
            process = _started(runner, root, told)
            if number < KILLS:
                _wait_for(server, before + chance.randint(1, 16))
                time.sleep(chance.uniform(0, 0.03))
                kill(process, signal.SIGKILL)
            assert _ended(runner) == (-signal.SIGKILL if number < KILLS else 0)
            assert _asked_again(server.requests[before:], stored) == []
            before = len(server.requests)
    assert raw_files(root) == undisturbed


def test_a_run_killed_while_it_writes_raw_files_leaves_none_in_parts(
    undisturbed: Mapping[str, bytes], league: League, runner: subprocess.Popen[str], tmp_path: Path
) -> None:
    root = tmp_path / "raw"
    with LoopbackServer(league.answer) as server:
        told = whole_season(server.url)
        process = _started(runner, root, told)
        while not list(root.glob("team_logs/*")):
            time.sleep(0.001)
        kill(process, signal.SIGKILL)
        assert _ended(runner) == -signal.SIGKILL
        left = {name: content for name, content in raw_files(root).items() if "/." not in name}
        assert left.items() <= undisturbed.items()
        asked = len(server.requests)
        _started(runner, root, told)
        assert _ended(runner) == 0
        assert len(server.requests) == asked
    assert raw_files(root) == undisturbed


def _wait_for(server: LoopbackServer, requests: int) -> None:
    end = time.monotonic() + 30
    while len(server.requests) < requests and time.monotonic() < end:
        time.sleep(0.001)


def test_never_more_calls_arrive_in_a_second_than_were_agreed(league: League, tmp_path: Path) -> None:
    rate, faults = 25, Faults(3, 0.3, kinds=("500", "truncated", "html"))
    slow = {"calls_per_second": rate, "jitter_seconds": 0.01, **PATIENT}
    days = by_days(first_day="2016-11-01", last_day="2016-11-20")
    with LoopbackServer(faults.wrap(league.answer)) as server:
        told = whole_season(server.url, **days, politeness=slow, stats_nba={"per_game": []})
        fetch(tmp_path / "raw", **told)
        arrivals = server.arrivals()
    assert len(arrivals) > 30
    # A second that begins with any arrival holds the one that opens it, and what the pace allows.
    assert max(sum(start <= at < start + 1 for at in arrivals) for start in arrivals) <= rate + 1


def test_what_the_user_owns_stays_as_it_is_and_is_not_written_a_second_time(
    undisturbed: Mapping[str, bytes], league: League, tmp_path: Path
) -> None:
    root = tmp_path / "raw"
    own = league.team_rows[league.team_rows["SEASON"].eq(SEASON)]
    kept = sorted(own["GAME_ID"].unique())[:60]
    (root / "team_logs").mkdir(parents=True)
    own[own["GAME_ID"].isin(kept)].to_csv(root / "team_logs" / "mine.csv", index=False)
    before = (root / "team_logs" / "mine.csv").read_bytes()
    with LoopbackServer(league.answer) as server:
        catalog = fetch(root, **whole_season(server.url, stats_nba={"per_game": []}))
    assert (root / "team_logs" / "mine.csv").read_bytes() == before
    fetched = pd.read_csv(root / "team_logs" / "nba_games_fetched_2016_17.csv", dtype={"GAME_ID": "str"})
    assert set(fetched["GAME_ID"]).isdisjoint(kept)
    told = catalog.load("report_fetch_files").set_index("folder").loc["team_logs"]
    assert "files of your own in team_logs/" in told["sentence"]
    assert 0 < told["skipped"] <= 60


def test_a_renamed_column_is_named_and_everything_else_is_kept(league: League, tmp_path: Path) -> None:
    root = tmp_path / "raw"
    changed = replace(league, renamed={"leaguegamelog": {"FG3M": "FG3_MADE"}})
    with LoopbackServer(changed.answer) as server:
        with pytest.raises(FetchingFailedError, match=r"leaguegamelog: FG3M \(now FG3_MADE\?\)|FG3M"):
            fetch(root, **whole_season(server.url, stats_nba={"per_game": []}))
        asked = len(server.requests)
        with pytest.raises(FetchingFailedError, match="FG3M"):
            fetch(root, **whole_season(server.url, stats_nba={"per_game": []}))
        assert len(server.requests) == asked
    assert {name.partition("/")[0] for name in raw_files(root)} == {"schedule", "players"}
    assert len(list((root / "answers" / "stats_nba" / "leaguegamelog").rglob("*.gz"))) == 6


def test_a_blocked_address_ends_in_a_sentence_and_is_asked_no_further(league: League, tmp_path: Path) -> None:
    allowed = iter(range(3))

    def answer(request: Request) -> Reply:
        blocked = Reply(b"<html><title>Access Denied</title></html>", 403)
        return blocked if next(allowed, None) is None else league.answer(request)

    with LoopbackServer(answer) as server:
        with pytest.raises(FetchingFailedError, match="refuses this address"):
            fetch(tmp_path / "raw", **whole_season(server.url, politeness=PATIENT | {"attempts": 3}))
        assert len(server.requests) == 3 + 3
    assert {name.partition("/")[0] for name in raw_files(tmp_path / "raw")} == {"schedule", "players"}


def test_a_dry_run_asks_nobody_and_stores_nothing(
    league: League, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with LoopbackServer(league.answer) as server:
        fetch(tmp_path / "raw", **whole_season(server.url, dry_run=True))
        assert server.requests == []
    assert not (tmp_path / "raw").exists()
    shown = capsys.readouterr().out
    assert "team logs of 2016-17" in shown
    assert "traditional box scores of the Regular" in shown


def test_a_season_costs_two_calls_for_each_kind_of_games(league: League, tmp_path: Path) -> None:
    with LoopbackServer(league.answer) as server:
        fetch(tmp_path / "raw", **whole_season(server.url, stats_nba={"per_game": []}))
        logs = [request for request in server.requests if request.path.endswith("leaguegamelog")]
        assert sorted((r.query["SeasonType"], r.query["PlayerOrTeam"]) for r in logs) == [
            ("PlayIn", "P"), ("PlayIn", "T"), ("Playoffs", "P"), ("Playoffs", "T"),
            ("Regular Season", "P"), ("Regular Season", "T"),
        ]  # fmt: skip
        asked = len(server.requests)
        fetch(tmp_path / "raw", **whole_season(server.url, stats_nba={"per_game": []}))
        assert len(server.requests) == asked


def test_a_day_costs_two_calls_for_logs_and_a_second_run_that_morning_none(
    league: League, tmp_path: Path
) -> None:
    days = league.team_rows.loc[league.team_rows["GAME_ID"].str.startswith("00216"), "GAME_DATE"]
    yesterday = sorted(days.unique())[20]
    morning = f"{(pd.Timestamp(yesterday) + pd.Timedelta(days=1)).date()}T15:00:00+00:00"
    with LoopbackServer(league.answer) as server:
        told = {"mode": "daily", "as_of": morning, "stats_nba": {"base_url": server.url}}
        fetch(tmp_path / "raw", **told)
        logs = [request for request in server.requests if request.path.endswith("leaguegamelog")]
        asked = len(server.requests)
        fetch(tmp_path / "raw", **told)
        assert len(server.requests) == asked
    assert len(logs) == 2
    assert {pd.Timestamp(request.query["DateTo"]).date().isoformat() for request in logs} == {yesterday}
    fetched = pd.read_csv(tmp_path / "raw" / "team_logs" / "nba_games_fetched_2016_17.csv")
    assert fetched["GAME_DATE"].max() == yesterday

"""The stage around its parts: the plan first, all that could be had written, and only then the verdict."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import Node, Pipeline
from kedro.runner import SequentialRunner

from busta.datasets import (
    AppendedParquetDataset,
    AtomicCsvDataset,
    AtomicParquetDataset,
    AtomicPickleDataset,
    FetchedFilesDataset,
)
from busta.datasets.polite_session import PoliteSession, Reply
from busta.datasets.reader import BaseReader, clock_of, open_store
from busta.fetching.calls import Call
from busta.fetching.errors import FetchingFailedError
from busta.fetching.fetch_all import fetch_all, log_table
from busta.fetching.plan_table import plan_table
from busta.params.fetching import FetchingParams
from busta.pipelines.fetching.pipeline import PARTS, assemble, create_pipeline
from tests.fetching_params import fetching_params
from tests.project import catalog_entry
from tests.servers.loopback import LoopbackServer, Request, json_reply
from tests.servers.loopback import Reply as Given

NOON = datetime(2024, 3, 2, 12, tzinfo=UTC)
WRITTEN = ["folder", "file", "rows", "skipped", "sentence"]


class _PageReader(BaseReader):
    url = ""

    def ask(self, call: Call) -> Reply:
        session = PoliteSession(fetching_params().politeness, self.source)
        return session.get(self.url, params=call.parameters, check=lambda content: len(json.loads(content)))


class _PageSource:
    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url

    def open(self, params: object) -> _PageReader:
        assert isinstance(params, FetchingParams)
        reader = _PageReader(open_store(self.folder), clock_of(params))
        reader.url = self.url
        return reader


def _plan(source: _PageSource, clock: datetime, fetching: FetchingParams) -> tuple[list[Call], pd.DataFrame]:
    reader = source.open(fetching)
    calls = [Call("news_feed", "page", {"n": str(n)}, "all", "every page") for n in range(4)]
    return calls, plan_table(calls, lambda call: reader.is_fresh(call, clock))


def _fetch(source: _PageSource, calls: list[Call], plan: Any, clock: datetime, fetching: Any) -> pd.DataFrame:
    return log_table() if fetching.dry_run else fetch_all(calls, source.open(fetching), clock).log


def _write(source: _PageSource, log: Any, fetching: Any) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    if fetching.dry_run:
        return {}, pd.DataFrame(columns=WRITTEN)
    pages = [{"page": answer.call.parameters["n"]} for answer in source.open(fetching).stored_answers("page")]
    told = [
        {"folder": "pages", "file": "pages_fetched.csv", "rows": len(pages), "skipped": 0, "sentence": ""}
    ]
    return {"pages_fetched.csv": pd.DataFrame(pages).sort_values("page")}, pd.DataFrame(told)


PART = Pipeline(
    [
        Node(
            _plan,
            ["news_feed", "fetching_clock", "params:fetching"],
            ["int_fetch_calls_pages", "int_fetch_plan_pages"],
            name="plan_pages",
        ),
        Node(
            _fetch,
            ["news_feed", "int_fetch_calls_pages", "int_fetch_plan", "fetching_clock", "params:fetching"],
            "int_fetch_log_pages",
            name="fetch_pages",
        ),
        Node(
            _write,
            ["news_feed", "int_fetch_log_pages", "params:fetching"],
            ["raw_fetched_pages", "int_fetch_written_pages"],
            name="write_pages",
        ),
    ]
)


def run(root: Path, server: LoopbackServer, **changes: Any) -> None:
    raw, data = root / "raw", root / "data"
    entries = {
        "news_feed": MemoryDataset(
            _PageSource(raw / "answers" / "news_feed", server.url), copy_mode="assign"
        ),
        "fetching_clock": MemoryDataset(NOON),
        "params:fetching": MemoryDataset(fetching_params(**changes)),
        "raw_fetched_pages": FetchedFilesDataset(
            path=str(raw / "pages"), pattern="pages_fetched.csv", format="csv"
        ),
        "int_fetch_calls_pages": AtomicPickleDataset(filepath=data / "calls.pkl"),
        "int_fetch_history": AppendedParquetDataset(filepath=data / "history.parquet"),
        "report_fetch_log": AtomicCsvDataset(
            filepath=data / "fetch_log.csv", load_args={"keep_default_na": False}
        ),
    }
    for name in ("plan_pages", "log_pages", "written_pages", "plan"):
        entries[f"int_fetch_{name}"] = AtomicParquetDataset(filepath=data / f"{name}.parquet")
    for name in ("plan", "files"):
        entries[f"report_fetch_{name}"] = AtomicCsvDataset(filepath=data / f"fetch_{name}.csv")
    SequentialRunner().run(assemble({"pages": PART}), DataCatalog(entries))


def good(request: Request) -> Given:
    return json_reply([request.query["n"]])


def broken(request: Request) -> Given:
    return Given(b"", 500) if request.query["n"] == "1" else good(request)


def test_the_plan_is_said_before_the_first_call(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said: list[str] = []

    def listening(request: Request) -> Given:
        said.append(capsys.readouterr().out)
        return good(request)

    with LoopbackServer(listening) as server:
        run(tmp_path, server)
    assert "This is going to be fetched (daily)" in said[0]
    assert "4 calls to make" in said[0]


def test_one_call_that_fails_fails_the_run_when_everything_else_is_written(tmp_path: Path) -> None:
    with (
        LoopbackServer(broken) as server,
        pytest.raises(FetchingFailedError, match="failed with 500") as caught,
    ):
        run(tmp_path, server)
    assert str(caught.value).count("\n- ") == 1
    assert (tmp_path / "raw" / "pages" / "pages_fetched.csv").read_text() == "page\n0\n2\n3\n"
    log = pd.read_csv(tmp_path / "data" / "fetch_log.csv")
    assert log["outcome"].tolist() == ["fetched", "failed", "fetched", "fetched"]
    assert len(pd.read_csv(tmp_path / "data" / "fetch_plan.csv")) == 4
    history = pd.read_parquet(tmp_path / "data" / "history.parquet").to_dict("records")
    assert [(row["calls"], row["attempts"], row["failed_attempts"]) for row in history] == [(4, 9, 6)]


def test_the_next_run_asks_only_for_the_rest_and_ends_as_if_nothing_had_happened(tmp_path: Path) -> None:
    with LoopbackServer(broken) as server:
        with pytest.raises(FetchingFailedError):
            run(tmp_path / "twice", server)
        server.routes, before = good, len(server.requests)
        run(tmp_path / "twice", server)
        assert [request.query["n"] for request in server.requests[before:]] == ["1"]
        run(tmp_path / "once", server)
    answers = [sorted((tmp_path / name).rglob("*.gz")) for name in ("once", "twice")]
    raw = [(tmp_path / name / "raw" / "pages" / "pages_fetched.csv") for name in ("once", "twice")]
    assert [path.name for path in answers[0]] == [path.name for path in answers[1]]
    assert raw[0].read_bytes() == raw[1].read_bytes()
    assert len(pd.read_parquet(tmp_path / "twice" / "data" / "history.parquet")) == 2


def test_a_dry_run_says_the_plan_asks_nobody_and_stores_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with LoopbackServer(good) as server:
        run(tmp_path, server, dry_run=True)
        assert server.requests == []
    assert "This would be fetched (daily)" in capsys.readouterr().out
    assert not (tmp_path / "raw").exists()
    assert len(pd.read_csv(tmp_path / "data" / "fetch_plan.csv")) == 4
    assert not (tmp_path / "data" / "history.parquet").exists()


def test_the_plan_is_dated_as_of_the_moment_that_counts_as_now(tmp_path: Path) -> None:
    with LoopbackServer(good) as server:
        run(tmp_path, server, as_of="2024-01-01T07:00:00-05:00")
    planned = pd.read_parquet(tmp_path / "data" / "plan.parquet")["planned_at_utc"]
    assert planned.unique().tolist() == [pd.Timestamp("2024-01-01T12:00:00Z")]
    metas = [json.loads(path.read_text()) for path in (tmp_path / "raw").rglob("*.meta.json")]
    assert {meta["fetched_at_utc"] for meta in metas} == {"2024-01-01T12:00:00.000000+00:00"}


def test_every_part_of_the_stage_is_planned_before_and_judged_after_all() -> None:
    stage = create_pipeline()
    levels = [{node.name for node in level} for level in stage.grouped_nodes]
    depth = {name: number for number, names in enumerate(levels) for name in names}
    for part in PARTS:
        assert (
            depth[f"plan_{part}"] < depth["show_fetch_plan"] < depth[f"fetch_{part}"] < depth[f"write_{part}"]
        )
        assert depth[f"write_{part}"] < depth["report_fetching"] < depth["accept_fetching"]
    assert levels[-1] == {"accept_fetching"}


def test_nobody_but_the_sources_of_the_catalog_may_reach_the_network() -> None:
    free = {name for name in create_pipeline().inputs() if not name.startswith("params:")}
    named = {name: str((catalog_entry(name) or {}).get("path", "")) for name in free}
    sources = {name for name, path in named.items() if path.startswith("<raw_root>/answers/")}
    assert all(named[name] == f"<raw_root>/answers/{name}" for name in sources)
    assert {name for name in free - sources if not name.startswith("raw_")} <= {"fetching_clock"}

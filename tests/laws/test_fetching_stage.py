"""The whole stage `fetching` as the catalog has it, against a server where every source is broken."""

from __future__ import annotations

import gzip
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
from kedro.runner import SequentialRunner

from busta.fetching.errors import FetchingFailedError
from busta.pipelines.fetching import create_pipeline
from tests.fetching_params import fetching_params
from tests.project import CONF, REPOSITORY, SOURCES
from tests.servers.loopback import LoopbackServer, Reply, Request

KEY = "s3cr3t+k3y/of-a-user"
# In season, some hours before tip-off; yesterday had games.
AS_OF = "2024-03-02T15:00:00+00:00"


def run(root: Path, server: LoopbackServer, **changes: Any) -> None:
    roots = {"raw_root": str(root / "raw"), "data_root": str(root / "data")}
    loader = OmegaConfigLoader(str(CONF), base_env="base", default_run_env="base", runtime_params=roots)
    catalog = DataCatalog.from_config(loader["catalog"], {**loader["credentials"], "odds_api": {"key": KEY}})
    blocks = {name: {**block, **changes.pop(name, {})} for name, block in addresses(server).items()}
    catalog["params:fetching"] = fetching_params(as_of=AS_OF, **blocks, **changes)
    SequentialRunner().run(create_pipeline(), catalog)


def addresses(server: LoopbackServer) -> dict[str, Any]:
    there = {name: {"base_url": server.url} for name in SOURCES.split("|") if name != "news_feed"}
    feeds = [{"name": "a_feed", "url": f"{server.url}/rss", "format": "rss"}]
    return {**there, "news_feed": {"feeds": feeds}}


def broken(request: Request) -> Reply:
    return Reply(f"no {request.query} for you".encode(), 500)


def written(root: Path) -> str:
    contents = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    unpacked = [gzip.decompress(content) for content in contents if content.startswith(b"\x1f\x8b")]
    return b"\n".join([*contents, *unpacked]).decode(errors="replace")


def test_when_every_source_is_broken_each_has_its_sentence_and_the_key_is_nowhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG), LoopbackServer(broken) as server:
        with pytest.raises(FetchingFailedError) as caught:
            run(tmp_path, server, politeness={"attempts": 2})
        asked = {request.query.get("apiKey", "") for request in server.requests}
    assert asked == {"", KEY}
    told = str(caught.value)
    assert [name for name in SOURCES.split("|") if name not in told] == []
    assert "run again later" in told
    said = capsys.readouterr()
    for text in (told, repr(caught.value), caplog.text, said.out, said.err, written(tmp_path)):
        assert "s3cr3t" not in text
    log = pd.read_csv(tmp_path / "data" / "08_reporting" / "fetch_log.csv")
    assert set(log["source"]) == set(SOURCES.split("|"))
    assert set(log["outcome"]) <= {"failed", "not_tried"}
    assert not list((tmp_path / "raw").rglob("*_fetched*"))


def test_a_dry_run_of_every_source_asks_nobody_and_writes_no_raw_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with LoopbackServer(broken) as server:
        run(tmp_path, server, dry_run=True)
        assert server.requests == []
    assert not (tmp_path / "raw").exists()
    plan = pd.read_csv(tmp_path / "data" / "08_reporting" / "fetch_plan.csv")
    assert set(plan["source"]) == set(SOURCES.split("|"))
    assert "This would be fetched (daily)" in capsys.readouterr().out


def test_sources_that_are_left_out_are_not_asked(tmp_path: Path) -> None:
    with LoopbackServer(broken) as server:
        run(tmp_path, server, **{name: {"enabled": False} for name in SOURCES.split("|")})
        assert server.requests == []


@pytest.mark.slow
def test_the_command_says_its_plan_and_nothing_of_the_key(tmp_path: Path) -> None:
    roots = f"raw_root={tmp_path}/raw,data_root={tmp_path}/data"
    command = [sys.executable, "-m", "kedro", "run", "--env", "local", "--pipelines", "fetching"]
    around = {**os.environ, "BUSTA_ODDS_API_KEY": KEY}
    done = subprocess.run(
        [*command, "--params", f"dry_run=true,{roots},fetching.as_of={AS_OF}"],
        cwd=REPOSITORY,
        env=around,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "This would be fetched (daily)" in done.stdout
    assert "leaguegamelog" in done.stdout
    assert "s3cr3t" not in done.stdout + done.stderr + written(tmp_path)
    assert not (tmp_path / "raw").exists()


@pytest.mark.parametrize("environment", ["base", "demo", "test"])
def test_what_is_fetched_is_no_experiment(environment: str) -> None:
    tracking = yaml.safe_load((CONF / environment / "mlflow.yml").read_text())["tracking"]
    assert tracking["disable_tracking"]["pipelines"] == ["fetching"]

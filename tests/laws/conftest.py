"""The invented league and the real one as primary tables: made once, read by all laws."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from busta.params.features import FeatureParams
from tests.laws.project_run import ingest, parameters
from tests.league import raw_dataset, tiny_league, write_league

RAW_WITH_TIMES = ("raw_api_spreads", "raw_fanduel_odds", "raw_news_articles", "raw_news_tweets")


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """All tables that ingestion makes of the tiny invented league, and the raw files of some sources."""
    root = write_league(tiny_league(), tmp_path_factory.mktemp("laws"))
    raw = {name: raw_dataset(name, root).load() for name in RAW_WITH_TIMES}
    return ingest(root, parameters("test"), "int_", "prm_") | raw


@pytest.fixture(scope="session")
def tables(invented: Mapping[str, Any]) -> Mapping[str, Any]:
    """The primary tables of the tiny invented league."""
    return {name: table for name, table in invented.items() if name.startswith("prm_")}


@pytest.fixture(scope="session")
def feature_params() -> FeatureParams:
    """Settings of the features for a tiny league."""
    return FeatureParams(**parameters("test")["features"])


@pytest.fixture(scope="session")
def real_primary_tables(raw_root: Path) -> Mapping[str, Any]:
    """The primary tables of the real NBA, from its raw files by the ingestion stage."""
    return ingest(raw_root, parameters("base"), "prm_")


def pytest_itemcollected(item: pytest.Item) -> None:
    """Keep what needs the invented league on one worker: it is made once."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if {"invented", "tables"} & fixtures and "raw_root" not in fixtures:
        item.add_marker(pytest.mark.xdist_group("laws"))

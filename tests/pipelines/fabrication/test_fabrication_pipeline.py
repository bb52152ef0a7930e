"""The stage `fabrication` and what the environments ask of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from busta.fabrication import RAW_DATASETS
from busta.params.fabrication import FabricationParams
from busta.pipelines.fabrication import create_pipeline
from busta.pipelines.fabrication.nodes import fabricate
from tests.league import REPOSITORY


def _parameters(*parts: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(Path(REPOSITORY, "conf", *parts).read_text(encoding="utf-8"))
    return loaded["fabrication"]


def _params(environment: str, **changes: Any) -> FabricationParams:
    asked = _parameters(environment, "parameters.yml")
    return FabricationParams.model_validate(
        {**_parameters("base", "parameters_fabrication.yml"), **asked, **changes}
    )


def test_one_node_makes_every_raw_dataset_from_its_parameters_alone() -> None:
    pipeline = create_pipeline()
    assert pipeline.inputs() == {"params:fabrication"}
    assert pipeline.outputs() == set(RAW_DATASETS)


def test_where_no_seasons_are_asked_for_no_file_is_made() -> None:
    files = fabricate(_params("test", seasons=0))
    assert files == {name: {} for name in RAW_DATASETS}


def test_a_season_asked_for_is_one_file_more_in_every_folder_by_season() -> None:
    files = fabricate(_params("test", seasons=2))
    assert list(files["raw_team_logs"]) == ["nba_games_2015_16.csv", "nba_games_2016_17.csv"]
    assert all(files[name] for name in RAW_DATASETS)


@pytest.mark.parametrize(("environment", "least", "most"), [("demo", 12, 12), ("test", 6, 8)])
def test_demo_and_test_ask_for_a_league_of_their_size(environment: str, least: int, most: int) -> None:
    settings = _params(environment).settings()
    assert settings.seasons >= 3
    assert least <= settings.teams <= most


@pytest.mark.parametrize("environment", ["demo", "test"])
def test_demo_and_test_say_that_their_data_are_fabricated(environment: str) -> None:
    path = REPOSITORY / "conf" / environment / "parameters.yml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["data"] == {"fabricated": True}

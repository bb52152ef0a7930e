"""The stage `fabrication` and what the environments ask of it."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from kedro.io import DataCatalog, MemoryDataset
from kedro.runner import SequentialRunner

from busta.datasets import RawFilesDataset, RawMarkDataset
from busta.fabrication import RAW_DATASETS, fabricate_league
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
    assert pipeline.outputs() == {"raw_mark", *RAW_DATASETS}
    assert pipeline.nodes[0].outputs[0] == "raw_mark"


def test_where_no_seasons_are_asked_for_no_file_is_made() -> None:
    pieces = list(fabricate(_params("test", seasons=0)))
    assert pieces == [{"raw_mark": False} | {name: {} for name in RAW_DATASETS}]


def test_a_season_is_a_piece_and_the_last_piece_holds_what_spans_them_all() -> None:
    pieces = [{name: list(piece[name]) for name in RAW_DATASETS} for piece in _pieces(seasons=2)]
    assert [piece["raw_team_logs"] for piece in pieces] == [
        ["nba_games_2015_16.csv"],
        ["nba_games_2016_17.csv"],
        [],
    ]
    assert [piece["raw_closing_lines"] for piece in pieces] == [[], [], ["nba_2015-2017.csv"]]
    assert all(any(piece[name] for piece in pieces) for name in RAW_DATASETS)


def test_the_pieces_together_are_the_league() -> None:
    params = _params("test", seasons=2)
    whole = fabricate_league(params.settings())
    found = [(name, file) for piece in _pieces(seasons=2) for name in RAW_DATASETS for file in piece[name]]
    assert len(found) == len(set(found))
    assert set(found) == {(name, file) for name, files in whole.items() for file in files}


def test_a_piece_that_was_saved_takes_no_more_memory() -> None:
    pieces = fabricate(_params("test", seasons=2))
    first = next(pieces)
    assert first["raw_team_logs"]
    next(pieces)
    assert not any(first[name] for name in RAW_DATASETS)


def test_a_league_begins_with_its_first_piece() -> None:
    assert [piece["raw_mark"] for piece in _pieces(seasons=2)] == [True, False, False]


def test_a_run_writes_every_season_and_holds_one_at_a_time(tmp_path: Path) -> None:
    params, held = _params("test", seasons=3), _Counting(path=str(tmp_path / "raw" / "team_logs"))
    catalog = DataCatalog({name: MemoryDataset() for name in RAW_DATASETS} | {"raw_team_logs": held})
    catalog["raw_mark"] = RawMarkDataset(path=str(tmp_path / "raw"))
    catalog["params:fabrication"] = params
    SequentialRunner().run(create_pipeline(), catalog)
    assert list(held.load()) == [
        f"nba_games_{years}.fabricated.csv" for years in ("2015_16", "2016_17", "2017_18")
    ]
    assert held.most == 1


class _Counting(RawFilesDataset):
    # How many tables of games were alive at once.
    most = 0

    def __init__(self, *, path: str) -> None:
        super().__init__(path=path, pattern="*.csv", format="csv")
        self._seen: list[weakref.ref[pd.DataFrame]] = []

    def save(self, data: dict[str, pd.DataFrame]) -> None:
        self._seen += [weakref.ref(table) for table in data.values()]
        self.most = max(self.most, sum(seen() is not None for seen in self._seen))
        super().save(data)


def _pieces(**changes: Any) -> Iterator[dict[str, Any]]:
    return fabricate(_params("test", **changes))


@pytest.mark.parametrize(("environment", "least", "most"), [("demo", 12, 12), ("test", 6, 8)])
def test_demo_and_test_ask_for_a_league_of_their_size(environment: str, least: int, most: int) -> None:
    settings = _params(environment).settings()
    assert settings.seasons >= 3
    assert least <= settings.teams <= most


@pytest.mark.parametrize("environment", ["demo", "test"])
def test_demo_and_test_say_that_their_data_are_fabricated(environment: str) -> None:
    path = REPOSITORY / "conf" / environment / "parameters.yml"
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["data"] == {"fabricated": True}

"""Stages of the project run in memory, for laws about what they make."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import Pipeline
from kedro.runner import SequentialRunner
from kedro.validation.parameter_validator import ParameterValidator

from tests.league import raw_dataset, raw_entries


class _KeptDataset(MemoryDataset):
    # The runner lets go of what no later node reads.
    def _release(self) -> None:
        return


REPOSITORY = Path(__file__).parents[2]


@cache
def _parameters(environment: str) -> dict[str, Any]:
    loader = OmegaConfigLoader(
        str(REPOSITORY / "conf"),
        base_env="base",
        default_run_env=environment,
        merge_strategy={"parameters": "soft"},
    )
    return loader["parameters"]


def parameters(environment: str = "test") -> dict[str, Any]:
    """Parameters as written, of `base` with another environment over them; a copy to change at will."""
    return copy.deepcopy(_parameters(environment))


def run(
    pipeline: Pipeline, inputs: Mapping[str, Any], raw: Mapping[str, Any], keep: Iterable[str] | None = None
) -> dict[str, Any]:
    """Run a pipeline with typed parameters and everything in memory.

    Returns
    -------
    dict
        Name to data, of the datasets to keep (all free outputs where none are named).
    """
    logging.getLogger("kedro").setLevel(logging.WARNING)
    typed = ParameterValidator({"law": pipeline}).validate_raw_params(copy.deepcopy(dict(raw)))
    names = {name for name in pipeline.inputs() if name.startswith("params:")}
    known = {name: _at(typed, name.removeprefix("params:")) for name in names} | dict(inputs)
    # Nothing was tuned, unless the inputs say so.
    known = {name: {} for name in pipeline.inputs() if ".tuned_" in name} | known
    wanted = sorted(pipeline.outputs() if keep is None else keep)
    part = pipeline.to_outputs(*wanted)
    memory = {name: MemoryDataset(known[name]) for name in part.inputs()}
    kept = {name: _KeptDataset() for name in wanted}
    made = {name: MemoryDataset() for name in part.datasets() - memory.keys() - kept.keys()}
    SequentialRunner().run(part, DataCatalog(memory | kept | made))
    return {name: dataset.load() for name, dataset in kept.items()}


def ingest(raw_root: Path, raw: Mapping[str, Any], *kinds: str) -> dict[str, Any]:
    """Run the ingestion stage on raw files and keep the tables whose names begin so."""
    from busta.pipelines import ingestion

    stage = ingestion.create_pipeline()
    files = {name: raw_dataset(name, raw_root).load() for name in raw_entries() if name in stage.inputs()}
    # Made when all else was accepted; tables need neither.
    accepted = {"prm_data_identity", "int_remembered_columns"}
    wanted = [name for name in stage.all_outputs() - accepted if name.startswith(kinds)]
    return run(stage, files, raw, wanted)


def _at(typed: Mapping[str, Any], path: str) -> Any:
    value: Any = typed
    for key in path.split("."):
        value = value[key]
    return value

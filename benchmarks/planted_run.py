"""The project's own pipeline on an invented world: in memory but for the raw files, on a data root of its own."""

from __future__ import annotations

import copy
import logging
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog, MemoryDataset
from kedro.pipeline import Pipeline
from kedro.runner import SequentialRunner
from kedro.validation.parameter_validator import ParameterValidator

PROJECT = Path(__file__).parents[1]
# The configuration is read once, for this data root; every world has its own.
_WRITTEN_FOR = PROJECT / "data"


def written() -> dict[str, Any]:
    """Parameters as the configuration has them for the demo; a copy to change at will."""
    return copy.deepcopy(_written())


def run_world(pipeline: Pipeline, raw: dict[str, Any], root: Path, wanted: Iterable[str]) -> dict[str, Any]:
    """Run what the wanted datasets need.

    Parameters
    ----------
    pipeline
        The stages.
    raw
        All parameters.
    root
        Data root; the raw files are written below it and read again.
    wanted
        Names of the datasets to keep.

    Returns
    -------
    dict
        Name to data.
    """
    for name in ("kedro", "busta"):
        logging.getLogger(name).setLevel(logging.WARNING)
    names = list(wanted)
    part = pipeline.to_outputs(*names)
    typed = ParameterValidator({"world": part}).validate_raw_params(raw)
    given = {name: MemoryDataset(_at(typed, name.removeprefix("params:"))) for name in part.inputs()
             if name.startswith("params:")}  # fmt: skip
    kept = {name: _Kept() for name in names}
    files = _raw_datasets(root)
    # Nothing was tuned.
    given |= {name: MemoryDataset({}) for name in part.inputs() if ".tuned_" in name}
    rest = part.datasets() - given.keys() - kept.keys() - files.keys()
    catalog = DataCatalog({**files, **given, **kept, **{name: MemoryDataset() for name in rest}})
    SequentialRunner().run(part, catalog)
    return {name: dataset.load() for name, dataset in kept.items()}


class _Kept(MemoryDataset):
    # The runner lets go of what no later node reads.
    def _release(self) -> None:
        return


def _raw_datasets(root: Path) -> dict[str, Any]:
    entries = copy.deepcopy(_raw_entries())
    for entry in entries.values():
        entry["path"] = str(root / Path(entry["path"]).relative_to(_WRITTEN_FOR))
    catalog = DataCatalog.from_config(entries)
    return {name: catalog[name] for name in entries}


@cache
def _raw_entries() -> dict[str, Any]:
    return {name: entry for name, entry in _loader()["catalog"].items() if name.startswith("raw_")}


@cache
def _written() -> dict[str, Any]:
    return _loader()["parameters"]


@cache
def _loader() -> OmegaConfigLoader:
    return OmegaConfigLoader(
        str(PROJECT / "conf"),
        base_env="base",
        default_run_env="demo",
        runtime_params={"data_root": str(_WRITTEN_FOR), "raw_root": str(_WRITTEN_FOR / "01_raw")},
        merge_strategy={"parameters": "soft"},
    )


def _at(typed: dict[str, Any], path: str) -> Any:
    value: Any = typed
    for key in path.split("."):
        value = value[key]
    return value

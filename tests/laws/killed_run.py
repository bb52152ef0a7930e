"""A run on files, in a process of its own, that is killed in the middle of a save.

``python -m tests.laws.killed_run <data root> <moves>`` dies at its move of a finished file into place number <moves>.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
from kedro.pipeline import Pipeline
from kedro.runner import SequentialRunner
from kedro.validation.parameter_validator import ParameterValidator

from busta.markets import validate_roster
from busta.pipelines import calibration, feature_engineering, modeling, stacking
from tests.laws.project_run import REPOSITORY
from tests.laws.whole_run import small_parameters

MARKET = "ats"


def run_on_files(data_root: Path, version: str) -> DataCatalog:
    """Run every stage after ingestion for one market, on the files below a data root.

    Parameters
    ----------
    data_root
        Holds the primary tables.
    version
        Version under which versioned outputs are saved.
    """
    logging.getLogger("kedro").setLevel(logging.ERROR)
    raw = small_parameters()
    raw["markets"] = {MARKET: raw["markets"][MARKET] | {"learners": ["ridge", "lightgbm"]}}
    roster = validate_roster({"markets": raw["markets"]})
    stages = [stage.create_pipeline(roster) for stage in (modeling, calibration, stacking)]
    pipeline = sum([feature_engineering.create_pipeline(), *stages], Pipeline([]))
    catalog = catalog_below(data_root, version)
    typed = ParameterValidator({"killed": pipeline}).validate_raw_params(raw)
    for name in pipeline.inputs():
        if name.startswith("params:"):
            value: Any = typed
            for key in name.removeprefix("params:").split("."):
                value = value[key]
            catalog[name] = value
    SequentialRunner().run(pipeline, catalog)
    return catalog


def catalog_below(data_root: Path, version: str | None = None) -> DataCatalog:
    """The catalog of the project with its data below a root; loads the latest version there is."""
    loader = OmegaConfigLoader(
        str(REPOSITORY / "conf"),
        base_env="base",
        default_run_env="test",
        runtime_params={"data_root": str(data_root), "raw_root": str(data_root / "01_raw")},
    )
    return DataCatalog.from_config(loader["catalog"], loader["credentials"], save_version=version)


def _die_at_move(number: int) -> None:
    moves = iter(range(1, sys.maxsize))
    honest = Path.replace

    def replace(self: Path, target: Any) -> Any:
        if next(moves) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(self, target)

    Path.replace = replace  # type: ignore[method-assign]


if __name__ == "__main__":
    _die_at_move(int(sys.argv[2]))
    run_on_files(Path(sys.argv[1]), "2001-01-01T00.00.00.000Z")

"""The part `league` of the stage `fetching` on files, against a server that a test holds.

``python -m tests.laws.fetched_league`` imports everything once and then runs what it is told on its standard input, one
run a line, each in a process of its own whose number it prints: a run that can be killed, without the cost of a start.
"""

from __future__ import annotations

import copy
import json
import logging
import os
import sys
import warnings
from functools import cache
from pathlib import Path
from typing import Any

from kedro.config import OmegaConfigLoader
from kedro.io import DataCatalog
from kedro.runner import SequentialRunner

from busta.fetching.errors import FetchingFailedError
from busta.pipelines.fetching.league_pipeline import create_league_pipeline
from busta.pipelines.fetching.pipeline import assemble
from tests.fetching_params import fetching_params
from tests.laws.project_run import REPOSITORY


def catalog_below(raw_root: Path, data_root: Path) -> DataCatalog:
    """The catalog of the project with its data below two roots."""
    return DataCatalog.from_config(copy.deepcopy(_entries(raw_root, data_root)))


@cache
def _entries(raw_root: Path, data_root: Path) -> dict[str, Any]:
    loader = OmegaConfigLoader(
        str(REPOSITORY / "conf"),
        base_env="base",
        default_run_env="base",
        runtime_params={"data_root": str(data_root), "raw_root": str(raw_root)},
    )
    # Other sources have secrets, and are not asked.
    return {name: entry for name, entry in loader["catalog"].items() if "credentials" not in entry}


def fetch(raw_root: Path, **changed: Any) -> DataCatalog:
    """Run the part on files; the data root is the folder above the raw root.

    Parameters
    ----------
    raw_root
        Gets answers and raw files.
    changed
        See `tests.fetching_params.fetching_params`.

    Raises
    ------
    FetchingFailedError
        As the stage does.
    """
    logging.getLogger("kedro").setLevel(logging.ERROR)
    catalog = catalog_below(raw_root, raw_root.parent / "data")
    catalog["params:fetching"] = fetching_params(**changed)
    pipeline = assemble({"league": create_league_pipeline()})
    SequentialRunner().run(pipeline, catalog)
    return catalog


def _serve() -> None:
    # Otherwise every run would import it anew.
    import nba_api.stats.endpoints  # noqa: F401

    warnings.simplefilter("ignore")
    for line in sys.stdin:
        told = json.loads(line)
        # Read before the run is a process of its own: the next one finds it read.
        catalog_below(Path(told["raw_root"]), Path(told["raw_root"]).parent / "data")
        fetching_params()
        process = os.fork()
        if process == 0:
            _run_and_leave(told)
        print(process, flush=True)
        _, status = os.waitpid(process, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run_and_leave(told: dict[str, Any]) -> None:
    # Its output goes where nobody reads: the standard output belongs to the conversation.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    try:
        fetch(Path(told.pop("raw_root")), **told)
    except FetchingFailedError:
        os._exit(1)
    os._exit(0)


if __name__ == "__main__":
    _serve()

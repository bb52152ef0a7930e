"""From primary tables to published probabilities, by the project's own stages; also as a process of its own.

``python -m tests.laws.whole_run <tables> <out>`` writes the bytes of every published table.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
from kedro.pipeline import Pipeline

from busta.markets import validate_roster
from busta.pipelines import calibration, feature_engineering, modeling, stacking
from tests.laws.project_run import parameters, run


def small_parameters() -> dict[str, Any]:
    """Parameters of the test environment: all markets about games, all learners, few trees, no ablation.

    Those about players have laws of their own, see `tests.laws.whole_props`.
    """
    raw = parameters("test")
    raw["markets"] = {name: block for name, block in raw["markets"].items() if block["subject"] == "game"}
    for block in raw["markets"].values():
        block["ablation"] = None
    return raw


def published(
    tables: Mapping[str, Any], raw: Mapping[str, Any], markets: list[str]
) -> dict[str, pd.DataFrame]:
    """Run features, modeling, calibration and stacking in memory.

    Returns
    -------
    dict
        The store, and per market ``probabilities`` and the forecasts of every learner.
    """
    roster = validate_roster({"markets": {name: raw["markets"][name] for name in markets}})
    stages = [stage.create_pipeline(roster) for stage in (modeling, calibration, stacking)]
    pipeline = sum([feature_engineering.create_pipeline(), *stages], Pipeline([]))
    kept = [name for name in pipeline.all_outputs() if name.endswith(".probabilities") or ".oof_" in name]
    return run(
        pipeline, tables, {**raw, "markets": {m: raw["markets"][m] for m in markets}}, ["features", *kept]
    )


def as_bytes(made: Mapping[str, pd.DataFrame]) -> dict[str, bytes]:
    """Every table as the bytes of its columns: equal only where every bit is."""
    return {name: pickle.dumps(_columns(table)) for name, table in sorted(made.items())}


def _columns(table: pd.DataFrame) -> list[tuple[str, str, bytes]]:
    return [
        (name, str(column.dtype), column.to_numpy().tobytes())
        if column.dtype.kind in "fiub" and str(column.dtype)[0].islower()
        else (name, str(column.dtype), "\x1f".join(map(str, column)).encode())
        for name, column in table.items()
    ]


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:3])
    found = published(
        pickle.loads(source.read_bytes()), small_parameters(), list(small_parameters()["markets"])
    )
    target.write_bytes(pickle.dumps(as_bytes(found)))

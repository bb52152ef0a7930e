"""The same run gives the same probabilities, bit for bit."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.laws.project_run import REPOSITORY, parameters
from tests.laws.whole_run import as_bytes, published, small_parameters


@pytest.fixture(scope="module")
def first_run(tables: Mapping[str, Any]) -> Mapping[str, Any]:
    raw = small_parameters()
    return published(tables, raw, list(raw["markets"]))


def _differences(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    assert one.keys() == other.keys()
    return [name for name in one if one[name] != other[name]]


def test_another_process_with_another_hash_seed_publishes_the_same_bits(
    first_run, tables: Mapping[str, Any], tmp_path: Path
) -> None:
    source, target = tmp_path / "tables.pickle", tmp_path / "published.pickle"
    source.write_bytes(pickle.dumps(dict(tables)))
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, "-m", "tests.laws.whole_run", str(source), str(target)]
    subprocess.run(command, check=True, cwd=REPOSITORY, env=environment, capture_output=True, timeout=300)
    assert _differences(as_bytes(first_run), pickle.loads(target.read_bytes())) == []


def test_a_second_run_in_the_same_process_publishes_the_same_bits(first_run, tables) -> None:
    again = as_bytes(published(tables, small_parameters(), ["moneyline"]))
    first = as_bytes({name: first_run[name] for name in again})
    assert _differences(first, again) == []


def test_the_order_of_the_rows_of_the_primary_tables_says_nothing(first_run, tables) -> None:
    # Notes keep their order: the last of a day stands.
    shuffled = {
        name: table
        if name == "prm_injury_notes"
        else table.sample(frac=1.0, random_state=3).reset_index(drop=True)
        for name, table in tables.items()
    }
    again = published(shuffled, small_parameters(), ["moneyline"])
    first = as_bytes({name: first_run[name] for name in again})
    assert _differences(first, as_bytes(again)) == []


def test_another_seed_gives_other_trees_and_the_same_lines_and_ridges(first_run, tables) -> None:
    raw = small_parameters()
    raw["modeling"]["seed"] += 1
    other = published(tables, raw, ["moneyline"])
    changed = _differences(as_bytes({name: first_run[name] for name in other}), as_bytes(other))
    assert "features" not in changed
    assert {"moneyline.oof_ridge", "moneyline.oof_logistic"}.isdisjoint(changed)
    assert {"moneyline.oof_lightgbm", "moneyline.oof_xgboost"} <= set(changed)
    assert np.allclose(
        first_run["moneyline.probabilities"]["probability_over"],
        other["moneyline.probabilities"]["probability_over"],
        atol=0.2,
    )


@pytest.mark.slow
def test_the_real_moneyline_is_the_same_twice(raw_root, real_primary_tables: Mapping[str, Any]) -> None:
    raw = parameters("base")
    raw["markets"]["moneyline"] |= {"ablation": None}
    seasons = sorted(real_primary_tables["prm_games"]["season"].unique())[-5:]
    part = {
        name: table[table["season"].isin(seasons)].reset_index(drop=True) if "season" in table else table
        for name, table in real_primary_tables.items()
    }
    raw["modeling"] |= {"first_test_season": seasons[2], "first_published_season": seasons[3]}
    runs = [as_bytes(published(part, raw, ["moneyline"])) for _ in range(2)]
    assert _differences(*runs) == []

"""The catalog is code: its names, paths, layers and contracts are tested like code."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

import pandera.pandas as pa
import yaml
from kedro.utils import load_obj

from tests.project import (
    CONF,
    catalog_entries,
    catalog_entry,
    datasets,
    entry_path,
    named_layer,
    pipelines,
)


def _graph() -> dict[str, dict]:
    names = sorted(datasets(pipelines()["__default__"]))
    return {name: catalog_entry(name) or {} for name in names}


def test_every_dataset_of_the_graph_stands_in_the_catalog() -> None:
    assert [name for name, entry in _graph().items() if not entry] == []


def test_no_entry_of_the_catalog_is_idle() -> None:
    names = "\n".join(_graph())
    patterns = {name: re.sub(r"\\\{\w+\\\}", r"[^\\n]+", re.escape(name)) for name in catalog_entries()}
    assert [name for name, pattern in patterns.items() if not re.search(f"^{pattern}$", names, re.M)] == []


def test_the_name_says_the_layer() -> None:
    told = {name: entry["metadata"]["kedro-viz"]["layer"] for name, entry in _graph().items() if entry}
    assert {name: layer for name, layer in told.items() if layer != named_layer(name)} == {}


def test_the_layer_says_the_path() -> None:
    stray = []
    for name, entry in _graph().items():
        path = PurePosixPath(entry_path(entry) or "")
        root = "<raw_root>" if named_layer(name) == "01_raw" else f"<data_root>/{named_layer(name)}"
        if not path.is_relative_to(root):
            stray.append(f"{name}: expected a path below {root}, was {path}")
    assert stray == []


def test_no_two_datasets_share_a_path() -> None:
    seen: dict[str, str] = {}
    shared = []
    for name, entry in _graph().items():
        key = f"{entry_path(entry)} {entry.get('pattern', '')} {entry.get('format', '')}"
        if key in seen:
            shared.append((seen[key], name))
        seen[key] = name
    assert shared == []


def test_every_file_is_saved_whole_or_not_at_all() -> None:
    types = {name: str(entry.get("type")) for name, entry in _graph().items()}
    assert {name: kind for name, kind in types.items() if not kind.startswith("busta.datasets.")} == {}


def test_every_contract_that_the_catalog_names_is_there() -> None:
    names = {entry["validator"] for entry in catalog_entries().values() if "validator" in entry}
    loaded = {name: load_obj(name) for name in sorted(names)}
    assert [name for name, contract in loaded.items() if not issubclass(contract, pa.DataFrameModel)] == []


def test_every_table_that_others_build_on_has_a_contract() -> None:
    tables = {name: entry for name, entry in _graph().items() if "Parquet" in str(entry.get("type"))}
    needed = [name for name in tables if re.fullmatch(r"prm_\w+|features|\w+\.probabilities", name)]
    assert [name for name in needed if "validator" not in tables[name]] == []


def test_features_and_probabilities_keep_their_versions() -> None:
    entries = {name: entry for name, entry in _graph().items() if entry}
    wanted = [name for name in entries if name == "features" or name.endswith((".probabilities", ".split"))]
    assert wanted
    assert [name for name in wanted if not entries[name].get("versioned")] == []


def test_the_demo_writes_below_its_own_root() -> None:
    for environment in ("demo", "test"):
        roots = yaml.safe_load((CONF / environment / "globals.yml").read_text(encoding="utf-8"))
        assert PurePosixPath(roots["data_root"]) != PurePosixPath("data")
        assert PurePosixPath(roots["raw_root"]).is_relative_to(roots["data_root"])

"""The catalog is code: its names, paths, layers and contracts are tested like code."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from graphlib import TopologicalSorter
from pathlib import PurePosixPath

import pandera.pandas as pa
import pytest
import yaml
from kedro.config import OmegaConfigLoader
from kedro.pipeline import Pipeline
from kedro.utils import load_obj

from busta.reports.data_line import data_kind
from tests.project import (
    CLOCK,
    CONF,
    MARK,
    SOURCES,
    catalog_entries,
    catalog_entry,
    datasets,
    entry_path,
    named_layer,
    pipelines,
    shown_layer,
)


def _graph() -> dict[str, dict]:
    names = sorted(set().union(*map(datasets, pipelines().values())))
    return {name: catalog_entry(name) or {} for name in names}


def test_every_dataset_of_the_graph_stands_in_the_catalog() -> None:
    assert [name for name, entry in _graph().items() if not entry] == []


def test_no_entry_of_the_catalog_is_idle() -> None:
    names = "\n".join(_graph())
    patterns = {name: re.sub(r"\\\{\w+\\\}", r"[^\\n]+", re.escape(name)) for name in catalog_entries()}
    assert [name for name, pattern in patterns.items() if not re.search(f"^{pattern}$", names, re.M)] == []


def _told_layers() -> dict[str, str | None]:
    metadata = {name: entry.get("metadata", {}) for name, entry in _graph().items()}
    return {name: told.get("kedro-viz", {}).get("layer") for name, told in metadata.items()}


def test_the_name_says_the_layer_that_kedro_viz_shows() -> None:
    assert {name: told for name, told in _told_layers().items() if told != shown_layer(name)} == {}


def _children(pipeline: Pipeline) -> dict[str, set[str]]:
    children: dict[str, set[str]] = defaultdict(set)
    for node in pipeline.nodes:
        for name in datasets(Pipeline([node])) & set(node.inputs):
            children[name] |= set(node.outputs)
    return children


def _children_of_boxes(pipeline: Pipeline) -> dict[str, set[str]]:
    """A namespace is drawn as one box too: from whatever goes in to whatever comes out."""
    children: dict[str, set[str]] = {}
    for namespace in {node.namespace for node in pipeline.nodes if node.namespace}:
        box = pipeline.only_nodes_with_namespaces([namespace])
        for name in datasets(pipeline) & box.inputs():
            children.setdefault(name, set()).update(box.outputs())
    return children


def _layers_before(pipeline: Pipeline) -> dict[str, set[str]]:
    """Of every shown layer those right before it: datasets without a layer are walked through."""
    told, children = _told_layers(), _children(pipeline)
    for name, reached in _children_of_boxes(pipeline).items():
        children[name] |= reached

    @cache
    def next_layers(name: str) -> frozenset[str]:
        reached = (
            frozenset({told[child]}) if told[child] else next_layers(child) for child in children[name]
        )
        return frozenset().union(*reached)

    before: dict[str, set[str]] = {
        layer: set() for layer in sorted(filter(None, map(told.get, datasets(pipeline))))
    }
    for name in list(children):
        for layer in next_layers(name) - {told[name]} if told[name] else ():
            before[layer].add(told[name])
    return before


@pytest.mark.parametrize("name", sorted(pipelines()))
def test_the_layers_shown_by_kedro_viz_have_no_cycle(name: str) -> None:
    order = list(TopologicalSorter(_layers_before(pipelines()[name])).static_order())
    layers = [layer for layer in order if layer != shown_layer(MARK)]
    assert layers == sorted(layers)


@pytest.mark.parametrize(("environment", "is_fabricated"), [("base", False), ("demo", True), ("test", True)])
def test_the_layer_of_the_mark_says_what_kind_of_data_there_is(environment: str, is_fabricated: bool) -> None:
    loader = OmegaConfigLoader(str(CONF), base_env="base", default_run_env=environment)
    assert loader["catalog"][MARK]["metadata"]["kedro-viz"]["layer"] == data_kind(is_fabricated)


def test_the_layer_says_the_path() -> None:
    stray = []
    for name, entry in _graph().items():
        if name == CLOCK:
            continue
        path = PurePosixPath(entry_path(entry) or "")
        root = "<raw_root>" if named_layer(name) == "01_raw" else f"<data_root>/{named_layer(name)}"
        if not path.is_relative_to(root):
            stray.append(f"{name}: expected a path below {root}, was {path}")
    assert stray == []


# Read before the checks and written after them: a node cannot do both under one name.
ONE_FILE = [("int_known_columns", "int_remembered_columns")]


def test_every_source_of_the_network_has_a_store_of_its_own() -> None:
    entries = {name: entry for name, entry in _graph().items() if re.fullmatch(SOURCES, name)}
    paths = {name: entry_path(entry) for name, entry in entries.items()}
    assert paths == {name: f"<raw_root>/answers/{name}" for name in SOURCES.split("|")}


def test_no_two_datasets_share_a_path() -> None:
    seen: dict[str, str] = {}
    shared = []
    for name, entry in _graph().items():
        key = f"{entry_path(entry)} {entry.get('pattern', '')} {entry.get('format', '')}"
        if key in seen:
            shared.append((seen[key], name))
        seen[key] = name
    assert [tuple(sorted(pair)) for pair in shared] == ONE_FILE


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

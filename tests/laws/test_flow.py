"""Data never turns back."""

from __future__ import annotations

from kedro.pipeline.node import Node

from tests.project import ACCOUNT, datasets, named_layer, pipelines

STAGES = (
    "fabrication",
    "ingestion",
    "feature_engineering",
    "modeling",
    "calibration",
    "stacking",
    "backtesting",
    "reporting",
)
# Models and their outputs are one floor: a calibrator is a model that is fitted on outputs of models.
ONE_FLOOR = {"06_models": "06_models and outputs", "07_model_output": "06_models and outputs"}


def _floor(name: str) -> str:
    layer = named_layer(name)
    return ONE_FLOOR.get(layer, layer)


def _names(names: set[str]) -> set[str]:
    return {name for name in names if not name.startswith(("params:", "parameters"))}


def _turns_back(node: Node) -> bool:
    floors = {_floor(name) for name in _names(set(node.inputs))}
    written = [name for name in node.outputs if not ACCOUNT.fullmatch(name)]
    return bool(floors) and any(_floor(name) < max(floors) for name in written)


def test_no_node_writes_to_an_earlier_layer_than_it_reads() -> None:
    assert [node.name for node in pipelines()["__default__"].nodes if _turns_back(node)] == []


# It reads refusals to say why there is no box score at all, and makes nothing of them.
SAYS_WHY_THERE_IS_NOTHING = {"choose_player_games"}


def test_no_data_are_made_from_an_account() -> None:
    readers = {
        node.name
        for node in pipelines()["__default__"].nodes
        if any(ACCOUNT.fullmatch(name) for name in node.inputs)
        if any(_floor(name) < "08_reporting" and not ACCOUNT.fullmatch(name) for name in node.outputs)
    }
    assert readers == SAYS_WHY_THERE_IS_NOTHING


def test_a_stage_reads_only_what_earlier_stages_wrote() -> None:
    later: set[str] = set()
    guilty = []
    for stage in reversed(STAGES):
        pipeline = pipelines()[stage]
        guilty += [f"{stage} reads {name}" for name in sorted(pipeline.inputs() & later)]
        later |= pipeline.all_outputs()
    assert guilty == []


def test_the_default_is_every_stage_but_fetching() -> None:
    whole = pipelines()["__default__"]
    assert sum(len(pipelines()[stage].nodes) for stage in STAGES) == len(whole.nodes)
    assert set(pipelines()) >= {"fetching", *STAGES}
    assert not any("fetching" in node.tags or "fetch" in node.name for node in whole.nodes)


# What the checks of the data ask of earlier runs, and the time: each may be absent, and no table is made of them.
ASKED_BY_CHECKS = {"int_fetch_history", "int_known_columns", "fetching_clock"}


def test_ingestion_and_features_need_raw_files_and_nothing_else() -> None:
    alone = pipelines()["ingestion"] + pipelines()["feature_engineering"]
    assert {name for name in _names(alone.inputs()) if not name.startswith("raw_")} == ASKED_BY_CHECKS
    readers = [node for node in alone.nodes if ASKED_BY_CHECKS & set(node.inputs)]
    assert {node.name for node in readers} == {"check_sources", "remember_raw_columns"}
    assert "features" in alone.all_outputs()


def test_every_market_of_the_roster_is_published_and_no_other() -> None:
    from busta.markets import load_roster
    from busta.pipeline_registry import ROSTER

    published = {
        name.removesuffix(".probabilities")
        for name in datasets(pipelines()["stacking"])
        if name.endswith(".probabilities")
    }
    assert published == set(load_roster(ROSTER).markets)


def test_every_node_has_a_name_of_its_own_words() -> None:
    assert [node.name for node in pipelines()["__default__"].nodes if "(" in node.name] == []

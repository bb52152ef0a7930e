"""The project as configured, for laws over it: catalog entries, layers, pipelines."""

from __future__ import annotations

import copy
import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from kedro.io import CatalogConfigResolver
from kedro.pipeline import Pipeline

REPOSITORY = Path(__file__).parents[1]
CONF = REPOSITORY / "conf"
INTERPOLATION = re.compile(r"\$\{(?:runtime_params:)?_?([a-z_]+)[^{}]*\}")

SOURCES = "stats_nba|odds_api|injury_report|daily_lineups|injury_feed|news_feed"
CLOCK = "fetching_clock"
# The name says the layer, the layer says the path.
GRAMMAR = {
    # A source of the network stands before the store of its answers; the clock is read like one.
    "01_raw": rf"raw_\w+|{SOURCES}|{CLOCK}",
    "02_intermediate": r"int_\w+",
    "03_primary": r"prm_\w+",
    "04_feature": r"feat_\w+|features(_day_before|_players)?",
    "05_model_input": r"\w+\.(training_table|folds|split|selected_features)",
    "06_models": (
        r"\w+\.(model_\w+|per_player_models|calibrator_\w+|stack|distributions|tuned_\w+|trials_\w+|studies_\w+)"
        r"|prop_joint|prop_distributions_\w+"
    ),
    "07_model_output": (
        r"\w+\.(oof_\w+|calibrated_\w+|probabilities|ablation|informed|tested_\w+|beliefs|forecasts|means|at_lines)"
        r"|(bets|bet_days|ledger|prop_scores)_\w+|ledger"
    ),
    "08_reporting": r"(\w+\.)?(plot|report|training_report)_\w+",
}

# An account says what was read, joined and refused, and of which data. It is no data: it may be written once
# the data stand.
ACCOUNT = re.compile(
    r"int_\w+_(coverage|refused)|int_fetch_\w+|int_(known|remembered)_columns|prm_data_identity|raw_mark"
)
# The layer of the mark says what kind of data there is, in every environment its own.
MARK = "raw_mark"
ACCOUNT_FOR_READERS = re.compile(r"report_(coverage|coverage_page|refused|quality\w*)")
# Read beside what is made of an earlier layer: hyperparameters that the next run of modeling uses, the trials
# that a run of tuning goes on from, and what runs of tuning and of the players' own models have measured.
READ_BESIDE = re.compile(r"\w+\.((tuned|studies)_\w+|report_per_player)|report_tuning_(?!page_)\w+")
# Models that are fitted on outputs of models: their files lie with the models.
FITTED_ON_OUTPUTS = re.compile(r"\w+\.(calibrator_\w+|stack|distributions)|prop_joint|prop_distributions_\w+")


@cache
def catalog_entries() -> dict[str, dict[str, Any]]:
    """All entries of the base catalog; an interpolation ``${...:name,...}`` reads ``<name>``."""
    entries: dict[str, dict[str, Any]] = {}
    for path in sorted((CONF / "base").glob("catalog*.yml")):
        entries |= yaml.safe_load(_plain(path.read_text(encoding="utf-8"))) or {}
    return {name: entry for name, entry in entries.items() if not name.startswith("_")}


def catalog_entry(name: str) -> dict[str, Any] | None:
    """The entry of a dataset, from a factory where it has none of its own; none if nothing matches."""
    entries = catalog_entries()
    if name in entries:
        return entries[name]
    secrets = yaml.safe_load((CONF / "base" / "credentials.yml").read_text(encoding="utf-8"))
    resolver = CatalogConfigResolver(
        copy.deepcopy(entries), secrets, default_runtime_patterns={"{default}": {}}
    )
    pattern = resolver.match_dataset_pattern(name)
    return resolver.resolve_pattern(name) if pattern else None


def entry_path(entry: dict[str, Any]) -> str | None:
    """Path of an entry, below ``<data_root>`` or ``<raw_root>``; none for what is no file."""
    return entry.get("filepath") or entry.get("path")


def named_layer(name: str) -> str:
    """The layer that a dataset's name says."""
    for layer, grammar in GRAMMAR.items():
        if re.fullmatch(grammar, name):
            return layer
    raise AssertionError(f"expected a name of one of the layers, was {name!r}")


def shown_layer(name: str) -> str | None:
    """The layer in which Kedro-Viz shows a dataset; none for an account, and none for what was tuned.

    It draws layers only if they form no cycle, so it is told of three things otherwise than the name says: an
    account is written after the data of later layers, a calibrator or a stack after the outputs it is
    fitted on, and what was tuned is read by a market that makes its model input in the same run. The accounts for
    readers go into the identity of the data, which every market's reports name.
    """
    if name == MARK:
        return "<globals>"
    if any(kind.fullmatch(name) for kind in (ACCOUNT, ACCOUNT_FOR_READERS, READ_BESIDE)):
        return None
    return "07_model_output" if FITTED_ON_OUTPUTS.fullmatch(name) else named_layer(name)


@cache
def pipelines() -> dict[str, Pipeline]:
    """The registered pipelines."""
    from busta.pipeline_registry import register_pipelines

    return register_pipelines()


def datasets(pipeline: Pipeline) -> set[str]:
    """Names of the datasets a pipeline reads or writes, parameters left out."""
    return {name for name in pipeline.datasets() if not name.startswith(("params:", "parameters"))}


def _plain(text: str) -> str:
    # An inner ${globals:...} falls away first, so that the outer name stays.
    inner = re.compile(r",\s*\$\{[^{}]*\}")
    return INTERPOLATION.sub(r"<\1>", inner.sub("", text))

"""The hooks around small pipelines that save what real ones save, with a tracking database of their own."""

from __future__ import annotations

import json
import logging
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import mlflow
import pandas as pd
import pytest
from kedro.framework.hooks.manager import _create_hook_manager
from kedro.io import DataCatalog, DatasetError, MemoryDataset
from kedro.pipeline import Node, Pipeline
from kedro.runner import SequentialRunner, ThreadRunner
from mlflow.tracking import MlflowClient

from busta.datasets import (
    AtomicCsvDataset,
    AtomicJsonDataset,
    AtomicPickleDataset,
    AtomicTextDataset,
)
from busta.hooks import BustaHooks, TypedMlflowHook, logger
from busta.params.reporting import ReportingParams
from busta.sources.identity import MarkContradictionError
from tests.reports.samples import FABRICATED, IMPORTANCE, REAL

# What MLflow asks of its own database is not for us to change.
pytestmark = pytest.mark.filterwarnings("ignore::sqlalchemy.exc.SADeprecationWarning")

SCORES = {
    "markets": {
        "ats": {
            "scores": {"model": {"brier_score": {"value": 0.25}}},
            "gates": [],
            "ablation": [],
            "information": [],
        }
    }
}
NO_FILTER = ("tags", "node_names", "from_nodes", "to_nodes", "from_inputs", "load_versions", "pipeline_name")
RUN_PARAMS = dict.fromkeys(NO_FILTER)


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    from kedro_mlflow.config.kedro_mlflow_config import KedroMlflowConfig

    root = tmp_path_factory.mktemp("tracking")
    made = KedroMlflowConfig.model_validate(
        {
            "server": {"mlflow_tracking_uri": f"sqlite:///{root}/mlflow.db"},
            "tracking": {
                "disable_tracking": {"pipelines": ["untracked"]},
                "experiment": {
                    "name": "busta-test",
                    "create_experiment_kwargs": {"artifact_location": "mlruns"},
                },
            },
        }
    )
    before = mlflow.get_tracking_uri()
    made.setup(SimpleNamespace(project_path=root, _get_config_credentials=dict))
    yield made
    mlflow.set_tracking_uri(before)


def _hooks(configuration: Any) -> Any:
    tracking = TypedMlflowHook()
    tracking.mlflow_config = configuration
    tracking._already_active_mlflow = False
    manager = _create_hook_manager()
    manager.register(BustaHooks())
    manager.register(tracking)
    return manager


def _catalog(root: Path, *, identity: dict[str, Any], limit: float = 1.0, seasons: int = 0) -> DataCatalog:
    reporting = ReportingParams(mlflow_mebibytes=limit, importance=IMPORTANCE, targets=())
    return DataCatalog(
        {
            "params:reporting": MemoryDataset(reporting),
            "params:fabrication": MemoryDataset({"seasons": seasons}),
            "raw": MemoryDataset(identity),
            "prm_data_identity": AtomicJsonDataset(filepath=root / "03_primary" / "identity.json"),
            "report_scores": AtomicJsonDataset(filepath=root / "08_reporting" / "scores.json"),
            "report_metrics_baseline": AtomicTextDataset(filepath=root / "08_reporting" / "page.md"),
            "ats.stack": AtomicPickleDataset(filepath=root / "06_models" / "ats" / "stack.pickle"),
        }
    )


def _identify(raw: dict[str, Any], *_: Any) -> dict[str, Any]:
    return raw


def _report(identity: dict[str, Any], reporting: ReportingParams) -> tuple[Any, str, bytes]:
    return SCORES, "page", b"0" * 2**18


def _pipeline(*, breaks: bool = False) -> Pipeline:
    def check(scores: dict[str, Any], page: str) -> None:
        if breaks:
            raise ValueError("breached")

    outputs = ["report_scores", "report_metrics_baseline", "stack"]
    reporting = Pipeline(
        [Node(_report, ["prm_data_identity", "params:reporting"], outputs, name="report")],
        namespace="ats",
        inputs={"prm_data_identity"},
        outputs={"report_scores", "report_metrics_baseline"},
        parameters={"params:reporting"},
    )
    identified = Node(_identify, ["raw", "params:fabrication"], "prm_data_identity", name="identify")
    checked = Node(check, ["report_scores", "report_metrics_baseline"], None, name="check_gates")
    return Pipeline([identified, checked]) + reporting


def _run(
    hooks: Any, pipeline: Pipeline, catalog: DataCatalog, runner: Any = None, name: str = "all"
) -> str | None:
    params = RUN_PARAMS | {"pipeline_names": [name]}
    hooks.hook.before_pipeline_run(run_params=params, pipeline=pipeline, catalog=catalog)
    active = mlflow.active_run()
    try:
        (runner or SequentialRunner()).run(pipeline, catalog, hooks)
    except ValueError as error:
        hooks.hook.on_pipeline_error(error=error, run_params=params, pipeline=pipeline, catalog=catalog)
    else:
        hooks.hook.after_pipeline_run(run_params=params, run_result={}, pipeline=pipeline, catalog=catalog)
    return active.info.run_id if active else None


def _artifacts(run_id: str, path: str | None = None) -> set[str]:
    found: set[str] = set()
    for item in MlflowClient().list_artifacts(run_id, path):
        found |= _artifacts(run_id, item.path) if item.is_dir else {item.path}
    return found


@pytest.mark.parametrize("runner", [SequentialRunner, ThreadRunner])
def test_a_run_is_tracked_with_data_version_parameters_scores_reports_and_models(
    configuration: Any, tmp_path: Path, runner: Any
) -> None:
    run_id = _run(_hooks(configuration), _pipeline(), _catalog(tmp_path, identity=REAL), runner())
    run = MlflowClient().get_run(run_id)
    assert run.info.status == "FINISHED"
    assert run.data.params == {
        "fabrication.seasons": "0",
        **{f"reporting.importance.{name}": str(value) for name, value in IMPORTANCE},
        "reporting.mlflow_mebibytes": "1.0",
        "reporting.targets": "()",
    }
    assert run.data.metrics == {"ats.model.brier_score": 0.25}
    assert run.data.tags["data_sha256"] == REAL["sha256"]
    assert run.data.tags["data"].startswith("DATA: real NBA data")
    assert _artifacts(run_id) == {
        "06_models/ats/stack.pickle",
        "08_reporting/page.md",
        "08_reporting/scores.json",
    }


def test_a_breached_gate_leaves_a_failed_run_with_everything_that_was_saved(
    configuration: Any, tmp_path: Path
) -> None:
    run_id = _run(_hooks(configuration), _pipeline(breaks=True), _catalog(tmp_path, identity=FABRICATED))
    run = MlflowClient().get_run(run_id)
    assert run.info.status == "FAILED"
    assert run.data.tags["data"].startswith("DATA: FABRICATED")
    assert run.data.metrics == {"ats.model.brier_score": 0.25}
    assert "08_reporting/page.md" in _artifacts(run_id)


def test_what_is_too_large_stays_on_disk_and_is_named(
    configuration: Any, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    run_id = _run(_hooks(configuration), _pipeline(), _catalog(tmp_path, identity=REAL, limit=0.1))
    assert _artifacts(run_id) == {"08_reporting/page.md", "08_reporting/scores.json"}
    assert "ats.stack is not logged to MLflow" in caplog.text


def test_without_tracking_the_run_works_and_nothing_is_logged(configuration: Any, tmp_path: Path) -> None:
    hooks = _hooks(configuration)
    _run(hooks, _pipeline(), _catalog(tmp_path / "tracked", identity=REAL))
    before = len(MlflowClient().search_runs(["1"]))
    assert _run(hooks, _pipeline(), _catalog(tmp_path, identity=REAL), name="untracked") is None
    assert (tmp_path / "08_reporting" / "page.md").is_file()
    assert len(MlflowClient().search_runs(["1"])) == before


def test_a_part_of_the_pipeline_logs_only_what_it_saved(configuration: Any, tmp_path: Path) -> None:
    hooks, catalog = _hooks(configuration), _catalog(tmp_path, identity=REAL)
    _run(hooks, _pipeline(), catalog)
    run_id = _run(hooks, _pipeline().only_nodes("identify"), catalog)
    assert _artifacts(run_id) == set()
    assert MlflowClient().get_run(run_id).data.metrics == {}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())  # type: ignore[method-assign]
    monkeypatch.setattr(logger, "handlers", [handler])
    monkeypatch.setattr(logger, "level", logging.INFO)
    monkeypatch.setattr(logger, "disabled", False)
    logger.manager._clear_cache()
    return lines


def _say(pipeline: Pipeline, catalog: DataCatalog) -> None:
    manager = _create_hook_manager()
    manager.register(BustaHooks())
    manager.hook.before_pipeline_run(run_params={}, pipeline=pipeline, catalog=catalog)
    SequentialRunner().run(pipeline, catalog, manager)
    manager.hook.after_pipeline_run(run_params={}, run_result={}, pipeline=pipeline, catalog=catalog)


def test_a_run_says_first_what_data_it_reads_and_last_where_the_report_lies(
    said: list[str], tmp_path: Path
) -> None:
    _say(_pipeline(), _catalog(tmp_path, identity=REAL))
    assert said[0] == "DATA: the files of the raw root, identified by this run"
    assert said[1] == REAL["description"]
    assert said[-1] == f"Report: {tmp_path}/08_reporting/page.md"


def test_a_run_that_fabricates_says_so_before_anything_else(said: list[str], tmp_path: Path) -> None:
    _say(_pipeline(), _catalog(tmp_path, identity=FABRICATED, seasons=2))
    assert said[0].startswith("DATA: FABRICATED")
    assert said[1].startswith("DATA: FABRICATED")


def test_a_run_on_saved_tables_says_what_they_were_made_from(said: list[str], tmp_path: Path) -> None:
    catalog = _catalog(tmp_path, identity=FABRICATED)
    rest = Pipeline([node for node in _pipeline().nodes if node.name != "identify"])
    identity = tmp_path / "03_primary" / "identity.json"
    BustaHooks().before_pipeline_run(pipeline=rest, catalog=catalog)
    assert said == ["DATA: not identified yet"]
    identity.parent.mkdir(parents=True)
    identity.write_text(json.dumps(FABRICATED))
    _say(rest, catalog)
    assert said[1].startswith("DATA: FABRICATED")


def test_a_run_among_results_of_the_other_kind_of_data_is_refused(tmp_path: Path) -> None:
    identity = AtomicJsonDataset(filepath=str(tmp_path / "identity.json"))
    identity.save(REAL)
    asked = MemoryDataset({"fabricated": True})
    catalog = DataCatalog({"prm_data_identity": identity, "params:data": asked})
    with pytest.raises(
        ValueError, match="expected a data root for an invented league, was one with results of"
    ):
        BustaHooks().before_pipeline_run(Pipeline([]), catalog)


def test_whoever_opens_a_catalog_is_told_what_data_it_holds(said: list[str], tmp_path: Path) -> None:
    catalog = _catalog(tmp_path, identity=FABRICATED)
    BustaHooks().after_catalog_created(catalog)
    assert said == []
    catalog["params:data"] = MemoryDataset({"fabricated": True})
    BustaHooks().after_catalog_created(catalog)
    catalog.save("prm_data_identity", REAL)
    BustaHooks().after_catalog_created(catalog)
    assert said == [
        "DATA: FABRICATED (an invented league): in this catalog, once it is filled",
        f"{REAL['description']}: in this catalog",
    ]


def _marked(*, is_fabricated: bool, is_wanted: bool, seasons: int = 0) -> DataCatalog:
    return DataCatalog(
        {
            "raw_mark": MemoryDataset(is_fabricated),
            "params:data": MemoryDataset({"fabricated": is_wanted}),
            "params:fabrication": MemoryDataset({"seasons": seasons}),
        }
    )


FETCHES = Pipeline([Node(lambda data: data, "params:data", "int_fetch_plan", name="show_fetch_plan")])


def test_nothing_real_is_fetched_in_the_environment_of_an_invented_league() -> None:
    with pytest.raises(MarkContradictionError, match="never fetched into an invented league"):
        BustaHooks().before_pipeline_run(FETCHES, _marked(is_fabricated=False, is_wanted=True))


def test_a_run_that_fetches_says_that_its_data_are_real(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger.name):
        BustaHooks().before_pipeline_run(FETCHES, _marked(is_fabricated=False, is_wanted=False))
    assert caplog.messages == ["DATA: real NBA data, fetched by this run"]


def _reads_the_mark(mark: bool, fabrication: dict[str, int]) -> None: ...


READS_MARK = Pipeline([Node(_reads_the_mark, ["raw_mark", "params:fabrication"], None, name="accept")])


@pytest.mark.parametrize(
    ("is_fabricated", "is_wanted", "seasons"), [(True, False, 0), (False, True, 0), (False, False, 3)]
)
def test_raw_files_of_the_other_kind_are_refused_before_anything_runs(
    is_fabricated: bool, is_wanted: bool, seasons: int
) -> None:
    catalog = _marked(is_fabricated=is_fabricated, is_wanted=is_wanted, seasons=seasons)
    with pytest.raises(MarkContradictionError, match="name the right environment"):
        BustaHooks().before_pipeline_run(READS_MARK, catalog)


@pytest.mark.parametrize(
    ("is_fabricated", "is_wanted", "seasons"), [(True, True, 0), (False, False, 0), (False, True, 3)]
)
def test_raw_files_of_the_right_kind_and_a_league_to_come_are_accepted(
    is_fabricated: bool, is_wanted: bool, seasons: int
) -> None:
    BustaHooks().before_pipeline_run(
        READS_MARK, _marked(is_fabricated=is_fabricated, is_wanted=is_wanted, seasons=seasons)
    )


@pytest.mark.parametrize(
    ("is_wanted", "expected"),
    [(True, "DATA: FABRICATED (an invented league)"), (False, "DATA: real NBA data")],
)
def test_the_tables_of_a_run_say_what_kind_of_data_they_hold(
    is_wanted: bool, expected: str, tmp_path: Path
) -> None:
    path = tmp_path / "made.csv"
    catalog = _marked(is_fabricated=is_wanted, is_wanted=is_wanted)
    catalog["report_made"] = AtomicCsvDataset(filepath=path)
    made = Pipeline([Node(lambda mark: pd.DataFrame({"a": [1]}), "raw_mark", "report_made", name="make")])
    BustaHooks().before_pipeline_run(made, catalog)
    SequentialRunner().run(made, catalog)
    assert path.read_text() == f"a,data_kind\n1,{expected}\n"
    assert list(catalog.load("report_made")) == ["a"]


def _abandoned(host: str, process: int) -> str:
    tags = {"busta.host": host, "busta.process": str(process)}
    return str(MlflowClient().create_run(_experiment(), tags=tags).info.run_id)


def _experiment() -> str:
    found = mlflow.get_experiment_by_name("busta-test")
    assert found is not None
    return str(found.experiment_id)


def test_runs_of_processes_that_are_gone_are_closed_by_the_next_run(
    configuration: Any, tmp_path: Path
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    host = socket.gethostname()
    runs = {
        "gone": _abandoned(host, gone.pid),
        "ours": _abandoned(host, os.getpid()),
        "alive": _abandoned(host, os.getppid()),
        "elsewhere": _abandoned("another machine", gone.pid),
        "unknown": MlflowClient().create_run(_experiment()).info.run_id,
    }
    last = _run(_hooks(configuration), _pipeline(), _catalog(tmp_path, identity=REAL))
    statuses = {name: MlflowClient().get_run(run).info.status for name, run in runs.items()}
    assert statuses == {
        "gone": "KILLED",
        "ours": "KILLED",
        "alive": "RUNNING",
        "elsewhere": "RUNNING",
        "unknown": "RUNNING",
    }
    assert MlflowClient().get_run(last).info.status == "FINISHED"
    for run in runs.values():
        MlflowClient().set_terminated(run)


def test_what_was_refused_is_said_when_it_is_written(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger=logger.name):
        BustaHooks().after_dataset_saved("report_refused", [1] * 1234)
        BustaHooks().after_dataset_saved("report_refused", [])
    assert [record.getMessage().split(" of the raw")[0] for record in caplog.records] == [
        "1,234 cells and lines"
    ]


@pytest.mark.parametrize(
    ("errors", "warnings", "level"), [(0, 0, "INFO"), (0, 1, "WARNING"), (2, 1, "WARNING")]
)
def test_what_the_checks_of_the_data_found_is_said(
    errors: int, warnings: int, level: str, caplog: pytest.LogCaptureFixture
) -> None:
    document = {"counts": {"error": errors, "warning": warnings, "info": 7}, "checks": [{}] * 10}
    with caplog.at_level(logging.INFO, logger=logger.name):
        BustaHooks().after_dataset_saved("report_quality_document", document)
    (record,) = caplog.records
    assert record.levelname == level
    found = f"{errors} errors and {warnings} warning{'' if warnings == 1 else 's'}"
    assert record.getMessage().startswith(
        f"{found} among 10 checks of the data: 08_reporting/data_quality.html"
    )


class _Holder(MemoryDataset):
    """Remembers who held it."""

    def __init__(self, *, is_taken: bool = False) -> None:
        super().__init__({})
        self.told: list[str] = []
        self.is_taken = is_taken

    def hold(self) -> None:
        self.told.append("hold")
        if self.is_taken:
            raise DatasetError("no other run")

    def release(self) -> None:
        self.told.append("release")


@pytest.mark.parametrize("ends", ["after_pipeline_run", "on_pipeline_error"])
def test_a_run_that_fetches_holds_its_folders_until_it_ends(ends: str) -> None:
    catalog, plan = _marked(is_fabricated=False, is_wanted=False), _Holder()
    catalog["int_fetch_plan"] = plan
    BustaHooks().before_pipeline_run(FETCHES, catalog)
    assert plan.told == ["hold"]
    getattr(BustaHooks(), ends)(FETCHES, catalog)
    assert plan.told == ["hold", "release"]
    BustaHooks().before_pipeline_run(Pipeline([]), catalog)
    assert len(plan.told) == 2


def test_a_run_that_cannot_hold_its_folders_does_not_begin() -> None:
    catalog, plan = _marked(is_fabricated=False, is_wanted=False), _Holder(is_taken=True)
    catalog["int_fetch_plan"] = plan
    with pytest.raises(DatasetError, match="no other run"):
        BustaHooks().before_pipeline_run(FETCHES, catalog)
    assert plan.told == ["hold", "release"]

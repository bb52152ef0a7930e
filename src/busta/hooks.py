"""What a run says about itself: the data first, the place of the report last, and everything to MLflow."""

import logging
import os
import socket
import warnings
from pathlib import Path
from typing import Any

import mlflow
from kedro.framework.hooks import hook_impl
from kedro.io import AbstractDataset, AbstractVersionedDataset, DataCatalog, DatasetError
from kedro.pipeline import Pipeline
from kedro.pipeline.node import Node
from mlflow.entities import Metric, Param, RunTag
from mlflow.tracking import MlflowClient
from mlflow.utils.time import get_current_time_millis
from mlflow.utils.validation import (
    MAX_METRICS_PER_BATCH,
    MAX_PARAM_VAL_LENGTH,
    MAX_PARAMS_TAGS_PER_BATCH,
)

with warnings.catch_warnings(record=True):
    # The plugin is written for older versions of pydantic and MLflow, and they say so at every start; one of the
    # warnings overrules every filter, so they are recorded, and forgotten.
    warnings.simplefilter("ignore")
    from kedro_mlflow.framework.hooks import MlflowHook

from busta.monitoring.quality_table import counted
from busta.reports.data_line import FABRICATED, data_kind, data_line, refuse_other_kind
from busta.reports.flat import flat_parameters, tracked_metrics
from busta.sources.identity import MarkContradictionError, require_agreement

IDENTITY = "prm_data_identity"
SCORES = "report_scores"
REFUSED = "report_refused"
QUALITY = "report_quality_document"
REPORTS = ("report_metrics_baseline", "report_html")
FABRICATION = "params:fabrication"
DATA = "params:data"
MARK = "raw_mark"
# Whoever makes it asks the network.
FETCH_PLAN = "int_fetch_plan"

# What an MLflow run says of the process that writes it.
HOST, PROCESS = "busta.host", "busta.process"

# What lies in these layers goes to MLflow, in folders of the same names.
LOGGED_LAYERS = ("06_models", "08_reporting")

logger = logging.getLogger(__name__)


class BustaHooks:
    """Says first what data a run is about, and last where its report lies."""

    @hook_impl
    def after_catalog_created(self, catalog: DataCatalog) -> None:
        """Say what data a catalog holds, whoever opens it: a run, a notebook, Kedro-Viz."""
        line, what = "", "in this catalog"
        if catalog.exists(IDENTITY):
            line = data_line(catalog.load(IDENTITY))
        elif DATA in catalog:
            line, what = data_kind(_wants_fabricated(catalog)), "in this catalog, once it is filled"
        if line:
            # A notebook knows nothing of conf/logging.yml and shows warnings only.
            logger.log(logging.WARNING if line.startswith(FABRICATED) else logging.INFO, "%s: %s", line, what)

    @hook_impl(tryfirst=True)
    def before_pipeline_run(self, pipeline: Pipeline, catalog: DataCatalog) -> None:
        """Say what data the run starts from; refuse a data root or raw files of the other kind."""
        if DATA in catalog:
            _refuse_other_kind(pipeline, catalog)
            _tell_tables(pipeline, catalog)
        _hold_folders(pipeline, catalog)
        logger.info(_line_at_start(pipeline, catalog))

    @hook_impl
    def after_dataset_saved(self, dataset_name: str, data: Any) -> None:
        """Say what data were read, once that is known, how much of them was refused, and what checks found."""
        if dataset_name == IDENTITY:
            logger.info(data_line(data))
        if dataset_name == REFUSED and len(data):
            logger.warning(
                "%s cells and lines of the raw files were refused: 08_reporting/report_refused.csv names each, "
                "report_coverage.md counts them",
                f"{len(data):,}",
            )
        if dataset_name == QUALITY:
            _say_quality(data)

    @hook_impl
    def after_pipeline_run(self, pipeline: Pipeline, catalog: DataCatalog) -> None:
        """Say where the report lies."""
        _release_folders(pipeline, catalog)
        _say_report(pipeline, catalog)

    @hook_impl
    def on_pipeline_error(self, pipeline: Pipeline, catalog: DataCatalog) -> None:
        """Say where the report lies: a breached gate is read there."""
        _release_folders(pipeline, catalog)
        _say_report(pipeline, catalog)


class TypedMlflowHook(MlflowHook):
    """The hook of kedro-mlflow, with typed parameters opened and everything logged once, in batches.

    Parameters are logged when the run starts; data version, scores, figures and models when it ends, whether
    it ends well or with a breached gate. Only what this run saved is logged.
    """

    def __init__(self) -> None:
        super().__init__()
        self._saved: dict[str, None] = {}

    @hook_impl
    def before_pipeline_run(
        self, run_params: dict[str, Any], pipeline: Pipeline, catalog: DataCatalog
    ) -> None:
        """Open the MLflow run and log the parameters the pipeline takes."""
        self._saved = {}
        self.run_id = None
        super().before_pipeline_run(run_params, pipeline, catalog)
        if self.run_id:
            _close_abandoned_runs(self.run_id)
            names = sorted(name for name in pipeline.inputs() if name.startswith("params:"))
            parameters = {name.removeprefix("params:"): catalog.load(name) for name in names}
            _log_parameters(self.run_id, flat_parameters(parameters))

    @hook_impl
    def before_node_run(
        self, node: Node, catalog: DataCatalog, inputs: dict[str, Any], is_async: bool
    ) -> None:
        """Join the MLflow run in the node's thread; its parameters are logged already."""
        # Joined twice in one thread, a run would have to be left twice.
        if mlflow.active_run() is None:
            super().before_node_run(node, catalog, {}, is_async)

    @hook_impl
    def after_dataset_saved(self, dataset_name: str) -> None:
        """Remember what this run saved."""
        self._saved[dataset_name] = None

    @hook_impl
    def after_pipeline_run(
        self, run_params: dict[str, Any], pipeline: Pipeline, catalog: DataCatalog
    ) -> None:
        """Log the results and close the MLflow run."""
        self._log_results(catalog)
        super().after_pipeline_run(run_params, pipeline, catalog)

    @hook_impl
    def on_pipeline_error(
        self, error: Exception, run_params: dict[str, Any], pipeline: Pipeline, catalog: DataCatalog
    ) -> None:
        """Log what was saved before the error and close the MLflow run as failed."""
        self._log_results(catalog)
        super().on_pipeline_error(error, run_params, pipeline, catalog)

    def _log_results(self, catalog: DataCatalog) -> None:
        if not self.run_id:
            return
        _log_data_version(self.run_id, catalog)
        if SCORES in self._saved:
            _log_metrics(self.run_id, tracked_metrics(catalog.load(SCORES)))
        limit = dict(catalog.load("params:reporting"))["mlflow_mebibytes"]
        _log_artifacts(self.run_id, sorted(self._saved), catalog, float(limit))


_FETCHED_INTO_INVENTED = (
    "real data are never fetched into an invented league: expected an environment with data.fabricated false, was one "
    "with true. Name the right one: kedro run --env local --pipelines fetching"
)


def _wants_fabricated(catalog: DataCatalog) -> bool:
    return bool(dict(catalog.load(DATA))["fabricated"])


def _refuse_other_kind(pipeline: Pipeline, catalog: DataCatalog) -> None:
    wanted = _wants_fabricated(catalog)
    if IDENTITY in catalog and catalog.exists(IDENTITY):
        place = str(getattr(catalog[IDENTITY], "_filepath", IDENTITY))
        refuse_other_kind(catalog.load(IDENTITY), wanted, place)
    if FETCH_PLAN in pipeline.all_outputs() and wanted:
        raise MarkContradictionError(_FETCHED_INTO_INVENTED)
    if FABRICATION in pipeline.inputs() and _seasons_to_fabricate(catalog):
        require_agreement(True, wanted)
    elif MARK in pipeline.datasets() and catalog.exists(MARK):
        require_agreement(catalog.load(MARK), wanted)


def _tell_tables(pipeline: Pipeline, catalog: DataCatalog) -> None:
    kind = data_kind(_wants_fabricated(catalog))
    # A file says on its way out what it holds; a database also refuses to be read for the other kind.
    for name in pipeline.datasets():
        dataset = catalog.get(name)
        if dataset is not None and hasattr(dataset, "kind_of_data"):
            dataset.kind_of_data = kind


def _hold_folders(pipeline: Pipeline, catalog: DataCatalog) -> None:
    try:
        for dataset in _holders(pipeline, catalog):
            dataset.hold()
    except DatasetError:
        _release_folders(pipeline, catalog)
        raise


def _release_folders(pipeline: Pipeline, catalog: DataCatalog) -> None:
    for dataset in _holders(pipeline, catalog):
        dataset.release()


def _holders(pipeline: Pipeline, catalog: DataCatalog) -> list[Any]:
    # Those that fetch, and what they plan: a second run at the same time would spoil both.
    if FETCH_PLAN not in pipeline.datasets():
        return []
    found = [catalog.get(name) for name in sorted(pipeline.datasets())]
    return [dataset for dataset in found if hasattr(dataset, "hold")]


def _line_at_start(pipeline: Pipeline, catalog: DataCatalog) -> str:
    if FETCH_PLAN in pipeline.all_outputs() and IDENTITY not in pipeline.all_outputs():
        return "DATA: real NBA data, fetched by this run"
    if IDENTITY not in pipeline.all_outputs():
        return data_line(catalog.load(IDENTITY)) if catalog.exists(IDENTITY) else "DATA: not identified yet"
    if FABRICATION in pipeline.inputs() and _seasons_to_fabricate(catalog):
        return f"{FABRICATED} (an invented league), made by this run"
    return "DATA: the files of the raw root, identified by this run"


def _seasons_to_fabricate(catalog: DataCatalog) -> int:
    return int(flat_parameters({"league": catalog.load(FABRICATION)}).get("league.seasons", 0))


def _say_quality(document: dict[str, Any]) -> None:
    errors, warned = document["counts"]["error"], document["counts"]["warning"]
    logger.log(
        logging.WARNING if errors or warned else logging.INFO,
        "%s among %s of the data: 08_reporting/data_quality.html shows them",
        f"{counted(errors, 'error')} and {counted(warned, 'warning')}",
        counted(len(document["checks"]), "check"),
    )


def _say_report(pipeline: Pipeline, catalog: DataCatalog) -> None:
    for name in REPORTS:
        if name in pipeline.all_outputs() and catalog.exists(name):
            logger.info("Report: %s", _path(catalog.get(name)))


def _path(dataset: AbstractDataset | None) -> Path | None:
    return Path(dataset._get_load_path()) if isinstance(dataset, AbstractVersionedDataset) else None


def _close_abandoned_runs(run_id: str) -> None:
    # A process killed with -9 could not close its run; whether it lives, only its own machine can tell.
    client, host = MlflowClient(), socket.gethostname()
    client.log_batch(run_id, tags=[RunTag(HOST, host), RunTag(PROCESS, str(os.getpid()))])
    experiment = client.get_run(run_id).info.experiment_id
    wanted = f"attributes.status = 'RUNNING' and tags.`{HOST}` = '{host}'"
    for run in client.search_runs([experiment], wanted):
        if run.info.run_id != run_id and not _is_running(int(run.data.tags[PROCESS])):
            client.set_terminated(run.info.run_id, "KILLED")
            logger.info("MLflow run %s was abandoned by a process that is gone: KILLED", run.info.run_name)


def _is_running(process: int) -> bool:
    # This process has come to its next run, so an older one of its own is over, too.
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _log_parameters(run_id: str, parameters: dict[str, str]) -> None:
    entries = [Param(name, value[:MAX_PARAM_VAL_LENGTH]) for name, value in parameters.items()]
    for start in range(0, len(entries), MAX_PARAMS_TAGS_PER_BATCH):
        MlflowClient().log_batch(run_id, params=entries[start : start + MAX_PARAMS_TAGS_PER_BATCH])


def _log_metrics(run_id: str, metrics: dict[str, float]) -> None:
    now = get_current_time_millis()
    entries = [Metric(name, value, now, 0) for name, value in metrics.items()]
    for start in range(0, len(entries), MAX_METRICS_PER_BATCH):
        MlflowClient().log_batch(run_id, metrics=entries[start : start + MAX_METRICS_PER_BATCH])


def _log_data_version(run_id: str, catalog: DataCatalog) -> None:
    if catalog.exists(IDENTITY):
        identity = catalog.load(IDENTITY)
        tags = [RunTag("data", data_line(identity)), RunTag("data_sha256", str(identity["sha256"]))]
        MlflowClient().log_batch(run_id, tags=tags)


def _log_artifacts(run_id: str, names: list[str], catalog: DataCatalog, limit: float) -> None:
    left = limit * 2**20
    for name in names:
        dataset = catalog.get(name)
        folder, path = _artifact_folder(dataset), _path(dataset)
        if folder is None or path is None or not path.is_file():
            continue
        if path.stat().st_size > left:
            logger.warning("%s is not logged to MLflow: more than %.0f MiB for one run.", name, limit)
            continue
        left -= path.stat().st_size
        mlflow.log_artifact(str(path), folder, run_id=run_id)


def _artifact_folder(dataset: AbstractDataset | None) -> str | None:
    parts = Path(getattr(dataset, "_filepath", "")).parts
    layer = next((index for index, part in enumerate(parts) if part in LOGGED_LAYERS), None)
    return None if layer is None else "/".join(parts[layer:-1])

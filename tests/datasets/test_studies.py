"""Trials in a database."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import optuna
import pytest
from kedro.io import DatasetError

from busta.datasets.studies import StudiesDataset


def _close(storage: Any) -> None:
    storage.remove_session()
    storage.engine.dispose()


def test_what_is_written_to_it_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    dataset = StudiesDataset(filepath=str(tmp_path / "deep" / "studies.sqlite"))
    assert not dataset.exists()
    first = dataset.load()
    study = optuna.create_study(storage=first, study_name="ats")
    distribution = optuna.distributions.FloatDistribution(0, 1)
    study.add_trial(
        optuna.trial.create_trial(value=0.1, params={"x": 0.3}, distributions={"x": distribution})
    )
    _close(first)
    assert dataset.exists()
    again = dataset.load()
    assert optuna.load_study(storage=again, study_name="ats").best_params == {"x": 0.3}
    _close(again)


def test_another_file_in_its_place_is_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "studies.sqlite"
    path.write_text("no database" * 100, encoding="utf-8")
    with pytest.raises(DatasetError, match=r"to be a storage of Optuna, was none .* delete it to begin anew"):
        StudiesDataset(filepath=str(path)).load()


def test_it_is_never_saved_as_a_whole(tmp_path: Path) -> None:
    dataset = StudiesDataset(filepath=str(tmp_path / "studies.sqlite"))
    with pytest.raises(DatasetError, match="expected studies to be written while they run"):
        dataset.save(optuna.storages.InMemoryStorage())
    assert "studies.sqlite" in str(dataset)

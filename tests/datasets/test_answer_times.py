"""When the sources last answered."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest
from kedro.io import DatasetError

from busta.datasets import AnswerTimesDataset


def _answer(root: Path, source: str, endpoint: str, key: str, checked: str) -> Path:
    folder = root / source / endpoint / "2023-24"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{key}.json.gz").write_bytes(b"packed")
    meta = {"source": source, "endpoint": endpoint, "checked_at_utc": checked, "format": "json"}
    path = folder / f"{key}.meta.json"
    path.write_text(json.dumps(meta))
    return path


def test_the_newest_answer_of_each_source_and_endpoint_is_found(tmp_path: Path) -> None:
    _answer(tmp_path, "stats_nba", "leaguegamelog", "a.1", "2024-03-01T10:00:00+00:00")
    _answer(tmp_path, "stats_nba", "leaguegamelog", "b.2", "2024-03-02T10:00:00.250000+00:00")
    _answer(tmp_path, "odds_api", "odds", "c.3", "2024-02-28T05:00:00-05:00")
    found = AnswerTimesDataset(path=str(tmp_path)).load()
    assert found["source"].tolist() == ["odds_api", "stats_nba"]
    assert found["endpoint"].tolist() == ["odds", "leaguegamelog"]
    moments = ["2024-02-28 10:00:00", "2024-03-02 10:00:00.25"]
    assert found["checked_at_utc"].tolist() == [pd.Timestamp(text, tz="UTC") for text in moments]


def test_an_answer_that_is_half_written_does_not_count(tmp_path: Path) -> None:
    alone = _answer(tmp_path, "stats_nba", "leaguegamelog", "a.1", "2024-03-01T10:00:00+00:00")
    alone.with_name("a.1.json.gz").unlink()
    _answer(tmp_path, "odds_api", "odds", "b.2", "2024-03-01T10:00:00+00:00").write_text('{"source": "odds')
    _answer(tmp_path, "injury_feed", "injuries", "c.3", "soon")
    assert AnswerTimesDataset(path=str(tmp_path)).load().empty


def test_a_raw_root_into_which_nothing_was_fetched_has_no_times(tmp_path: Path) -> None:
    dataset = AnswerTimesDataset(path=str(tmp_path / "answers"))
    assert dataset.load().columns.tolist() == ["source", "endpoint", "checked_at_utc"]
    assert (len(dataset.load()), dataset.exists()) == (0, False)
    assert "answers" in str(dataset)


def test_nobody_writes_answers_through_it(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="written by the readers"):
        AnswerTimesDataset(path=str(tmp_path)).save(pd.DataFrame())

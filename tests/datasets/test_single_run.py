"""One run at a time fetches into a folder."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from kedro.io import DatasetError

from busta.datasets import FetchPlanDataset, StatsNbaDataset
from busta.datasets.single_run import hold, release

HOLDS = """
import sys, time
from pathlib import Path
from busta.datasets.single_run import hold
hold(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


def _is_held(folder: Path) -> bool:
    # A lock belongs to what opened the folder, so this process can ask as if it were another.
    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(opened)
    return False


@pytest.fixture
def other_run(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    other = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    yield other
    other.kill()
    other.wait(10)
    other.stdout.close()


def test_another_run_is_refused_until_the_first_is_killed_and_nothing_is_written(
    tmp_path: Path, other_run: subprocess.Popen[str]
) -> None:
    with pytest.raises(DatasetError, match=r"no other run that fetches into .*wait for its end"):
        hold(tmp_path)
    other_run.kill()
    other_run.wait(10)
    hold(tmp_path)
    release(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_sources_and_the_plan_keep_others_out_of_their_folders(
    tmp_path: Path, other_run: subprocess.Popen[str]
) -> None:
    source = StatsNbaDataset(path=str(tmp_path / "answers" / "stats_nba"))
    plan = FetchPlanDataset(filepath=tmp_path / "plan.parquet")
    for dataset in (source, plan):
        with pytest.raises(DatasetError, match="no other run that fetches into"):
            dataset.hold()


def test_a_folder_is_held_once_by_all_sources_of_a_run_and_can_be_held_again(tmp_path: Path) -> None:
    sources = [StatsNbaDataset(path=str(tmp_path / "answers" / "stats_nba")) for _ in range(2)]
    for _ in range(2):
        for source in sources:
            source.hold()
        assert _is_held(tmp_path)
        for source in sources:
            source.release()
        assert not _is_held(tmp_path)


def test_a_folder_that_is_not_there_is_passed_over(tmp_path: Path) -> None:
    hold(tmp_path / "absent")
    release(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()

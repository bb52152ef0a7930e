"""One run at a time fetches into a folder."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from kedro.io import DatasetError

from busta.datasets.single_run import SingleRun

HOLDS = """
import sys, time
from pathlib import Path
from busta.datasets.single_run import SingleRun
run = SingleRun()
run.hold([Path(sys.argv[1])])
print("held", flush=True)
time.sleep(60)
"""


def test_a_second_run_is_refused_until_the_first_ends_and_nothing_is_written(tmp_path: Path) -> None:
    first, second = SingleRun(), SingleRun()
    first.hold([tmp_path / "absent", tmp_path])
    with pytest.raises(DatasetError, match=r"no other run that fetches into .*wait for its end"):
        second.hold([tmp_path])
    first.release()
    second.hold([tmp_path])
    second.release()
    assert list(tmp_path.iterdir()) == []


def test_who_is_refused_at_the_second_folder_holds_the_first_no_more(tmp_path: Path) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
    first, second, third = SingleRun(), SingleRun(), SingleRun()
    first.hold(folders[1:])
    with pytest.raises(DatasetError, match="/b, was one"):
        second.hold(folders)
    third.hold(folders[:1])
    for run in (first, third):
        run.release()


def test_a_run_that_is_killed_holds_nothing(tmp_path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", HOLDS, str(tmp_path)], stdout=subprocess.PIPE, text=True)
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    run = SingleRun()
    with pytest.raises(DatasetError):
        run.hold([tmp_path])
    other.send_signal(signal.SIGKILL)
    other.wait(10)
    other.stdout.close()
    run.hold([tmp_path])
    run.release()

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from busta.datasets.prune import PruneError, remove, superseded_versions
from busta.datasets.versions import VersionedEntry


def _version(day: int) -> str:
    return f"2001-01-{day:02d}T00.00.00.000Z"


def _save(output: Path, day: int, *, is_complete: bool = True) -> Path:
    folder = output / _version(day)
    folder.mkdir(parents=True)
    (folder / (output.name if is_complete else f".{output.name}.1.partial")).write_bytes(b"x" * 2**20)
    return folder


def _entry(root: Path) -> VersionedEntry:
    return VersionedEntry("{market}.stack", str(root / "06_models" / "{market}" / "stack.pkl"), "")


def _left(output: Path) -> list[str]:
    return sorted(path.name for path in output.iterdir())


def test_all_but_the_newest_versions_of_every_market_go(tmp_path: Path) -> None:
    outputs = [tmp_path / "06_models" / market / "stack.pkl" for market in ("ats", "total")]
    for output in outputs:
        for day in (1, 2, 3, 4):
            _save(output, day)
    removals = superseded_versions([_entry(tmp_path)], tmp_path, keep=2)
    remove(removals)
    assert [_left(output) for output in outputs] == [[_version(3), _version(4)]] * 2
    assert sum(removal.mebibytes for removal in removals) == 4


def test_a_version_without_its_file_counts_for_nothing_and_goes(tmp_path: Path) -> None:
    output = tmp_path / "06_models" / "ats" / "stack.pkl"
    _save(output, 1)
    _save(output, 2, is_complete=False)
    _save(output, 3)
    removals = superseded_versions([_entry(tmp_path)], tmp_path, keep=2)
    assert [(removal.folder.name, removal.is_complete) for removal in removals] == [(_version(2), False)]


def test_a_version_in_the_making_and_the_newest_complete_one_stay(tmp_path: Path) -> None:
    output = tmp_path / "06_models" / "ats" / "stack.pkl"
    _save(output, 1)
    _save(output, 2, is_complete=False)
    assert superseded_versions([_entry(tmp_path)], tmp_path, keep=1) == []


def test_an_output_without_a_complete_version_is_left_alone(tmp_path: Path) -> None:
    _save(tmp_path / "06_models" / "ats" / "stack.pkl", 1, is_complete=False)
    assert superseded_versions([_entry(tmp_path)], tmp_path, keep=1) == []


def test_folders_that_are_no_versions_and_plain_files_stay(tmp_path: Path) -> None:
    output = tmp_path / "06_models" / "ats" / "stack.pkl"
    for day in (1, 2):
        _save(output, day)
    (output / "mine").mkdir()
    plain = tmp_path / "06_models" / "total" / "stack.pkl"
    plain.parent.mkdir()
    plain.write_text("not versioned")
    remove(superseded_versions([_entry(tmp_path)], tmp_path, keep=1))
    assert _left(output) == [_version(2), "mine"]
    assert plain.read_text() == "not versioned"


def test_an_entry_without_placeholders_is_one_output(tmp_path: Path) -> None:
    output = tmp_path / "04_feature" / "features.parquet"
    for day in (1, 2):
        _save(output, day)
    entry = VersionedEntry("features", str(output), "")
    absent = VersionedEntry("absent", str(tmp_path / "absent.parquet"), "")
    assert [r.folder.name for r in superseded_versions([entry, absent], tmp_path, keep=1)] == [_version(1)]


@pytest.mark.parametrize("keep", [0, -1])
def test_at_least_one_version_is_kept(tmp_path: Path, keep: int) -> None:
    with pytest.raises(PruneError, match=f"expected to keep at least 1 version of each output, was {keep}"):
        superseded_versions([], tmp_path, keep)


def test_nothing_outside_the_data_root_is_touched(tmp_path: Path) -> None:
    _save(tmp_path / "06_models" / "ats" / "stack.pkl", 1)
    with pytest.raises(PruneError, match="expected its versions below"):
        superseded_versions([_entry(tmp_path)], tmp_path / "other", keep=1)


@given(
    days=st.dictionaries(st.integers(1, 28), st.booleans(), max_size=8),
    keep=st.integers(1, 4),
)
def test_the_newest_complete_version_is_never_removed(
    tmp_path_factory: pytest.TempPathFactory, days: dict[int, bool], keep: int
) -> None:
    root = tmp_path_factory.mktemp("data")
    output = root / "06_models" / "ats" / "stack.pkl"
    for day, is_complete in days.items():
        _save(output, day, is_complete=is_complete)
    gone = {removal.folder.name for removal in superseded_versions([_entry(root)], root, keep)}
    complete = sorted((_version(day) for day, is_complete in days.items() if is_complete), reverse=True)
    assert gone.isdisjoint(complete[:keep])
    assert set(complete[keep:]) <= gone

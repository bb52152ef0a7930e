"""Old versions of outputs, removed; never the newest complete one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from busta.datasets.versions import VersionedEntry

# The form Kedro gives to a version; a folder with any other name is the user's own and stays.
VERSION = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}\.\d{2}\.\d{2}\.\d{3}Z")


class PruneError(ValueError):
    """A request that would remove what must stay."""


@dataclass(frozen=True)
class Removal:
    """One version to remove.

    Attributes
    ----------
    folder
        Folder of the version.
    mebibytes
        What it takes on disk.
    is_complete
        False for what a killed run left behind.
    """

    folder: Path
    mebibytes: float
    is_complete: bool


def superseded_versions(entries: Iterable[VersionedEntry], data_root: Path, keep: int) -> list[Removal]:
    """Find all versions but the newest complete ones of every versioned output.

    A version without its file is what a killed run left behind: it is not counted among those to keep, and is
    removed once a newer complete version exists. One newer than every complete version may be in the making
    and stays.

    Parameters
    ----------
    entries
        Versioned entries of the catalog.
    data_root
        Folder outside which nothing is touched.
    keep
        How many complete versions of each output stay, at least 1.

    Returns
    -------
    list of Removal
        Sorted by path.

    Raises
    ------
    PruneError
        If fewer than one version is to be kept, or an output lies outside the data root.
    """
    if keep < 1:
        raise PruneError(f"expected to keep at least 1 version of each output, was {keep}")
    folders = {folder for entry in entries for folder in _outputs(entry, data_root.resolve())}
    return [removal for folder in sorted(folders) for removal in _superseded(folder, keep)]


def remove(removals: Iterable[Removal]) -> None:
    """Remove versions.

    Parameters
    ----------
    removals
        From ``superseded_versions``.
    """
    for removal in removals:
        shutil.rmtree(removal.folder)


def _outputs(entry: VersionedEntry, data_root: Path) -> list[Path]:
    # An absolute pattern cannot be globbed: the part before the first star is the folder to start from.
    parts = Path(entry.glob).parts
    fixed = next((index for index, part in enumerate(parts) if "*" in part), len(parts))
    base = Path(*parts[:fixed]).resolve()
    found = base.glob(str(Path(*parts[fixed:]))) if fixed < len(parts) else [base]
    folders = [folder for folder in found if folder.is_dir()]
    for folder in folders:
        if not folder.resolve().is_relative_to(data_root):
            raise PruneError(f"{entry.name}: expected its versions below {data_root}, was {folder}")
    return folders


def _superseded(output: Path, keep: int) -> list[Removal]:
    versions = sorted(
        (folder for folder in output.iterdir() if folder.is_dir() and VERSION.fullmatch(folder.name)),
        key=lambda folder: folder.name,
        reverse=True,
    )
    complete = [folder for folder in versions if (folder / output.name).is_file()]
    if not complete:
        return []
    stay = {*complete[:keep], *(folder for folder in versions if folder.name > complete[0].name)}
    gone = sorted(folder for folder in versions if folder not in stay)
    return [Removal(folder, _mebibytes(folder), folder in complete) for folder in gone]


def _mebibytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20

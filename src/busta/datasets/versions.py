"""Which outputs are versioned: read from the catalog, so that no page can disagree with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Self

PLACEHOLDER = re.compile(r"\{[^{}]+\}")

PAGE_HEAD = """# Which outputs are versioned

Generated from the catalog by `busta versions --write`; a test holds the two together.

A versioned output is a folder that bears the name of the file, with one folder for every run in it
(`probabilities.parquet/<time of the run>/probabilities.parquet`). The newest is read unless `--load-versions`
names another. `make prune KEEP=3` (`busta prune --keep 3`) removes all but the newest three of each; the newest
complete one is never removed. Everything that is not in this table is overwritten by the next run.

Only use data roots you trust: models, calibrators and stacks are Python pickles, and a run that loads one runs
whatever code stands in it. Nothing in a pickle can be checked before it is loaded; a data root of somebody else is as
good as a program of his. Raw roots are text and tables only.

| output | file below the data root | layer |
|---|---|---|
"""


@dataclass(frozen=True)
class VersionedEntry:
    """One versioned entry of the catalog; a factory stands for all datasets it matches.

    Attributes
    ----------
    name
        Name or pattern of the dataset.
    filepath
        Path of the folder of versions, with placeholders in braces where the entry is a factory.
    layer
        Name of the layer, empty where none is given.
    """

    name: str
    filepath: str
    layer: str

    @property
    def glob(self) -> str:
        """The path with a star for every placeholder."""
        return PLACEHOLDER.sub("*", self.filepath)

    def below(self, folder: Path) -> Self:
        """The same entry with a path below a folder, unless it is absolute already."""
        return replace(self, filepath=str(folder / self.filepath))


def versioned_entries(catalog: Mapping[str, Any]) -> list[VersionedEntry]:
    """Find the versioned entries of a catalog.

    Parameters
    ----------
    catalog
        Configuration of the catalog: name to definition.

    Returns
    -------
    list of VersionedEntry
        Sorted by path.
    """
    entries = [
        VersionedEntry(name, str(definition["filepath"]), _layer(definition))
        for name, definition in catalog.items()
        if isinstance(definition, Mapping) and definition.get("versioned")
    ]
    return sorted(entries, key=lambda entry: (entry.filepath, entry.name))


def versions_page(entries: list[VersionedEntry], data_root: str) -> str:
    """Write the page that names every versioned output.

    Parameters
    ----------
    entries
        From ``versioned_entries``.
    data_root
        Root that the paths are shown without.

    Returns
    -------
    str
        Markdown.
    """
    rows = (
        f"| `{entry.name}` | `{_below(entry.filepath, data_root)}` | {entry.layer} |\n" for entry in entries
    )
    return PAGE_HEAD + "".join(rows)


def _below(filepath: str, data_root: str) -> str:
    path = PurePosixPath(filepath)
    return str(path.relative_to(data_root)) if path.is_relative_to(data_root) else filepath


def _layer(definition: Mapping[str, Any]) -> str:
    return str(definition.get("metadata", {}).get("kedro-viz", {}).get("layer", ""))

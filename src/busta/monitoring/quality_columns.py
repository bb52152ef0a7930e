"""The columns of raw files against those of earlier runs: new, lost, renamed, of another kind; each by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

import pandas as pd

from busta.monitoring.quality_table import Row, counted, measured
from busta.params.quality import AllLimits, Limits

Columns = Mapping[str, str]
Files = Mapping[str, Columns]
_ALIKE = 0.75
_CHANGES = ("new_columns", "lost_columns", "renamed_columns", "changed_columns")


@dataclass(frozen=True)
class Change:
    """What became of one column of one file.

    Attributes
    ----------
    check
        ``new_columns``, ``lost_columns``, ``renamed_columns`` or ``changed_columns``.
    column
        Its name, the former one if it was renamed.
    told
        What happened, in words.
    """

    check: str
    column: str
    told: str


def columns_of(logs: pd.DataFrame) -> dict[str, dict[str, dict[str, str]]]:
    """Take the columns of raw files from their log.

    Parameters
    ----------
    logs
        ``int_raw_files``; ``columns`` holds JSON, see `busta.sources.column_profiles`.

    Returns
    -------
    dict
        Source to file to column to ``<kind>:<digest>``. A file of which nothing could be read is left out.
    """
    found: dict[str, dict[str, dict[str, str]]] = {}
    files = logs[logs["file"].ne("") & logs["columns"].ne("{}")]
    for source, file, columns in zip(files["source"], files["file"], files["columns"], strict=True):
        found.setdefault(source, {})[file] = json.loads(columns)
    return found


def remember_columns(
    known: Mapping[str, Files], found: Mapping[str, Files]
) -> dict[str, dict[str, dict[str, str]]]:
    """Join what is known with what was found.

    Parameters
    ----------
    known, found
        As from `columns_of`.

    Returns
    -------
    dict
        The same; what was found now counts. Files that are gone are still remembered.
    """
    names = sorted({*known, *found})
    joined = {name: {**known.get(name, {}), **found.get(name, {})} for name in names}
    return {
        source: {file: dict(columns) for file, columns in sorted(files.items())}
        for source, files in joined.items()
    }


def check_columns(
    known: Mapping[str, Files], found: Mapping[str, Files], limits: AllLimits, is_accepted: bool
) -> list[Row]:
    """Compare the columns of every file with those remembered.

    Parameters
    ----------
    known
        Of earlier runs; a source that is not in it is new, and nothing is said of it.
    found
        Of this run.
    limits
        On the share of files of a source.
    is_accepted
        The user says that the changes are right: they are told, and are no warning.

    Returns
    -------
    list of dict
        One row per source that was known and did not change, or per source, column and change.
    """
    rows: list[Row] = []
    for source, files in found.items():
        if earlier := known.get(source):
            changes = [
                (file, change)
                for file, columns in files.items()
                for change in _changes(file, columns, earlier)
            ]
            rows += list(_rows(source, len(files), changes, limits, is_accepted))
    return rows


def _rows(
    source: str, n: int, changes: list[tuple[str, Change]], limits: AllLimits, is_accepted: bool
) -> Iterator[Row]:
    if not changes:
        told = f"{source}: the columns of its {counted(n, 'file')} are those that are known."
        yield measured("lost_columns", source, "", (n, 0), limits.lost_columns, told)
    groups: dict[Change, list[str]] = {}
    for file, change in changes:
        groups.setdefault(change, []).append(file)
    for change, files in groups.items():
        more = f" and {len(files) - 1} more of its files" if len(files) > 1 else ""
        told = f"{source}: {change.told} in {files[0]}{more}."
        limit = Limits(warning=None, error=None) if is_accepted else getattr(limits, change.check)
        told += " It was accepted." if is_accepted else f" {_ADVICE[change.check]}"
        yield measured(change.check, source, change.column, (n, len(files)), limit, told)


_ACCEPT = "accept it once with `--params quality.accept_columns=true`"
_ADVICE = {
    "new_columns": "Nothing reads it.",
    "lost_columns": f"If nothing needs it, {_ACCEPT}.",
    "renamed_columns": f"Give it its old name in the file, or teach the adapter the new one and {_ACCEPT}.",
    "changed_columns": f"Look at its values; if they are right, {_ACCEPT}.",
}


def _changes(file: str, columns: Columns, known: Files) -> Iterator[Change]:
    before = known[file] if file in known else _nearest(columns, known)
    lost = [name for name in before if name not in columns]
    new = [name for name in columns if name not in before]
    renamed = dict(_renamed({name: before[name] for name in lost}, {name: columns[name] for name in new}))
    for old, name in renamed.items():
        yield Change("renamed_columns", old, f"column {old} is now called {name}")
    for name in lost:
        if name not in renamed:
            yield Change("lost_columns", name, f"column {name} is no longer there")
    for name in new:
        if name not in renamed.values():
            yield Change("new_columns", name, f"column {name} is new")
    yield from _changed_kinds(columns, known)


def _nearest(columns: Columns, known: Files) -> Columns:
    # A source may hold files of several shapes: a new one is compared with that which it shares most with.
    return max(
        known.values(), key=lambda other: len({*columns} & {*other}) / max(len({*columns} | {*other}), 1)
    )


def _renamed(lost: Columns, new: Columns) -> Iterator[tuple[str, str]]:
    pairs = [(_likeness(a, lost[a], b, new[b]), a, b) for a in lost for b in new]
    taken: set[str] = set()
    for likeness, old, name in sorted(pairs, reverse=True):
        if likeness >= _ALIKE and not {f"old {old}", f"new {name}"} & taken:
            taken |= {f"old {old}", f"new {name}"}
            yield old, name


def _likeness(old: str, before: str, name: str, now: str) -> float:
    kinds, digests = zip(before.split(":"), now.split(":"), strict=True)
    if digests[0] and digests[0] == digests[1]:
        return 2.0
    if "empty" not in kinds and kinds[0] != kinds[1]:
        return 0.0
    bare = [re.sub(r"[^a-z0-9]", "", text.lower()) for text in (old, name)]
    return SequenceMatcher(None, bare[0], bare[1]).ratio()


def _changed_kinds(columns: Columns, known: Files) -> Iterator[Change]:
    for name, profile in columns.items():
        kind = _kind(profile)
        kinds = set(_kinds(name, known.values()))
        if kind != "empty" and kinds and kind not in kinds:
            held = " or ".join(f"{word}s" if word == "number" else word for word in sorted(kinds))
            yield Change("changed_columns", name, f"column {name} held {held} and now holds {kind}")


def _kinds(name: str, files: Iterable[Columns]) -> Iterator[str]:
    return (
        kind for columns in files if name in columns for kind in [_kind(columns[name])] if kind != "empty"
    )


def _kind(profile: str) -> str:
    return profile.partition(":")[0]

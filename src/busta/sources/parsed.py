"""What an adapter gives back: the rows it could read, and every row it refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd

from busta.sources.column_profiles import column_profiles

REFUSAL_COLUMNS = ("source", "file", "row", "column", "value", "expected")


@dataclass(frozen=True)
class RawFile:
    """One raw file as text.

    Attributes
    ----------
    name
        File name relative to the raw folder of its source.
    rows
        All cells as text (an empty cell is ``""``, a cell that the file does not have is missing).
        The index is the line of the file, the header being line 1, so that an error can name it.
    problems
        Damage met while reading, one mapping with the keys ``row, column, value, expected`` each.
    sha256
        Hash of the content of the file.
    """

    name: str
    rows: pd.DataFrame
    problems: tuple[Mapping[str, object], ...] = ()
    sha256: str = ""


@dataclass(frozen=True)
class Parsed:
    """Rows read from one source.

    Attributes
    ----------
    rows
        The good rows, typed; column ``file`` names the raw file.
    refused
        One row per refused cell or row: ``source, file, row, column, value, expected``.
    read
        Number of raw rows seen per file.
    """

    rows: pd.DataFrame
    refused: pd.DataFrame
    read: Mapping[str, int] = field(default_factory=dict)


def refusals(source: str, file: str, entries: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Build a table of refusals.

    Parameters
    ----------
    source, file
        Name of the source and of the raw file.
    entries
        Mappings with ``row`` (line of the file, 0 for the file as a whole), ``column``, ``value`` and
        ``expected``.

    Returns
    -------
    pandas.DataFrame
        One row per refusal with the columns ``source, file, row, column, value, expected``.
    """
    frame = pd.DataFrame(list(entries), columns=["row", "column", "value", "expected"])
    frame.insert(0, "file", file)
    frame.insert(0, "source", source)
    return frame.astype({"row": "int64", "column": "str", "value": "str", "expected": "str"})


def refuse(
    file: RawFile, source: str, bad: pd.Series, column: str, expected: str
) -> tuple[RawFile, pd.DataFrame]:
    """Take the rows marked bad out of a raw file and say why.

    Parameters
    ----------
    file
        The raw file.
    source
        Name of the source, for the refusal.
    bad
        Boolean, aligned with ``file.rows``; true where the row is to be refused.
    column
        The column that is wrong.
    expected
        What would have been right, in words.

    Returns
    -------
    tuple
        The file without these rows, and the refusals.
    """
    out = file.rows[bad]
    values = out[column] if column in out.columns else pd.Series("", index=out.index)
    entries = [
        {"row": row, "column": column, "value": value, "expected": expected} for row, value in values.items()
    ]
    return replace(file, rows=file.rows[~bad]), refusals(source, file.name, entries)


def missing_columns(file: RawFile, source: str, needed: Iterable[str]) -> pd.DataFrame:
    """Refuse a whole file that lacks columns it must have.

    Parameters
    ----------
    file
        The raw file.
    source
        Name of the source.
    needed
        Columns the adapter cannot do without.

    Returns
    -------
    pandas.DataFrame
        One refusal per missing column (row 0: the file as a whole); empty when none is missing.
    """
    found = ", ".join(map(str, file.rows.columns)) or "no columns"
    entries = [
        {"row": 0, "column": column, "value": f"found: {found}", "expected": f"a column named {column}"}
        for column in needed
        if column not in file.rows.columns
    ]
    return refusals(source, file.name, entries)


class RawFiles(dict[str, RawFile]):
    """All raw files of a source, by name.

    Parameters
    ----------
    files
        File name to file.
    looked_for
        Folder and pattern, for a message that nothing was found there.
    """

    def __init__(self, files: Mapping[str, RawFile], looked_for: str = "") -> None:
        super().__init__(files)
        self.looked_for = looked_for


def file_log(source: str, files: Mapping[str, RawFile], parsed: Parsed) -> pd.DataFrame:
    """Say of each file of a source what it is and how much of it was read.

    Parameters
    ----------
    source
        Name of the source.
    files
        The raw files by name.
    parsed
        What the adapter made of them.

    Returns
    -------
    pandas.DataFrame
        One row per file: ``source, file, sha256, read, refused, looked_for, columns``. ``refused`` counts lines, and
        all of them where the file was refused as a whole; ``columns`` is JSON, see
        `busta.sources.column_profiles.column_profiles`. A source without any file has one row with an empty ``file``.
    """
    names = list(files) or [""]
    lines = parsed.refused.drop_duplicates(["file", "row"])
    counts = lines.groupby("file").size().reindex(names, fill_value=0)
    read = pd.Series(dict(parsed.read), dtype="float64").reindex(names).fillna(0)
    is_lost = lines[lines["row"] == 0].groupby("file").size().reindex(names, fill_value=0) > 0
    refused = counts.mask(is_lost, read.clip(lower=1).astype("int64"))
    log = pd.DataFrame({"file": names, "read": read.to_numpy(), "refused": refused.to_numpy()})
    log = log.astype({"file": "str", "read": "int64", "refused": "int64"})
    log.insert(0, "source", pd.Series(source, index=log.index, dtype="str"))
    hashes = [files[name].sha256 if name else "" for name in names]
    log.insert(2, "sha256", pd.Series(hashes, dtype="str"))
    log = log.assign(looked_for=pd.Series(getattr(files, "looked_for", ""), index=log.index, dtype="str"))
    profiles = [json.dumps(column_profiles(files[name].rows) if name else {}) for name in names]
    return log.assign(columns=pd.Series(profiles, index=log.index, dtype="str"))

"""The mark of an invented league: what lies below a raw root, and which single file, was fabricated."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

import pyarrow as pa
import pyarrow.parquet as pq
from kedro.io import DatasetError

from busta.datasets.atomic import write_atomically
from busta.datasets.raw_formats import TRACE, WRITERS

MARK = "FABRICATED"
MARK_TEXT = (
    "Everything in this folder is fabricated: an invented league in the formats of the real sources.\n"
    "Below stands every invented file after its SHA-256; a raw file that is not named here is refused.\n"
)
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
# All that the mark of an earlier version said, and how that version named its files: a folder, a name, a format.
_EARLIER_TEXT = MARK_TEXT.splitlines(keepends=True)[0]
_EARLIER_FILE = re.compile(rf"[^/]+/[^/]+\.({'|'.join(WRITERS)})")


def marked_name(name: str) -> str:
    """Name an invented file so that it is known for one wherever it is copied.

    Parameters
    ----------
    name
        File name as the source would have it.

    Returns
    -------
    str
        The same with ``.fabricated`` before its extension.
    """
    path = PurePath(name)
    return f"{path.stem}.{TRACE}{path.suffix}"


def read_mark(root: Path) -> dict[str, str] | None:
    """Read which files below a raw root are invented.

    Parameters
    ----------
    root
        The raw root.

    Returns
    -------
    dict or None
        Path below the root to SHA-256; None where the root bears no mark.
    """
    mark = root / MARK
    if not mark.is_file():
        return None
    found = map(_LINE.fullmatch, mark.read_text(encoding="utf-8").splitlines())
    return {line.group(2): line.group(1) for line in found if line}


def write_mark(root: Path, files: Mapping[str, str]) -> None:
    """Write the mark of a raw root as a whole.

    Parameters
    ----------
    root
        The raw root.
    files
        Path below the root to SHA-256, of every invented file.
    """
    lines = "".join(f"{files[name]}  {name}\n" for name in sorted(files))
    write_atomically(root / MARK, (MARK_TEXT + "\n" * bool(lines) + lines).encode())


def begin_league(root: Path) -> None:
    """Mark a raw root that is to take an invented league, and take the earlier one out of it.

    Parameters
    ----------
    root
        The raw root.

    Raises
    ------
    DatasetError
        If the root holds anything that was not invented; nothing is changed then.
    """
    marked = _read_mark_of_any_version(root)
    held = _visible(root.glob("*"), root) if marked is None else _files(root)
    foreign = sorted(held - (marked or {}).keys())
    if foreign:
        raise DatasetError(
            f"fabricated data are never written into a folder that holds other data: expected {root} to be empty or "
            f"to hold only files that its file {MARK} names, was a folder with {', '.join(foreign[:5])}. Name another "
            "raw root, or delete that folder if all of it is invented"
        )
    if marked is not None:
        _refuse_foreign(root, {name: digest_of((root / name).read_bytes()) for name in sorted(held)}, marked)
        for name in held:
            (root / name).unlink()
    write_mark(root, {})


def refuse_mixture(root: Path, files: Mapping[str, str]) -> None:
    """Refuse raw files that do not belong to the kind of their root.

    Parameters
    ----------
    root
        The raw root.
    files
        Path below the root to SHA-256, of the files that were read.

    Raises
    ------
    DatasetError
        If a file of a marked root is not one of those that its mark names, byte for byte; or if a file of a root
        without a mark is known for an invented one by its name or by its properties.
    """
    marked = read_mark(root)
    if marked is not None:
        _refuse_foreign(root, files, marked)
        return
    for name in files:
        if _bears_trace(root / name):
            raise DatasetError(_INVENTED_AMONG_REAL.format(root=root, mark=MARK, name=name))


def _refuse_foreign(root: Path, files: Mapping[str, str], marked: Mapping[str, str]) -> None:
    for name, digest in files.items():
        if marked.get(name) != digest:
            what = "whose content is another" if name in marked else "which it does not name"
            raise DatasetError(_FOREIGN_AMONG_INVENTED.format(root=root, mark=MARK, name=name, what=what))


_INVENTED_AMONG_REAL = (
    "an invented raw file lies among others: expected {root}, which bears no mark {mark}, to hold no fabricated file, "
    "was {name}. Take it away, or name the raw root of the invented league"
)
_FOREIGN_AMONG_INVENTED = (
    "a raw file that busta did not invent lies among invented ones: expected only files as {root}/{mark} names them, "
    "was {name}, {what}. Keep other data in a raw root of their own; an invented league is made anew after its folder "
    "was deleted"
)


def digest_of(content: bytes) -> str:
    """Give the SHA-256 of the content of a file.

    Parameters
    ----------
    content
        All bytes of the file.

    Returns
    -------
    str
        64 hexadecimal digits.
    """
    return hashlib.sha256(content).hexdigest()


def _read_mark_of_any_version(root: Path) -> dict[str, str] | None:
    # An earlier version named no file, and took away by pattern what it had written: its league is replaced, too.
    marked = read_mark(root)
    if marked is None or (root / MARK).read_text(encoding="utf-8") != _EARLIER_TEXT:
        return marked
    written = filter(_EARLIER_FILE.fullmatch, _files(root))
    return {name: digest_of((root / name).read_bytes()) for name in written}


def _files(root: Path) -> set[str]:
    return _visible((path for path in root.rglob("*") if path.is_file()), root) - {MARK}


def _visible(paths: Iterable[Path], root: Path) -> set[str]:
    relative = [path.relative_to(root) for path in paths]
    return {path.as_posix() for path in relative if not any(part.startswith(".") for part in path.parts)}


def _bears_trace(path: Path) -> bool:
    # A copy keeps its name; parquet files and workbooks say it under another name, too.
    if TRACE in path.name.lower():
        return True
    try:
        if path.suffix == ".parquet":
            return TRACE.encode() in (pq.read_schema(path).metadata or {})
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                return TRACE.encode() in archive.read("docProps/core.xml")
    except (pa.ArrowException, zipfile.BadZipFile, OSError, KeyError):
        return False
    return False

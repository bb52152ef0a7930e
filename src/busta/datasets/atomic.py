"""Files that are there whole or not at all: written beside their place, then moved into it."""

from __future__ import annotations

import io
import json
import os
import pickle
from abc import abstractmethod
from copy import deepcopy
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, ClassVar

import pandas as pd
import pyarrow.parquet as pq
from kedro.io.core import AbstractVersionedDataset, DatasetError, Version
from kedro_datasets._typing import JSONPreview

# The name under which a table says what kind of data it was made from.
KIND = "data_kind"
# How a cell begins that a spreadsheet program runs as a formula; the apostrophe, so that the way back is certain.
_FORMULA = r"[=+\-@\t\r']"


def write_atomically(target: Path, content: bytes) -> None:
    """Write a file so that a reader sees the old content or the new, never a part.

    Parameters
    ----------
    target
        The file; its folder is made when absent.
    content
        What to write.
    """
    with _Partial(target) as handle:
        handle.write(content)


class _Partial:
    def __init__(self, target: Path) -> None:
        self._target = target
        self._partial = target.with_name(f".{target.name}.{os.getpid()}.partial")

    def __enter__(self) -> BinaryIO:
        self._target.parent.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(self._target)
        self._handle = self._partial.open("wb")
        return self._handle

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._handle.flush()
            os.fsync(self._handle.fileno())
        self._handle.close()
        if kind is None:
            self._partial.replace(self._target)
        else:
            self._partial.unlink(missing_ok=True)


def _remove_abandoned(target: Path) -> None:
    # A run that was killed could not remove its part; its process number is in the name.
    for partial in target.parent.glob(f".{target.name}.*.partial"):
        number = partial.name.split(".")[-2]
        if number.isdigit() and not _is_running(int(number)):
            partial.unlink(missing_ok=True)


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class AtomicDataset(AbstractVersionedDataset[Any, Any]):
    """A local file that is replaced as a whole.

    A run killed in the middle of a save leaves the previous content, and no version that a later run would load:
    a version is found by its file name, which the unfinished file does not bear yet.

    Parameters
    ----------
    filepath
        Path of the file, or of the folder of versions.
    load_args, save_args
        Passed to the reader and the writer, over the defaults of the class.
    version
        Version to load and save; given by Kedro for ``versioned: true``.
    metadata
        Not used here; read by Kedro-Viz.
    """

    # What kind of data a run writes, e.g. "DATA: FABRICATED": set for the run; formats of tables carry it.
    kind_of_data: str | None = None

    DEFAULT_LOAD_ARGS: ClassVar[dict[str, Any]] = {}
    DEFAULT_SAVE_ARGS: ClassVar[dict[str, Any]] = {}

    def __init__(
        self,
        *,
        filepath: str | os.PathLike[str],
        load_args: dict[str, Any] | None = None,
        save_args: dict[str, Any] | None = None,
        version: Version | None = None,
        metadata: dict[str, Any] | None = None,
    ) -> None:
        self.metadata = metadata
        self._load_args = {**self.DEFAULT_LOAD_ARGS, **deepcopy(load_args or {})}
        self._save_args = {**self.DEFAULT_SAVE_ARGS, **deepcopy(save_args or {})}
        super().__init__(filepath=PurePosixPath(filepath), version=version)

    @abstractmethod
    def _read(self, path: Path) -> Any: ...

    @abstractmethod
    def _write(self, data: Any, handle: BinaryIO) -> None: ...

    def load(self) -> Any:
        return self._read(Path(self._get_load_path()))

    def save(self, data: Any) -> None:
        target = Path(self._get_save_path())
        if target.is_dir():
            raise DatasetError(f"Expected {target} to be a file, was a folder (a versioned dataset?).")
        with _Partial(target) as handle:
            self._write(data, handle)

    def _exists(self) -> bool:
        try:
            return Path(self._get_load_path()).is_file()
        except DatasetError:
            return False

    def _describe(self) -> dict[str, Any]:
        return {
            "filepath": self._filepath,
            "load_args": self._load_args,
            "save_args": self._save_args,
            "version": self._version,
        }


class AtomicParquetDataset(AtomicDataset):
    """A parquet table; the same table gives the same bytes. The kind of data stands in its metadata."""

    def _read(self, path: Path) -> pd.DataFrame:
        table = pd.read_parquet(path, **self._load_args)
        table.attrs = {}
        return table if len(table) else _with_categories(table, path)

    def _write(self, data: pd.DataFrame, handle: BinaryIO) -> None:
        table = data.copy(deep=False)
        table.attrs = {KIND: self.kind_of_data} if self.kind_of_data else {}
        # Through memory: the parquet writer closes the file it is given.
        handle.write(table.to_parquet(None, **self._save_args))


def _with_categories(table: pd.DataFrame, path: Path) -> pd.DataFrame:
    # A column of categories without a row is written as one without a type, and only the notes of pandas tell.
    notes = json.loads((pq.read_schema(path).metadata or {}).get(b"pandas", b"{}")).get("columns", [])
    named = [note["name"] for note in notes if note["pandas_type"] == "categorical"]
    return table.astype({name: "category" for name in named if name in table.columns})


class AtomicCsvDataset(AtomicDataset):
    """A CSV table without index. The kind of data is its last column, which ``load`` takes away again."""

    DEFAULT_SAVE_ARGS: ClassVar[dict[str, Any]] = {"index": False, "lineterminator": "\n"}

    def _read(self, path: Path) -> pd.DataFrame:
        return pd.read_csv(path, **self._load_args).drop(columns=KIND, errors="ignore")

    def _write(self, data: pd.DataFrame, handle: BinaryIO) -> None:
        if KIND in data.columns:
            raise DatasetError(f"Expected a table without a column {KIND!r}: the name is taken.")
        table = data.assign(**{KIND: self.kind_of_data}) if self.kind_of_data else data
        table.to_csv(handle, **self._save_args)


class AtomicSpreadsheetDataset(AtomicCsvDataset):
    """A CSV table that a spreadsheet program may open: no text of it is taken for a formula.

    A text cell that begins with ``=``, ``+``, ``-``, ``@``, a tab, a carriage return or an apostrophe is written
    with an apostrophe before it; ``load`` takes it away again.
    """

    def _read(self, path: Path) -> pd.DataFrame:
        return _each_text(super()._read(path), rf"^'({_FORMULA})", r"\1")

    def _write(self, data: pd.DataFrame, handle: BinaryIO) -> None:
        super()._write(_each_text(data, f"^({_FORMULA})", r"'\1"), handle)


def _each_text(table: pd.DataFrame, pattern: str, replacement: str) -> pd.DataFrame:
    texts = table.select_dtypes(["str", "object"])
    return table.assign(
        **{str(name): texts[name].replace(pattern, replacement, regex=True) for name in texts}
    )


class AtomicJsonDataset(AtomicDataset):
    """A JSON document."""

    DEFAULT_SAVE_ARGS: ClassVar[dict[str, Any]] = {"indent": 2, "ensure_ascii": False}

    def _read(self, path: Path) -> Any:
        return json.loads(path.read_text(encoding="utf-8"), **self._load_args)

    def _write(self, data: Any, handle: BinaryIO) -> None:
        handle.write((json.dumps(data, **self._save_args) + "\n").encode())

    def preview(self) -> JSONPreview:
        """Show the document in Kedro-Viz.

        Returns
        -------
        JSONPreview
            The document as text.
        """
        return JSONPreview(json.dumps(self.load(), **self._save_args))


class AtomicPickleDataset(AtomicDataset):
    """Any Python object, pickled. Load only files you wrote yourself."""

    def _read(self, path: Path) -> Any:
        with path.open("rb") as handle:
            return pickle.load(handle, **self._load_args)

    def _write(self, data: Any, handle: BinaryIO) -> None:
        pickle.dump(data, handle, **self._save_args)


class AtomicTextDataset(AtomicDataset):
    """A text file in UTF-8."""

    def _read(self, path: Path) -> str:
        return path.read_text(encoding="utf-8")

    def _write(self, data: str, handle: BinaryIO) -> None:
        writer = io.TextIOWrapper(handle, encoding="utf-8", newline="\n")
        writer.write(data)
        writer.flush()
        writer.detach()

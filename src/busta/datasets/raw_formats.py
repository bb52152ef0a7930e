"""Raw files, cell for cell: damage is reported beside the rows that could be read."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.csv as arrow_csv
import pyarrow.parquet as pq
from openpyxl import Workbook
from python_calamine import CalamineError, CalamineWorkbook

from busta.sources.parsed import RawFile

Problem = Mapping[str, object]
# What busta writes in these formats is invented; it says so where the format has a place for it.
TRACE = "fabricated"


def read_csv(path: Path) -> RawFile:
    """Read a CSV file, every cell as text.

    Parameters
    ----------
    path
        The file, UTF-8.

    Returns
    -------
    RawFile
        Rows of as many fields as the header, by line of the file; a line of another length is a problem.
    """
    return _read(path, _csv_rows)


def read_parquet(path: Path) -> RawFile:
    """Read a parquet file with its types as stored.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    RawFile
        Rows numbered from 1.
    """
    return _read(path, _parquet_rows)


def read_xlsx(path: Path) -> RawFile:
    """Read the first sheet of a workbook: text cells as text, numbers as numbers.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    RawFile
        Rows by line of the sheet.
    """
    return _read(path, _xlsx_rows)


def _read(path: Path, rows_of: Callable[[bytes], tuple[pd.DataFrame, list[Problem]]]) -> RawFile:
    try:
        content = path.read_bytes()
    except OSError as error:
        return RawFile(path.name, pd.DataFrame(), (_whole(str(error.strerror), "a readable file"),))
    digest = hashlib.sha256(content).hexdigest()
    if not content.strip():
        return RawFile(path.name, pd.DataFrame(), (_whole("an empty file", "a header and rows"),), digest)
    frame, problems = rows_of(content)
    return RawFile(path.name, frame, tuple(problems), digest)


def _whole(value: str, expected: str) -> Problem:
    return {"row": 0, "column": "", "value": value, "expected": expected}


def _repeated(header: list[str]) -> Problem | None:
    names = sorted({name for name in header if header.count(name) > 1})
    return _whole(", ".join(names), "every column name once") if names else None


def _csv_rows(content: bytes) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return pd.DataFrame(), [_whole(f"byte {error.start} is not UTF-8", "text in UTF-8")]
    header = next(csv.reader(io.StringIO(text)), [])
    if repeated := _repeated(header):
        return pd.DataFrame(), [repeated]
    frame = _fast_csv(text.encode(), header)
    return (frame, []) if frame is not None else _exact_csv(text, header)


def _fast_csv(content: bytes, header: list[str]) -> pd.DataFrame | None:
    # Nothing where a line is too short or too long, or where lines and rows may not correspond.
    convert = arrow_csv.ConvertOptions(
        column_types=dict.fromkeys(header, pa.string()), strings_can_be_null=False
    )
    read = arrow_csv.ReadOptions(use_threads=False, block_size=len(content) + 1)
    try:
        table = arrow_csv.read_csv(pa.BufferReader(content), read_options=read, convert_options=convert)
    except pa.ArrowException:
        return None
    lines = content.count(b"\n") + (not content.endswith(b"\n"))
    if lines != table.num_rows + 1 or content.count(b'"') % 2:
        return None
    return table.to_pandas().set_axis(pd.RangeIndex(2, table.num_rows + 2)).astype("str")


def _exact_csv(text: str, header: list[str]) -> tuple[pd.DataFrame, list[Problem]]:
    reader = csv.reader(io.StringIO(text, newline=""))
    rows: list[list[str]] = []
    lines: list[int] = []
    problems: list[Problem] = []
    before = 0
    try:
        for row in reader:
            line, before = before + 1, reader.line_num
            if not row or line == 1:
                continue
            if len(row) == len(header):
                rows.append(row)
                lines.append(line)
            else:
                problems.append(_wrong_length(line, row, len(header)))
    except csv.Error as error:
        problems.append({"row": before + 1, "column": "", "value": str(error), "expected": "quotes in pairs"})
    frame = pd.DataFrame(rows, columns=pd.Index(header, dtype="str"), index=lines, dtype="str")
    return frame, problems


def _wrong_length(line: int, row: list[str], expected: int) -> Problem:
    value = f"{len(row)} fields: {','.join(row)}"
    return {
        "row": line,
        "column": "",
        "value": value[:120],
        "expected": f"expected {expected} fields, was {len(row)}",
    }


def _parquet_rows(content: bytes) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        frame = pd.read_parquet(io.BytesIO(content))
    except (pa.ArrowException, OSError, ValueError) as error:
        return pd.DataFrame(), [_whole(str(error).splitlines()[0][:120], "a whole parquet file")]
    return frame.set_axis(pd.RangeIndex(1, len(frame) + 1)), []


def _xlsx_rows(content: bytes) -> tuple[pd.DataFrame, list[Problem]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError) as error:
        return pd.DataFrame(), [_whole(str(error).splitlines()[0][:120], "a whole workbook (xlsx)")]
    if not cells:
        return pd.DataFrame(), [_whole("an empty sheet", "a header and rows")]
    header = [str(name).strip() for name in cells[0]]
    # Columns without a name are of no use, however many there are.
    if repeated := _repeated([name for name in header if name]):
        return pd.DataFrame(), [repeated]
    index = pd.RangeIndex(2, len(cells) + 1)
    return pd.DataFrame(cells[1:], columns=header, index=index, dtype=object), []


def _csv_bytes(frame: pd.DataFrame) -> bytes:
    return frame.to_csv(index=False, lineterminator="\n").encode()


def _parquet_bytes(frame: pd.DataFrame) -> bytes:
    table = pa.Table.from_pandas(frame, preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(table.replace_schema_metadata({**(table.schema.metadata or {}), TRACE: "busta"}), sink)
    return bytes(sink.getvalue())


def _xlsx_bytes(frame: pd.DataFrame) -> bytes:
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet("Sheet1")
    sheet.append(list(frame.columns))
    table = frame.astype(object).where(frame.notna(), None)
    for row in table.itertuples(index=False):
        sheet.append(row)
    buffer = io.BytesIO()
    workbook.save(buffer)
    return _without_times(buffer.getvalue())


def _without_times(content: bytes) -> bytes:
    # The same table gives the same bytes: no time of writing in the archive or in the properties.
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in sorted(old.namelist()):
            data = b"" if name == "docProps/core.xml" else old.read(name)
            new.writestr(zipfile.ZipInfo(name), data or _PROPERTIES, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_PROPERTIES = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties">'
    f"<cp:category>{TRACE}</cp:category></cp:coreProperties>"
).encode()


def fetched_bytes(frame: pd.DataFrame, format: str) -> bytes:
    """Give a fetched table as a file; it bears no trace of an invented league.

    Parameters
    ----------
    frame
        The table, without an index of its own.
    format
        ``csv`` or ``parquet``.

    Returns
    -------
    bytes
        Equal for equal tables.
    """
    if format == "csv":
        return _csv_bytes(frame)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pandas(frame, preserve_index=False), sink)
    return bytes(sink.getvalue())


READERS: dict[str, Callable[[Path], RawFile]] = {"csv": read_csv, "parquet": read_parquet, "xlsx": read_xlsx}
WRITERS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "csv": _csv_bytes,
    "parquet": _parquet_bytes,
    "xlsx": _xlsx_bytes,
}

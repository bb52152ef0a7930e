"""Reading the cells of raw text files: what is wrong is refused, with file, row, column and what was expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import numpy as np
import pandas as pd
from pandas.api.types import is_numeric_dtype

from busta.nba.teams import team_ids
from busta.odds.prices import american_to_decimal, parse_american
from busta.sources.parsed import Parsed, RawFile, missing_columns, refusals, refuse


class CellReader:
    """Reads columns of one raw file into typed ones and remembers what it refused.

    Parameters
    ----------
    source
        Name of the source, for the refusals.
    file
        The raw file; all cells are text.
    """

    def __init__(self, source: str, file: RawFile) -> None:
        self.source = source
        self.file = file
        self._refused = [refusals(source, file.name, file.problems)]

    @property
    def index(self) -> pd.Index:
        """Lines of the file."""
        return self.file.rows.index

    @property
    def refused(self) -> pd.DataFrame:
        """Everything refused so far, one row per cell."""
        return pd.concat(self._refused, ignore_index=True)

    def part(self, lines: pd.Index) -> CellReader:
        """Read some rows of the file only.

        Parameters
        ----------
        lines
            Lines of the file.

        Returns
        -------
        CellReader
            A reader of these lines; what it refuses is remembered here too.
        """
        part = CellReader(self.source, RawFile(self.file.name, self.file.rows.loc[lines]))
        part._refused = self._refused
        return part

    def text(self, column: str) -> pd.Series:
        """Cells of a column without blanks around them.

        Parameters
        ----------
        column
            Name of the column.

        Returns
        -------
        pandas.Series
            Text; an empty or missing cell is ``""``.
        """
        # Parquet files hold numbers as numbers.
        return self.file.rows[column].astype("str").fillna("").str.strip()

    def refuse(self, bad: pd.Series, column: str, expected: str) -> None:
        """Remember cells as refused.

        Parameters
        ----------
        bad
            Boolean, aligned with the rows of the file.
        column
            The column that is wrong.
        expected
            What would have been right, in words.
        """
        if bad.any():
            self._refused.append(refuse(self.file, self.source, bad, column, expected)[1])

    def numbers(self, column: str, low: float, high: float, what: str) -> pd.Series:
        """Read a column of numbers.

        Parameters
        ----------
        column
            Name of the column.
        low, high
            Smallest and largest possible value.
        what
            What stands in the column, in words, for the refusals.

        Returns
        -------
        pandas.Series
            Float; missing where the cell is empty or refused.
        """
        raw = self.file.rows[column]
        # Columns that hold numbers already are not turned into text and back: that takes most of the time.
        is_filled = raw.notna() if is_numeric_dtype(raw) else self.text(column).ne("")
        values = pd.to_numeric(raw, errors="coerce").astype("float64")
        is_good = values.between(low, high)
        self.refuse(is_filled & ~is_good, column, f"{what}: a number from {low:g} to {high:g}")
        return values.where(is_good)

    def american(self, column: str) -> pd.Series:
        """Read a column of American odds.

        Parameters
        ----------
        column
            Name of the column.

        Returns
        -------
        pandas.Series
            Decimal odds; missing where there is no price or where it was refused.
        """
        prices = parse_american(self.file.rows[column])
        self.refuse(prices.is_refused, column, "American odds of at most -100 or at least 100")
        return pd.Series(american_to_decimal(prices.american), index=self.index)

    def teams(self, column: str) -> pd.Series:
        """Read a column of team names.

        Parameters
        ----------
        column
            Name of the column.

        Returns
        -------
        pandas.Series
            Team ids, Int64, missing where the name was refused.
        """
        ids = team_ids(self.text(column))
        self.refuse(ids.isna(), column, "the name of an NBA team")
        return ids

    def dates(self, column: str, formatted: str) -> pd.Series:
        """Read a column of dates.

        Parameters
        ----------
        column
            Name of the column.
        formatted
            Format in the notation of ``strptime``.

        Returns
        -------
        pandas.Series
            Midnights, missing where the date was refused.
        """
        dates = pd.to_datetime(self.text(column), format=formatted, errors="coerce").astype("datetime64[us]")
        self.refuse(dates.isna(), column, f"a date written as {formatted}")
        return dates

    def times(self, column: str) -> pd.Series:
        """Read a column of UTC time stamps in ISO 8601.

        Parameters
        ----------
        column
            Name of the column.

        Returns
        -------
        pandas.Series
            Moments in UTC, missing where the stamp was refused.
        """
        times = pd.to_datetime(self.text(column), format="ISO8601", errors="coerce", utc=True)
        self.refuse(times.isna(), column, "a UTC time stamp such as 2021-05-18T15:55:00Z")
        return times.astype("datetime64[us, UTC]")


def read_files(
    source: str,
    files: Mapping[str, RawFile],
    needed: Iterable[str],
    read_one: Callable[[CellReader], pd.DataFrame],
) -> Parsed:
    """Read every file of a source; a file that lacks a column is refused as a whole.

    Parameters
    ----------
    source
        Name of the source.
    files
        Raw files by name.
    needed
        Columns the adapter cannot do without.
    read_one
        Reads one file: typed rows, indexed by the line of the file. It has to bear a file without rows.

    Returns
    -------
    Parsed
        Typed rows of all files with the columns ``file`` and ``row`` (the line of the file).
    """
    needed = list(needed)
    # An empty file gives the columns and their types even where no file can be read.
    empty = CellReader(source, RawFile("", pd.DataFrame({name: pd.Series(dtype="str") for name in needed})))
    frames = [_labelled(read_one(empty), "")]
    refused = [empty.refused]
    for file in files.values():
        lacking = missing_columns(file, source, needed)
        reader = CellReader(source, file)
        if lacking.empty:
            frames.append(_labelled(read_one(reader), file.name))
        refused += [lacking, reader.refused]
    return Parsed(
        rows=_stacked(frames),
        refused=pd.concat(refused, ignore_index=True),
        read={file.name: len(file.rows) for file in files.values()},
    )


def refused_rows(
    source: str, rows: pd.DataFrame, column: str, values: pd.Series, expected: str
) -> pd.DataFrame:
    """Refuse rows that were read already.

    Parameters
    ----------
    source
        Name of the source.
    rows
        Typed rows with ``file`` and ``row``.
    column
        The column that is wrong.
    values
        What stands there, aligned with `rows`.
    expected
        What would have been right, in words.

    Returns
    -------
    pandas.DataFrame
        One row per refusal, as `busta.sources.parsed.refusals` gives it.
    """
    none = refusals(source, "", [])
    cells = {"source": source, "file": rows["file"], "row": rows["row"], "column": column}
    return pd.DataFrame(cells | {"value": values.astype("str"), "expected": expected}).astype(
        none.dtypes.to_dict()
    )


def _labelled(rows: pd.DataFrame, file: str) -> pd.DataFrame:
    labels = pd.DataFrame({"file": file, "row": np.asarray(rows.index, dtype="int64")}, index=rows.index)
    return pd.concat([labels.astype({"file": "str"}), rows], axis=1)


def _stacked(frames: list[pd.DataFrame]) -> pd.DataFrame:
    types = frames[0].dtypes.to_dict()
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return pd.concat(filled, ignore_index=True).astype(types)

"""When too much of a source was refused, the run stops and says where to look."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd


class MissingSourceError(ValueError):
    """A source that nothing works without has no file."""


class UnreadableSourceError(ValueError):
    """A source that nothing works without has files and not one row that can be used."""


class TooManyRefusedError(ValueError):
    """More of a source was refused than the configuration allows."""


def require_files(logs: pd.DataFrame, what: str) -> None:
    """Stop where none of some sources has a file.

    Parameters
    ----------
    logs
        Logs of files of sources of which at least one is needed.
    what
        What they are, in words.

    Raises
    ------
    MissingSourceError
        Naming folder, pattern and the parameter that says where they are.
    """
    if logs["file"].eq("").all():
        places = " or ".join(logs["looked_for"])
        raise MissingSourceError(
            f"expected files of {what} at {places}, was no file; the folder above is the raw root: give it with the "
            f"parameter raw_root (kedro run --params raw_root=<folder>)"
        )


def require_rows(rows: pd.DataFrame, logs: pd.DataFrame, refused: pd.DataFrame, what: str) -> None:
    """Stop where the files of sources that nothing works without hold nothing of use.

    Parameters
    ----------
    rows
        What was read and can be used.
    logs
        Logs of files of these sources.
    refused
        Their refusals.
    what
        What a row is, in words.

    Raises
    ------
    UnreadableSourceError
        Naming sources and folders, and file, line, column, value and expectation of the first refusal.
    """
    if len(rows):
        return
    names, places = (" or ".join(logs[column].unique()) for column in ("source", "looked_for"))
    raise UnreadableSourceError(
        f"{names}: expected at least one {what} in the files at {places}, was none among {logs['read'].sum():,} lines"
        f"; {_first_refusal(refused)}"
    )


def _first_refusal(refused: pd.DataFrame) -> str:
    if refused.empty:
        return "no line was refused, so they hold something else"
    first = refused.astype("str").fillna("").iloc[0]
    return f"the first refusal: {first['file']}, {_told(first)}"


def _told(cell: pd.Series) -> str:
    place = f"line {cell['row']}, column {cell['column'] or '(all)'}"
    return f"{place}: expected {cell['expected']}, was {cell['value']!r}"


def refused_shares(logs: pd.DataFrame) -> pd.DataFrame:
    """Say how much of each source was refused.

    Parameters
    ----------
    logs
        Logs of all files. A file of which nothing could be read counts as long as the others of its source.

    Returns
    -------
    pandas.DataFrame
        Per source ``lines, refused, share``.
    """
    files = logs[logs["file"].ne("")]
    is_lost = files["read"].eq(0) & files["refused"].gt(0)
    usual = files[~is_lost].groupby("source")["read"].mean()
    length = files["source"].map(usual).fillna(1.0).clip(lower=1.0)
    counted = files.assign(
        lines=files["read"].where(~is_lost, length).clip(lower=files["refused"]),
        refused=files["refused"].where(~is_lost, length),
    )
    shares = counted.groupby("source")[["lines", "refused"]].sum()
    return shares.assign(share=(shares["refused"] / shares["lines"].clip(lower=1)))


def check_refusals(
    logs: pd.DataFrame, refused: pd.DataFrame, default_limit: float, limits: Mapping[str, float]
) -> None:
    """Stop where too much of a source was refused.

    Parameters
    ----------
    logs
        Logs of all files.
    refused
        ``report_refused``.
    default_limit
        Largest share of refused lines of a source (0 to 1).
    limits
        The same for single sources.

    Raises
    ------
    TooManyRefusedError
        Naming the worst source, and of it file, line, column, value and expectation of the first refusal in its
        worst file.
    """
    shares = refused_shares(logs)
    allowed = pd.Series(dict(limits), dtype="float64").reindex(shares.index).fillna(default_limit)
    over = (shares["share"] - allowed).sort_values(ascending=False)
    if over.empty or over.iloc[0] <= 0:
        return
    worst, *more = [str(name) for name in over.index[over > 0]]
    also = "".join(f" Too much was refused also of {name}: {_worst_of(refused, name)}." for name in more)
    share, most = float(shares["share"][worst]), float(allowed[worst])
    raise TooManyRefusedError(
        f"{worst}: {share:.1%} of its lines were refused (a lost file counts as long as the others), expected at "
        f"most {most:.1%}; {_worst_of(refused, worst)}.{also} All refusals are in "
        "08_reporting/report_refused.csv below the data root."
    )


def _worst_of(refused: pd.DataFrame, source: str) -> str:
    cells = refused[refused["source"] == source].astype("str").fillna("")
    if cells.empty:
        return "no single cell is to blame"
    # A file that was lost as a whole is one refusal, in its line 0, and more than thousands of cells.
    lost = cells[cells["row"] == "0"]
    if len(lost):
        return f"nothing was read of {lost.iloc[0]['file']}: {_told(lost.iloc[0])}"
    file = str(cells["file"].mode().iloc[0])
    return f"most of them in {file}, for example {_told(cells[cells['file'] == file].iloc[0])}"

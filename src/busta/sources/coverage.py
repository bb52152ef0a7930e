"""How much of each source arrived, by season, and why the rest did not."""

from __future__ import annotations

import pandas as pd

from busta.sources.join import COVERAGE_COLUMNS

_COUNTS = {"read": "int64", "joined": "int64", "refused": "int64"}
_TYPES = {"season": "str", "source": "str", "what": "str", "reason": "str", "share_joined": "float64"}


def count_coverage(seasons: pd.Series, reasons: pd.Series, source: str, what: str) -> pd.DataFrame:
    """Count rows by season.

    Parameters
    ----------
    seasons
        Season of each row.
    reasons
        Why a row was not used; empty for the rows used.
    source, what
        Name of the source, and of what is counted.

    Returns
    -------
    pandas.DataFrame
        One row per season: ``season, source, what, read, joined, refused, reason, share_joined``; ``reason``
        tells the reasons with their numbers.
    """
    rows = pd.DataFrame({"season": seasons.to_numpy(), "reason": reasons.to_numpy()})
    rows["is_joined"] = rows["reason"].eq("")
    table = rows.groupby("season", as_index=False).agg(
        read=("is_joined", "size"), joined=("is_joined", "sum")
    )
    told = rows[~rows["is_joined"]].value_counts(["season", "reason"]).rename("n").reset_index()
    told = told.sort_values(["season", "n", "reason"], ascending=[True, False, True])
    told["text"] = told["reason"] + ": " + told["n"].astype("str")
    texts = told.groupby("season")["text"].agg("; ".join)
    table["reason"] = table["season"].map(texts).astype("str").fillna("")
    table = table.assign(source=source, what=what, refused=table["read"] - table["joined"])
    table["share_joined"] = table["joined"] / table["read"]
    return table[COVERAGE_COLUMNS].astype(_COUNTS | _TYPES)


def absent_sources(logs: pd.DataFrame) -> pd.DataFrame:
    """List the sources of which there is no file.

    Parameters
    ----------
    logs
        Logs of all files, as from `file_log`.

    Returns
    -------
    pandas.DataFrame
        Coverage rows with nothing read and the reason ``no file``.
    """
    absent = logs.loc[logs["file"].eq(""), ["source", "looked_for"]].reset_index(drop=True)
    table = absent.assign(season="", what="files", read=0, joined=0, refused=0, share_joined=float("nan"))
    table["reason"] = "no file " + absent["looked_for"]
    return table[COVERAGE_COLUMNS].astype(_COUNTS | _TYPES)


def coverage_page(coverage: pd.DataFrame, data_line: str) -> str:
    """Write the coverage as a page of Markdown.

    Parameters
    ----------
    coverage
        ``report_coverage``.
    data_line
        What data this is; stands first.

    Returns
    -------
    str
        Markdown with one table.
    """
    shares = (
        (100 * coverage["share_joined"]).map("{:.1f} %".format).where(coverage["share_joined"].notna(), "")
    )
    table = coverage.assign(share_joined=shares)[COVERAGE_COLUMNS]
    cells = table.astype("str").fillna("").apply(lambda column: column.str.replace("|", "\\|", regex=False))
    lines = ["| " + " | ".join(row) + " |" for row in cells.to_numpy().tolist()]
    heading = "| " + " | ".join(COVERAGE_COLUMNS) + " |"
    rule = "| --- | --- | --- | ---: | ---: | ---: | --- | ---: |"
    return "\n".join([data_line, "", "# Coverage of the sources", "", heading, rule, *lines, ""])

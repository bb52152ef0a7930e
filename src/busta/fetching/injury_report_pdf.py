"""The league's injury report: from its pages to rows.

A page has a title (``Injury Report: 03/02/24 05:30 PM``), one line of headings and seven columns. Date, time, matchup
and team stand on the first of their rows only, also over pages. A reason of several lines stands around the middle
of its row. In many files there are no blanks: words are told apart by their distance.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pdfplumber

from busta.fetching.reason_lines import share_out
from busta.nba.calendar import LEAGUE_ZONE

CELLS = ("game_date", "game_time", "matchup", "team", "player", "status", "reason")
NOT_SUBMITTED = "NOT YET SUBMITTED"
_HEADINGS = "GameDateGameTimeMatchupTeamPlayerNameCurrentStatusReason"
# The second words of headings of two words.
_SECOND = ("Date", "Time", "Name", "Status")
_TITLE = re.compile(r"^InjuryReport:(\d\d/\d\d/\d\d)(\d\d:\d\d[AP]M)")
_PAGE = re.compile(r"^Page\d+of\d+$")
_CREATED = re.compile(r"^D:(\d{14})([+-]\d\d)'?(\d\d)'?$|^D:(\d{14})Z?(?:00'?00'?)?$")
# In points: words of a line differ less in height, words are further apart than letters.
_LINE, _GAP = 2.0, 1.0
_INHERITED = list(CELLS[:4])


class ReportLayoutError(ValueError):
    """The file is no injury report, or is laid out otherwise than it was."""


class InjuryReport(NamedTuple):
    """What an injury report says.

    Attributes
    ----------
    report_time
        As in the title (time zone US Eastern); of the two moments of the hour that clocks repeat, the later.
    created_at
        When the file was made, as it says itself (with a time zone); None where it does not say.
    rows
        One row per player and game, and per team that has said nothing yet: `CELLS` as text, as they are printed;
        ``game_date`` to ``team`` filled in from above. A team without a report has the status ``NOT YET SUBMITTED``
        and no player.
    """

    report_time: datetime
    created_at: datetime | None
    rows: pd.DataFrame


def parse_injury_report(content: bytes) -> InjuryReport:
    """Read a report.

    Parameters
    ----------
    content
        The PDF.

    Returns
    -------
    InjuryReport
        Its rows in the order of the pages.

    Raises
    ------
    ReportLayoutError
        Where the title or one of the seven headings is missing.
    """
    with _opened(content) as pdf:
        words = _words(pdf)
        created = _created(str((pdf.metadata or {}).get("CreationDate", "")))
    lines = words.groupby("line")["text"].agg("".join)
    title = lines.map(_TITLE.match, na_action="ignore").dropna()
    if title.empty:
        raise ReportLayoutError("expected the title `Injury Report: MM/DD/YY HH:MM PM`, was none on any page")
    heads = lines.index[lines == _HEADINGS]
    aside = [*title.index, *heads, *lines.index[lines.str.match(_PAGE)]]
    body = words[~words["line"].isin(aside)]
    edges = _edges(words[words["line"].isin(heads)], body)
    return InjuryReport(_report_time(title.iloc[0]), created, _rows(body, edges))


@contextmanager
def _opened(content: bytes) -> Iterator[pdfplumber.PDF]:
    # What a broken file makes the reader raise is many things; the file is to blame for all of them.
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            yield pdf
    except ReportLayoutError:
        raise
    except Exception as error:
        raise ReportLayoutError(f"expected a whole PDF, was a broken one ({type(error).__name__})") from error


def _words(pdf: pdfplumber.PDF) -> pd.DataFrame:
    found = [
        (number, word["x0"], word["x1"], (word["top"] + word["bottom"]) / 2, word["text"])
        for number, page in enumerate(pdf.pages)
        for word in page.extract_words(x_tolerance=_GAP, y_tolerance=_LINE)
    ]
    words = pd.DataFrame(found, columns=["page", "x0", "x1", "y", "text"])
    words = words.astype({"x0": "float64", "x1": "float64", "y": "float64", "text": "str"})
    words = words.sort_values(["page", "y"], kind="stable", ignore_index=True)
    begins = words["y"].diff().gt(_LINE) | words["page"].diff().ne(0)
    return words.assign(line=begins.cumsum()).sort_values(["line", "x0"], kind="stable", ignore_index=True)


def _report_time(title: re.Match[str]) -> datetime:
    local = datetime.strptime(" ".join(title.groups()), "%m/%d/%y %I:%M%p")
    return local.replace(tzinfo=ZoneInfo(LEAGUE_ZONE), fold=1)


def _created(text: str) -> datetime | None:
    found = _CREATED.match(text)
    if not found:
        return None
    clock, hours, minutes, universal = found.groups()
    zone = f"{hours}{minutes}" if clock else "+0000"
    try:
        return datetime.strptime(f"{clock or universal}{zone}", "%Y%m%d%H%M%S%z")
    except ValueError:
        return None


def _edges(heads: pd.DataFrame, body: pd.DataFrame) -> np.ndarray:
    # Of the columns from the second on: the ends of the widest gaps between neighbouring headings.
    if heads.empty:
        raise ReportLayoutError(f"expected the headings {', '.join(CELLS)} on one line, was none such")
    first = heads[heads["line"] == heads["line"].iloc[0]]
    starts = first.loc[~first["text"].isin(_SECOND), "x0"].to_numpy()
    if len(starts) != len(CELLS):
        raise ReportLayoutError(f"expected {len(CELLS)} headings apart from each other, was {len(starts)}")
    spans = pd.concat([heads, body])[["x0", "x1"]].sort_values("x0")
    free_from = spans["x1"].cummax().shift().to_numpy()
    free_to = spans["x0"].to_numpy()
    return np.array([_widest(free_from, free_to, left, right) for left, right in pairwise(starts)])


def _widest(free_from: np.ndarray, free_to: np.ndarray, left: float, right: float) -> float:
    inside = (free_to > left) & (free_to <= right)
    width = np.where(inside, free_to - free_from, -np.inf)
    return float(free_to[int(np.nanargmax(width))])


def _rows(body: pd.DataFrame, edges: np.ndarray) -> pd.DataFrame:
    column = np.searchsorted(edges, body["x0"].to_numpy(), side="right")
    cells = body.assign(column=column).groupby(["page", "line", "column"], sort=True)
    texts = cells["text"].agg(" ".join).unstack("column").reindex(columns=range(len(CELLS)))
    texts = texts.set_axis(list(CELLS), axis=1).astype("str").fillna("")
    heights = body.groupby(["page", "line"])["y"].mean().reindex(texts.index).to_numpy()
    is_row = texts[list(CELLS[:-1])].astype(bool).any(axis=1).to_numpy()
    row_of = share_out(
        texts.index.get_level_values("page").to_numpy(), heights, is_row, texts["reason"].ne("").to_numpy()
    )
    reasons = (
        texts["reason"][row_of >= 0]
        .groupby(row_of[row_of >= 0])
        .agg(lambda lines: " ".join(filter(None, lines)))
    )
    rows = texts[is_row].reset_index(drop=True)
    rows["reason"] = reasons.astype("str").reindex(rows.index).fillna("")
    rows[_INHERITED] = rows[_INHERITED].replace("", np.nan).ffill().fillna("")
    return _silent(rows.astype("str"))


def _silent(rows: pd.DataFrame) -> pd.DataFrame:
    # It stands below the reasons in some seasons, below the players in others.
    said = (rows["player"] + rows["status"] + rows["reason"]).str.replace(" ", "")
    is_silent = said.eq(NOT_SUBMITTED.replace(" ", ""))
    rows[["player", "reason"]] = rows[["player", "reason"]].mask(is_silent, "")
    return rows.assign(status=rows["status"].mask(is_silent, NOT_SUBMITTED))

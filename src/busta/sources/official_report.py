"""The league's official injury report: what teams said of their players, several times a day."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.plain_text import read_text
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows
from busta.sources.statuses import read_statuses

SOURCE = "official_report"
COLUMNS = ["report_time_utc", "created_at_utc", "game_date", "team", "player", "status", "reason"]
_SAYS_NOTHING = "NOT YET SUBMITTED"
# Where the blanks of a file were lost: BaldwinJr.,Patrick.
_SUFFIX = r"(?<=[a-z])(Jr\.?|Sr\.?|II|III|IV)$"


def parse_official_report(files: Mapping[str, RawFile], delay_minutes: float, longest_reason: int) -> Parsed:
    """Read reports.

    A report counts as known some minutes after the time in its title, and never before its file was made.

    Parameters
    ----------
    files
        Raw files by name.
    delay_minutes
        From the time in the title to the moment from which everybody could read it.
    longest_reason
        Largest number of characters of a reason; longer ones are refused.

    Returns
    -------
    Parsed
        One row per report, game and player: ``file, row, seen_at_utc`` (from then on it was known), ``game_date,
        team_id, player_name, status, reason`` (untrusted text). Teams that had said nothing yet are left out.
    """

    def read_one(cells: CellReader) -> pd.DataFrame:
        cells = cells.part(cells.index[cells.text("status").ne(_SAYS_NOTHING)])
        rows = pd.DataFrame(
            {
                "seen_at_utc": _known_from(cells, pd.Timedelta(minutes=delay_minutes)),
                "game_date": cells.dates("game_date", "%m/%d/%Y"),
                "team_id": cells.teams("team"),
                "player_name": first_name_first(player_names(cells, "player")),
                "status": read_statuses(cells, cells.text("status"), "status"),
                "reason": read_text(cells, "reason", longest_reason, is_needed=False),
            }
        )
        return good_rows(cells, rows, {"team_id": "int64"})

    keys = ["seen_at_utc", "game_date", "team_id", "player_name"]
    return first_only(read_files(SOURCE, files, COLUMNS, read_one), SOURCE, keys, "player_name")


def _known_from(cells: CellReader, delay: pd.Timedelta) -> pd.Series:
    published = cells.times("report_time_utc") + delay
    made = pd.to_datetime(cells.text("created_at_utc"), format="ISO8601", errors="coerce", utc=True)
    later = made.astype(published.dtype)
    return published.mask(later > published, later)


def first_name_first(names: pd.Series) -> pd.Series:
    """Turn names around.

    Parameters
    ----------
    names
        ``Last, First``; a suffix stands with the last name.

    Returns
    -------
    pandas.Series
        ``First Last``; a name without a comma stays as it is.
    """
    parts = names.str.split(",", n=1, expand=True).reindex(columns=[0, 1]).astype("str")
    last = parts[0].fillna("").str.strip().str.replace(_SUFFIX, r" \1", regex=True)
    return (parts[1].fillna("").str.strip() + " " + last).str.strip().astype("str")

"""Daily notes of underdognetwork.com: player statuses and projected line-ups, with the time of reading."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows, refuse_rows
from busta.sources.statuses import read_statuses

STATUS_SOURCE = "underdog_statuses"
LINEUP_SOURCE = "underdog_lineups"
STATUS_COLUMNS = ["snapshot_utc", "Team", "Player", "Status"]
LINEUP_COLUMNS = ["snapshot_utc", "Team", "Lineup"]
_PLACES = ("PG", "SG", "SF", "PF", "C")
_PLACE = r"\s*\((PG|SG|SF|PF|C)\)\s*"
_HEADING = r"^(?:Projected|Confirmed)\s+Lineup:\s*"
_KEYS = ["seen_at_utc", "team_id", "player_name"]


def parse_underdog_statuses(files: Mapping[str, RawFile]) -> Parsed:
    """Read player statuses.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per page, team and player: ``file, row, seen_at_utc, game_date, team_id, player_name, status``.
        The page is that of the UTC date, and that date is the ``game_date`` here.
    """
    parsed = read_files(STATUS_SOURCE, files, STATUS_COLUMNS, _read_statuses)
    return first_only(parsed, STATUS_SOURCE, _KEYS, "player_name")


def _read_statuses(cells: CellReader) -> pd.DataFrame:
    return _page(
        cells,
        player_name=player_names(cells, "Player"),
        status=read_statuses(cells, cells.text("Status"), "Status"),
    )


def parse_underdog_lineups(files: Mapping[str, RawFile]) -> Parsed:
    """Read projected line-ups; whether one was confirmed is not kept by the source.

    Parameters
    ----------
    files
        Raw files by name; a line-up is five names with PG, SG, SF, PF, C behind them.

    Returns
    -------
    Parsed
        One row per page, team and player: ``file, row, seen_at_utc, game_date, team_id, player_name, status``.
    """
    parsed = read_files(LINEUP_SOURCE, files, LINEUP_COLUMNS, _read_lineups)
    rows = parsed.rows
    # Before the names are taken apart a second line-up of a page is told from five names of one line-up.
    first = rows.groupby(["seen_at_utc", "team_id"])["row"].transform("first")
    parsed = refuse_rows(
        parsed, LINEUP_SOURCE, rows["row"].ne(first), "player_name", "one line-up per page and team"
    )
    return first_only(parsed, LINEUP_SOURCE, _KEYS, "player_name")


def _read_lineups(cells: CellReader) -> pd.DataFrame:
    lineups = cells.text("Lineup").str.replace(_HEADING, "", regex=True)
    is_five = lineups.str.count(_PLACE).eq(len(_PLACES))
    cells.refuse(~is_five, "Lineup", "five names with (PG), (SG), (SF), (PF), (C) behind them")
    page = _page(
        cells, player_name=lineups, status=pd.Series("expected_starter", index=cells.index, dtype="str")
    )
    names = page["player_name"].str.replace(_PLACE, "", regex=True).str.split(",")
    each = page.assign(player_name=names).explode("player_name")
    return each.assign(player_name=each["player_name"].astype("str").str.strip())


def _page(cells: CellReader, **columns: pd.Series) -> pd.DataFrame:
    seen = cells.times("snapshot_utc")
    page_date = seen.dt.tz_localize(None).dt.normalize()
    rows = pd.DataFrame(
        {"seen_at_utc": seen, "game_date": page_date, "team_id": cells.teams("Team"), **columns}
    )
    return good_rows(cells, rows, {"team_id": "int64"})

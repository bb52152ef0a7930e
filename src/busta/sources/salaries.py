"""Salaries of whole seasons."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows, numbers
from busta.sources.season_years import seasons_of_years, with_usable_from

SOURCE = "salaries"
COLUMNS = ["player", "salary", "team", "year", "nba_id"]
SALARY_COLUMNS = ["season", "team_id", "player_id", "player_name", "salary_usd", "usable_from"]
_MOST = 1e9
_KEY = ["season", "team_id", "player_name"]


def parse_salaries(files: Mapping[str, RawFile]) -> Parsed:
    """Read what players earned.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per season, team and player: ``file, row, season, team_id, player_name, player_id`` (``Int64``, null
        where the archive has none), ``salary_usd, usable_from``. Contracts signed during the season are among them
        without a date, so all of them count as known from the first day of the next season.
    """
    return first_only(read_files(SOURCE, files, COLUMNS, _read_file), SOURCE, _KEY, "player_name")


def _read_file(cells: CellReader) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "season": seasons_of_years(cells),
            "team_id": cells.teams("team"),
            "player_name": player_names(cells, "player"),
            "player_id": numbers(cells, {"nba_id": "x"}, 1, _MOST, is_optional=True)["x"],
            "salary_usd": numbers(cells, {"salary": "x"}, 1, _MOST)["x"],
        }
    )
    return with_usable_from(good_rows(cells, rows, {"team_id": "int64", "player_id": "Int64"}))

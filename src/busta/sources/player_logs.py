"""Player game logs of NBA.com, regular season and play-offs: one row per player on the box score of a game."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.boxscore import STATISTICS
from busta.nba.calendar import season_of_game_id, season_type_of_game_id
from busta.sources.box_columns import adds_up, game_dates, league_part, statistics, team_numbers
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import first_only, good_rows, numbers, whole_numbers
from busta.sources.team_logs import STATISTIC_COLUMNS

SOURCES = ("player_logs", "player_logs_playoffs")
COLUMNS = [
    "PLAYER_ID", "PLAYER_NAME", "TEAM_ID", "TEAM_ABBREVIATION", "GAME_ID", "GAME_DATE", "MIN", *STATISTIC_COLUMNS,
    "PLUS_MINUS",
]  # fmt: skip
HIGHEST_STATISTIC = 120
HIGHEST_MINUTES = 90
HIGHEST_MARGIN = 120


def parse_player_logs(files: Mapping[str, RawFile], source: str) -> Parsed:
    """Read player game logs.

    Parameters
    ----------
    files
        Raw files by name.
    source
        ``player_logs`` or ``player_logs_playoffs``. Only the second has starters (``START_POSITION``).

    Returns
    -------
    Parsed
        One row per player of a league game: ``file, row, season, game_id, game_date, season_type, team_id,
        player_id, player_name, minutes`` (whole minutes), ``is_starter`` (null where not told), statistics,
        ``plus_minus``.
    """
    return first_only(
        read_files(source, files, COLUMNS, _read_file), source, ["game_id", "player_id"], "game_id"
    )


def _read_file(cells: CellReader) -> pd.DataFrame:
    cells = league_part(cells)
    game_ids = cells.text("GAME_ID")
    box = statistics(cells, STATISTIC_COLUMNS, HIGHEST_STATISTIC)
    adds_up(cells, box)
    rows = pd.DataFrame(
        {
            "season": season_of_game_id(game_ids),
            "game_id": game_ids,
            "game_date": game_dates(cells, game_ids),
            "season_type": season_type_of_game_id(game_ids),
            "team_id": team_numbers(cells),
            "player_id": whole_numbers(cells, "PLAYER_ID"),
            "player_name": player_names(cells, "PLAYER_NAME"),
            "minutes": numbers(cells, {"MIN": "minutes"}, 0, HIGHEST_MINUTES)["minutes"],
            "is_starter": _is_starter(cells),
        }
    ).join(box[list(STATISTICS)])
    rows["plus_minus"] = numbers(cells, {"PLUS_MINUS": "x"}, -HIGHEST_MARGIN, HIGHEST_MARGIN)["x"]
    return good_rows(cells, rows, {"team_id": "int64", "player_id": "int64"})


def _is_starter(cells: CellReader) -> pd.Series:
    if "START_POSITION" in cells.file.rows.columns:
        return cells.text("START_POSITION").ne("").astype("boolean")
    return pd.Series(pd.NA, index=cells.index, dtype="boolean")


def player_names(cells: CellReader, column: str) -> pd.Series:
    """Read a column of player names.

    Parameters
    ----------
    cells
        The file.
    column
        Name of the column; an empty name is refused.

    Returns
    -------
    pandas.Series
        Text without blanks around it.
    """
    names = cells.text(column)
    cells.refuse(names.eq(""), column, "the name of a player")
    return names

"""Traditional box scores of NBA.com: everybody listed, with starters, and why a listed player did not play."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.boxscore import STATISTICS
from busta.nba.calendar import season_of_game_id, season_type_of_game_id
from busta.sources.box_columns import adds_up, league_part, statistics, team_numbers
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import HIGHEST_MARGIN, HIGHEST_MINUTES, HIGHEST_STATISTIC, player_names
from busta.sources.rows import first_only, good_rows, numbers, whole_numbers
from busta.sources.team_logs import STATISTIC_COLUMNS

SOURCE = "boxscores_traditional"
BOX_COLUMNS = {("TO" if column == "TOV" else column): name for column, name in STATISTIC_COLUMNS.items()}
COLUMNS = [
    "GAME_ID", "TEAM_ID", "TEAM_ABBREVIATION", "PLAYER_ID", "PLAYER_NAME", "START_POSITION", "COMMENT", "MIN",
    *BOX_COLUMNS, "PLUS_MINUS",
]  # fmt: skip


def parse_boxscores_traditional(files: Mapping[str, RawFile]) -> Parsed:
    """Read traditional box scores.

    ``MIN`` is ``mm:ss``; turnovers are called ``TO``; there is no date. A row without minutes is of a player who
    was listed and did not play; a comment beside minutes is a slip of the source, the man played.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per listed player of a league game: ``file, row, season, game_id, season_type, team_id, player_id,
        player_name, is_played, minutes, is_starter``, statistics, ``plus_minus`` (null when he did not play),
        ``comment``.
    """
    return first_only(
        read_files(SOURCE, files, COLUMNS, _read_file), SOURCE, ["game_id", "player_id"], "game_id"
    )


def _read_file(cells: CellReader) -> pd.DataFrame:
    cells = league_part(cells)
    game_ids = cells.text("GAME_ID")
    is_played = cells.text("MIN").ne("")
    rows = pd.DataFrame(
        {
            "season": season_of_game_id(game_ids),
            "game_id": game_ids,
            "season_type": season_type_of_game_id(game_ids),
            "team_id": team_numbers(cells),
            "player_id": whole_numbers(cells, "PLAYER_ID"),
            "player_name": player_names(cells, "PLAYER_NAME"),
            "is_played": is_played,
            "is_starter": cells.text("START_POSITION").ne("").astype("boolean"),
            "comment": cells.text("COMMENT").where(~is_played, ""),
        }
    ).join(_box(cells.part(cells.index[is_played])))
    return good_rows(cells, rows, {"team_id": "int64", "player_id": "int64"})


def _box(cells: CellReader) -> pd.DataFrame:
    box = statistics(cells, BOX_COLUMNS, HIGHEST_STATISTIC)
    adds_up(cells, box)
    box["plus_minus"] = numbers(cells, {"PLUS_MINUS": "x"}, -HIGHEST_MARGIN, HIGHEST_MARGIN)["x"]
    box.insert(0, "minutes", clock_minutes(cells))
    return box[["minutes", *STATISTICS, "plus_minus"]]


def clock_minutes(cells: CellReader) -> pd.Series:
    """Read the time played.

    Parameters
    ----------
    cells
        The file, with ``MIN`` as ``mm:ss``.

    Returns
    -------
    pandas.Series
        Minutes, missing where refused.
    """
    parts = cells.text("MIN").str.extract(r"^(\d{1,3}):([0-5]\d|60)$").astype("float64")
    minutes = parts[0] + parts[1] / 60
    cells.refuse(~minutes.between(0, HIGHEST_MINUTES), "MIN", f"minutes as mm:ss, at most {HIGHEST_MINUTES}")
    return minutes

"""Advanced box scores of NBA.com: ratings, shares and pace of the players of a game."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.calendar import season_of_game_id, season_type_of_game_id
from busta.sources.box_columns import league_part, team_numbers
from busta.sources.boxscores_traditional import clock_minutes
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows, numbers, whole_numbers

SOURCE = "boxscores_advanced"
# Per 100 possessions, shares, possessions: over a few seconds these reach values that mean nothing.
STATISTIC_COLUMNS = {
    "OFF_RATING": "offensive_rating", "DEF_RATING": "defensive_rating", "NET_RATING": "net_rating",
    "AST_PCT": "assist_share", "OREB_PCT": "oreb_share", "DREB_PCT": "dreb_share", "REB_PCT": "reb_share",
    "TS_PCT": "true_shooting", "EFG_PCT": "effective_fg", "USG_PCT": "usage", "PACE": "pace", "PIE": "impact",
    "POSS": "possessions",
}  # fmt: skip
COLUMNS = ["GAME_ID", "TEAM_ID", "TEAM_ABBREVIATION", "PLAYER_ID", "PLAYER_NAME", "MIN", *STATISTIC_COLUMNS]
_FARTHEST = 10_000.0


def parse_boxscores_advanced(files: Mapping[str, RawFile]) -> Parsed:
    """Read advanced box scores.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per player who played in a league game: ``file, row, season, game_id, season_type, team_id, player_id,
        player_name, minutes``, ratings per 100 possessions, shares from 0 to 1, ``pace`` (possessions in 48 minutes),
        ``impact`` (the league's PIE), ``possessions``. Known after the game.
    """
    return first_only(
        read_files(SOURCE, files, COLUMNS, _read_file), SOURCE, ["game_id", "player_id"], "game_id"
    )


def _read_file(cells: CellReader) -> pd.DataFrame:
    cells = league_part(cells)
    game_ids = cells.text("GAME_ID")
    rows = pd.DataFrame(
        {
            "season": season_of_game_id(game_ids),
            "game_id": game_ids,
            "season_type": season_type_of_game_id(game_ids),
            "team_id": team_numbers(cells),
            "player_id": whole_numbers(cells, "PLAYER_ID"),
            "player_name": player_names(cells, "PLAYER_NAME"),
            "minutes": clock_minutes(cells),
        }
    ).join(numbers(cells, STATISTIC_COLUMNS, -_FARTHEST, _FARTHEST, is_optional=True))
    return good_rows(cells, rows, {"team_id": "int64", "player_id": "int64"})

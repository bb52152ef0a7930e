"""Everybody listed for the games of the play-offs, with starters and did-not-play comments."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.calendar import season_of_game_id
from busta.sources.box_columns import league_part
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows, whole_numbers

SOURCE = "playoff_comments"
COLUMNS = ["GAME_ID", "teamTricode", "personId", "personName", "position", "comment", "minutes"]


def parse_playoff_comments(files: Mapping[str, RawFile]) -> Parsed:
    """Read starters and comments of play-off games.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per listed player: ``file, row, season, game_id, team_id, player_id, player_name, is_played,
        is_starter, comment``.
    """
    return first_only(
        read_files(SOURCE, files, COLUMNS, _read_file), SOURCE, ["game_id", "player_id"], "game_id"
    )


def _read_file(cells: CellReader) -> pd.DataFrame:
    cells = league_part(cells)
    game_ids = cells.text("GAME_ID")
    is_played = cells.text("minutes").ne("")
    rows = pd.DataFrame(
        {
            "season": season_of_game_id(game_ids),
            "game_id": game_ids,
            "team_id": cells.teams("teamTricode"),
            "player_id": whole_numbers(cells, "personId"),
            "player_name": player_names(cells, "personName"),
            "is_played": is_played,
            "is_starter": cells.text("position").ne("").astype("boolean"),
            "comment": cells.text("comment").where(~is_played, ""),
        }
    )
    return good_rows(cells, rows, {"team_id": "int64", "player_id": "int64"})


def did_not_play(boxscores: pd.DataFrame, comments: pd.DataFrame) -> pd.DataFrame:
    """Collect the players who were listed and did not play.

    Parameters
    ----------
    boxscores
        ``int_boxscores_traditional``.
    comments
        ``int_playoff_comments``.

    Returns
    -------
    pandas.DataFrame
        One row per player and game: ``season, game_id, team_id, player_id, player_name, comment, source``. Known
        after the game only.
    """
    keys = ["season", "game_id", "team_id", "player_id", "player_name", "comment"]
    parts = [
        rows.loc[~rows["is_played"], keys].assign(source=source)
        for source, rows in (("boxscores_traditional", boxscores), (SOURCE, comments))
    ]
    listed = pd.concat(parts, ignore_index=True).drop_duplicates(["game_id", "player_id"])
    return listed.astype({"source": "str"}).sort_values(
        ["game_id", "team_id", "player_id"], ignore_index=True
    )

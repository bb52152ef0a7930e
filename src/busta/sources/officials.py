"""Referees of each game, named by the league on the morning of its day."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.calendar import season_of_game_id, utc_from_eastern
from busta.sources.cells import CellReader, read_files
from busta.sources.coverage import count_coverage
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import first_only, good_rows, ids, numbers, whole_numbers

SOURCE = "officials"
COLUMNS = ["game_id", "official_id", "first_name", "last_name", "jersey_num"]
OFFICIAL_COLUMNS = [
    "season", "game_id", "game_date", "official_id", "official_name", "jersey_number", "known_from_utc",
]  # fmt: skip
# The league names them at about nine in the morning, US Eastern.
NAMED_AT = pd.Timedelta(hours=9)
_KEY = ["game_id", "official_id"]


def parse_officials(files: Mapping[str, RawFile]) -> Parsed:
    """Read who refereed which game.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        One row per game and referee: ``file, row, game_id, official_id, official_name, jersey_number`` (``Int64``, null
        where not told).
    """
    return first_only(read_files(SOURCE, files, COLUMNS, _read_file), SOURCE, _KEY, "official_id")


def _read_file(cells: CellReader) -> pd.DataFrame:
    names = (cells.text("first_name") + " " + cells.text("last_name")).str.strip()
    cells.refuse(names.eq(""), "last_name", "the name of a referee")
    rows = pd.DataFrame(
        {
            "game_id": ids(cells, "game_id", 10),
            "official_id": whole_numbers(cells, "official_id"),
            "official_name": names,
            "jersey_number": numbers(cells, {"jersey_num": "n"}, 0, 99, is_optional=True)["n"].round(),
        }
    )
    return good_rows(cells, rows, {"official_id": "int64", "jersey_number": "Int64"})


def join_officials(officials: pd.DataFrame, games: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find the games of the referees.

    Parameters
    ----------
    officials
        ``int_officials``.
    games
        ``prm_games``.

    Returns
    -------
    tuple
        ``prm_officials``, known from nine in the morning of the game's day in US Eastern, and the coverage by season.
    """
    rows = officials.merge(games[["game_id", "game_date"]], on="game_id", how="left")
    rows = rows.assign(season=season_of_game_id(rows["game_id"]))
    is_met = rows["game_date"].notna()
    reasons = pd.Series("no league game of that id", index=rows.index, dtype="str").mask(is_met, "")
    coverage = count_coverage(rows["season"], reasons, SOURCE, "referees")
    met = rows[is_met]
    met = met.assign(known_from_utc=utc_from_eastern(met["game_date"] + NAMED_AT))
    return met[OFFICIAL_COLUMNS].sort_values(["game_date", *_KEY], ignore_index=True), coverage

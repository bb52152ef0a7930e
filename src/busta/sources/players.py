"""Birth, body and draft of the players."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.player_logs import player_names
from busta.sources.rows import first_only, good_rows, numbers, whole_numbers

NAME_COLUMNS = {"players": "DISPLAY_FIRST_LAST", "player_newcomers": "PLAYER_NAME"}
_COLUMNS = ["PERSON_ID", "BIRTHDATE", "HEIGHT", "WEIGHT", "POSITION", "DRAFT_YEAR", "DRAFT_NUMBER"]
_CENTIMETRES_PER_INCH = 2.54
_KILOGRAMS_PER_POUND = 0.45359237
_HIGHEST_WEIGHT = 500
_NOT_DRAFTED = ("", "Undrafted")


def parse_players(files: Mapping[str, RawFile], source: str) -> Parsed:
    """Read who the players are.

    Parameters
    ----------
    files
        Raw files by name.
    source
        ``players`` or ``player_newcomers``: they differ in the column of the name.

    Returns
    -------
    Parsed
        One row per player: ``file, row, player_id, player_name, birth_date, height_cm, weight_kg, position,
        draft_year, draft_number`` (``Int64``, null for a player not drafted), ``first_season_year`` (null where
        not told). Height, weight and position may be null.
    """
    name = NAME_COLUMNS[source]
    parsed = read_files(source, files, [*_COLUMNS, name], lambda cells: _read_file(cells, name))
    return first_only(parsed, source, ["player_id"], "player_id")


def _read_file(cells: CellReader, name: str) -> pd.DataFrame:
    rows = pd.DataFrame(
        {
            "player_id": whole_numbers(cells, "PERSON_ID"),
            "player_name": player_names(cells, name),
            "birth_date": _birth_dates(cells),
            "height_cm": _heights(cells),
            "weight_kg": numbers(cells, {"WEIGHT": "x"}, 0, _HIGHEST_WEIGHT, is_optional=True)["x"]
            * _KILOGRAMS_PER_POUND,
            "position": cells.text("POSITION").where(cells.text("POSITION").ne("")),
            "draft_year": _draft(cells, "DRAFT_YEAR", 1946, 2100),
            "draft_number": _draft(cells, "DRAFT_NUMBER", 1, 300),
            "first_season_year": _first_year(cells),
        }
    )
    return good_rows(cells, rows, {"player_id": "int64"})


def _birth_dates(cells: CellReader) -> pd.Series:
    text = cells.text("BIRTHDATE").str[:10]
    dates = pd.to_datetime(text, format="%Y-%m-%d", errors="coerce").astype("datetime64[us]")
    cells.refuse(dates.isna() & text.ne(""), "BIRTHDATE", "a date such as 1984-12-30")
    return dates


def _heights(cells: CellReader) -> pd.Series:
    text = cells.text("HEIGHT")
    parts = text.str.extract(r"^([4-8])-(\d{1,2})$").astype("float64")
    cells.refuse(parts[0].isna() & text.ne(""), "HEIGHT", "feet and inches such as 6-9")
    return (12 * parts[0] + parts[1]) * _CENTIMETRES_PER_INCH


def _draft(cells: CellReader, column: str, low: int, high: int) -> pd.Series:
    text = cells.text(column)
    values = pd.to_numeric(text, errors="coerce").astype("float64")
    is_good = values.between(low, high)
    cells.refuse(~is_good & ~text.isin(_NOT_DRAFTED), column, f"a number from {low} to {high}, or Undrafted")
    return values.where(is_good).astype("Int64")


def _first_year(cells: CellReader) -> pd.Series:
    if "FROM_YEAR" not in cells.file.rows.columns:
        return pd.Series(pd.NA, index=cells.index, dtype="Int64")
    return pd.to_numeric(cells.file.rows["FROM_YEAR"], errors="coerce").astype("Int64")


def build_players(known: pd.DataFrame, newcomers: pd.DataFrame, player_games: pd.DataFrame) -> pd.DataFrame:
    """Make one row per player, whether or not more than his name is known.

    Parameters
    ----------
    known, newcomers
        ``int_players`` and ``int_player_newcomers``; the first wins.
    player_games
        Rows with ``player_id, player_name, game_date``: the last name in a box score is the one that is kept.

    Returns
    -------
    pandas.DataFrame
        ``prm_players``: ``player_id, player_name, birth_date, height_cm, weight_kg, position, draft_year,
        draft_number``.
    """
    facts = (
        pd.concat([known, newcomers], ignore_index=True).drop_duplicates("player_id").set_index("player_id")
    )
    seen = player_games.sort_values("game_date", kind="stable").drop_duplicates("player_id", keep="last")
    names = seen.set_index("player_id")["player_name"]
    everybody = facts.index.union(names.index).astype("int64")
    columns = [
        "player_name",
        "birth_date",
        "height_cm",
        "weight_kg",
        "position",
        "draft_year",
        "draft_number",
    ]
    table = facts[columns].reindex(everybody)
    table["player_name"] = names.reindex(everybody).fillna(table["player_name"])
    return table.rename_axis("player_id").reset_index()


def known_from(players: pd.DataFrame, player_games: pd.DataFrame) -> pd.DataFrame:
    """Collect every sign of a player's career: his games, and the first season that the players' files name.

    Parameters
    ----------
    players
        ``int_players``.
    player_games
        ``prm_player_games``.

    Returns
    -------
    pandas.DataFrame
        ``player_id, player_name, team_id, game_date``; without a team where only the season is known.
    """
    seen = player_games[["player_id", "player_name", "team_id", "game_date"]].astype({"team_id": "Int64"})
    first = players.dropna(subset="first_season_year")
    opening = pd.to_datetime(first["first_season_year"].astype("str") + "-07-01", format="%Y-%m-%d")
    told = first[["player_id", "player_name"]].assign(
        team_id=pd.array([pd.NA] * len(first), dtype="Int64"), game_date=opening.astype("datetime64[us]")
    )
    return pd.concat([seen, told], ignore_index=True)

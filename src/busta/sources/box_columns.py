"""Columns that all box scores share."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.boxscore import made_within_attempted, points_add_up, rebounds_add_up
from busta.nba.calendar import OTHER_GAMES, first_years_of_game_ids, is_league_game
from busta.sources.cells import CellReader
from busta.sources.rows import ids, numbers

_SEASON_OPENS = pd.Timedelta(days=182)
_SEASON_CLOSES = pd.Timedelta(days=670)


def league_part(cells: CellReader, column: str = "GAME_ID") -> CellReader:
    """Read the league's games of a file only.

    Parameters
    ----------
    cells
        The file.
    column
        The column of game ids. An id that is neither of a league game nor of a preseason or All-Star game is
        refused.

    Returns
    -------
    CellReader
        Without preseason and All-Star games, which are no errors.
    """
    game_ids = ids(cells, column, 10)
    is_id = game_ids.str.fullmatch(r"\d{10}")
    is_league = is_id & is_league_game(game_ids)
    is_other = game_ids.str[:3].isin(list(OTHER_GAMES))
    cells.refuse(is_id & ~is_league & ~is_other, column, "a game id that begins with 001 to 006")
    return cells.part(cells.index[is_league])


def team_numbers(cells: CellReader) -> pd.Series:
    """Read the teams of box-score rows: the number and the abbreviation must name the same team.

    Parameters
    ----------
    cells
        The file, with ``TEAM_ID`` and ``TEAM_ABBREVIATION``.

    Returns
    -------
    pandas.Series
        Team ids, ``Int64``, missing where the abbreviation is unknown.
    """
    named = cells.teams("TEAM_ABBREVIATION")
    numbered = pd.to_numeric(cells.file.rows["TEAM_ID"], errors="coerce").astype("Int64")
    differs = named.notna() & numbered.ne(named).fillna(True).astype("bool")
    cells.refuse(differs, "TEAM_ID", "the team id that belongs to the abbreviation")
    return named


def statistics(cells: CellReader, columns: Mapping[str, str], highest: float) -> pd.DataFrame:
    """Read the counts of a box score.

    Parameters
    ----------
    cells
        The file.
    columns
        Column of the file to our name.
    highest
        Largest possible count.

    Returns
    -------
    pandas.DataFrame
        Counts as floats, missing where refused.
    """
    return numbers(cells, columns, 0, highest)


def adds_up(cells: CellReader, box: pd.DataFrame) -> None:
    """Refuse the rows of a box score that contradict themselves.

    Parameters
    ----------
    cells
        The file; its columns are named as on NBA.com.
    box
        Counts on the lines of the file.
    """
    cells.refuse(~points_add_up(box), "PTS", "2 FGM + FG3M + FTM = PTS")
    cells.refuse(~rebounds_add_up(box), "REB", "OREB + DREB = REB")
    cells.refuse(
        ~made_within_attempted(box), "FGM", "no more shots made than attempted, nor more threes than shots"
    )


def game_dates(cells: CellReader, game_ids: pd.Series) -> pd.Series:
    """Read the dates of games and hold them against the season in the game id.

    Parameters
    ----------
    cells
        The file, with ``GAME_DATE`` as ``2015-10-28``.
    game_ids
        Ten digits each.

    Returns
    -------
    pandas.Series
        Midnights, US Eastern; missing where refused.
    """
    dates = cells.dates("GAME_DATE", "%Y-%m-%d")
    years = first_years_of_game_ids(game_ids).astype("str")
    january = pd.to_datetime(years + "-01-01", format="%Y-%m-%d")
    is_inside = dates.between(january + _SEASON_OPENS, january + _SEASON_CLOSES)
    cells.refuse(dates.notna() & ~is_inside, "GAME_DATE", "a date of the season that the game id names")
    return dates

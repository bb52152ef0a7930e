"""Closing spread, total and moneyline with quarter scores (Kaggle, "NBA Betting Data")."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

import pandas as pd

from busta.nba.calendar import season_of_date
from busta.odds.lines import line_of_favourite
from busta.params.odds import PlausibleParams
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.quote_cells import american_pair
from busta.sources.two_sided import moneylines, two_sided

SOURCE = "closing_lines"
# id_spread and id_total are results; they are not read at all.
COLUMNS = [
    "date",
    "home",
    "away",
    "score_home",
    "score_away",
    *[f"{part}_{side}" for side in ("home", "away") for part in ("q1", "q2", "q3", "q4", "ot")],
    "whos_favored",
    "spread",
    "total",
    "moneyline_home",
    "moneyline_away",
]
HISTORY_COLUMNS = [
    "season",
    "game_date",
    "home_team_id",
    "away_team_id",
    "home_points",
    "away_points",
    "close_line",
    "close_total",
    "home_price",
    "away_price",
]
_MAX_POINTS = 400


def parse_closing_lines(files: Mapping[str, RawFile], plausible: PlausibleParams) -> Parsed:
    """Read the closing lines.

    Parameters
    ----------
    files
        Raw files.
    plausible
        What a number can be.

    Returns
    -------
    Parsed
        One row per game: ``file, row, game_date, home_team_id, away_team_id, home_points, away_points,
        home_first_half_points, away_first_half_points, close_line, close_total, home_price, away_price``. First halves
        are missing where the quarters do not add up to the final score.
    """
    return read_files(SOURCE, files, COLUMNS, partial(_read_file, plausible=plausible))


def closing_line_quotes(rows: pd.DataFrame) -> pd.DataFrame:
    """Two-sided quotes of the closing lines.

    Parameters
    ----------
    rows
        ``int_closing_lines``: the parsed rows that met their game.

    Returns
    -------
    pandas.DataFrame
        Closing spread and total without prices, and closing moneylines where there are any.
    """
    return pd.concat(
        [
            two_sided(rows, "ats", "close", SOURCE, rows["close_line"]),
            two_sided(rows, "total", "close", SOURCE, rows["close_total"]),
            moneylines(rows, "close", SOURCE, rows["home_price"], rows["away_price"]),
        ]
    )


def first_half_scores(rows: pd.DataFrame) -> pd.DataFrame:
    """Points of both teams in the first half.

    Parameters
    ----------
    rows
        ``int_closing_lines``.

    Returns
    -------
    pandas.DataFrame
        One row per game: ``season, game_id, game_date, home_team_id, away_team_id, home_first_half_points,
        away_first_half_points``; a result, known after the game only.
    """
    columns = ["season", "game_id", "game_date", "home_team_id", "away_team_id"]
    halves = ["home_first_half_points", "away_first_half_points"]
    return rows[[*columns, *halves]].dropna(subset=halves).reset_index(drop=True)


def line_history(rows: pd.DataFrame) -> pd.DataFrame:
    """Keep every game of the archive, also of seasons before the first game that is known otherwise.

    Parameters
    ----------
    rows
        The parsed rows, whether they met a game or not.

    Returns
    -------
    pandas.DataFrame
        ``prm_line_history``: one row per day, home and away team by these, columns `HISTORY_COLUMNS`; scores, lines
        and prices are those of the archive. Games without teams, day or both scores are left out.
    """
    known = rows.dropna(subset=[*HISTORY_COLUMNS[1:6]])
    keys = ["game_date", "home_team_id", "away_team_id"]
    table = known.assign(season=season_of_date(known["game_date"])).drop_duplicates(keys).sort_values(keys)
    ids = dict.fromkeys(["home_team_id", "away_team_id"], "int64")
    return table[HISTORY_COLUMNS].astype(ids).reset_index(drop=True)


def _read_file(cells: CellReader, plausible: PlausibleParams) -> pd.DataFrame:
    points = {
        side: cells.numbers(f"score_{side}", 0, _MAX_POINTS, "final score") for side in ("home", "away")
    }
    favoured = cells.text("whos_favored").str.lower()
    cells.refuse(~favoured.isin(["home", "away"]), "whos_favored", "home or away")
    spread = cells.numbers("spread", plausible.spread.low, plausible.spread.high, "spread of the favourite")
    line = line_of_favourite(spread, favoured.eq("home")).where(favoured.isin(["home", "away"]))
    home_price, away_price = american_pair(cells, "moneyline_home", "moneyline_away", plausible.overround)
    return pd.DataFrame(
        {
            "game_date": cells.dates("date", "%Y-%m-%d"),
            "home_team_id": cells.teams("home"),
            "away_team_id": cells.teams("away"),
            "home_points": points["home"],
            "away_points": points["away"],
            "home_first_half_points": _first_half(cells, "home", points["home"]),
            "away_first_half_points": _first_half(cells, "away", points["away"]),
            "close_line": line,
            "close_total": cells.numbers("total", plausible.total.low, plausible.total.high, "total"),
            "home_price": home_price,
            "away_price": away_price,
        }
    )


def _first_half(cells: CellReader, side: str, points: pd.Series) -> pd.Series:
    parts = {
        part: cells.numbers(f"{part}_{side}", 0, _MAX_POINTS, "points of a quarter")
        for part in ("q1", "q2", "q3", "q4", "ot")
    }
    adds_up = pd.DataFrame(parts).sum(axis=1, skipna=False).eq(points)
    cells.refuse(~adds_up, f"q1_{side}", f"quarters that add up to score_{side}")
    return (parts["q1"] + parts["q2"]).where(adds_up)

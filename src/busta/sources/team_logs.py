"""Team game logs of NBA.com: two rows a game, team totals."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from busta.nba.boxscore import STATISTICS, regular_minutes
from busta.nba.calendar import season_of_game_id, season_type_of_game_id
from busta.nba.games import is_home_side
from busta.sources.box_columns import adds_up, game_dates, league_part, statistics, team_numbers
from busta.sources.cells import CellReader, read_files
from busta.sources.parsed import Parsed, RawFile
from busta.sources.rows import first_only, good_rows, numbers, refuse_rows

SOURCE = "team_logs"
STATISTIC_COLUMNS = {
    "PTS": "points", "FGM": "fgm", "FGA": "fga", "FG3M": "fg3m", "FG3A": "fg3a", "FTM": "ftm", "FTA": "fta",
    "OREB": "oreb", "DREB": "dreb", "REB": "reb", "AST": "ast", "STL": "stl", "BLK": "blk", "TOV": "tov", "PF": "pf",
}  # fmt: skip
COLUMNS = ["TEAM_ID", "TEAM_ABBREVIATION", "GAME_ID", "GAME_DATE", "MATCHUP", "MIN", *STATISTIC_COLUMNS]
_HIGHEST_STATISTIC = 300
_HIGHEST_MINUTES = 600
_FEWEST_MINUTES = 200


def parse_team_logs(files: Mapping[str, RawFile]) -> Parsed:
    """Read team game logs.

    Preseason and All-Star games are left out, they are no errors. A row without any statistic is a game that is
    yet to be played. The home side is read from ``MATCHUP``, also where both rows of a game repeat the same one.

    Parameters
    ----------
    files
        Raw files by name.

    Returns
    -------
    Parsed
        Two rows per league game: ``file, row, season, game_id, game_date, season_type, team_id, is_home,
        minutes`` (team minutes, 240 without overtime) and the statistics; these are null for a game not played.
    """
    parsed = read_files(SOURCE, files, COLUMNS, _read_file)
    parsed = first_only(parsed, SOURCE, ["game_id", "team_id"], "game_id")
    sides = parsed.rows.groupby("game_id")["is_home"]
    is_pair = sides.transform("size").eq(2) & sides.transform("sum").eq(1)
    return refuse_rows(
        parsed, SOURCE, ~is_pair, "game_id", "two rows for a game, one of them of the home side"
    )


def _read_file(cells: CellReader) -> pd.DataFrame:
    return _league(league_part(cells))


def _league(cells: CellReader) -> pd.DataFrame:
    game_ids = cells.text("GAME_ID")
    counts = cells.file.rows[["MIN", *STATISTIC_COLUMNS]]
    played = cells.part(cells.index[~(counts.fillna("") == "").all(axis=1)])
    box = statistics(played, STATISTIC_COLUMNS, _HIGHEST_STATISTIC)
    box["minutes"] = regular_minutes(
        numbers(played, {"MIN": "minutes"}, _FEWEST_MINUTES, _HIGHEST_MINUTES)["minutes"]
    )
    adds_up(played, box)
    rows = pd.DataFrame(
        {
            "season": season_of_game_id(game_ids),
            "game_id": game_ids,
            "game_date": game_dates(cells, game_ids),
            "season_type": season_type_of_game_id(game_ids),
            "team_id": team_numbers(cells),
            "is_home": _is_home(cells),
        }
    ).join(box.reindex(columns=["minutes", *STATISTICS]))
    return good_rows(cells, rows, {"team_id": "int64", "is_home": "bool"})


def _is_home(cells: CellReader) -> pd.Series:
    home = is_home_side(cells.text("MATCHUP"), cells.text("TEAM_ABBREVIATION"))
    cells.refuse(
        home.isna(), "MATCHUP", "GSW vs. OKC for the home side or OKC @ GSW, with this row's team in it"
    )
    return home
